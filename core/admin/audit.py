"""The book of who did what, to be searched and taken along; nobody changes it here or elsewhere."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from core import audit
from core.files.serving import content_disposition
from core.models import AuditEntry
from core.spreadsheets import XLSX_TYPE, Cell, csv_pieces, write_xlsx
from core.text import format_datetime

COLUMNS = (
    ("Lúc", 28),
    ("Ai", 30),
    ("Việc", 26),
    ("Loại", 22),
    ("Đối tượng", 50),
    ("Mã", 10),
    ("Chi tiết", 60),
)
# Lines; two years of a department of eighty are about half of it.
MOST_EXPORTED = 100_000


class ActionFilter(admin.SimpleListFilter):
    title = "việc"
    parameter_name = "viec"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(audit.ACTIONS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(action=self.value()) if self.value() else queryset


class MonthFilter(admin.SimpleListFilter):
    """A month of the last two years; Django's own hierarchy of dates would read the whole book."""

    title = "tháng"
    parameter_name = "thang"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        today = timezone.localdate()
        months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(24)]
        return [(f"{year}-{month + 1:02}", f"{month + 1:02}/{year}") for year, month in months]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in dict(self.lookup_choices):
            return queryset
        start = timezone.make_aware(datetime.strptime(self.value(), "%Y-%m"))
        end = (start + timedelta(days=31)).replace(day=1)
        return queryset.filter(at__gte=start, at__lt=end)


class KindFilter(admin.SimpleListFilter):
    title = "loại"
    parameter_name = "loai"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        # Of all models, as to ask the book which it knows would read the whole of it.
        models = {ct.model_class() for ct in ContentType.objects.all()} - {None}
        ours = [model for model in models if model in admin.site._registry]
        return sorted(
            ((model._meta.label_lower, str(model._meta.verbose_name).capitalize()) for model in ours),
            key=lambda choice: choice[1],
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """Read only, for those with the right «view»."""

    list_display = ("moment", "who", "done", "kind_name", "object_name", "words")
    list_filter = (MonthFilter, ActionFilter, KindFilter)
    search_fields = ("actor", "object_name")
    search_help_text = "Tên người hoặc tên đối tượng"
    show_full_result_count = False
    list_per_page = 50
    fields = ("moment", "who", "done", "kind_name", "object_name", "object_id", "words")
    readonly_fields = fields
    change_list_template = "admin/core/auditentry/change_list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    @admin.display(description="lúc", ordering="at")
    def moment(self, entry: AuditEntry) -> datetime:
        return entry.at

    @admin.display(description="ai", ordering="actor", empty_value="–")
    def who(self, entry: AuditEntry) -> str:
        return entry.actor

    @admin.display(description="việc")
    def done(self, entry: AuditEntry) -> str:
        return audit.label_of(entry)

    @admin.display(description="loại", empty_value="–")
    def kind_name(self, entry: AuditEntry) -> str:
        return audit.kind_of(entry)

    @admin.display(description="chi tiết", empty_value="–")
    def words(self, entry: AuditEntry) -> str:
        return audit.words_of(entry)

    # Taking it along

    def get_urls(self) -> list[URLPattern]:
        def named(route: str, kind: str) -> URLPattern:
            view = self.admin_site.admin_view(self.export)
            return path(route, view, {"kind": kind}, name=f"core_auditentry_{kind}")

        return [named("nhat-ky.csv", "csv"), named("nhat-ky.xlsx", "xlsx"), *super().get_urls()]

    def export(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """The lines that the filters of the list leave, as CSV or as a workbook."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_changelist_instance(request).get_queryset(request)[:MOST_EXPORTED]
        audit.record("audit.exported", by=request.user, detail=request.GET.urlencode())
        name = f"Nhật ký công việc {timezone.localdate():%d-%m-%Y}.{kind}"
        headers = {"Content-Disposition": content_disposition(name), "Cache-Control": "no-store"}
        if kind == "csv":
            headers["Content-Type"] = "text/csv; charset=utf-8"
            return StreamingHttpResponse(csv_pieces(COLUMNS, rows(found)), headers=headers)
        response = HttpResponse(headers={"Content-Type": XLSX_TYPE, **headers})
        write_xlsx(COLUMNS, rows(found), response, title="Nhật ký công việc", sheet_name="Nhật ký")
        return response


def rows(entries: QuerySet[AuditEntry]) -> Iterator[list[Cell]]:
    """Give a row for each line; values for COLUMNS."""
    for entry in entries.iterator(chunk_size=1000):
        yield [
            format_datetime(entry.at),
            entry.actor,
            audit.label_of(entry),
            audit.kind_of(entry),
            entry.object_name,
            entry.object_id,
            audit.words_of(entry),
        ]
