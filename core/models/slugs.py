"""The readable part of an address, and every one that an object ever had, so that none of them breaks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.db import models, transaction

from core.models.base import TextModel
from core.models.counters import kind_of


class FormerSlugQuerySet(models.QuerySet):
    def of(self, model: type[models.Model]) -> Self:
        """The slugs of the objects of a model."""
        return self.filter(kind=kind_of(model))

    def holder(self, model: type[models.Model], slug: str) -> int | None:
        """Return the id of the object of a model that had a slug last; None where none ever had."""
        return self.of(model).filter(slug=slug).values_list("object_id", flat=True).first()

    def note(self, *objs: Slugged) -> None:
        """Take down the present slugs of objects of one model; each is theirs from now on."""
        self.bulk_create(
            [self.model(kind=kind_of(obj), slug=obj.slug, object_id=obj.pk) for obj in objs],
            update_conflicts=True,
            unique_fields=["kind", "slug"],
            update_fields=["object_id"],
        )

    def hand_over(self, model: type[models.Model], pks: Iterable[int], to: models.Model) -> None:
        """Have all slugs of some objects lead to another one: they have been merged into it."""
        self.of(model).filter(object_id__in=pks).update(object_id=to.pk)


class FormerSlug(models.Model):
    """A slug that an object has or had; of several that had the same one, the last holds it."""

    kind = models.CharField("loại", max_length=60)
    slug = models.SlugField("phần địa chỉ", max_length=120)
    object_id = models.BigIntegerField("mã đối tượng")

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        verbose_name = "địa chỉ đã dùng"
        verbose_name_plural = "địa chỉ đã dùng"
        default_permissions = ()  # In no admin.
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="core_formerslug_one_holder"),
        ]
        indexes = [models.Index(fields=["kind", "object_id"], name="core_formerslug_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}: {self.object_id}"


class Slugged(TextModel):
    """An object that is found by its ``slug``, and by every one that it had before.

    A slug that another object once had still leads there, unless somebody asks for it by name: then who
    has it now wins.
    """

    class Meta:
        abstract = True

    def after_save(self) -> None:
        super().after_save()
        FormerSlug.objects.note(self)

    def delete(self, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            FormerSlug.objects.of(type(self)).filter(object_id=self.pk).delete()
            return super().delete(**kwargs)

    def has_rival_for(self, slug: str) -> bool:
        if super().has_rival_for(slug):
            return True
        # Rows also go by a cascade or a queryset, where no method of the model runs.
        others = type(self)._base_manager.exclude(pk=self.pk).values("pk")
        return FormerSlug.objects.of(type(self)).filter(slug=slug, object_id__in=others).exists()
