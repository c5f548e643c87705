"""Topics: threads of events that posts of any category belong to (dòng sự kiện)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse

from news.listing import Listing
from news.models.names import NewsName


class Topic(NewsName):
    SEARCHED_BY = "topic"

    description = models.TextField(
        "mô tả", max_length=500, blank=True, help_text="Một, hai câu, hiện ở đầu trang của dòng sự kiện."
    )

    class Meta:
        verbose_name = "dòng sự kiện"
        verbose_name_plural = "dòng sự kiện"
        ordering = ("name",)

    def get_absolute_url(self) -> str:
        return reverse("news:topic-detail", args=[self.slug])

    @classmethod
    def posts_of(cls, pk: Any) -> models.QuerySet:
        from news.models.articles import Article

        return Article.objects.published().filter(topic=pk)

    @property
    def listing(self) -> Listing:
        return Listing(f"topic:{self.pk}", self.posts_of(self.pk).newest_first())

    def _take_posts(self, pks: list[int]) -> None:
        articles = self.articles.model
        articles._base_manager.filter(topic__in=pks).update(topic=self)
        # An earlier version, brought back, finds the topic that took the place of its own.
        articles.versions.model.objects.filter(topic__in=pks).update(topic=self)
