"""How many documents each choice of a filter would leave, with the other filters as they are."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Count,
    Func,
    Model,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from core import cache, search
from core.models import Tree
from core.text import format_number
from documents.facet_values import ValueCounts, count_values, lines_of
from documents.filters import EFFECTS, DocumentFilter, Due, choices
from documents.models import Area, Document, DocumentType, IssuingBody, Signature, Signer

SHOWN_UP_TO = 1000
TIMEOUT = 60  # seconds
# Among the answers of the filters, that of all documents.
TOTAL = ""


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
    count = _count_found if register.query else _count
    return cache.remember(
        f"register:{key_of(register)}", Document.cache_tags, lambda: count(register), TIMEOUT
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
    """Have the database count for all filters at once, in one query."""
    everything = register.without()
    questions = [
        facet.ask(register.without(field) if field in register.values else everything).annotate(
            of=Value(field)
        )
        for field, facet in _FACETS.items()
    ]
    questions.append(_all_in_one(everything, [Count("pk")]).annotate(of=Value(TOTAL)))
    answers: dict[str, Answers] = defaultdict(list)
    asked = (question.values_list("of", "key_number", "key_word", "count") for question in questions)
    for field, *answer in next(asked).union(*asked, all=True):
        answers[field].append(tuple(answer))
    fields = {field: FieldCounts(facet.read(answers[field]), False) for field, facet in _FACETS.items()}
    return Counts(_numbers(answers[TOTAL], 1)[0], None, False, fields)


def _count_found(register: DocumentFilter) -> Counts:
    """Count what a search found: some hundreds of documents, whose values came along with them.

    For a filter that is active they are those that all others leave. Having the database count them takes
    four times as long.
    """
    active = [field for field in _FACETS if field in register.values]
    without = [register.within(field) for field in active]
    matches, *others = search.match_and_count(register.query, Document, register.within(), without)
    by_field = dict(zip(active, others, strict=True))
    usual = count_values(lines_of(matches))
    fields = {}
    for field, facet in _FACETS.items():
        found = by_field.get(field, matches)
        values = usual if found is matches else count_values(lines_of(found))
        fields[field] = FieldCounts(facet.count(values), found.is_capped)
    return Counts(len(matches.ids), matches.ids, matches.is_capped, fields)


# A question gives rows of a number, a word and a count: the key of a choice is the one or the other.
Answers = list[tuple[int, str, int]]
_NO_NUMBER, _NO_WORD = Value(0, BigIntegerField()), Value("", TextField())


@dataclass(frozen=True)
class _Facet:
    """How a filter's choices are counted, by keys, and listed: address, name, key, depth in a tree.

    The database counts the documents of a queryset (``ask`` and ``read``); the values that came along with
    documents that were found, ``count`` does.
    """

    ask: Callable[[QuerySet], QuerySet]
    read: Callable[[Answers], dict[Any, int]]
    count: Callable[[ValueCounts], Mapping[Any, int]]
    choices: Callable[[Mapping[Any, int]], Iterable[tuple[str, str, Any, int]]]


def _by_number(rows: QuerySet, name: str) -> QuerySet:
    """Ask how many rows there are with each number in a column."""
    rows = rows.order_by().values(key_number=Cast(name, BigIntegerField()))
    return rows.annotate(key_word=_NO_WORD, count=Count("pk"))


def _by_word(rows: QuerySet, name: str) -> QuerySet:
    rows = rows.order_by().values(key_word=Cast(name, TextField()))
    return rows.annotate(key_number=_NO_NUMBER, count=Count("pk"))


def _all_in_one(rows: QuerySet, counts: Sequence[Count]) -> QuerySet:
    """Ask for several counts of the same rows, which go through them once; the answer is one row."""
    rows = (rows if counts else rows.none()).order_by().values(key_number=_NO_NUMBER)
    return rows.annotate(key_word=Cast(Numbers(*counts), TextField()), count=_NO_NUMBER)


class Numbers(Func):
    """An array; unlike a function of PostgreSQL it takes any number of arguments."""

    template = "ARRAY[%(expressions)s]::bigint[]"
    output_field = TextField()


def _numbers(answers: Answers, length: int) -> list[int]:
    """Return what :func:`_all_in_one` asked for; zeros where it was known beforehand that nothing is left."""
    return [int(number) for _, word, _ in answers for number in word.strip("{}").split(",")] or [0] * length


def _column(name: str) -> dict[str, Callable]:
    return {
        "ask": lambda documents: _by_number(documents, name),
        "read": lambda answers: {number: count for number, _, count in answers},
        "count": lambda values: {int(number): count for (number,), count in values[name].items()},
    }


def _rows(model: type[Model]) -> Callable[..., Iterable[tuple[str, str, int, int]]]:
    return lambda counts: ((row.slug, row.name, row.pk, 0) for row in choices(model).values())


def _ask_areas(documents: QuerySet) -> QuerySet:
    """Ask for each area how many documents are in it and below it, each document once."""
    tree = Tree.of(Area)
    counts = [
        Count(
            "document",
            filter=Q(area__in=[below.pk for below in tree.descendants(area)]),
            distinct=bool(tree.children(area)),
        )
        for _, area in tree.walk()
    ]
    return _all_in_one(Document.areas.through.objects.filter(document__in=documents), counts)


def _read_areas(answers: Answers) -> dict[int, int]:
    areas = [area.pk for _, area in Tree.of(Area).walk()]
    return dict(zip(areas, _numbers(answers, len(areas)), strict=True))


def _count_areas(values: ValueCounts) -> Mapping[int, int]:
    """Count the documents in each area and below it, each once."""
    tree = Tree.of(Area)
    above = {area.pk: {area.pk, *(each.pk for each in tree.ancestors(area))} for _, area in tree.walk()}
    counts: Counter[int] = Counter()
    for areas, count in values["areas"].items():
        counts.update(dict.fromkeys(set().union(*(above.get(int(pk), ()) for pk in areas)), count))
    return counts


def _count_signers(values: ValueCounts) -> Mapping[int, int]:
    counts: Counter[int] = Counter()
    for signers, count in values["signers"].items():
        counts.update(dict.fromkeys(map(int, signers), count))
    return counts


def _count_dues(values: ValueCounts) -> Mapping[str, int]:
    days = [(date.fromisoformat(day), count) for given, count in values["due_on"].items() for day in given]
    counts = {}
    for due in Due:
        first, last = due.span
        counts[due.value] = sum(count for day, count in days if first <= day <= last)
    return counts


_FACETS = {
    "loai": _Facet(**_column("type"), choices=_rows(DocumentType)),
    "co_quan": _Facet(**_column("issuing_body"), choices=_rows(IssuingBody)),
    "linh_vuc": _Facet(
        _ask_areas,
        _read_areas,
        _count_areas,
        lambda counts: ((area.slug, area.name, area.pk, depth) for depth, area in Tree.of(Area).walk()),
    ),
    "nam": _Facet(
        **_column("year"),
        choices=lambda counts: ((str(year), str(year), year, 0) for year in sorted(counts)[::-1]),
    ),
    "hieu_luc": _Facet(
        lambda documents: _by_word(documents, "effect"),
        lambda answers: {word: count for _, word, count in answers},
        lambda values: {effect: count for (effect,), count in values["effect"].items()},
        lambda counts: ((slug, effect.label, effect.value, 0) for slug, effect in EFFECTS.items()),
    ),
    "nguoi_ky": _Facet(
        lambda documents: _by_number(Signature.objects.filter(document__in=documents), "signer"),
        lambda answers: {number: count for number, _, count in answers},
        _count_signers,
        _rows(Signer),
    ),
    "han": _Facet(
        lambda documents: _all_in_one(documents, [Count("pk", filter=due.condition()) for due in Due]),
        lambda answers: dict(zip(Due.values, _numbers(answers, len(Due)), strict=True)),
        _count_dues,
        lambda counts: ((due.value, due.label, due.value, 0) for due in Due),
    ),
}
