"""A year of made visits, so that the dashboard and the block have something to show.

Days of long ago are written as days; the last ninety days and today as hours, of which the real roll-up makes
days. What is counted of objects fits into what is counted of their sections.
"""

import math
import random
from collections import Counter as Tally
from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, TypeVar

from django.db import connection, models
from django.utils import timezone

from core.models import Counter
from core.models.counters import Count, kind_of
from core.text import TIME_ZONE, local_date
from documents.models import Document, DocumentFile
from news.models import Article, ArticleAttachment
from portal.demo.bulk.prose import generator
from portal.models import Page
from stats import rollup
from stats.models import CountingSettings, DailyCount, Measure, Poll

DAYS = 365
CARRIED_OVER = 4_206_318
# Visits on a usual working day at the end of the year.
USUAL = 1_450
WEEKEND = 0.42
# Months with exams and admissions bring many people; Tết and the holidays few.
MONTHS = (0.9, 0.7, 1.0, 1.05, 1.2, 1.7, 1.55, 1.2, 1.1, 1.0, 1.0, 0.95)
# Of a day's visits, by hour from midnight on.
HOURS = (1, 0.5, 0.3, 0.3, 0.6, 1.5, 3, 6, 10, 10.5, 9.5, 7, 4.5, 5.5, 8.5, 9, 8, 5, 3.5, 4.5, 5.5, 5, 3.5, 2)

REFERRERS = {
    "": 44,
    "google.com": 26,
    "coccoc.com": 7,
    "facebook.com": 9,
    "zalo.me": 6,
    "bing.com": 2,
    "sonha.example": 4,
    "moet.example": 2,
}
DEVICES = {"phone": 61, "computer": 34, "tablet": 5}
SECTIONS = {"news": 42, "documents": 38, "portal": 18, "stats": 2}
DOWNLOADS = {"documents": 88, "news": 12}
BOTS = {"Googlebot": 40, "bingbot": 18, "coccocbot-web": 16, "AhrefsBot": 12, "PetalBot": 9, "curl": 5}
SEARCHES = {
    "tuyển sinh lớp 10": 30,
    "lịch thi": 22,
    "điểm thi tốt nghiệp": 18,
    "nghỉ tết": 12,
    "học bạ số": 10,
    "dạy thêm": 9,
    "thông báo 09": 6,
    "kế hoạch năm học": 6,
    "sách giáo khoa": 5,
    "văn bằng chứng chỉ": 4,
}
MISSES = {"tra cứu điểm 2019": 5, "đề thi thử": 4, "mẫu đơn chuyển trường": 3, "tuyen sinh lop 11": 1}
# How much of a section's views are of objects, the rest being lists.
OF_OBJECTS = 0.65
# After so many days a post is read a third as often.
FADES = 20

Key = TypeVar("Key", bound=Hashable)
Named = Tally[tuple[Any, str, str]]


class Thing(NamedTuple):
    """An object that is read: its section, since when, how much people like it, the files it has."""

    kind: str
    pk: int
    section: str
    since: date
    liking: float
    files: tuple[tuple[str, int], ...]


def fill_counts() -> bool:
    """Make a year of counts where nothing was counted yet; return whether they were made."""
    if DailyCount.objects.exists():
        return False
    rng = generator("counts")
    now = timezone.localtime()
    today = now.date()
    first = today - timedelta(days=DAYS)
    first_hour = today - rollup.HOURS_KEPT + timedelta(days=1)
    things = _things(rng)
    by_day, by_hour, seen = Tally(), Tally(), Tally()
    for number in range(DAYS + 1):
        day = first + timedelta(days=number)
        spans = [(day, 1.0)] if day < first_hour else _hours(day, now)
        level = _level(rng, day, number / DAYS)
        found: Named = Tally()
        for moment, part in spans:
            _count(rng, found, moment, level * part)
        (by_day if day < first_hour else by_hour).update(found)
        _count_objects(rng, seen, day, things, found)
    _write("stats_daycount (day, measure, name, count)", "date, text, text, bigint", by_day)
    _write("stats_hourcount (hour, measure, name, count)", "timestamptz, text, text, bigint", by_hour)
    _write_objects(seen)
    rollup.roll_up(today)
    CountingSettings.objects.get_or_create(pk=1, defaults={"carried_over": CARRIED_OVER, "since": first})
    return True


def _level(rng: random.Random, day: date, age: float) -> float:
    """Return how many visits a day has; over the year there come to be more."""
    weekday = WEEKEND if day.weekday() >= 5 else 1
    return USUAL * (0.7 + 0.3 * age) * weekday * MONTHS[day.month - 1] * rng.uniform(0.88, 1.12)


def _hours(day: date, now: datetime) -> list[tuple[datetime, float]]:
    """Return the hours of a day that have begun, with their part of its visits."""
    start = datetime.combine(day, time(), TIME_ZONE)
    hours = [(start + timedelta(hours=hour), part / sum(HOURS)) for hour, part in enumerate(HOURS)]
    return [(hour, part) for hour, part in hours if hour <= now]


def _count(rng: random.Random, found: Named, span: date | datetime, level: float) -> None:
    def add(measure: Measure, amount: float, shares: dict[str, float] | None = None) -> None:
        total = round(amount * rng.uniform(0.9, 1.1))
        for name, count in _split(total, shares or {"": 1}).items():
            found[span, measure.value, name] += count

    visits = round(level)
    for name, shares in ((Measure.REFERRERS, REFERRERS), (Measure.DEVICES, DEVICES), (Measure.VISITS, None)):
        for key, count in _split(visits, shares or {"": 1}).items():
            found[span, name.value, key] += count
    found[span, Measure.VISITORS.value, ""] += round(visits * rng.uniform(0.74, 0.82))
    add(Measure.VIEWS, level * 2.7, SECTIONS)
    add(Measure.DOWNLOADS, level * 0.34, DOWNLOADS)
    add(Measure.BOTS, 90 + level * 0.4, BOTS)
    add(Measure.SEARCHES, level * 0.12, SEARCHES)
    add(Measure.MISSES, level * 0.015, MISSES)


def _split(total: int, shares: dict[Key, float]) -> dict[Key, int]:
    """Divide a number by shares so that the parts add up to it; those that get nothing are left out."""
    whole = sum(shares.values())
    parts: dict[Key, int] = {}
    reached, given = 0.0, 0
    for key, weight in shares.items():
        reached += weight
        upto = round(total * reached / whole)
        if upto > given:
            parts[key] = upto - given
            given = upto
    return parts


def _things(rng: random.Random) -> list[Thing]:
    """Return what the public can read, in the order in which it was made."""

    def of(
        model: type[models.Model], files: type[models.Model] | None, since: Callable[[Any], date]
    ) -> Iterable[Thing]:
        own: dict[int, list[tuple[str, int]]] = {}
        if files:
            for pk, owner in files.objects.order_by("pk").values_list("pk", f"{files.OWNER_FIELD}_id"):
                own.setdefault(owner, []).append((kind_of(files), pk))
        for obj in model.objects.published().order_by("pk"):
            # A few are read by many (Pareto), most by few.
            yield Thing(
                kind_of(obj),
                obj.pk,
                obj._meta.app_label,
                since(obj),
                rng.paretovariate(1.4),
                tuple(own.get(obj.pk, ())),
            )

    def published_on(obj: Any) -> date:
        return local_date(obj.published_at)

    return [
        *of(Article, ArticleAttachment, published_on),
        *of(Document, DocumentFile, published_on),
        *of(Page, None, lambda page: date(2020, 1, 1)),
        *of(Poll, None, published_on),
    ]


def _count_objects(rng: random.Random, seen: Tally, day: date, things: list[Thing], found: Named) -> None:
    """Give the views and downloads of a day's sections to their objects, the newest the most."""
    sums: Tally[tuple[str, str]] = Tally()
    for (_, measure, name), count in found.items():
        sums[measure, name] += count
    for section in SECTIONS:
        liked = {
            thing: thing.liking * (math.exp(-(day - thing.since).days / FADES) + 0.02) * rng.uniform(0.7, 1.3)
            for thing in things
            if thing.section == section and thing.since <= day
        }
        views = round(sums[Measure.VIEWS.value, section] * OF_OBJECTS)
        for thing, count in _split(views, liked).items():
            seen[day, thing.kind, thing.pk, "views"] += count
        files = {(thing, file): weight for thing, weight in liked.items() for file in thing.files}
        for (thing, file), count in _split(sums[Measure.DOWNLOADS.value, section], files).items():
            seen[day, *file, "downloads"] += count
            seen[day, thing.kind, thing.pk, "downloads"] += count


def _write(table: str, types: str, found: Named) -> None:
    _insert(table, types, [(*key, count) for key, count in found.items()])


def _write_objects(seen: Tally) -> None:
    """Write the days of objects, and what they add up to on their pages."""
    rows = [
        (day, kind, pk, seen[day, kind, pk, "views"], seen[day, kind, pk, "downloads"])
        for day, kind, pk in dict.fromkeys(key[:3] for key in seen)
    ]
    table = "stats_objectday (day, kind, object_id, views, downloads)"
    _insert(table, "date, text, bigint, bigint, bigint", rows)
    totals: dict[tuple[str, int], Count] = {}
    for _, kind, pk, views, downloads in rows:
        known = totals.get((kind, pk), Count(kind, pk, 0, 0))
        totals[kind, pk] = known._replace(views=known.views + views, downloads=known.downloads + downloads)
    Counter.objects.add_many(totals.values())


def _insert(table: str, types: str, rows: list[tuple[Any, ...]]) -> None:
    """Write rows in one statement; ``types`` are those of their columns."""
    if not rows:
        return
    arrays = ", ".join(f"%s::{kind}[]" for kind in types.split(", "))
    with connection.cursor() as cursor:
        query = f"INSERT INTO {table} SELECT * FROM unnest({arrays})"  # noqa: S608 - words of ours
        cursor.execute(query, [*map(list, zip(*rows, strict=True))])
