"""The report of posts: what was put up in a period, by whom, in which category; on screen, paper, as files.

It stands on no model of its own, so the admin site takes its address and its place in its list from here.
"""

import io
from collections import Counter as Counted
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from core import scopes
from core.admin import pages
from core.admin.states import State, state_of
from core.admin.trees import TreeChoiceField, in_tree_order
from core.files.serving import content_disposition
from core.models import Counter, Status, Tree
from core.models.counters import kind_of
from core.paging import Paginator
from core.people import name_of
from core.spreadsheets import XLSX_TYPE, Sheet, csv_pieces, write_book
from core.text import fold, format_date, midnight
from news.models import Article, ArticleAuthor, Author, Category

PERMISSION = "news.report_article"
NAME = "Báo cáo bài viết"
MAX_YEARS = 10
FIRST_YEAR = 2000
ON_PAGE = 50
ON_PAPER = 2_000
# Rows that are read at a time for a file.
CHUNK = 500
UNNAMED = "(không ghi)"
SEVERAL_AUTHORS = "Bài của nhiều tác giả được tính cho từng người, nên cộng lại có thể nhiều hơn số bài."
# A name, how many posts, how many views.
Line = tuple[str, int, int]

COLUMNS = (
    ("STT", 6),
    ("Tiêu đề", 70),
    ("Chuyên mục", 28),
    ("Ngày đăng", 14),
    ("Người đăng", 26),
    ("Tác giả", 30),
    ("Nguồn tin", 24),
    ("Tình trạng", 14),
    ("Lượt xem", 12),
    ("Địa chỉ", 60),
)


class ReportForm(forms.Form):
    """The query string. Without days: this month so far."""

    STATES = (
        ("", "Mọi bài đã đăng"),
        (State.PUBLIC.value, "Đang đăng"),
        (State.EXPIRED.value, "Hết hạn"),
        (State.WITHDRAWN.value, "Đã gỡ"),
    )
    _INVALID = "Ngày này không đọc được. Hãy ghi như 31/12/2026."

    tu = forms.DateField(label="Từ ngày", required=False, error_messages={"invalid": _INVALID})
    den = forms.DateField(label="Đến ngày", required=False, error_messages={"invalid": _INVALID})
    chuyen_muc = TreeChoiceField(
        label="Chuyên mục",
        queryset=Category.objects.none(),
        required=False,
        empty_label="Tất cả",
        error_messages={"invalid_choice": "Chuyên mục này không còn."},
    )
    nguoi_dang = forms.CharField(label="Người đăng", required=False, max_length=100)
    tac_gia = forms.CharField(label="Tác giả", required=False, max_length=100)
    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        choices=STATES,
        required=False,
        error_messages={"invalid_choice": "Không có tình trạng này."},
    )

    def __init__(self, data: QueryDict, *, today: date, person: Any) -> None:
        data = data.copy()
        if not data.get("tu") and not data.get("den"):  # The boxes say which days are shown.
            data["tu"], data["den"] = today.replace(day=1).isoformat(), today.isoformat()
        super().__init__(data)
        self.person = person
        places = scopes.within(person, Article)
        categories = Category.objects.all() if places is None else Category.objects.filter(pk__in=places)
        self.fields["chuyen_muc"].queryset = in_tree_order(categories)
        for name in ("tu", "den"):
            self.fields[name].widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        first, last = data.get("tu"), data.get("den")
        if bool(first) != bool(last):
            raise forms.ValidationError("Hãy chọn cả ngày đầu và ngày cuối của kỳ.")
        if last < first:
            raise forms.ValidationError("Ngày cuối đứng trước ngày đầu. Hãy đổi lại.")
        if first.year < FIRST_YEAR or last.year > 2099:
            raise forms.ValidationError(f"Hãy chọn kỳ từ năm {FIRST_YEAR} đến năm 2099.")
        if last.year - first.year >= MAX_YEARS:
            raise forms.ValidationError(f"Kỳ dài quá {MAX_YEARS} năm. Hãy chọn kỳ ngắn hơn.")
        return data


@dataclass(frozen=True)
class Totals:
    """How many posts and views fall to each of something; ``note`` says how they are counted."""

    title: str
    label: str
    lines: list[tuple[str, int, int]]
    note: str = ""


@dataclass(frozen=True)
class Report:
    """What a valid form asks for."""

    form: ReportForm

    @property
    def period(self) -> str:
        data = self.form.cleaned_data
        return f"{format_date(data['tu'])} – {format_date(data['den'])}"

    @property
    def conditions(self) -> list[str]:
        """What else is asked for, in words."""
        data = self.form.cleaned_data
        found = [
            ("chuyên mục", data["chuyen_muc"] and data["chuyen_muc"].name),
            ("người đăng", data["nguoi_dang"]),
            ("tác giả", data["tac_gia"]),
            ("tình trạng", data["tinh_trang"] and dict(ReportForm.STATES)[data["tinh_trang"]].lower()),
        ]
        return [f"{name}: {value}" for name, value in found if value]

    def articles(self) -> QuerySet:
        """Return the posts, the newest first, each with ``poster_name`` and ``views``."""
        data = self.form.cleaned_data
        account = Trim(Concat("created_by__last_name", Value(" "), "created_by__first_name"))
        counter = Counter.objects.filter(kind=kind_of(Article), object_id=OuterRef("pk"))
        articles = Article.objects.filter(
            status__in=[Status.PUBLISHED, Status.WITHDRAWN],
            deleted_at__isnull=True,
            published_at__gte=midnight(data["tu"]),
            published_at__lt=min(midnight(data["den"] + timedelta(days=1)), timezone.now()),
        ).annotate(
            poster_name=Coalesce(
                NullIf(Trim("posted_by"), Value("")), account, Value(""), output_field=CharField()
            ),
            views=Coalesce(Subquery(counter.values(total=F("views") + F("carried_over"))[:1]), 0),
        )
        articles = scopes.limited(articles, self.form.person, Article)
        if data["chuyen_muc"]:
            articles = articles.in_categories(Tree.read(Category).descendants(data["chuyen_muc"]))
        if data["nguoi_dang"]:
            articles = articles.filter(poster_name__unaccent__icontains=data["nguoi_dang"])
        if data["tac_gia"]:
            named = ArticleAuthor.objects.filter(
                article=OuterRef("pk"), author__name__unaccent__icontains=data["tac_gia"]
            )
            articles = articles.filter(Q(author_text__unaccent__icontains=data["tac_gia"]) | Exists(named))
        now = timezone.now()
        match data["tinh_trang"]:
            case State.PUBLIC.value:
                articles = articles.published(now)
            case State.EXPIRED.value:
                articles = articles.filter(status=Status.PUBLISHED, unpublish_at__lte=now)
            case State.WITHDRAWN.value:
                articles = articles.filter(status=Status.WITHDRAWN)
        return articles.order_by("-published_at", "-pk")

    def rows(self) -> QuerySet:
        """Return the posts with what a line of the list says; :func:`signature` gives their authors."""
        rows = self.articles().select_related("category").defer("body", "lead")
        return rows.prefetch_related("articleauthors__author")

    def sums(self) -> tuple[int, int]:
        """Return how many posts there are, and their views."""
        found = self.articles().order_by().aggregate(number=Count("pk"), seen=Coalesce(Sum("views"), 0))
        return found["number"], found["seen"]

    def totals(self) -> list[Totals]:
        return [
            Totals("Theo chuyên mục", "Chuyên mục", self._by_category()),
            Totals("Theo người đăng", "Người đăng", _sorted(_summed(self.articles(), "poster_name"))),
            Totals("Theo tác giả", "Tác giả", self._by_author(), note=SEVERAL_AUTHORS),
        ]

    def _by_category(self) -> list[Line]:
        lines = list(_summed(self.articles(), "category"))
        tree = Tree.read(Category)
        names = Counted(tree.by_pk(pk).name for pk, _, _ in lines)

        def label(pk: int) -> str:
            category = tree.by_pk(pk)
            above = tree.ancestors(category) if names[category.name] > 1 else []
            return " › ".join(node.name for node in (*above, category))

        return _sorted((label(pk), number, seen) for pk, number, seen in lines)

    def _by_author(self) -> list[Line]:
        """Return what falls to each author, with a page or without; of several each has it all."""
        articles = self.articles()
        author = "articleauthors__author"
        signed = _summed(
            articles.filter(articleauthors__isnull=False), author, f"{author}__name", f"{author}__post"
        )
        lines = [(str(Author(name=name, post=post)), *sums) for _, name, post, *sums in signed]
        places = ArticleAuthor.objects.filter(article=OuterRef("pk"))
        full_name = Case(
            When(author__post="", then=F("author__name")),
            default=Concat("author__name", Value(", "), "author__post"),
        )
        # Who is named both ways in one post has it once.
        twice = places.alias(full_name=full_name).filter(full_name=OuterRef("author_text"))
        others = articles.exclude(Exists(twice)).exclude(Exists(places), author_text="")
        return _sorted([*lines, *_summed(others, "author_text")])


def _summed(articles: QuerySet, *fields: str) -> QuerySet:
    """Return posts and views by some fields: their values, how many posts, how many views."""
    return articles.order_by().values_list(*fields).annotate(number=Count("pk"), seen=Sum("views"))


def _sorted(lines: Iterable[Line]) -> list[Line]:
    """Put lines of one name together and sort them, those with the most posts first."""
    sums: dict[str, tuple[int, int]] = {}
    for name, number, seen in lines:
        posts, views = sums.get(name or UNNAMED, (0, 0))
        sums[name or UNNAMED] = posts + number, views + seen
    return sorted(((name, *both) for name, both in sums.items()), key=lambda line: (-line[1], fold(line[0])))


def signature(article: Article) -> str:
    """Return the names over and under a post, as a line of the list says them."""
    names = [str(place.author) for place in article.articleauthors.all()]
    return "; ".join(dict.fromkeys(filter(None, [*names, article.author_text])))


def urls(site: admin.AdminSite) -> list[URLPattern]:
    """Return the addresses under that of the admin."""

    guarded = pages.guarded(site, PERMISSION)
    return [
        path("bao-cao/bai-viet/", guarded(report), name="news_report"),
        path("bao-cao/bai-viet/bai-viet.csv", guarded(export_csv), name="news_report_csv"),
        path("bao-cao/bai-viet/bai-viet.xlsx", guarded(export_xlsx), name="news_report_xlsx"),
    ]


def list_in(app_list: list[dict[str, Any]], request: HttpRequest, app_label: str | None) -> None:
    """Add the report to the admin's list of everything, for those who may see it."""
    if pages.may_view(request, PERMISSION):
        pages.list_in(app_list, app_label, Article._meta.app_config, NAME, "admin:news_report")


def report(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """The posts of a period with their totals; ``?in=1`` has them all on one page, for paper."""
    form = ReportForm(request.GET, today=timezone.localdate(), person=request.user)
    context: dict[str, Any] = {**site.each_context(request), "title": NAME, "form": form}
    if form.is_valid():
        context |= _shown(request, Report(form))
    status = 200 if form.is_valid() else 400
    return TemplateResponse(request, "admin/news/report.html", context, status=status)


def _shown(request: HttpRequest, found: Report) -> dict[str, Any]:
    number, seen = found.sums()
    for_paper = request.GET.get("in") == "1"
    paginator = Paginator(found.rows(), ON_PAPER if for_paper else ON_PAGE)
    paginator.count = number  # Counted already.
    try:
        page = paginator.page(1 if for_paper else request.GET.get("trang", "1"))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error
    query = request.GET.copy()
    for name in ("trang", "in"):
        query.pop(name, None)
    return {
        "report": found,
        "number": number,
        "seen": seen,
        "totals": found.totals(),
        "page_obj": page,
        "rows": [(article, signature(article), state_of(article).label) for article in page],
        "for_paper": for_paper,
        "left_out": max(number - ON_PAPER, 0) if for_paper else 0,
        "query": query.urlencode(),
        "printed_by": name_of(request.user),
        "printed_at": timezone.now(),
    }


def export_csv(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """The list, for programs."""
    form = ReportForm(request.GET, today=timezone.localdate(), person=request.user)
    if not form.is_valid():
        return pages.refusal(form)
    found = Report(form)
    pieces = csv_pieces(COLUMNS, _cells(found, request.build_absolute_uri))
    return StreamingHttpResponse(pieces, headers=_headers(found, "text/csv; charset=utf-8", "csv"))


def export_xlsx(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """The list and the totals, a sheet each."""
    form = ReportForm(request.GET, today=timezone.localdate(), person=request.user)
    if not form.is_valid():
        return pages.refusal(form)
    found = Report(form)
    title = f"{NAME}, {'; '.join([found.period, *found.conditions])}"
    sheets = [
        Sheet("Danh sách", title, COLUMNS, _cells(found, request.build_absolute_uri), printed=9),
        *(
            Sheet(
                totals.title,
                f"{totals.title}, {found.period}{f'. {totals.note}' if totals.note else ''}",
                ((totals.label, 40), ("Số bài", 12), ("Lượt xem", 14)),
                totals.lines,
            )
            for totals in found.totals()
        ),
    ]
    file = io.BytesIO()
    write_book(sheets, file, title=title)
    return HttpResponse(file.getvalue(), headers=_headers(found, XLSX_TYPE, "xlsx"))


def _cells(found: Report, absolute: Callable[[str], str]) -> Iterator[list[Any]]:
    for number, article in enumerate(found.rows().iterator(chunk_size=CHUNK), 1):
        yield [
            number,
            article.title,
            article.category.name,
            timezone.localdate(article.published_at),
            article.poster_name,
            signature(article),
            article.source_name,
            state_of(article).label,
            article.views,
            absolute(article.get_absolute_url()),
        ]


def _headers(found: Report, content_type: str, extension: str) -> dict[str, str]:
    data = found.form.cleaned_data
    name = f"{NAME} {data['tu']:%d-%m-%Y} đến {data['den']:%d-%m-%Y}.{extension}"
    return {
        "Content-Type": content_type,
        "Content-Disposition": content_disposition(name),
        "Cache-Control": "no-store",
    }
