"""«Thống kê truy cập»: who is here now, and how many came."""

import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from core import cache
from core.hits import Who
from stats.models import CountingSettings, Measure

# Somebody is here for so long after a page.
ONLINE = timedelta(minutes=5)
# How long numbers are kept before they are read again, in seconds.
FRESH = 5

TAGS = CountingSettings.cache_tags


@dataclass(frozen=True)
class Numbers:
    """People here now, and visits: of today, of this week (from Monday), of this month, of all time."""

    members: int
    guests: int
    robots: int
    today: int
    yesterday: int
    week: int
    month: int
    total: int
    since: date | None

    @property
    def online(self) -> int:
        """People: robots are apart."""
        return self.members + self.guests


def numbers() -> Numbers:
    """Return the numbers of this moment, FRESH seconds old at most."""
    return cache.remember("visits", TAGS, _read, FRESH)


def told() -> Numbers:
    """Return the numbers as a reader is told them: he is here, too, though it may not be written yet."""
    now = numbers()
    return now if now.online else replace(now, guests=1)


def fragment(request: HttpRequest, which: str) -> str:
    """The numbers for the place that they have in a kept page, from the memory of the process.

    Each page asks for them once: a question to a shared cache would cost more than all the rest.
    """
    global _kept
    now = time.monotonic()
    if _kept is None or _kept.until < now:
        _kept = _Kept(render_to_string("stats/_visits.html", {"numbers": told()}), now + FRESH)
    return _kept.html


class _Kept(NamedTuple):
    html: str
    until: float


_kept: _Kept | None = None


def _read() -> Numbers:
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT members, guests, robots, today, yesterday, week, month,
                total + coalesce((SELECT carried_over FROM stats_countingsettings LIMIT 1), 0),
                (SELECT since FROM stats_countingsettings LIMIT 1)
            FROM (
                SELECT count(*) FILTER (WHERE who IN (%(member)s, %(staff)s)) AS members,
                    count(*) FILTER (WHERE who = %(guest)s) AS guests,
                    count(*) FILTER (WHERE who = %(bot)s) AS robots
                FROM stats_presence WHERE last_at > %(online)s
            ) AS present,
            (
                SELECT coalesce(sum(count) FILTER (WHERE day = %(today)s), 0) AS today,
                    coalesce(sum(count) FILTER (WHERE day = %(yesterday)s), 0) AS yesterday,
                    coalesce(sum(count) FILTER (WHERE day >= %(week)s), 0) AS week,
                    coalesce(sum(count) FILTER (WHERE day >= %(month)s), 0) AS month,
                    coalesce(sum(count), 0) AS total
                FROM stats_dailycount WHERE measure = %(measure)s AND day <= %(today)s
            ) AS visits
            """,
            {
                **{who.value: who.value for who in Who},
                "online": timezone.now() - ONLINE,
                "today": today,
                "yesterday": today - timedelta(days=1),
                "week": today - timedelta(days=today.weekday()),
                "month": today.replace(day=1),
                "measure": Measure.VISITS,
            },
        )
        *figures, since = cursor.fetchone()
    return Numbers(*map(int, figures), since)
