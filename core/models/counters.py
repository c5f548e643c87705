"""Views and downloads, in a table of their own.

Saving a post never touches a count, and a count never rewrites a post. A counted object is named by its
kind (``news.article``) and its id; the token that a page carries is the signed form of the two, the same
for every visitor, so that pages stay cacheable.
"""

from collections.abc import Iterable

from django.core import signing
from django.db import models
from django.db.models import F
from django.db.models.functions import Now

_signer = signing.Signer(salt="core.counter", sep=".")


def kind_of(obj: models.Model | type[models.Model]) -> str:
    """Return the kind of an object or model, such as ``news.article``."""
    return obj._meta.label_lower


def make_token(obj: models.Model) -> str:
    """Return the token that lets a page have this object counted."""
    return _signer.sign(f"{kind_of(obj)}:{obj.pk}")


def read_token(token: str) -> tuple[str, int]:
    """Return the kind and id in a token.

    Raises django.core.signing.BadSignature for a token that this site did not make.
    """
    kind, _, pk = _signer.unsign(token).rpartition(":")
    return kind, int(pk)


class CounterQuerySet(models.QuerySet):
    def add(self, kind: str, object_id: int, *, views: int = 0, downloads: int = 0) -> None:
        """Add to the counts of an object; safe from several processes at once."""
        self.bulk_create(
            [self.model(kind=kind, object_id=object_id)],
            ignore_conflicts=True,
        )
        self.filter(kind=kind, object_id=object_id).update(
            views=F("views") + views, downloads=F("downloads") + downloads, updated_at=Now()
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
