"""Views and downloads, in a table of their own.

Saving a post never touches a count, and a count never rewrites a post. A counted object is named by its
kind (``news.article``) and its id.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection, models


def kind_of(obj: models.Model | type[models.Model]) -> str:
    """Return the kind of an object or model, such as ``news.article``."""
    return obj._meta.label_lower


class Count(NamedTuple):
    """What is to be added to the counts of an object."""

    kind: str
    object_id: int
    views: int
    downloads: int


class CounterQuerySet(models.QuerySet):
    def add(self, kind: str, object_id: int, *, views: int = 0, downloads: int = 0) -> None:
        """Add to the counts of an object; safe from several processes at once."""
        self.add_many([Count(kind, object_id, views, downloads)])

    def add_many(self, counts: Iterable[Count]) -> None:
        """Add to the counts of several objects, each named once, in one statement.

        In the same order everywhere: two batches wait for each other, and never in a circle.
        """
        rows = sorted(counts)
        if rows:
            with connection.cursor() as cursor:
                cursor.execute(
                    """
                    INSERT INTO core_counter AS known
                        (kind, object_id, views, downloads, carried_over, updated_at)
                    SELECT kind, object_id, views, downloads, 0, now()
                    FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::bigint[])
                        AS added (kind, object_id, views, downloads)
                    ON CONFLICT (kind, object_id) DO UPDATE SET
                        views = known.views + excluded.views,
                        downloads = known.downloads + excluded.downloads,
                        updated_at = excluded.updated_at
                    """,
                    [*map(list, zip(*rows, strict=True))],
                )

    def of(self, obj: models.Model) -> "Counter":
        """Return the counts of an object; an unsaved zero where nothing was counted yet."""
        known = self.filter(kind=kind_of(obj), object_id=obj.pk).first()
        return known or self.model(kind=kind_of(obj), object_id=obj.pk)

    def of_many(self, objs: Iterable[models.Model]) -> list["Counter"]:
        """Return the counts of several objects, of one model or several, in their order; one query."""
        keys = [(kind_of(obj), obj.pk) for obj in objs]
        rows = self.filter(kind__in={kind for kind, _ in keys}, object_id__in={pk for _, pk in keys})
        known = {(counter.kind, counter.object_id): counter for counter in rows}
        return [known.get(key) or self.model(kind=key[0], object_id=key[1]) for key in keys]

    def set_carried_over(self, obj: models.Model, views: int) -> None:
        """Set the views that an object brought along from an earlier site."""
        self.update_or_create(kind=kind_of(obj), object_id=obj.pk, defaults={"carried_over": views})


class Counter(models.Model):
    kind = models.CharField("loại", max_length=60)
    object_id = models.BigIntegerField("mã đối tượng")
    views = models.PositiveBigIntegerField("lượt xem", default=0)
    downloads = models.PositiveBigIntegerField("lượt tải", default=0)
    carried_over = models.PositiveBigIntegerField("lượt xem mang sang", default=0)
    updated_at = models.DateTimeField("cập nhật lúc", auto_now=True)

    objects = CounterQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ đếm"
        verbose_name_plural = "bộ đếm"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="core_counter_one_per_object")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.total_views}"

    @property
    def total_views(self) -> int:
        """Views counted here and those carried over from an earlier site."""
        return self.views + self.carried_over
