"""Who issues documents, and the units of such a body that write them."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models import TextModel
from documents.models.names import NamedInNumbers


class IssuingBodyQuerySet(models.QuerySet):
    def in_force(self, on: date | None = None) -> Self:
        """Bodies that exist on a day (today by default)."""
        on = on or timezone.localdate()
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on)
        )


class IssuingBody(NamedInNumbers):
    """An agency, council or committee that issues documents under codes of its own.

    Bodies change: a dissolved one keeps its documents, has an end and a successor.
    """

    SEARCHED_BY = "issuing_body"
    SEARCHED_FIELDS = ("name", "short_name")

    name = models.CharField("tên cơ quan", max_length=250, unique=True)
    short_name = models.CharField("tên gọn", max_length=100, blank=True, help_text="Ví dụ: Sở GDĐT.")
    slug = models.SlugField("phần địa chỉ", max_length=120, unique=True, blank=True)
    codes = ArrayField(
        models.CharField(max_length=30),
        verbose_name="chữ viết tắt trong số ký hiệu",
        default=list,
        blank=True,
        help_text="Cách nhau bằng dấu phẩy, mã chính đứng trước. Ví dụ: BGDĐT, BGD&ĐT.",
    )
    valid_from = models.DateField("thành lập ngày", null=True, blank=True)
    valid_to = models.DateField("hoạt động đến hết ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name="cơ quan kế thừa",
        null=True,
        blank=True,
        related_name="predecessors",
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Số nhỏ đứng trước.")

    objects = IssuingBodyQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan ban hành"
        verbose_name_plural = "cơ quan ban hành"
        ordering = ("order", "name")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="documents_issuingbody_valid_period",
                violation_error_message="Ngày kết thúc hoạt động phải sau ngày thành lập.",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="documents_issuingbody_not_its_own_successor",
                violation_error_message="Cơ quan không thể kế thừa chính mình.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def save(self, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self.free_slug(self.name)
        super().save(**kwargs)

    @property
    def heir(self) -> IssuingBody | None:
        """The body that does the work now: its successor, or where that has ended too, the one after it."""
        passed = {self.pk}
        heir = self.successor
        while heir and heir.valid_to and heir.successor and heir.pk not in passed:
            passed.add(heir.pk)
            heir = heir.successor
        return heir

    @property
    def codes_in_numbers(self) -> set[str]:
        return set(self.codes)


class SendingUnit(TextModel):
    """A unit of an issuing body, such as a division, whose code ends the number of an official letter."""

    cache_tags = ("documents",)

    body = models.ForeignKey(
        IssuingBody, models.CASCADE, verbose_name="cơ quan ban hành", related_name="units"
    )
    name = models.CharField("tên đơn vị", max_length=200)
    code = models.CharField(
        "chữ viết tắt trong số ký hiệu",
        max_length=30,
        blank=True,
        help_text="Đứng cuối số công văn. Ví dụ: QLT trong 831/SGDĐT-QLT.",
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Số nhỏ đứng trước.")

    class Meta:
        verbose_name = "đơn vị gửi"
        verbose_name_plural = "đơn vị gửi"
        ordering = ("body", "order", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "name"],
                name="documents_sendingunit_unique_name",
                violation_error_message="Cơ quan này đã có đơn vị mang tên này.",
            ),
            models.UniqueConstraint(
                fields=["body", "code"],
                condition=~Q(code=""),
                name="documents_sendingunit_unique_code",
                violation_error_message="Cơ quan này đã có đơn vị dùng chữ viết tắt này.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
