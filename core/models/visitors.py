"""What is known of visitors for half an hour: that somebody read a page or downloaded a file, not who.

A visitor is a keyed hash of address and browser. The key is random, lives one day in a table that is
neither in the write-ahead log nor in a physical backup (``UNLOGGED``; a dump leaves it out with
``--no-unlogged-table-data``), and is then destroyed: from that day on nobody can tell whose hash it was.
Law 91/2025/QH15: the history of what a person looked at is sensitive data, so it is not kept.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import connection, models


class VisitorKey(models.Model):
    """The random key of one day."""

    day = models.DateField("ngày", primary_key=True)
    key = models.BinaryField("khóa")

    class Meta:
        verbose_name = "khóa băm trong ngày"
        verbose_name_plural = "khóa băm trong ngày"

    def __str__(self) -> str:
        return str(self.day)


class Claim(NamedTuple):
    """That a visitor did something with an object at a moment."""

    visitor: bytes
    kind: str
    object_id: int
    at: datetime


class CountedOnceQuerySet(models.QuerySet):
    def claim(self, visitor: bytes, kind: str, object_id: int, *, now: datetime, within: timedelta) -> bool:
        """Note that an object was looked at, and tell whether it is to be counted."""
        return bool(self.claim_many([Claim(visitor, kind, object_id, now)], within=within))

    def claim_many(self, claims: Iterable[Claim], *, within: timedelta) -> set[tuple[bytes, str, int]]:
        """Note what was looked at, and return what is to be counted: not twice ``within`` this time.

        One statement, so that of two at once, in whatever process, one counts. Rows are taken in the same
        order everywhere: two batches wait for each other, and never in a circle.
        """
        first: dict[tuple[bytes, str, int], datetime] = {}
        for claim in claims:
            key = claim[:3]
            first[key] = min(first.get(key, claim.at), claim.at)
        rows = sorted((*key, at) for key, at in first.items())
        if not rows:
            return set()
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO core_countedonce AS known (visitor, kind, object_id, counted_at)
                SELECT * FROM unnest(%s::bytea[], %s::text[], %s::bigint[], %s::timestamptz[])
                ON CONFLICT (visitor, kind, object_id) DO UPDATE SET counted_at = excluded.counted_at
                WHERE known.counted_at <= excluded.counted_at - %s
                RETURNING visitor, kind, object_id
                """,
                [*map(list, zip(*rows, strict=True)), within],
            )
            return {(bytes(visitor), kind, object_id) for visitor, kind, object_id in cursor.fetchall()}

    def forget(self, before: datetime, day: date) -> int:
        """Delete what was counted before a moment, and the keys of days before a day; return how many."""
        VisitorKey.objects.filter(day__lt=day).delete()
        return self.filter(counted_at__lt=before).delete()[0]


class CountedOnce(models.Model):
    """That a visitor's view or download of an object was counted, and when."""

    visitor = models.BinaryField("khách")
    kind = models.CharField("loại", max_length=60)
    object_id = models.BigIntegerField("mã đối tượng")
    counted_at = models.DateTimeField("đếm lúc", db_index=True)

    objects = CountedOnceQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt vừa đếm"
        verbose_name_plural = "lượt vừa đếm"
        constraints = [
            models.UniqueConstraint(fields=["visitor", "kind", "object_id"], name="core_countedonce_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}, {self.counted_at}"
