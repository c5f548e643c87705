"""Candidates: the entries that a search looks at, in the order in which they are shown.

Ranking every match of a common word takes seconds. So these are asked for: entries with the number that
was typed, then the newest CAP whose title answers, whose own text answers, and that answer together with
the text of their files; in each place those that answer closely first (``Query.levels``). All of it the
indexes know. A vector is never fetched from its table: that takes a hundred times as long as to find it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, Literal, NamedTuple

from django.contrib.postgres.search import SearchQueryField
from django.db import connection, models
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from core import cache
from core.models.search import SearchEntry
from core.search.entries import month_tag, year_tag
from core.search.query import Query
from core.search.words import quoted
from core.text import local_date

# Of each place and level.
CAP = 300
# The months that hold so many of the newest entries are asked first: a word that is everywhere gives CAP
# answers there. What they give tells how many years will do; for more than YEARS, all time is asked.
RECENT = 1000
YEARS = 12
# Words come and go with the seasons: so many times the months are taken that would do.
MARGIN = 1.5

VECTORS = ("title_vector", "text_vector", "full_vector")

# Parts of a statement. visible_from is the date of sorted_at, without its index: PostgreSQL would go along
# that, and fetch the vector of each entry to see whether it answers.
_ANSWERS = ' AND "core_searchentry"."{}" @@ %s::tsquery'
# The same, but no index knows it: each of a few entries is looked into.
_ANSWERS_ITSELF = """ AND coalesce("core_searchentry"."{}", '') @@ %s::tsquery"""
_BEFORE = ' AND "core_searchentry"."visible_from" < %s'
_OTHERS = ' AND "core_searchentry"."id" <> ALL (ARRAY({}))'
_NEWEST = ' ORDER BY "core_searchentry"."visible_from" DESC, "core_searchentry"."id" DESC LIMIT {}'
_IDS = "SELECT id FROM {}"
_COUNT = "(SELECT count(*) FROM {})"
_ROWS = "SELECT {0}, part{0}.* FROM part{0}"

# Entry, kind, object and its facets.
Row = tuple[int, str, int, str]


class Answers(Func):
    """Whether a vector answers a tsquery that :class:`core.search.query.Query` wrote."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = models.BooleanField()

    def __init__(self, vector: str, tsquery: str) -> None:
        super().__init__(F(vector), Cast(Value(tsquery), SearchQueryField()))


class Found(NamedTuple):
    """A candidate: its entry, its object with its facets, and the vector that answered, "" for a number."""

    entry: int
    kind: str
    object_id: int
    facets: str
    vector: str


def begins_with(numbers: list[str]) -> Q:
    """Return the condition that the number of an entry is one of these, or goes on behind one."""
    condition = Q(number__in=numbers)
    for number in numbers:
        goes_on = Q(number__startswith=number)
        if number[-1].isdecimal():
            goes_on &= ~Q(number__regex=f"^{number}[0-9]")
        condition |= goes_on
    return condition


class Period(NamedTuple):
    """A time up to now: the lexemes of its months or years as a tsquery, where it begins, its months."""

    tags: str
    begin: datetime | None
    months: int


ALWAYS = Period("", None, 0)


@dataclass(frozen=True)
class Among:
    """Entries to search; where they ``are_few``, each is looked into: a common word has many more answers.

    ``tags`` are lexemes that all of them have. Where the answers are ``only_counted``, their order does not
    matter, and the index is asked less.
    """

    entries: QuerySet
    are_few: bool = False
    tags: Sequence[str] = ()
    only_counted: bool = False

    @cached_property
    def written(self) -> tuple[str, tuple[Any, ...]]:
        """The entries in SQL, with its parameters: many questions begin so."""
        return _written(self.entries)


class Level:
    """What a vector gives in answer to one of the query's levels."""

    def __init__(self, vector: str, tsquery: str) -> None:
        self.vector = vector
        self.tsquery = tsquery
        self.rows: list[Row] = []


class Statement:
    """Questions that are put to PostgreSQL together; one that finds no room left is not carried out.

    Which entries come into question is written by the ORM.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._params: list[Any] = []
        self._answers: list[list[Row]] = []

    def ask_numbers(self, entries: QuerySet, condition: Q, answer: list[Row]) -> None:
        """Ask for the newest CAP entries whose number meets a condition."""
        sql, params = _written(entries.filter(condition))
        self._add(sql, params, str(CAP), answer)

    def ask_words(
        self,
        among: Among,
        levels: list[Level],
        periods: list[list[Period]],
        before: datetime | None = None,
    ) -> None:
        """Ask for the newest CAP entries that answer, those of the first level before the others.

        For each level its periods are asked one after the other, without what is from ``before`` on.
        """
        base, base_params = among.written
        answers = _ANSWERS_ITSELF if among.are_few else _ANSWERS
        closer: list[str] = []
        room = CAP
        for level, its_periods in zip(levels, periods, strict=True):
            room -= len(level.rows)
            if room <= 0:
                return
            own: list[str] = []
            end = before
            for period in its_periods:
                sql = base + answers.format(level.vector)
                params = [*base_params, level.tsquery + period.tags]
                if end is not None:
                    sql += _BEFORE
                    params.append(end)
                if closer:
                    sql += _OTHERS.format(" UNION ALL ".join(map(_IDS.format, closer)))
                left = " - ".join([str(room), *map(_COUNT.format, closer + own)])
                own.append(self._add(sql, params, f"greatest(0, {left})", level.rows))
                end = period.begin
            closer += own

    def carry_out(self) -> None:
        """Add to each answer what PostgreSQL gives."""
        if not self._parts:
            return
        rows = " UNION ALL ".join(map(_ROWS.format, range(len(self._parts))))
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {', '.join(self._parts)} {rows}", self._params)
            for place, *row in cursor.fetchall():
                self._answers[place].append(tuple(row))

    def _add(self, sql: str, params: Iterable[Any], room: str, answer: list[Row]) -> str:
        name = f"part{len(self._parts)}"
        self._parts.append(
            f"{name} (id, kind, object_id, facets) AS MATERIALIZED ({sql}{_NEWEST.format(room)})"
        )
        self._params += params
        self._answers.append(answer)
        return name


def candidates(query: Query, numbers: list[str], among: Among) -> tuple[list[Found], bool]:
    """Return the candidates among some entries, the best first, and whether there are more matches.

    ``numbers`` are folded document numbers.
    """
    return candidates_of_each(query, numbers, [among])[0]


def candidates_of_each(
    query: Query, numbers: list[str], sets: Iterable[Among]
) -> list[tuple[list[Found], bool]]:
    """Return the candidates of each of several sets of entries; all are asked for together."""
    searches = [_Search(query, numbers, among) for among in sets]
    for ask in (_Search.ask, _Search.ask_again):
        statement = Statement()
        for search in searches:
            ask(search, statement)
        statement.carry_out()
    return [search.answer() for search in searches]


class _Search:
    """A query to one set of entries: what is asked first, what is asked then, what came of it."""

    def __init__(self, query: Query, numbers: list[str], among: Among) -> None:
        self._numbers = numbers
        self._among = among
        self._named: list[Row] = []
        tags = "".join(f" & {quoted(tag)}" for tag in among.tags)
        # What answers with its title answers with its text; what answers closely, answers.
        vectors = VECTORS[1:] if among.only_counted else VECTORS
        levels = [query.matching] if among.only_counted else query.levels
        self._asked = {vector: [Level(vector, level + tags) for level in levels] for vector in vectors}
        self._recent = ALWAYS if among.are_few else recent_period()

    def ask(self, statement: Statement) -> None:
        """Ask for the numbers, and for the words in recent months."""
        if self._numbers:
            entries = self._among.entries
            statement.ask_numbers(entries, Q(number__in=self._numbers), self._named)
            statement.ask_numbers(entries, begins_with(self._numbers), self._named)
        for levels in self._asked.values():
            statement.ask_words(self._among, levels, [[self._recent]] * len(levels))

    def ask_again(self, statement: Statement) -> None:
        """Ask for what is older, where recent months did not give enough."""
        if self._recent == ALWAYS:
            return
        for levels in self._asked.values():
            if len(levels[0].rows) < CAP:
                periods = [_older(self._recent, len(level.rows)) for level in levels]
                statement.ask_words(self._among, levels, periods, self._recent.begin)

    def answer(self) -> tuple[list[Found], bool]:
        # What is found twice stands where it is found first.
        best: dict[int, Found] = {}
        for row in self._named:
            best.setdefault(row[0], Found(*row, ""))
        counts = [len(best)]
        for vector, levels in self._asked.items():
            rows = [row for level in levels for row in level.rows]
            counts.append(len(rows))
            for row in rows[:CAP]:
                best.setdefault(row[0], Found(*row, vector))
        return list(best.values()), max(counts) >= CAP


def _written(entries: QuerySet) -> tuple[str, tuple[Any, ...]]:
    return entries.order_by().values_list("pk", "kind", "object_id", "facets").query.sql_with_params()


def recent_period() -> Period:
    """Return the months of the newest RECENT entries; all time where there are not so many."""
    oldest = cache.remember("search:oldest-of-recent", (), _oldest_of_recent)
    if oldest is False:
        return ALWAYS
    today, day = timezone.localdate(), local_date(oldest)
    count = 12 * (today.year - day.year) + today.month - day.month + 1
    months = [_first_of_month(today, back) for back in range(count)]
    return _period(months, month_tag, count) if count <= YEARS else _years(count)


def _older(recent: Period, found: int) -> list[Period]:
    """Return the periods to ask next where the recent one gave so many: years that will do, then all time."""
    years = _years(round(MARGIN * recent.months * CAP / found)) if found else ALWAYS
    return [ALWAYS] if years == ALWAYS else [years, ALWAYS]


def _years(months: int) -> Period:
    """Return the whole years that so many months back from now lie in; all time if they are too many."""
    today = timezone.localdate()
    if months > 12 * YEARS:
        return ALWAYS
    first = _first_of_month(today, months).year
    return _period([date(year, 1, 1) for year in range(today.year, first - 1, -1)], year_tag, months)


def _period(days: list[date], tag: Callable[[date], str], months: int) -> Period:
    begin = timezone.make_aware(datetime.combine(days[-1], time.min))
    return Period(f" & ({' | '.join(quoted(tag(day)) for day in days)})", begin, months)


def _first_of_month(day: date, back: int) -> date:
    number = 12 * day.year + day.month - 1 - back
    return date(max(1, number // 12), number % 12 + 1, 1)


def _oldest_of_recent() -> datetime | Literal[False]:
    """Return the date of the last of the newest RECENT entries, False where there are not so many."""
    entries = SearchEntry.objects.filter(sorted_at__lte=timezone.now()).order_by("-sorted_at")
    return next(iter(entries.values_list("sorted_at", flat=True)[RECENT : RECENT + 1]), False)
