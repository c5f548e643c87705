"""Candidates: the entries that a search looks at, in the order in which they are shown.

Ranking every match of a common word takes seconds. So these are asked for: entries with the number that
was typed, then the newest CAP whose title answers, whose own text answers, and that answer together with
the text of their files; in each place those that answer closely first (``Query.levels``). All of it the
indexes know. A vector is never fetched from its table: that takes a hundred times as long as to find it.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, Literal, NamedTuple, Self

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
# The months that hold so many of the newest entries are asked first, then the years that hold WIDER times as
# many months: a word that is everywhere gives CAP answers in the first, one in every hundredth in the second.
RECENT = 3000
WIDER = 10
YEARS = 30  # at most

VECTORS = ("title_vector", "text_vector", "full_vector")

# visible_from is the date of sorted_at, without its index: PostgreSQL would go along that, and fetch the
# vector of each entry to see whether it answers.
_NEWEST = ' ORDER BY "core_searchentry"."visible_from" DESC, "core_searchentry"."id" DESC LIMIT {}'
_ANSWERS = ' AND "core_searchentry"."{}" @@ %s::tsquery'
_BEFORE = ' AND "core_searchentry"."visible_from" < %s'
_FIRST = "SELECT * FROM ({}) part LIMIT {}"
_ROWS = "SELECT *, {0} FROM part{0}"
_FOUND = " - (SELECT count(*) FROM {})"
_NOT_IN = ' AND "core_searchentry"."id" NOT IN (SELECT id FROM {})'


class Answers(Func):
    """Whether a vector answers a tsquery that :class:`core.search.query.Query` wrote."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = models.BooleanField()

    def __init__(self, vector: str, tsquery: str) -> None:
        super().__init__(F(vector), Cast(Value(tsquery), SearchQueryField()))


class Found(NamedTuple):
    """A candidate: its entry, its object, and the vector that answered, "" for a number."""

    entry: int
    kind: str
    object_id: int
    vector: str


def candidates(query: Query, numbers: list[str], entries: QuerySet) -> tuple[list[Found], bool]:
    """Return the candidates among some entries, the best first, and whether there are more matches.

    ``numbers`` are folded document numbers.
    """
    asked = Asked(entries)
    if numbers:
        asked.number(Q(number__in=numbers))
        asked.number(begins_with(numbers))
    for vector in VECTORS:
        asked.words(vector, query.levels)
    rows = asked.answers()
    # What is found twice stands where it is found first.
    best: dict[int, Found] = {}
    for found in rows:
        best.setdefault(found.entry, found)
    counts = Counter(found.vector for found in rows)
    return list(best.values()), max(counts.values(), default=0) >= CAP


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
    """A time up to now: the lexemes of its months or years as a tsquery, and where it begins."""

    tags: str
    begin: datetime | None

    @classmethod
    def of(cls, days: list[date], tag: Callable[[date], str]) -> Self:
        begin = timezone.make_aware(datetime.combine(days[-1], time.min))
        return cls(f" & ({' | '.join(quoted(tag(day)) for day in days)})", begin)


class Asked:
    """One statement that asks for candidates in their order; a part that is not needed is not carried out.

    The part of it that all questions share, which entries come into question, is written by the ORM.
    """

    def __init__(self, entries: QuerySet) -> None:
        self._entries = entries.order_by().values_list("pk", "kind", "object_id")
        self._base, self._base_params = self._entries.query.sql_with_params()
        self._periods = _periods()
        self._parts: list[str] = []
        self._vectors: list[str] = []
        self._params: list[Any] = []

    def number(self, condition: Q) -> None:
        """Ask for the newest CAP entries whose number meets a condition."""
        sql, params = self._entries.filter(condition).query.sql_with_params()
        self._params += params
        self._add("", sql + _NEWEST.format(CAP))

    def words(self, vector: str, levels: list[str]) -> None:
        """Ask for the newest CAP entries whose vector answers, those of the first level before the others."""
        closer: list[str] = []
        for level in levels:
            others = "".join(_NOT_IN.format(name) for name in closer)
            room = "".join([str(CAP), *(_FOUND.format(name) for name in closer)])
            parts = []
            later: datetime | None = None
            for period in self._periods:
                sql = self._base + _ANSWERS.format(vector) + others
                self._params += [*self._base_params, level + period.tags]
                if later is not None:
                    sql += _BEFORE
                    self._params.append(later)
                parts.append(f"({sql}{_NEWEST.format(CAP)})")
                later = period.begin
            closer.append(self._add(vector, _FIRST.format(" UNION ALL ".join(parts), room)))

    def answers(self) -> list[Found]:
        """Return the candidates in their order; an entry that several vectors hold comes several times."""
        rows = " UNION ALL ".join(_ROWS.format(place) for place in range(len(self._parts)))
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {', '.join(self._parts)} {rows}", self._params)
            return [Found(*row, self._vectors[place]) for *row, place in cursor.fetchall()]

    def _add(self, vector: str, sql: str) -> str:
        name = f"part{len(self._parts)}"
        self._parts.append(f"{name} (id, kind, object_id) AS MATERIALIZED ({sql})")
        self._vectors.append(vector)
        return name


def _periods() -> list[Period]:
    """Return the periods that are asked one after the other, the last of which is all time."""
    always = Period("", None)
    oldest = cache.remember("search:oldest-of-recent", (), _oldest_of_recent)
    if oldest is False:
        return [always]
    today, day = timezone.localdate(), local_date(oldest)
    count = 12 * (today.year - day.year) + today.month - day.month + 1
    months = [_first_of_month(today, back) for back in range(count)]
    first_year = max(_first_of_month(today, WIDER * count).year, today.year - YEARS)
    years = [date(year, 1, 1) for year in range(today.year, first_year - 1, -1)]
    periods = [Period.of(years, year_tag), always]
    return [Period.of(months, month_tag), *periods] if count <= 12 else periods


def _first_of_month(day: date, back: int) -> date:
    number = 12 * day.year + day.month - 1 - back
    return date(max(1, number // 12), number % 12 + 1, 1)


def _oldest_of_recent() -> datetime | Literal[False]:
    """Return the date of the last of the newest RECENT entries, False where there are not so many."""
    entries = SearchEntry.objects.filter(sorted_at__lte=timezone.now()).order_by("-sorted_at")
    return next(iter(entries.values_list("sorted_at", flat=True)[RECENT : RECENT + 1]), False)
