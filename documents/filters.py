"""What the register is filtered by, as it stands in the address of the list: names and values in Vietnamese.

The list page, its counts, exports and feeds all read their query string through :class:`DocumentFilter`.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone

from core import cache, search
from core.models import Counter, Tree
from core.models.counters import kind_of
from core.text import format_date, nfc, slugify, strip_controls
from documents.models import Area, Document, DocumentType, IssuingBody, Signature, Signer
from documents.models.documents import body_tag, issue_year_tag, type_tag
from documents.standing import SOON
from documents.tables import NAMES, rows


class Sort(models.TextChoices):
    RELEVANCE = "lien-quan", "Liên quan nhất"
    NEWEST = "moi-nhat", "Mới nhất"
    OLDEST = "cu-nhat", "Cũ nhất"
    NUMBER = "so-ky-hieu", "Số, ký hiệu"
    DOWNLOADS = "tai-nhieu", "Tải nhiều nhất"


class Due(models.TextChoices):
    OPEN = "con-han", "Còn hạn"
    NEAR = f"{SOON}-ngay-toi", f"Trong {SOON} ngày tới"
    OVERDUE = "qua-han", "Đã quá hạn"

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day, seen from today, that a due date may be for this."""
        today = timezone.localdate()
        match self:
            case Due.OPEN:
                return today, date.max
            case Due.NEAR:
                return today, today + timedelta(days=SOON)
            case Due.OVERDUE:
                return date.min, today - timedelta(days=1)

    def condition(self) -> Q:
        """Return what a due date must be for this."""
        return Q(due_on__range=self.span)


# By its name in an address, such as «con-hieu-luc».
EFFECTS = {slugify(effect.label): effect for effect in Document.Effect}

FEW_SIGNED = 5000
UNKNOWN = {"invalid_choice": "Không có lựa chọn này."}

# How a filter is put into words; what is not here is said by its value alone.
PHRASES = {
    "q": "Từ khóa «{}»",
    "loai": "Loại: {}",
    "co_quan": "Cơ quan: {}",
    "linh_vuc": "Lĩnh vực: {}",
    "nam": "Năm {}",
    "tu": "Từ {}",
    "den": "Đến {}",
    "nguoi_ky": "Người ký: {}",
    "han": "Hạn trả lời: {}",
}


# What the search's index knows of a document; see Document.search_text.
TAGS: dict[str, Callable[[Any], str]] = {
    "loai": lambda kind: type_tag(kind.pk),
    "co_quan": lambda body: body_tag(body.pk),
    "nam": lambda year: issue_year_tag(year),
}


class Choice(NamedTuple):
    """A row of a small table: its key, its name in an address, its name for people."""

    pk: int
    slug: str
    name: str


class Condition(NamedTuple):
    """An active filter: the field, and what it says in words."""

    field: str
    words: str


def choices(model: type[models.Model]) -> dict[str, Choice]:
    """Return the kinds, issuing bodies or signers by their slugs, in their order; from the cache."""

    def read() -> dict[str, Choice]:
        return {row.slug: Choice(row.pk, row.slug, str(row)) for row in rows(model)}

    return cache.remember(f"choices:{model._meta.label_lower}", {NAMES}, read)


class WordsField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return " ".join(nfc(strip_controls(super().to_python(value))).split())


class SlugField(forms.Field):
    """A row named by its slug; ``find`` returns it, or None where there is none."""

    def __init__(self, *, find: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.find = find

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        found = self.find(value)
        if found is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found


class WordsFilter(django_filters.CharFilter):
    field_class = WordsField


class YearFilter(django_filters.Filter):
    field_class = forms.IntegerField


class SlugFilter(django_filters.Filter):
    """Keeps the documents of the row that is named; ``field_name`` holds its key."""

    field_class = SlugField

    def filter(self, queryset: QuerySet, value: Any) -> QuerySet:
        return queryset if value is None else super().filter(queryset, value.pk)


class FilterForm(forms.Form):
    """The query string; names in it have a dash where Python has an underscore (``co-quan``)."""

    def add_prefix(self, field_name: str) -> str:
        return field_name.replace("_", "-")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("tu"), data.get("den")
        if first and last and first > last:
            self.add_error("den", "Ngày cuối không thể trước ngày đầu.")
        return data


def _named(label: str, find: Callable[[str], Any], **kwargs: Any) -> SlugFilter:
    return SlugFilter(label=label, find=find, error_messages=UNKNOWN, **kwargs)


def _chosen(label: str, options: list, coerce: Callable[[str], Any], method: str) -> django_filters.Filter:
    return django_filters.TypedChoiceFilter(
        label=label, choices=options, coerce=coerce, error_messages=UNKNOWN, method=method
    )


def _day(label: str, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        # What was issued without a date has its place in the register by the day it was put up.
        "sorted_on",
        lookup,
        label=label,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": "Không có ngày này. Viết theo mẫu 31/12/2026."},
    )


class DocumentFilter(django_filters.FilterSet):
    """The public documents that a query string selects, in the order that it asks for.

    Names that it does not know never matter. Wrong values make ``is_valid()`` false and stand in
    ``errors`` in Vietnamese.
    """

    q = WordsFilter(
        label="Từ khóa hoặc số ký hiệu",
        max_length=200,
        error_messages={"max_length": "Từ khóa dài quá %(limit_value)d ký tự, hãy rút gọn."},
        method="containing",
    )
    loai = _named("Loại văn bản", lambda slug: choices(DocumentType).get(slug), field_name="type_id")
    co_quan = _named(
        "Cơ quan ban hành", lambda slug: choices(IssuingBody).get(slug), field_name="issuing_body_id"
    )
    linh_vuc = _named("Lĩnh vực", lambda slug: Tree.of(Area).by_slug(slug), method="in_area")
    nam = YearFilter(
        "year",
        label="Năm",
        min_value=1000,
        max_value=9999,
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value"], "Năm gồm bốn chữ số, ví dụ 2026."
        ),
    )
    tu = _day("Ban hành từ ngày", "gte")
    den = _day("Ban hành đến ngày", "lte")
    hieu_luc = _chosen(
        "Hiệu lực", [(slug, effect.label) for slug, effect in EFFECTS.items()], EFFECTS.get, "with_effect"
    )
    nguoi_ky = _named("Người ký", lambda slug: choices(Signer).get(slug), method="signed_by")
    han = _chosen("Hạn trả lời", Due.choices, Due, "due")
    sap_xep = _chosen("Sắp xếp", Sort.choices, Sort, "in_any_order")

    class Meta:
        form = FilterForm

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data or QueryDict(), Document.objects.published())
        self.values: dict[str, Any] = {}
        self._signed: list[int] | None = None
        self.form.full_clean()
        for name, value in self.form.cleaned_data.items():
            if value not in (None, ""):
                self.values[name] = value
        if self.sort == self.usual_sort:
            self.values.pop("sap_xep", None)

    @property
    def qs(self) -> QuerySet:
        """The documents in their order. With words, build and read it inside :meth:`limits`."""
        return self.in_order(self.without())

    def in_order(self, documents: QuerySet) -> QuerySet:
        """Sort documents as is asked for; by relevance, which core.search.match knows, the newest first."""
        match self.sort:
            case Sort.OLDEST:
                return documents.order_by("sorted_on", "pk")
            case Sort.NUMBER:
                return documents.order_by("-year", F("ordinal").desc(nulls_last=True), "-pk")
            case Sort.DOWNLOADS:
                counters = Counter.objects.filter(kind=kind_of(Document), object_id=OuterRef("pk"))
                downloads = Coalesce(Subquery(counters.values("downloads")), 0)
                return documents.order_by(downloads.desc(), "-sorted_on", "-pk")
            case _:
                return documents.latest_issued_first()

    def without(self, *fields: str) -> QuerySet:
        """Return the documents that all filters but those of these fields leave, in no order."""
        documents = self.queryset.all()
        for name, value in self.values.items():
            if name not in fields:
                documents = self.filters[name].filter(documents, value)
        return documents

    def within(self, *fields: str) -> search.Within:
        """Return what a search for the words is kept to by all filters but those of these fields."""
        active = self.values.keys() - {"q", "sap_xep", *fields}
        tags = {TAGS[name](self.values[name]) for name in active & TAGS.keys()}
        # Where nothing else is asked for, what is public is known to the search itself.
        is_needed = active - TAGS.keys()
        documents = self.without("q", *TAGS, *fields) if is_needed else None
        return search.Within(documents, tuple(sorted(tags)))

    def limits(self) -> AbstractContextManager:
        """Return the context to read the documents in.

        Within it a search that takes too long raises core.search.SearchTimeout.
        """
        return search.limits() if self.query else nullcontext()

    # The filters that are more than a column

    def containing(self, documents: QuerySet, name: str, value: str) -> QuerySet:
        return documents.filter(search.condition(value, Document))

    def in_area(self, documents: QuerySet, name: str, value: Area) -> QuerySet:
        below = [area.pk for area in Tree.of(Area).descendants(value)]
        return documents.filter(
            pk__in=Document.areas.through.objects.filter(area__in=below).values("document")
        )

    def with_effect(self, documents: QuerySet, name: str, value: Document.Effect) -> QuerySet:
        return documents.filter(effect=value)

    def signed_by(self, documents: QuerySet, name: str, value: Choice) -> QuerySet:
        signed = Signature.objects.filter(signer=value.pk)
        if self._signed is None:
            self._signed = list(signed.values_list("document", flat=True)[: FEW_SIGNED + 1])
        pks = self._signed
        # As a list, or PostgreSQL goes along the register until it has met a page of them: of somebody who
        # left long ago, through nearly all of it.
        return documents.filter(pk__in=pks if len(pks) <= FEW_SIGNED else signed.values("document"))

    def due(self, documents: QuerySet, name: str, value: Due) -> QuerySet:
        return documents.filter(value.condition())

    def in_any_order(self, documents: QuerySet, name: str, value: Sort) -> QuerySet:
        return documents

    # What is asked for

    @property
    def query(self) -> str:
        """The words that are searched for, "" for none."""
        return self.values.get("q", "")

    @property
    def sort(self) -> Sort:
        """The order; by relevance only where there are words to be relevant to."""
        wanted = self.values.get("sap_xep", self.usual_sort)
        return self.usual_sort if wanted == Sort.RELEVANCE else wanted

    @property
    def usual_sort(self) -> Sort:
        """The order that nobody has to ask for."""
        return Sort.RELEVANCE if self.query else Sort.NEWEST

    @property
    def conditions(self) -> list[Condition]:
        """The active filters in words."""
        return [
            Condition(name, PHRASES.get(name, "{}").format(_in_words(value)))
            for name, value in self.values.items()
            if name != "sap_xep"
        ]

    def describe(self) -> str:
        """Return the active filters in a line: «Loại: Thông báo · Năm 2026»; "" where there is none."""
        return " · ".join(condition.words for condition in self.conditions)

    def in_address(self, name: str) -> str:
        """Return the value of a field as an address spells it; what is wrong, as it was given."""
        match value := self.values.get(name):
            case None:
                return self.form[name].value() or ""
            case Document.Effect():
                return slugify(value.label)
            case Choice() | Area():
                return value.slug
            case _:
                return str(value)

    def query_string(self, **changes: str | None) -> str:
        """Return the query string of this selection in its one spelling, without a page number.

        ``changes`` are other values for fields, by their Python names (``co_quan``); None takes one out.
        """
        values = {name: self.in_address(name) for name in self.values} | changes
        query = QueryDict(mutable=True)
        for name in self.filters:
            if values.get(name):
                query[self.form.add_prefix(name)] = values[name]
        return query.urlencode()


def _in_words(value: Any) -> str:
    match value:
        case date():
            return format_date(value)
        case models.TextChoices():
            return str(value.label)
        case Choice() | Area():
            return value.name
        case _:
            return str(value)


PARAMS = tuple(name.replace("_", "-") for name in DocumentFilter.base_filters)
