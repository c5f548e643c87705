"""Hours become days, and what is too old, or too close to a person, goes.

A day is made from its hours as a whole, so it can be made as often as one likes; hours stay for ninety days.
"""

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from core.text import midnight
from core.visitors import WAITED_OVER_MIDNIGHT
from stats.models import DayCount, HourCount, Measure, Presence, WrittenBatch
from stats.models.counts import OTHERS

HOURS_KEPT = timedelta(days=90)
# What people searched for is of use for a year, and nobody's business after that.
SEARCHES_KEPT = timedelta(days=400)
# A batch that waited for the database is long written by then.
BATCHES_KEPT = timedelta(hours=1)
# What a day keeps of the sites, robots and searches that were named on it: the most frequent.
NAMES_KEPT = 200
# Days that are made anew each time: something may have waited over midnight.
AGAIN = 2
# Any number: two roll-ups at once would wait for each other's rows.
_ROLLING = 7_406_211


def roll_up(today: date | None = None) -> int:
    """Make the days before ``today`` from their hours, where that was not done or may have changed.

    Return how many days were made.
    """
    today = today or timezone.localdate()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ROLLING])
        first = _first_day(today)
        if first is None:
            return 0
        span = {
            "zone": timezone.get_default_timezone_name(),
            "start": midnight(first),
            "end": midnight(today),
            "kept": NAMES_KEPT,
            "others": OTHERS,
        }
        # Made as a whole: a name that was among the most frequent may be so no more.
        cursor.execute(
            """
            DELETE FROM stats_daycount WHERE day IN (
                SELECT (hour AT TIME ZONE %(zone)s)::date FROM stats_hourcount
                WHERE hour >= %(start)s AND hour < %(end)s
            )
            """,
            span,
        )
        cursor.execute(
            """
            INSERT INTO stats_daycount (day, measure, name, count)
            SELECT day, measure, CASE WHEN place > %(kept)s THEN %(others)s ELSE name END, sum(count)
            FROM (
                SELECT (hour AT TIME ZONE %(zone)s)::date AS day, measure, name, sum(count) AS count,
                    row_number() OVER (
                        PARTITION BY (hour AT TIME ZONE %(zone)s)::date, measure
                        ORDER BY sum(count) DESC, name
                    ) AS place
                FROM stats_hourcount WHERE hour >= %(start)s AND hour < %(end)s GROUP BY 1, 2, 3
            ) AS named
            GROUP BY 1, 2, 3
            """,
            span,
        )
        # A day on which nobody came is a day too: without its row it would be read from hours for ever.
        days = [first + timedelta(days=number) for number in range((today - first).days)]
        nobody = [DayCount(day=day, measure=Measure.VISITS, name="", count=0) for day in days]
        DayCount.objects.bulk_create(nobody, ignore_conflicts=True)
        return len(days)


def forget(now: datetime | None = None) -> int:
    """Delete hours that are in days, and what served the counting of a day that is over; return how many."""
    now = now or timezone.now()
    today = timezone.localdate(now - WAITED_OVER_MIDNIGHT)
    rolled = (
        DayCount.objects.filter(measure=Measure.VISITS).order_by("-day").values_list("day", flat=True).first()
    )
    count = 0
    if rolled:
        end = min(now - HOURS_KEPT, midnight(rolled + timedelta(days=1)))
        count += HourCount.objects.filter(hour__lt=end)._raw_delete("default")
    searches = DayCount.objects.filter(measure__in=[Measure.SEARCHES, Measure.MISSES])
    count += searches.filter(day__lt=today - SEARCHES_KEPT)._raw_delete("default")
    count += Presence.objects.filter(last_at__lt=midnight(today))._raw_delete("default")
    count += WrittenBatch.objects.filter(written_at__lt=now - BATCHES_KEPT)._raw_delete("default")
    return count


def _first_day(today: date) -> date | None:
    """Return the first day that is to be made, None where there is none yet."""
    last = DayCount.objects.filter(measure=Measure.VISITS, day__lt=today).order_by("-day").first()
    if last:
        return min(last.day + timedelta(days=1), today - timedelta(days=AGAIN))
    earliest = HourCount.objects.filter(hour__lt=midnight(today)).order_by("hour").first()
    return timezone.localdate(earliest.hour) if earliest else None
