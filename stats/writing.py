"""Hits become counts: one transaction a batch, where doubles fall out.

What is asked of a visitor is asked of the day's hash (core.visitors): was this object read in the last half
hour, is this a new visit. The answers are rows that several processes write at once, on several machines;
each statement takes its rows in one order, so that two batches wait for each other and never in a circle.
"""

import re
import uuid
from collections import Counter as Tally
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from core.beacon import PAGE, SEARCH
from core.hits import Hit, What, Who
from core.models import CountedOnce, Counter
from core.models.counters import Count
from core.models.visitors import Claim
from core.visitors import COUNT_AGAIN_AFTER, hash_of
from stats import agents
from stats.models import Measure
from stats.models.counts import MAX_NAME, OTHERS

# A visit ends after so long without a page.
VISIT_ENDS_AFTER = timedelta(minutes=30)
# What a visitor, or a robot, may name freely: so many names an hour, the rest is added up.
MOST_NAMES = {
    Measure.REFERRERS: 200,
    Measure.BOTS: 200,
    Measure.SEARCHES: 500,
    Measure.MISSES: 500,
}

Tallies = Tally[tuple[datetime, str, str]]


class Seen(NamedTuple):
    """A hit of somebody who may be told from others."""

    visitor: bytes
    hit: Hit


class Stay(NamedTuple):
    """What a batch knows of one visitor."""

    visitor: bytes
    who: str
    began: int
    first_at: datetime
    last_at: datetime


def write(batch: uuid.UUID, hits: Sequence[Hit]) -> None:
    """Add hits to the counts; nothing happens for a batch that is in them already."""
    with transaction.atomic():
        if not _note(batch):
            return
        robots, staff, people = _sorted(hits)
        seen = [_seen(hit) for hit in people if not hit.is_apart]
        fresh = _see({**_stays(robots), **_stays(staff), **_stays(seen)})
        counted = [*_counted(seen), *(hit for hit in people if hit.is_apart)]
        tallies: Tallies = Tally()
        for robot in robots:
            tallies[_hour(robot.hit.at), Measure.BOTS, agents.look(robot.hit.caller.browser).bot] += 1
        _tally_visits(tallies, seen, fresh)
        _tally_hits(tallies, counted)
        _add_hours(_bounded(tallies))
        _add_objects(counted)


def _note(batch: uuid.UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO stats_writtenbatch (id, written_at) VALUES (%s, now()) ON CONFLICT DO NOTHING",
            [batch],
        )
        return cursor.rowcount == 1


def _sorted(hits: Sequence[Hit]) -> tuple[list[Seen], list[Seen], list[Hit]]:
    """Return the hits of robots, of staff and of people, each in the order of time."""
    robots, staff, people = [], [], []
    for hit in sorted(hits, key=lambda hit: hit.at):
        if hit.who == Who.STAFF:
            staff.append(_seen(hit))
        elif hit.who == Who.MEMBER or not agents.look(hit.caller.browser).bot:
            people.append(hit)
        elif hit.who == Who.BOT:
            robots.append(_seen(hit))
        # A robot that runs scripts was seen when it asked for the page: its beacon is no second view.
    return robots, staff, people


def _seen(hit: Hit) -> Seen:
    return Seen(hash_of(hit.caller, timezone.localdate(hit.at)), hit)


def _stays(seen: Sequence[Seen]) -> dict[bytes, Stay]:
    """Return what the batch knows of each visitor; a pause within it, after an absence, begins a visit."""
    stays: dict[bytes, Stay] = {}
    for visitor, hit in seen:
        if hit.what != What.VIEW:
            continue
        known = stays.get(visitor)
        if known is None:
            stays[visitor] = Stay(visitor, hit.who.value, 1, hit.at, hit.at)
        else:
            again = hit.at - known.last_at >= VISIT_ENDS_AFTER
            stays[visitor] = known._replace(began=known.began + again, last_at=hit.at)
    return stays


def _see(stays: dict[bytes, Stay]) -> dict[bytes, tuple[int, bool]]:
    """Note who is there; return for each visitor how many visits began, and whether it is the day's first."""
    rows = sorted(stays.values())
    if not rows:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO stats_presence AS known (visitor, who, began, first_at, last_at)
            SELECT * FROM unnest(%s::bytea[], %s::text[], %s::int[], %s::timestamptz[], %s::timestamptz[])
            ON CONFLICT (visitor) DO UPDATE SET
                began = excluded.began - 1 + CASE
                    WHEN excluded.first_at >= known.last_at + %s OR excluded.last_at <= known.first_at - %s
                    THEN 1 ELSE 0 END,
                first_at = least(known.first_at, excluded.first_at),
                last_at = greatest(known.last_at, excluded.last_at)
            -- PostgreSQL has written no later version of a row that was just inserted.
            RETURNING visitor, began, xmax = 0
            """,
            [*map(list, zip(*rows, strict=True)), VISIT_ENDS_AFTER, VISIT_ENDS_AFTER],
        )
        return {bytes(visitor): (began, is_new) for visitor, began, is_new in cursor.fetchall()}


def _counted(seen: Sequence[Seen]) -> list[Hit]:
    """Return the hits that are no doubles: one a visitor and object within half an hour."""
    claims = [Claim(visitor, *hit.objects[0], hit.at) for visitor, hit in seen]
    left = CountedOnce.objects.all().claim_many(claims, within=COUNT_AGAIN_AFTER)
    counted = []
    for visitor, hit in seen:
        key = visitor, *hit.objects[0]
        if key in left:
            left.discard(key)
            counted.append(hit)
    return counted


def _tally_visits(tallies: Tallies, seen: Sequence[Seen], fresh: dict[bytes, tuple[int, bool]]) -> None:
    """Count visits and visitors in the hour of the hit that began them."""
    done = set()
    for visitor, hit in seen:
        if visitor in done or hit.what != What.VIEW:
            continue
        done.add(visitor)
        began, is_new = fresh[visitor]
        hour = _hour(hit.at)
        if began:
            tallies[hour, Measure.VISITS, ""] += began
            tallies[hour, Measure.REFERRERS, hit.referrer[:MAX_NAME]] += began
            tallies[hour, Measure.DEVICES, agents.look(hit.caller.browser).device] += began
        if is_new:
            tallies[hour, Measure.VISITORS, ""] += 1


def _tally_hits(tallies: Tallies, counted: Sequence[Hit]) -> None:
    for hit in counted:
        hour = _hour(hit.at)
        tallies[hour, hit.what.value, hit.section] += 1
        if hit.search and not _names_somebody(hit.search):
            tallies[hour, Measure.SEARCHES if hit.found else Measure.MISSES, hit.search[:MAX_NAME]] += 1


def _names_somebody(search: str) -> bool:
    """Tell whether people looked for a phone number, an identity number or a letter box: kept nowhere."""
    return "@" in search or bool(re.search(r"(\d[ .-]?){9}", search))


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _bounded(tallies: Tallies) -> Tallies:
    """Put what makes too many names for an hour under one."""
    spans = {(hour, measure) for hour, measure, _ in tallies if measure in MOST_NAMES}
    if not spans:
        return tallies
    bounded: Tallies = Tally()
    known = _names(spans)
    for (hour, measure, name), count in sorted(tallies.items()):
        names = known.get((hour, measure))
        if names is not None and name not in names:
            if len(names) >= MOST_NAMES[measure]:
                name = OTHERS
            else:
                names.add(name)
        bounded[hour, measure, name] += count
    return bounded


def _names(spans: set[tuple[datetime, str]]) -> dict[tuple[datetime, str], set[str]]:
    """Return the names that each hour has already. Two batches at once may go over by a few."""
    hours, measures = zip(*sorted(spans), strict=True)
    names: dict[tuple[datetime, str], set[str]] = {span: set() for span in spans}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT hour, measure, name FROM stats_hourcount
            WHERE (hour, measure) IN (SELECT * FROM unnest(%s::timestamptz[], %s::text[]))
            """,
            [list(hours), list(measures)],
        )
        for hour, measure, name in cursor.fetchall():
            names[hour, measure].add(name)
    return names


def _add_hours(tallies: Tallies) -> None:
    rows = sorted((*key, count) for key, count in tallies.items())
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO stats_hourcount AS known (hour, measure, name, count)
                SELECT * FROM unnest(%s::timestamptz[], %s::text[], %s::text[], %s::bigint[])
                ON CONFLICT (hour, measure, name) DO UPDATE SET count = known.count + excluded.count
                """,
                [*map(list, zip(*rows, strict=True))],
            )


def _add_objects(counted: Sequence[Hit]) -> None:
    """Add to the counts of the objects: for ever (core), and of the day."""
    days: Tally[tuple[date, str, int, What]] = Tally()
    for hit in counted:
        for kind, object_id in hit.objects:
            if kind not in (PAGE, SEARCH):
                days[timezone.localdate(hit.at), kind, object_id, hit.what] += 1
    objects = sorted({key[:3] for key in days})
    rows = [(*key, days[*key, What.VIEW], days[*key, What.DOWNLOAD]) for key in objects]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO stats_objectday AS known (day, kind, object_id, views, downloads)
            SELECT * FROM unnest(%s::date[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[])
            ON CONFLICT (kind, day, object_id) DO UPDATE SET
                views = known.views + excluded.views, downloads = known.downloads + excluded.downloads
            """,
            [*map(list, zip(*rows, strict=True))],
        )
    totals: dict[tuple[str, int], Count] = {}
    for _, kind, object_id, views, downloads in rows:
        known = totals.get((kind, object_id), Count(kind, object_id, 0, 0))
        totals[kind, object_id] = known._replace(
            views=known.views + views, downloads=known.downloads + downloads
        )
    Counter.objects.add_many(totals.values())
