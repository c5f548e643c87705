"""What topics, tags and authors have in common: posts are listed under them, and found by their names."""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef

from core import cache
from core.crumbs import Crumb
from core.models import FormerSlug, SearchedName, Slugged
from news.listing import Listing
from news.models.categories import news_crumb


class NewsNameQuerySet(models.QuerySet):
    def with_posts(self) -> Self:
        """Those under which the public finds something to read."""
        return self.filter(Exists(self.model.posts_of(OuterRef("pk")).order_by()))

    def with_newest(self) -> Self:
        """Each with the date of its newest post, as ``newest``; None where there is none."""
        newest = self.model.posts_of(OuterRef("pk")).order_by("-published_at").values("published_at")[:1]
        return self.annotate(newest=models.Subquery(newest))


class NewsName(Slugged, SearchedName):
    """A name under which posts are listed at an address of its own."""

    cache_tags = ("news",)
    SEARCHED_KIND = "news.article"

    name = models.CharField("tên", max_length=120)
    slug = models.SlugField(
        "phần địa chỉ",
        max_length=120,
        unique=True,
        blank=True,
        help_text="Để trống: tạo từ tên. Đổi phần này làm đổi địa chỉ; địa chỉ cũ tự chuyển sang mới.",
    )

    objects = NewsNameQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self.free_slug(self.name)
        super().save(**kwargs)

    def delete(self, **kwargs: Any) -> tuple[int, dict[str, int]]:
        from core.tasks import reindex_later  # Its module imports the models.

        with transaction.atomic():
            reindex_later(self.SEARCHED_KIND, self.articles.values_list("pk", flat=True))
            return super().delete(**kwargs)

    @classmethod
    def posts_of(cls, pk: Any) -> models.QuerySet:
        """Return the public rows that stand under a name with this key: posts, or their places in a list."""
        raise NotImplementedError

    @property
    def listing(self) -> Listing:
        """The public posts under the name, the newest first."""
        raise NotImplementedError

    @property
    def trail(self) -> list[Crumb]:
        return [news_crumb(), Crumb(self.name, self.get_absolute_url())]

    def take_in(self, *others: Self) -> None:
        """Have others go up in this one: their posts are listed here, their addresses lead here."""
        from core.tasks import reindex_related  # Its module imports the models.

        pks = sorted(other.pk for other in others if other.pk != self.pk)
        with transaction.atomic():
            # In one order: two who merge the same names wait for each other, and never in a circle.
            rows = type(self)._base_manager.select_for_update().order_by("pk")
            there = {row.pk: row for row in rows.filter(pk__in=[*pks, self.pk])}
            if there.pop(self.pk, None) is None:
                raise ValidationError(f"«{self}» vừa được gộp vào mục khác. Hãy tải lại trang rồi gộp lại.")
            gone = list(there.values())
            self._take_posts([row.pk for row in gone])
            FormerSlug.objects.hand_over(type(self), [row.pk for row in gone], self)
            for row in gone:
                row.delete()
            self.inherit(gone)
            cache.touch(*self.cache_tags)
            if self.is_named():
                reindex_related.enqueue(self.SEARCHED_KIND, self.SEARCHED_BY, self.pk)

    def inherit(self, gone: list[Self]) -> None:
        """Take over from names that went up in this one what it has not got itself."""

    def _take_posts(self, pks: list[int]) -> None:
        """Have the posts under names with these keys stand under this one."""
        raise NotImplementedError
