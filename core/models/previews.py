"""Links by which somebody without an account may look at what is not published yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.models.counters import kind_of
from core.people import name_of

_signer = signing.Signer(salt="core.preview", sep=".")


class PreviewLinkQuerySet(models.QuerySet):
    def of(self, obj: models.Model) -> Self:
        return self.filter(kind=kind_of(obj), object_id=obj.pk)

    def alive(self) -> Self:
        """Links whose time is not over."""
        return self.filter(expires_at__gt=timezone.now())

    def by_token(self, token: str) -> PreviewLink | None:
        """Return the link that a token names; None for a forged one, one that ran out or was revoked."""
        try:
            pk = int(_signer.unsign(token))
        except (signing.BadSignature, ValueError):
            return None
        return self.alive().select_related("made_by").filter(pk=pk).first()


class PreviewLink(models.Model):
    """One link. Without its row it opens nothing, so that to revoke it is to delete the row.

    The address holds a signed number: who reads this table cannot make one.
    """

    DAYS = (1, 3, 7)

    kind = models.CharField("loại", max_length=60)
    object_id = models.BigIntegerField("mã đối tượng")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="người tạo", related_name="+"
    )
    made_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    expires_at = models.DateTimeField("hết hạn lúc")

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "liên kết xem trước"
        verbose_name_plural = "liên kết xem trước"
        default_permissions = ()  # By the right on the object.
        indexes = [models.Index(fields=["kind", "object_id"], name="core_previewlink_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}, {name_of(self.made_by)}"

    def get_absolute_url(self) -> str:
        return reverse("preview", args=[self.token])

    @classmethod
    def make(cls, obj: models.Model, *, by: Any, days: int) -> Self:
        """Make a link to an object that opens for some days."""
        return cls.objects.create(
            kind=kind_of(obj),
            object_id=obj.pk,
            made_by=by,
            expires_at=timezone.now() + timedelta(days=days),
        )

    @property
    def token(self) -> str:
        return _signer.sign(str(self.pk))
