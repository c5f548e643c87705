"""Posts that staff put into an order of their own, for a block of the home page."""

from typing import Self

from django.db import models

from core.models import TextModel
from core.models.periods import Timed, TimedQuerySet
from news.models.articles import Article


class PickList(TextModel):
    """A list of chosen posts, such as «Tiêu điểm tuyển sinh»."""

    cache_tags = ("news",)

    title = models.CharField(
        "tên danh sách", max_length=100, unique=True, help_text="Hiện trên khối, nếu khối không có tên riêng."
    )

    class Meta:
        verbose_name = "nhóm tin"
        verbose_name_plural = "nhóm tin"
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class PickQuerySet(TimedQuerySet):
    def for_block(self, list_id: int) -> Self:
        """What a list shows now, in its order: of the posts those that the public may see."""
        shown = self.current().filter(list=list_id, article__in=Article.objects.published())
        return shown.select_related("article__category").defer("article__body").order_by("order", "pk")


class Pick(Timed):
    """A post in a list, for a time or for good."""

    cache_tags = ("news",)

    list = models.ForeignKey(PickList, models.CASCADE, verbose_name="danh sách", related_name="picks")
    article = models.ForeignKey(Article, models.CASCADE, verbose_name="bài viết", related_name="picks")
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Số nhỏ đứng trước.")

    objects = PickQuerySet.as_manager()

    class Meta(Timed.Meta):
        abstract = False
        verbose_name = "tin trong nhóm"
        verbose_name_plural = "tin trong nhóm"
        ordering = ("order", "pk")
        constraints = [
            *Timed.Meta.constraints,
            models.UniqueConstraint(
                fields=["list", "article"],
                name="news_pick_once_a_list",
                violation_error_message="Bài này đã có trong danh sách.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.article)
