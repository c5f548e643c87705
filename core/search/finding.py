"""Asking the index: for the search page, and for registers that combine words with other conditions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db import OperationalError, connection, models, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from psycopg2.errors import QueryCanceled

from core.models.search import SearchEntry
from core.search.candidates import (
    VECTORS,
    Among,
    Answers,
    Found,
    begins_with,
    candidates,
    candidates_of_each,
)
from core.search.density import DENSE, is_dense
from core.search.entries import registered
from core.search.numbers import numbers_in
from core.search.query import Query, parse
from core.search.snippets import Snippet, snippets_of
from core.search.words import tag_lexeme

# Of so few objects each is looked into.
FEW = 400
# In milliseconds. A search takes some 20; a hostile one must not hold up the others.
TIME_LIMIT = 2000
SETTINGS = {
    "statement_timeout": TIME_LIMIT,
    # The planner takes "@@" for as cheap as "=", but outside of an index each one fetches a vector.
    "enable_seqscan": "off",
    "random_page_cost": 1.1,
    # Compiling a plan, or starting processes for it, takes longer than carrying it out.
    "jit": "off",
    "max_parallel_workers_per_gather": 0,
}

_is_limited: ContextVar[bool] = ContextVar("is_limited", default=False)


class SearchTimeout(Exception):
    """A search took longer than TIME_LIMIT."""


@dataclass(frozen=True)
class Hit:
    """An object that was found; ``in_file`` tells that it answers with the text of its files only."""

    obj: Any
    in_file: bool = False
    snippet: Snippet | None = None


@dataclass(frozen=True)
class Results:
    """A page of hits. ``total`` is the number of candidates; ``is_capped`` tells that there are more."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    is_capped: bool = False

    @property
    def shown_total(self) -> int:
        """The number to show: of capped results a round one, as «hơn 400»."""
        return self.total - self.total % 100 if self.is_capped else self.total


@dataclass(frozen=True)
class Matches:
    """Keys of the objects that were found, the best first; ``is_capped`` tells that there are more.

    ``facets`` are what they are counted by (``core.search.register``), in the same order.
    """

    ids: list[int] = field(default_factory=list)
    is_capped: bool = False
    facets: list[str] = field(default_factory=list)


def find(text: str, *, kinds: Iterable[str] = (), start: int = 0, size: int = 20) -> Results:
    """Search what is public.

    ``text`` is what the visitor typed: all words have to be there, "quoted words" beside each other, a
    -word not at all. ``kinds`` narrows to some kinds; ``start`` and ``size`` cut out a page. Raises
    SearchTimeout.
    """
    query = parse(text)
    if not query.words:
        return Results()
    entries = SearchEntry.objects.visible()
    if kinds:
        entries = entries.filter(kind__in=list(kinds))
    with limits():
        found, is_capped = candidates(query, numbers_in(text), Among(entries))
        return Results(_load(query, found[start : start + size]), len(found), is_capped)


class Within(NamedTuple):
    """What a search is kept to: the objects of a queryset, those that have all tags (``SearchText.tags``).

    Tags cost next to nothing; a queryset of thousands of objects costs a search several times over.
    """

    queryset: QuerySet | None = None
    tags: tuple[str, ...] = ()


def match(text: str, model: type[models.Model], within: Within = Within()) -> Matches:  # noqa: B008 - it is frozen
    """Find objects of one model, the best first; for a register that is sorted by relevance.

    Only what is ``within`` is looked at, so that what is newer and outside pushes nothing out. Call it
    inside :func:`limits`.
    """
    return match_and_count(text, model, within, [])[0]


def match_and_count(
    text: str, model: type[models.Model], within: Within, others: Sequence[Within]
) -> list[Matches]:
    """Do as :func:`match`, and tell what else would be found within others, in no more queries than for one.

    The matches of others are in no order.
    """
    query = parse(text)
    withins = [within, *others]
    if not query.words:
        return [Matches() for _ in withins]
    entries = SearchEntry.objects.visible().filter(kind=model._meta.label_lower)
    few = _few_of_each([each.queryset for each in withins])
    sets = [_among(entries, each, few.get(place)) for place, each in enumerate(withins)]
    sets[1:] = [among and replace(among, only_counted=True) for among in sets[1:]]
    found = iter(candidates_of_each(query, numbers_in(text), [among for among in sets if among]))
    matches = []
    for among in sets:
        rows, is_capped = next(found) if among else ([], False)
        ids = [row.object_id for row in rows]
        matches.append(Matches(ids, is_capped, [row.facets for row in rows]))
    return matches


def _few_of_each(querysets: Sequence[QuerySet | None]) -> dict[int, list[int]]:
    """Return by its place the first keys of each queryset, FEW and one at the most."""
    given = {place: queryset for place, queryset in enumerate(querysets) if queryset is not None}
    found: dict[int, list[int]] = {place: [] for place in given}
    asked = (
        queryset.order_by().annotate(place=Value(place)).values_list("place", "pk")[: FEW + 1]
        for place, queryset in given.items()
    )
    if given:
        for place, pk in next(asked).union(*asked, all=True):
            found[place].append(pk)
    return found


def _among(entries: QuerySet, within: Within, few: list[int] | None) -> Among | None:
    """Return the entries of what a search is kept to; None where there are none."""
    tags = [tag_lexeme(tag) for tag in within.tags]
    if within.queryset is None:
        return Among(entries, tags=tags)
    if not few:
        return None
    if len(few) <= FEW:
        return Among(entries.filter(object_id__any_of=few), are_few=True, tags=tags)
    return Among(entries.filter(object_id__in=within.queryset.order_by().values("pk")), tags=tags)


def condition(text: str, model: type[models.Model]) -> Q:
    """Return the condition that an object of a model answers; for a register in an order of its own.

    It says nothing of what is public: the queryset does. Few matches are looked up first, as a set that
    the register's other conditions are applied to; for words that are nearly everywhere the rows are gone
    through in the register's order and each is asked. Where it is not known beforehand which of the two, a
    query is run here. Evaluate the queryset inside the same :func:`limits` in which this was called.
    """
    query = parse(text)
    if not query.words:
        return Q(pk__in=[])
    entries = SearchEntry.objects.filter(kind=model._meta.label_lower)
    words = Q(Answers("text_vector", query.matching)) | Q(Answers("full_vector", query.matching))
    matching = entries.filter(words)
    dense = is_dense(query, model._meta.label_lower)
    if dense is None:
        dense = matching[DENSE : DENSE + 1].exists()
    if dense:
        # A subquery that gives a value is asked row by row, whatever the planner thinks of it.
        asked = entries.filter(object_id=OuterRef("pk")).annotate(answers=words).values("answers")
        condition = Q(Subquery(asked[:1], output_field=models.BooleanField()))
    else:
        condition = Q(pk__in=matching.values("object_id"))
    numbers = numbers_in(text)
    if numbers:
        # Apart from the words: in one condition each entry that has the words would be looked into.
        named = entries.filter(begins_with(numbers)).values_list("object_id", flat=True)
        condition |= Q(pk__in=list(named[:DENSE]))
    return condition


def is_surely_dense(text: str, model: type[models.Model]) -> bool:
    """Tell whether it is known, without looking, that more than DENSE objects of a model answer."""
    query = parse(text)
    return bool(query.words) and is_dense(query, model._meta.label_lower) is True


class _SettingsFirst:
    """Sends the settings of a search along with the first query of a transaction, which is planned by them.

    An ``execute_wrapper`` of Django's; a query of their own would be one more way to the database and back.
    """

    def __init__(self) -> None:
        self._settings = "".join(f"SET LOCAL {name} = {value}; " for name, value in SETTINGS.items())

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        settings, self._settings = self._settings, ""
        if settings and context["cursor"].cursor.name:  # A cursor on the server takes one statement.
            with connection.cursor() as cursor:
                cursor.execute(settings)
            settings = ""
        return execute(settings + sql, params, many, context)


@contextmanager
def limits() -> Iterator[None]:
    """Set for the queries of a search how long they may take and how PostgreSQL is to plan them.

    They last to the end of the transaction, which this opens; inside of another such block it does nothing.
    Raises SearchTimeout where a query took longer than TIME_LIMIT.
    """
    if _is_limited.get():
        yield
        return
    limited = _is_limited.set(True)
    try:
        with transaction.atomic(), connection.execute_wrapper(_SettingsFirst()):
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise SearchTimeout from error
        raise
    finally:
        _is_limited.reset(limited)


def _load(query: Query, found: list[Found]) -> list[Hit]:
    """Fetch the objects of a page of candidates, through ``published()`` once more, in one query a kind."""
    objects: dict[tuple[str, int], Any] = {}
    for kind, model in registered().items():
        ids = [candidate.object_id for candidate in found if candidate.kind == kind]
        if ids:
            for obj in model._default_manager.published().for_list().filter(pk__in=ids):
                objects[kind, obj.pk] = obj
    shown = [candidate for candidate in found if (candidate.kind, candidate.object_id) in objects]
    entries = SearchEntry.objects.filter(pk__in=[candidate.entry for candidate in shown])
    pieces = snippets_of(query, entries)
    return [
        Hit(
            objects[candidate.kind, candidate.object_id],
            in_file=candidate.vector == VECTORS[-1],
            snippet=pieces.get((candidate.kind, candidate.object_id)),
        )
        for candidate in shown
    ]
