"""What the public may see, and what staff may: the gate of everything that is published."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core import scopes

if TYPE_CHECKING:
    from core.models.publishing import Publishable


class Status(models.TextChoices):
    DRAFT = "draft", "Bản nháp"
    IN_REVIEW = "in_review", "Chờ duyệt"
    PUBLISHED = "published", "Đã xuất bản"
    WITHDRAWN = "withdrawn", "Đã gỡ"


def within_dates(at: datetime) -> Q:
    """Return the condition that the date of what is listed has come, and its end has not."""
    return Q(Q(unpublish_at__isnull=True) | Q(unpublish_at__gt=at), published_at__lte=at)


class PublishableQuerySet(models.QuerySet):
    """The gate between staff and the public."""

    def published(self, at: datetime | None = None) -> Self:
        """What the public may see at a moment (aware datetime; now by default)."""
        at = at or timezone.now()
        return self.filter(within_dates(at), status=Status.PUBLISHED, deleted_at__isnull=True)

    def gone(self, at: datetime | None = None) -> Self:
        """What was public and is so no longer: withdrawn, or past its end. Answered with 410."""
        at = at or timezone.now()
        return self.filter(
            Q(status=Status.WITHDRAWN) | Q(status=Status.PUBLISHED, unpublish_at__lte=at),
            published_at__lte=at,
            deleted_at__isnull=True,
        )

    def in_trash(self) -> Self:
        return self.filter(deleted_at__isnull=False)

    def not_in_trash(self) -> Self:
        return self.filter(deleted_at__isnull=True)

    def falling_to(self, user: Any) -> Self:
        """What a person publishes: by right, and where he is in charge (core.scopes)."""
        if not user.has_perm(self.model.permission("publish")):
            return self.none()
        return scopes.limited(self, user, self.model)

    def seen_by(self, user: Any) -> Self:
        """What a person sees before the public does: what falls to him, and what is his own."""
        own = Q(created_by=user)
        if not user.has_perm(self.model.permission("publish")):
            return self.filter(own)
        if scopes.within(user, self.model) is None:
            return self
        return self.filter(scopes.condition(user, self.model) | own)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def after(self, obj: Publishable) -> Self:
        """What was published later than an object, the nearest first."""
        later = Q(published_at__gt=obj.published_at) | Q(published_at=obj.published_at, pk__gt=obj.pk)
        # Said once more, so that an index begins there: it can do nothing with an «or».
        return self.filter(later, published_at__gte=obj.published_at).order_by("published_at", "pk")

    def for_index(self) -> Self:
        """What ``search_text()`` reads, for many at once."""
        return self

    def for_sitemap(self) -> Self:
        """What an address and the date of the last change are made from."""
        return self

    def before(self, obj: Publishable) -> Self:
        """What was published earlier than an object, the nearest first."""
        earlier = Q(published_at__lt=obj.published_at) | Q(published_at=obj.published_at, pk__lt=obj.pk)
        return self.filter(earlier, published_at__lte=obj.published_at).newest_first()
