"""What is known of visitors for half an hour: that somebody downloaded a file, not who.

A visitor is a keyed hash of address and browser. The key is random, lives one day in a table that is
neither in the write-ahead log nor in a physical backup (``UNLOGGED``; a dump leaves it out with
``--no-unlogged-table-data``), and is then destroyed: from that day on nobody can tell whose hash it was.
Law 91/2025/QH15: the history of what a person looked at is sensitive data, so it is not kept.
"""

from datetime import date, datetime, timedelta

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


class CountedDownloadQuerySet(models.QuerySet):
    def claim(self, visitor: bytes, kind: str, object_id: int, *, now: datetime, within: timedelta) -> bool:
        """Note a download, and tell whether it is to be counted: not twice ``within`` this time.

        One statement, so that of two requests at once, in whatever process, one counts.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO core_counteddownload (visitor, kind, object_id, counted_at)
                VALUES (%s, %s, %s, %s)
                ON CONFLICT (visitor, kind, object_id) DO UPDATE SET counted_at = excluded.counted_at
                WHERE core_counteddownload.counted_at <= %s
                """,
                [visitor, kind, object_id, now, now - within],
            )
            return cursor.rowcount == 1

    def forget(self, before: datetime, day: date) -> int:
        """Delete what was counted before a moment, and the keys of days before a day; return how many."""
        VisitorKey.objects.filter(day__lt=day).delete()
        return self.filter(counted_at__lt=before).delete()[0]


class CountedDownload(models.Model):
    """That a visitor's download of an object was counted, and when."""

    visitor = models.BinaryField("khách")
    kind = models.CharField("loại", max_length=60)
    object_id = models.BigIntegerField("mã đối tượng")
    counted_at = models.DateTimeField("đếm lúc", db_index=True)

    objects = CountedDownloadQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt tải vừa đếm"
        verbose_name_plural = "lượt tải vừa đếm"
        constraints = [
            models.UniqueConstraint(fields=["visitor", "kind", "object_id"], name="core_counteddownload_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}, {self.counted_at}"
