"""Links between published objects of different apps: a post names documents, a document names posts."""

from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Q, When
from django.db.models.functions import JSONObject

from core.models.counters import kind_of


class ObjectLinkQuerySet(models.QuerySet):
    def refs_of(self, model: type[models.Model]) -> ArraySubquery:
        """Return kind and id of all that a row of a model is linked with, as an expression over the model."""
        kind, row = kind_of(model), models.OuterRef("pk")
        is_from = Q(from_kind=kind, from_id=row)
        other_side = Case(
            When(is_from, then=JSONObject(kind="to_kind", id="to_id")),
            default=JSONObject(kind="from_kind", id="from_id"),
        )
        found = self.filter(is_from | Q(to_kind=kind, to_id=row)).order_by("order", "pk")
        return ArraySubquery(found.values(ref=other_side))

    def of(self, obj: models.Model) -> Self:
        """Links that an object stands in, on either side."""
        kind = kind_of(obj)
        return self.filter(
            Q(from_kind=kind, from_id=obj.pk) | Q(to_kind=kind, to_id=obj.pk),
        )


class ObjectLink(models.Model):
    """A link from one object to another, both named by their kind (``news.article``) and id.

    Both sides show it; it was made on the side of ``from``.
    """

    from_kind = models.CharField("loại nguồn", max_length=60)
    from_id = models.BigIntegerField("mã nguồn")
    to_kind = models.CharField("loại đích", max_length=60)
    to_id = models.BigIntegerField("mã đích")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = ObjectLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "liên kết nội dung"
        verbose_name_plural = "liên kết nội dung"
        ordering = ("order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["from_kind", "from_id", "to_kind", "to_id"], name="core_objectlink_once"
            )
        ]
        indexes = [models.Index(fields=["to_kind", "to_id"], name="core_objectlink_to")]

    def __str__(self) -> str:
        return f"{self.from_kind} {self.from_id} → {self.to_kind} {self.to_id}"

    def other_side(self, obj: models.Model) -> tuple[str, int]:
        """Return kind and id of the object at the other end."""
        if (self.from_kind, self.from_id) == (kind_of(obj), obj.pk):
            return self.to_kind, self.to_id
        return self.from_kind, self.from_id
