"""The statistics in the admin: the dashboard, tables to keep, the report of a month.

They stand on no model of their own, so the admin site takes their addresses and their place in its list
from here.
"""

import io
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, re_path
from django.utils import timezone

from core.admin import pages
from core.files.serving import content_disposition
from core.people import name_of
from core.spreadsheets import XLSX_TYPE, Sheet, csv_pieces, write_book
from core.text import format_date
from stats import reading, tables
from stats.models import CountingSettings
from stats.periods import DAY, Period
from stats.tables import LABELS

PERMISSION = "stats.view_statistics"
NAME = "Thống kê truy cập"
MAX_YEARS = 5
# Before that nothing was counted anywhere; a date can be as early as the year 1.
FIRST_YEAR = 2000


class PeriodForm(forms.Form):
    """The query string: a named period, or a first and a last day. Empty: the last thirty days."""

    DEFAULT = "30-ngay"
    NAMES = (
        ("hom-nay", "Hôm nay"),
        ("hom-qua", "Hôm qua"),
        ("7-ngay", "7 ngày"),
        (DEFAULT, "30 ngày"),
        ("thang-nay", "Tháng này"),
        ("thang-truoc", "Tháng trước"),
        ("12-thang", "12 tháng"),
    )
    _INVALID = "Ngày này không đọc được. Hãy ghi như 31/12/2026."

    ky = forms.ChoiceField(
        choices=NAMES, required=False, error_messages={"invalid_choice": "Không có kỳ này."}
    )
    tu = forms.DateField(label="Từ ngày", required=False, error_messages={"invalid": _INVALID})
    den = forms.DateField(label="Đến ngày", required=False, error_messages={"invalid": _INVALID})

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name in ("tu", "den"):
            self.fields[name].widget = forms.DateInput(
                {"type": "date", "max": f"{today:%Y-%m-%d}"}, "%Y-%m-%d"
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        first, last = data.get("tu"), data.get("den")
        if bool(first) != bool(last):
            raise forms.ValidationError("Hãy chọn cả ngày đầu và ngày cuối của kỳ.")
        if first:
            self._check(first, last)
            data["ky"], data["period"] = "", Period(first, last)
        else:
            data["ky"] = data.get("ky") or self.DEFAULT
            data["period"] = self._named(data["ky"])
        return data

    def _check(self, first: date, last: date) -> None:
        if last < first:
            raise forms.ValidationError("Ngày cuối đứng trước ngày đầu. Hãy đổi lại.")
        if last > self.today:
            raise forms.ValidationError(
                f"Ngày cuối ở tương lai: chưa có số liệu sau hôm nay, {format_date(self.today)}."
            )
        if first.year < FIRST_YEAR:
            raise forms.ValidationError(f"Không có số liệu nào trước năm {FIRST_YEAR}.")
        if (last.year - first.year, last.month, last.day) >= (MAX_YEARS, first.month, first.day):
            raise forms.ValidationError(f"Kỳ dài quá {MAX_YEARS} năm. Hãy chọn kỳ ngắn hơn.")

    def _named(self, name: str) -> Period:
        today = self.today
        match name:
            case "hom-nay":
                return Period(today, today)
            case "hom-qua":
                return Period(today - DAY, today - DAY)
            case "7-ngay":
                return Period.until(today, 7)
            case "thang-nay":
                return Period(today.replace(day=1), today)
            case "thang-truoc":
                return Period(today, today).month_before
            case "12-thang":
                return Period.until(today, 365)
            case _:
                return Period.until(today, 30)


def urls(site: admin.AdminSite) -> list[URLPattern]:
    """Return the addresses under that of the admin."""

    guarded = pages.guarded(site, PERMISSION)
    return [
        path("thong-ke/", guarded(dashboard), name="stats_dashboard"),
        path("thong-ke/so-lieu.csv", guarded(export_csv), name="stats_csv"),
        path("thong-ke/so-lieu.xlsx", guarded(export_xlsx), name="stats_xlsx"),
        re_path(
            r"^thong-ke/bao-cao/(?P<year>2[0-9]{3})-(?P<month>0[1-9]|1[0-2])/$",
            guarded(report),
            name="stats_report",
        ),
    ]


def list_in(app_list: list[dict[str, Any]], request: HttpRequest, app_label: str | None) -> None:
    """Add the dashboard to the admin's list of everything, for those who may see it."""
    if pages.may_view(request, PERMISSION):
        pages.list_in(app_list, app_label, CountingSettings._meta.app_config, NAME, "admin:stats_dashboard")


def dashboard(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """What was counted in a period, against the one before."""
    now = timezone.now()
    form = PeriodForm(request.GET, today=timezone.localdate(now))
    context: dict[str, Any] = {"form": form, "names": PeriodForm.NAMES}
    if form.is_valid():
        period = form.cleaned_data["period"]
        context |= {
            "overview": tables.overview(period, now),
            "chosen": form.cleaned_data["ky"],
            "query": f"tu={period.first}&den={period.last}",
            "last_month": Period(form.today, form.today).month_before.first,
        }
    status = 200 if form.is_valid() else 400
    return _page(request, site, "admin/stats/dashboard.html", NAME, context, status)


def export_csv(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """The days of a period, one a line, for programs."""
    form = PeriodForm(request.GET, today=timezone.localdate())
    if not form.is_valid():
        return pages.refusal(form)
    period = form.cleaned_data["period"]
    days = reading.by_day(period)
    columns = [("Ngày", 12), *((label, 12) for label in LABELS)]
    rows = ([day, *figures] for day, figures in tables.by_day(period, days))
    headers = _headers("text/csv; charset=utf-8", period, "csv")
    return StreamingHttpResponse(csv_pieces(columns, rows), headers=headers)


def export_xlsx(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """Every table of a period, a sheet each, with longer lists than the dashboard's."""
    form = PeriodForm(request.GET, today=timezone.localdate())
    if not form.is_valid():
        return pages.refusal(form)
    period = form.cleaned_data["period"]
    found = tables.overview(period, timezone.now(), tables.IN_FILE)
    file = io.BytesIO()
    write_book(
        [_summary(found), *(_sheet(table, period) for table in found.tables)], file, title=f"{NAME}, {period}"
    )
    return HttpResponse(file.getvalue(), headers=_headers(XLSX_TYPE, period, "xlsx"))


def report(request: HttpRequest, site: admin.AdminSite, year: str, month: str) -> HttpResponse:
    """The report of a month, for paper: against the month before and the same month a year ago."""
    now = timezone.now()
    today = timezone.localdate(now)
    whole = Period.of_month(int(year), int(month))
    if whole.first > today:
        raise Http404
    period = Period(whole.first, min(whole.last, today))
    spans = (period, whole.month_before, whole.year_before)
    days = reading.by_day(*spans)
    began, _ = reading.began()
    figures = [reading.total(days, span) for span in spans]
    earlier = [
        total if began and span.first >= began else None
        for span, total in zip(spans[1:], figures[1:], strict=True)
    ]
    names = reading.ranked(period, tables.ON_PAPER)
    *most, referrers, robots = tables.lists(names, *reading.objects(period, tables.ON_PAPER))
    context = {
        "month": period.first,
        "period": period,
        "is_over": whole.last < today,
        "spans": spans,
        "numbers": tables.numbers(figures[0], *earlier),
        "days": tables.by_day(period, days),
        "totals": figures[0],
        "heads": LABELS,
        # The short ones first: there is room for them below the days.
        "lists": [referrers, robots, *most],
        "printed_by": name_of(request.user),
        "printed_at": now,
        "next": whole.last + DAY if whole.last < today else None,
    }
    title = f"Báo cáo truy cập tháng {period.first.month}/{period.first.year}"
    return _page(request, site, "admin/stats/report.html", title, context)


def _page(
    request: HttpRequest,
    site: admin.AdminSite,
    template: str,
    title: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    context = {**site.each_context(request), "title": title, **context}
    return TemplateResponse(request, template, context, status=status)


def _summary(found: tables.Overview) -> Sheet:
    columns = [("Chỉ số", 24), ("Trong kỳ", 14), ("Kỳ trước", 14), ("Tăng, giảm", 14), ("Phần trăm", 14)]
    rows = [
        [
            number.label,
            number.now,
            number.change.before,
            None if number.change.before is None else number.now - number.change.before,
            number.change.percent or tables.NO_BASE,
        ]
        for number in found.numbers
    ]
    return Sheet("Tổng hợp", f"{NAME}, {found.period}, so với {found.period.before}", columns, rows)


def _sheet(table: tables.Table, period: Period) -> Sheet:
    """Return a table as a sheet; what its lines leave, and the sum, stand below."""
    columns = [(table.label, 40), *((head, 14) for head in table.heads)]
    rows = [[line.label, *line.counts] for line in table.lines]
    if table.has_rest:
        rows.append([tables.REST, *table.rest])
    rows.append(["Cộng", *table.totals])
    return Sheet(table.title[:31], f"{table.title}, {period}", columns, rows)


def _headers(content_type: str, period: Period, extension: str) -> dict[str, str]:
    name = f"Thống kê truy cập {period.first:%d-%m-%Y} đến {period.last:%d-%m-%Y}.{extension}"
    return {
        "Content-Type": content_type,
        "Content-Disposition": content_disposition(name),
        "Cache-Control": "no-store",
    }
