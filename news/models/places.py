"""Where a post stands in the lists of its tags and authors.

A tag may be on fifty thousand posts. So that any page of its list is a short walk through one index, the
row that joins a post and a tag has the dates of the post too. They only say where it stands: what is shown
is read from the posts, through ``published()``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.utils import timezone

from core.models import Status
from core.models.visibility import within_dates


class PlaceQuerySet(models.QuerySet):
    def published(self, at: datetime | None = None) -> Self:
        """Places of what the public may see, as ``PublishableQuerySet.published()`` has it."""
        return self.filter(within_dates(at or timezone.now()))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-article")

    def bulk_create(self, objs: Iterable[Place], **kwargs: Any) -> list[Place]:
        """Make places; Django's own ``article.tags.add()`` and ``set()`` come this way, too."""
        objs = list(objs)
        with transaction.atomic(using=self.db):
            _take_dates(objs)
            return super().bulk_create(objs, **kwargs)

    def refresh(self) -> None:
        """Write the dates of the posts anew."""
        articles = self.model.article.field.related_model._base_manager.filter(pk=OuterRef("article"))
        is_listed = Q(status=Status.PUBLISHED, deleted_at__isnull=True)
        begins = articles.values(begins=Case(When(is_listed, then=F("published_at"))))
        self.update(
            published_at=Subquery(begins, output_field=models.DateTimeField()),
            unpublish_at=Subquery(articles.values("unpublish_at")),
        )

    def hand_over(self, field: str, pks: list[int], to: models.Model) -> None:
        """Have what stands under some names stand under another, each post once."""
        already = self.filter(**{field: to}).values("article")
        kept = self.filter(**{f"{field}__in": pks}).exclude(article__in=already)
        kept = kept.order_by("article", "pk").distinct("article")
        self.filter(pk__in=list(kept.values_list("pk", flat=True))).update(**{field: to})
        self.filter(**{f"{field}__in": pks}).delete()


class Place(models.Model):
    """A post under one of its names."""

    article = models.ForeignKey(
        "news.Article",
        models.CASCADE,
        verbose_name="bài viết",
        related_name="%(class)ss",
        db_index=False,  # It stands first in the constraint that a post has each name once.
    )
    # Of the post; none while it is no list's business: a draft, withdrawn, in the trash.
    published_at = models.DateTimeField(null=True, editable=False)
    unpublish_at = models.DateTimeField(null=True, editable=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()  # Who may edit the post may change what it is found by.

    def save(self, **kwargs: Any) -> None:
        with transaction.atomic():
            _take_dates([self])
            super().save(**kwargs)

    @staticmethod
    def listed_under(field: str) -> models.Index:
        """Return the index that the list under a name is read from, with all that it asks."""
        return models.Index(
            fields=[field, "-published_at", "-article"],
            include=["unpublish_at"],
            condition=Q(published_at__isnull=False),
            name=f"news_{field}_recent",
        )


def _take_dates(places: list[Place]) -> None:
    """Give places the dates of their posts, which no verb can change until they are written."""
    from news.models.articles import Article

    articles = Article._base_manager.select_for_update(no_key=True).order_by("pk")
    dates = articles.only("status", "published_at", "unpublish_at", "deleted_at").in_bulk(
        {place.article_id for place in places}
    )
    for place in places:
        article = dates[place.article_id]
        is_listed = article.status == Status.PUBLISHED and article.deleted_at is None
        place.published_at = article.published_at if is_listed else None
        place.unpublish_at = article.unpublish_at
