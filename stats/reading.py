"""What the dashboard, the report and the tables to keep are made of: every query on the counts for staff.

All read ``DailyCount``, as the public block does; only where hours matter they read hours. Each question is
one query, whatever was counted, and every list has an end: the rest is added up.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from core import search
from core.admin import states
from core.admin.states import State
from core.models import Attachment, Publishable
from stats.models import Measure
from stats.models.counts import OTHERS
from stats.periods import DAY, Period
from stats.rollup import HOURS_KEPT

NAMED = (
    Measure.VIEWS,
    Measure.DOWNLOADS,
    Measure.BOTS,
    Measure.REFERRERS,
    Measure.DEVICES,
    Measure.SEARCHES,
    Measure.MISSES,
)


class Figures(NamedTuple):
    """What was counted in a span of time.

    ``visitors`` of several days is the sum of the days: who comes on two days counts twice. ``searches`` are
    all searches; ``misses`` those of them that found nothing.
    """

    visits: int = 0
    visitors: int = 0
    views: int = 0
    downloads: int = 0
    searches: int = 0
    misses: int = 0
    bots: int = 0

    def plus(self, other: "Figures") -> "Figures":
        return Figures(*map(sum, zip(self, other, strict=True)))

    def minus(self, other: "Figures") -> "Figures":
        return Figures(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))


NOTHING = Figures()

# The columns of Figures, from rows of counts.
_PIVOT = ", ".join(
    f"coalesce(sum(count) FILTER (WHERE measure IN ({measures})), 0)"
    for measures in (
        "'visits'",
        "'visitors'",
        "'views'",
        "'downloads'",
        "'searches', 'misses'",
        "'misses'",
        "'bots'",
    )
)
_COUNTED = ["visits", "visitors", "views", "downloads", "searches", "misses", "bots"]


class Ranked(NamedTuple):
    """The names that were counted most, each with its count; ``total`` has all of them."""

    most: list[tuple[str, int]]
    total: int


class Seen(NamedTuple):
    """An object and how often it was viewed and downloaded; its title, "" where it is there no more."""

    kind: str
    object_id: int
    views: int
    downloads: int
    title: str = ""
    url: str = ""
    note: str = ""


class SeenMost(NamedTuple):
    """The objects of a kind that were seen most; ``views`` and ``downloads`` are those of all."""

    kind: str
    most: list[Seen]
    views: int
    downloads: int


def by_day(*periods: Period) -> dict[date, Figures]:
    """Return the figures of each day of some periods on which something was counted."""
    spans = " OR ".join(["day BETWEEN %s AND %s"] * len(periods))
    rows = _rows(
        f"SELECT day, {_PIVOT} FROM stats_dailycount WHERE measure = ANY(%s) AND ({spans}) GROUP BY day",  # noqa: S608 - no words of others
        [_COUNTED, *(day for period in periods for day in (period.first, period.last))],
    )
    return {day: Figures(*map(int, figures)) for day, *figures in rows}


def total(days: dict[date, Figures], period: Period) -> Figures:
    """Add up the days of a period."""
    found = NOTHING
    for day in period:
        found = found.plus(days.get(day, NOTHING))
    return found


def by_hour(period: Period, cut: datetime | None = None) -> tuple[dict[int, Figures], Figures]:
    """Return the figures of each hour of the day, those of all days of a period added up; and what is cut.

    Hours are kept for ninety days, so of a longer period only its last days are in it. ``cut`` is a moment on
    the day before the period: second comes what was counted from then until the period begins.
    """
    start = midnight(period.first)
    rows = _rows(
        f"""
        SELECT CASE WHEN hour >= %(start)s THEN extract(hour FROM hour AT TIME ZONE %(zone)s)::int END,
            {_PIVOT}
        FROM stats_hourcount
        WHERE hour >= %(cut)s AND hour < %(end)s AND measure = ANY(%(measures)s) GROUP BY 1
        """,  # noqa: S608 - no words of others
        {
            "start": start,
            "zone": timezone.get_default_timezone_name(),
            "cut": cut or start,
            "end": midnight(period.last + DAY),
            "measures": _COUNTED,
        },
    )
    hours = {hour: Figures(*map(int, figures)) for hour, *figures in rows}
    return hours, hours.pop(None, NOTHING)


def first_hour_kept(today: date) -> date:
    """Return the first day of which all hours are there."""
    return today - HOURS_KEPT + DAY


def began() -> tuple[date | None, date | None]:
    """Return the day on which counting began, None where nothing was counted yet; and the one staff name."""
    return _rows(
        """
        SELECT (SELECT min(day) FROM stats_dailycount WHERE measure = 'visits'),
            (SELECT since FROM stats_countingsettings LIMIT 1)
        """,
        [],
    )[0]


def ranked(period: Period, most: int) -> dict[str, Ranked]:
    """Return for each of the NAMED measures what was counted most, so many names at most."""
    rows = _rows(
        """
        SELECT measure, name, count, total FROM (
            SELECT measure, name, sum(count) AS count, sum(sum(count)) OVER (PARTITION BY measure) AS total,
                row_number() OVER (
                    PARTITION BY measure ORDER BY name = %(others)s, sum(count) DESC, name
                ) AS place
            FROM stats_dailycount
            WHERE measure = ANY(%(measures)s) AND day BETWEEN %(first)s AND %(last)s
            GROUP BY measure, name
        ) AS names
        WHERE place <= %(most)s ORDER BY measure, place
        """,
        {
            "others": OTHERS,
            "measures": [measure.value for measure in NAMED],
            "first": period.first,
            "last": period.last,
            "most": most,
        },
    )
    found = {measure.value: Ranked([], 0) for measure in NAMED}
    for measure, name, count, total in rows:
        names = found[measure].most
        if name != OTHERS:
            names.append((name, int(count)))
        found[measure] = Ranked(names, int(total))
    return found


def objects(period: Period, most: int) -> tuple[list[SeenMost], SeenMost]:
    """Return the objects of each kind that were viewed most, and the files that were downloaded most.

    The kind that is viewed most comes first; those that can be searched are there even when nothing of them
    was read. One query for the counts and one a kind for the titles.
    """
    files = _file_kinds()
    by_kind: dict[str, list[Seen]] = defaultdict(list)
    totals: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for kind, object_id, *figures in _rows(
        """
        SELECT kind, object_id, views, downloads, all_views, all_downloads FROM (
            SELECT kind, object_id, sum(views) AS views, sum(downloads) AS downloads,
                sum(sum(views)) OVER of_kind AS all_views,
                sum(sum(downloads)) OVER of_kind AS all_downloads,
                row_number() OVER (PARTITION BY kind ORDER BY sum(views) DESC, object_id) AS viewed,
                row_number() OVER (PARTITION BY kind ORDER BY sum(downloads) DESC, object_id) AS downloaded
            FROM stats_objectday
            -- Every kind there is: so the index, which begins with it, finds the days.
            WHERE kind = ANY(%(kinds)s) AND day BETWEEN %(first)s AND %(last)s
            GROUP BY kind, object_id
            WINDOW of_kind AS (PARTITION BY kind)
        ) AS ranked
        WHERE kind <> ALL(%(files)s) AND viewed <= %(most)s AND views > 0
            OR kind = ANY(%(files)s) AND downloaded <= %(most)s AND downloads > 0
        """,
        {
            "kinds": sorted(model._meta.label_lower for model in apps.get_models()),
            "files": files,
            "first": period.first,
            "last": period.last,
            "most": most,
        },
    ):
        views, downloads, all_views, all_downloads = map(int, figures)
        by_kind[kind].append(Seen(kind, object_id, views, downloads))
        totals[kind] = all_views, all_downloads
    kinds = [*search.registered(), *sorted(set(by_kind) - set(search.registered()) - set(files))]
    kinds.sort(key=lambda kind: -totals[kind][0])
    viewed = [
        SeenMost(
            kind,
            _titled(sorted(by_kind[kind], key=lambda seen: (-seen.views, seen.object_id))),
            *totals[kind],
        )
        for kind in kinds
    ]
    downloads = [seen for kind in files for seen in by_kind[kind]]
    downloads.sort(key=lambda seen: (-seen.downloads, seen.kind, seen.object_id))
    all_files = [totals[kind] for kind in files]
    downloaded = SeenMost(
        "", _titled(downloads[:most]), sum(file[0] for file in all_files), sum(file[1] for file in all_files)
    )
    return viewed, downloaded


def midnight(day: date) -> datetime:
    """Return the first moment of a day in Vietnam."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def full_hour(moment: datetime) -> datetime:
    """Return the end of the hour that a moment falls into."""
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _file_kinds() -> list[str]:
    return sorted(model._meta.label_lower for model in apps.get_models() if issubclass(model, Attachment))


def _titled(seen: Sequence[Seen]) -> list[Seen]:
    """Give objects their titles: one query a kind."""
    names: dict[tuple[str, int], dict[str, str]] = {}
    for kind in dict.fromkeys(one.kind for one in seen):
        for obj in _named(kind, [one.object_id for one in seen if one.kind == kind]):
            names[kind, obj.pk] = _name(obj)
    return [one._replace(**names.get((one.kind, one.object_id), {})) for one in seen]


def _named(kind: str, ids: Iterable[int]) -> models.QuerySet:
    """Return objects with what their titles and addresses need."""
    model = apps.get_model(kind)
    found = model._default_manager.filter(pk__in=ids)
    if issubclass(model, Attachment):
        return found.select_related(model.OWNER_FIELD)
    return found.for_list().prefetch_related(None) if issubclass(model, Publishable) else found


def _name(obj: models.Model) -> dict[str, str]:
    """Return title, address and what else is to be said; nothing leads to what the public does not see."""
    owner = obj.owner if isinstance(obj, Attachment) else obj
    name = {"title": str(obj), "note": ""}
    if isinstance(obj, Attachment):
        # The signed copy and the one to fill in often have one title.
        name = {"title": f"{obj} ({obj.extension.upper()})", "note": str(owner)}
    if isinstance(owner, Publishable) and states.state_of(owner) != State.PUBLIC:
        return {**name, "note": f"{name['note']} (không còn trên cổng)".strip()}
    return {**name, "url": obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else ""}


def _rows(query: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()
