"""Short announcements on every page: the ticker, and the bar for emergencies."""

from django.core.exceptions import ValidationError
from django.db import models

from core.models.periods import Timed
from portal.models.addresses import AddressField


class Announcement(Timed):
    cache_tags = ("site",)

    class Kind(models.TextChoices):
        TICKER = "ticker", "Dòng thông báo"
        EMERGENCY = "emergency", "Thông báo khẩn (bão, lũ, nghỉ học)"

    kind = models.CharField("loại", max_length=9, choices=Kind, default=Kind.TICKER)
    text = models.CharField("nội dung", max_length=200, help_text="Một câu, tối đa 200 ký tự.")
    address = AddressField("liên kết", blank=True, help_text="Trang có thêm chi tiết. Không bắt buộc.")
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Số nhỏ đứng trước.")

    class Meta(Timed.Meta):
        abstract = False
        verbose_name = "thông báo ngắn"
        verbose_name_plural = "thông báo ngắn"
        ordering = ("kind", "order", "-pk")

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        if self.kind == self.Kind.EMERGENCY and not self.ends_at:
            raise ValidationError(
                {"ends_at": "Thông báo khẩn phải có lúc kết thúc: để quên, nó mất tác dụng với lần sau."}
            )
