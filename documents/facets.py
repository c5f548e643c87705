"""How many documents each choice of a filter would leave, with the other filters as they are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, Model, Q, QuerySet

from core import cache, search
from core.models import Tree
from core.text import format_number
from documents.filters import EFFECTS, DocumentFilter, Due, choices
from documents.models import Area, Document, DocumentType, IssuingBody, Signature, Signer

SHOWN_UP_TO = 1000
TIMEOUT = 60  # seconds


@dataclass(frozen=True)
class Option:
    """A choice of a filter: its value in the address, its name, how many it leaves (None: unknown)."""

    value: str
    name: str
    count: int | None
    is_capped: bool = False
    depth: int = 0
    is_chosen: bool = False

    @property
    def label(self) -> str:
        """Name and count, set in below those that it belongs to."""
        name = "\u2003" * self.depth + self.name
        return name if self.count is None else f"{name} ({self.count_in_words})"

    @property
    def count_in_words(self) -> str:
        if self.count > SHOWN_UP_TO:
            return f"hơn {format_number(SHOWN_UP_TO)}"
        return format_number(self.count) + ("+" if self.is_capped else "")


class Selection(NamedTuple):
    """Documents to count among. A search finds some hundreds, the best first; then there may be more."""

    documents: QuerySet
    found: list[int] | None = None
    is_capped: bool = False


class FieldCounts(NamedTuple):
    """How many documents have each value of a field, by what the database holds."""

    by_key: Mapping[Any, int]
    is_capped: bool


@dataclass(frozen=True)
class Counts:
    """The documents of a selection: how many, which of them were found by words, and those of each choice."""

    total: int
    found: list[int] | None
    is_capped: bool
    fields: Mapping[str, FieldCounts]


def counts_of(register: DocumentFilter) -> Counts:
    """Return the counts of a selection, at most a minute old.

    Call it inside ``register.limits()``.
    """
    return cache.remember(
        f"register:{key_of(register)}", Document.cache_tags, lambda: _count(register), TIMEOUT
    )


def options(register: DocumentFilter, counts: Counts, field: str) -> list[Option]:
    """Return the choices of a filter that leave something, and the one that is chosen."""
    by_key, is_capped = counts.fields[field]
    chosen = register.in_address(field)
    named = (
        Option(slug, name, by_key.get(key, 0), is_capped, depth, slug == chosen)
        for slug, name, key, depth in _FACETS[field].choices(by_key)
    )
    shown = [option for option in named if option.count or option.is_chosen]
    if chosen and not any(option.is_chosen for option in shown):  # A year without documents, a wrong name.
        shown.append(Option(chosen, chosen, 0, is_chosen=True))
    return shown


def key_of(register: DocumentFilter) -> str:
    """Return what a selection is kept under, whatever its order."""
    return register.query_string(sap_xep=None)


def _count(register: DocumentFilter) -> Counts:
    selection = _select(register)
    fields = {}
    for field, facet in _FACETS.items():
        others = _select(register, field) if field in register.values else selection
        fields[field] = FieldCounts(facet.count(others.documents), others.is_capped)
    total = selection.documents.count() if selection.found is None else len(selection.found)
    return Counts(total, selection.found, selection.is_capped, fields)


def _select(register: DocumentFilter, field: str = "") -> Selection:
    """Return the documents that all filters but the one of this field leave."""
    if not register.query:
        return Selection(register.without(field))
    matches = search.match(register.query, Document, within=register.without("q", field))
    return Selection(Document.objects.filter(pk__in=matches.ids), matches.ids, matches.is_capped)


@dataclass(frozen=True)
class _Facet:
    """How a filter's choices are counted, by keys, and listed: address, name, key, depth in a tree."""

    count: Callable[[QuerySet], dict[Any, int]]
    choices: Callable[[Mapping[Any, int]], Iterable[tuple[str, str, Any, int]]]


def _column(name: str) -> Callable[[QuerySet], dict[Any, int]]:
    return lambda documents: dict(documents.values_list(name).annotate(Count("pk")))


def _rows(model: type[Model]) -> Callable[..., Iterable[tuple[str, str, int, int]]]:
    return lambda counts: ((row.slug, row.name, row.pk, 0) for row in choices(model).values())


def _count_areas(documents: QuerySet) -> dict[int, int]:
    """Count for each area the documents in it and below it, each document once."""
    tree = Tree.of(Area)
    counts = {
        str(area.pk): Count(
            "document",
            filter=Q(area__in=[below.pk for below in tree.descendants(area)]),
            distinct=bool(tree.children(area)),
        )
        for _, area in tree.walk()
    }
    placed = Document.areas.through.objects.filter(document__in=documents)
    return {int(key): count for key, count in placed.aggregate(**counts).items()} if counts else {}


def _count_signers(documents: QuerySet) -> dict[int, int]:
    signatures = Signature.objects.filter(document__in=documents).order_by()
    return dict(signatures.values_list("signer").annotate(Count("pk")))


def _count_due(documents: QuerySet) -> dict[str, int]:
    return documents.aggregate(**{due.value: Count("pk", filter=due.condition()) for due in Due})


_FACETS = {
    "loai": _Facet(_column("type"), _rows(DocumentType)),
    "co_quan": _Facet(_column("issuing_body"), _rows(IssuingBody)),
    "linh_vuc": _Facet(
        _count_areas,
        lambda counts: ((area.slug, area.name, area.pk, depth) for depth, area in Tree.of(Area).walk()),
    ),
    "nam": _Facet(
        _column("year"), lambda counts: ((str(year), str(year), year, 0) for year in sorted(counts)[::-1])
    ),
    "hieu_luc": _Facet(
        _column("effect"),
        lambda counts: ((slug, effect.label, effect.value, 0) for slug, effect in EFFECTS.items()),
    ),
    "nguoi_ky": _Facet(_count_signers, _rows(Signer)),
    "han": _Facet(_count_due, lambda counts: ((due.value, due.label, due.value, 0) for due in Due)),
}
