"""Addresses that texts link to, and what came of looking whether they still lead anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from core.models.counters import kind_of


class WebLinkQuerySet(models.QuerySet):
    def broken_in(self, obj: models.Model) -> Self:
        """Return what an object links to and is not there, by address."""
        return self.filter(
            uses__kind=kind_of(obj), uses__object_id=obj.pk, status=WebLink.Status.BROKEN
        ).order_by("address")

    def due(self, at: datetime | None = None) -> Self:
        """Return what is to be looked at again, the longest waiting first."""
        at = at or timezone.now()
        return self.filter(
            Q(checked_at__isnull=True)
            | Q(checked_at__lte=at - WebLink.AGAIN_AFTER)
            | Q(status=WebLink.Status.UNSURE, checked_at__lte=at - WebLink.UNSURE_AGAIN_AFTER)
        ).order_by(models.F("checked_at").asc(nulls_first=True), "pk")


class WebLink(models.Model):
    """An address, once for all texts that link to it."""

    class Status(models.TextChoices):
        NEW = "new", "Chưa kiểm tra"
        FINE = "fine", "Mở được"
        BROKEN = "broken", "Hỏng"
        UNSURE = "unsure", "Chưa chắc"
        REFUSED = "refused", "Không kiểm tra"

    AGAIN_AFTER = timedelta(days=7)
    # A server that did not answer may be back tomorrow.
    UNSURE_AGAIN_AFTER = timedelta(hours=20)
    MAX_ADDRESS = 1000

    address = models.CharField("địa chỉ", max_length=MAX_ADDRESS, unique=True)
    status = models.CharField("kết quả", max_length=7, choices=Status, default=Status.NEW)
    reason = models.CharField("vì sao", max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField("số lần liền không được", default=0)
    # The last failure that counted.
    failed_at = models.DateTimeField("không được lúc", null=True, blank=True)
    checked_at = models.DateTimeField("kiểm tra lúc", null=True, blank=True)

    objects = WebLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "liên kết ra ngoài"
        verbose_name_plural = "liên kết hỏng"
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["status", "-checked_at"], name="core_weblink_status"),
            models.Index(fields=["checked_at"], name="core_weblink_checked"),
        ]

    def __str__(self) -> str:
        return self.address


class WebLinkUse(models.Model):
    """That an object, named by kind and id, links to an address."""

    link = models.ForeignKey(WebLink, models.CASCADE, verbose_name="liên kết", related_name="uses")
    kind = models.CharField("loại", max_length=60)
    object_id = models.BigIntegerField("mã đối tượng")

    class Meta:
        verbose_name = "chỗ dùng liên kết"
        verbose_name_plural = "chỗ dùng liên kết"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "link"], name="core_weblinkuse_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.link_id}"


def note_uses(obj: models.Model, addresses: Iterable[str]) -> list[int]:
    """Write down what an object links to, and nothing else any more; return the keys of the addresses."""
    wanted = sorted({address for address in addresses if len(address) <= WebLink.MAX_ADDRESS})
    kind = kind_of(obj)
    with transaction.atomic():
        WebLink.objects.bulk_create([WebLink(address=address) for address in wanted], ignore_conflicts=True)
        pks = list(WebLink.objects.filter(address__in=wanted).values_list("pk", flat=True))
        WebLinkUse.objects.filter(kind=kind, object_id=obj.pk).exclude(link__in=pks).delete()
        WebLinkUse.objects.bulk_create(
            [WebLinkUse(link_id=pk, kind=kind, object_id=obj.pk) for pk in pks], ignore_conflicts=True
        )
    return pks
