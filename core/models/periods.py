"""What is shown for a time: a banner, an announcement."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models.base import TextModel


class TimedQuerySet(models.QuerySet):
    def current(self, at: datetime | None = None) -> Self:
        """What is to be shown at a moment (aware datetime; now by default)."""
        at = at or timezone.now()
        return self.filter(
            Q(starts_at__isnull=True) | Q(starts_at__lte=at),
            Q(ends_at__isnull=True) | Q(ends_at__gt=at),
            is_shown=True,
        )

    def changing_between(self, start: datetime, end: datetime) -> Self:
        """What comes or goes by the clock between two moments."""
        return self.filter(
            Q(starts_at__gt=start, starts_at__lte=end) | Q(ends_at__gt=start, ends_at__lte=end),
            is_shown=True,
        )


class Phase(models.TextChoices):
    """Where a thing is in its time."""

    SHOWN = "shown", "Đang hiện"
    WAITING = "waiting", "Chờ đến lúc"
    OVER = "over", "Đã hết hạn"
    OFF = "off", "Đang tắt"


class Timed(TextModel):
    """Furniture that comes and goes by the clock, or by hand."""

    is_shown = models.BooleanField("hiện trên cổng", default=True)
    starts_at = models.DateTimeField(
        "hiện từ lúc", null=True, blank=True, help_text="Để trống: hiện ngay khi lưu."
    )
    ends_at = models.DateTimeField(
        "hiện đến lúc", null=True, blank=True, help_text="Để trống: hiện đến khi bạn tắt."
    )

    objects = TimedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message="Lúc kết thúc phải sau lúc bắt đầu.",
            )
        ]

    @property
    def phase(self) -> Phase:
        """Where it is now, as :meth:`TimedQuerySet.current` sees it."""
        now = timezone.now()
        if not self.is_shown:
            return Phase.OFF
        if self.ends_at and self.ends_at <= now:
            return Phase.OVER
        return Phase.WAITING if self.starts_at and self.starts_at > now else Phase.SHOWN
