"""Tags: words that staff put on posts (thẻ)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from core.text import nfc, strip_controls
from news.listing import Listing
from news.models.names import NewsName, NewsNameQuerySet
from news.models.places import Place

SEPARATOR = ","
MAX_LENGTH = 60  # characters


class TagQuerySet(NewsNameQuerySet):
    def named(self, names: Iterable[str]) -> Self:
        """Those that have one of these names, in any case."""
        return self.alias(lower=Lower("name")).filter(lower__in=[name.lower() for name in names])


class Tag(NewsName):
    """A word or two. Two tags may not differ in capitals alone; they may in marks («thi», «thị»)."""

    SEARCHED_BY = "tags"

    name = models.CharField(
        "thẻ", max_length=MAX_LENGTH, help_text="Một, hai từ, không có dấu phẩy, ví dụ: tuyển sinh lớp 10."
    )

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = "thẻ"
        verbose_name_plural = "thẻ"
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="news_tag_name_once", violation_error_message="Đã có thẻ này."
            )
        ]

    def clean(self) -> None:
        super().clean()
        if SEPARATOR in self.name:
            raise ValidationError({"name": "Thẻ không được có dấu phẩy: dấu phẩy ngăn các thẻ với nhau."})

    def get_absolute_url(self) -> str:
        return reverse("news:tag-detail", args=[self.slug])

    @classmethod
    def posts_of(cls, pk: Any) -> models.QuerySet:
        return ArticleTag.objects.published().filter(tag=pk)

    @property
    def listing(self) -> Listing:
        return Listing(f"tag:{self.pk}", self.posts_of(self.pk).newest_first(), key="article")

    def after_change(self, stored: Tag | None) -> None:
        super().after_change(stored)
        # A word means the tag that has it now.
        FormerTagName.objects.named([self.name]).delete()
        if stored is not None and stored.name.lower() != self.name.lower():
            FormerTagName.objects.create(name=stored.name, tag=self)

    def inherit(self, gone: list[Tag]) -> None:
        FormerTagName.objects.bulk_create([FormerTagName(name=row.name, tag=self) for row in gone])

    def _take_posts(self, pks: list[int]) -> None:
        ArticleTag.objects.hand_over("tag", pks, self)
        FormerTagName.objects.filter(tag__in=pks).update(tag=self)


class FormerTagNameQuerySet(models.QuerySet):
    def named(self, names: Iterable[str]) -> Self:
        return self.alias(lower=Lower("name")).filter(lower__in=[name.lower() for name in names])

    def present(self, names: Iterable[str]) -> dict[str, str]:
        """Return what tags are called now that had some names; by the former name in small letters."""
        pairs = self.named(names).values_list("name", "tag__name")
        return {name.lower(): present for name, present in pairs}


class FormerTagName(models.Model):
    """A name that a tag had, or one that went up in it: a form opened before still says it."""

    name = models.CharField("tên cũ", max_length=MAX_LENGTH)
    tag = models.ForeignKey(Tag, models.CASCADE, verbose_name="thẻ", related_name="former_names")

    objects = FormerTagNameQuerySet.as_manager()

    class Meta:
        verbose_name = "tên cũ của thẻ"
        verbose_name_plural = "tên cũ của thẻ"
        default_permissions = ()  # In no admin.
        constraints = [models.UniqueConstraint(Lower("name"), name="news_formertagname_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.tag_id}"


def split(text: str) -> list[str]:
    """Return the tags in a text with commas, each once, as they are spelt first."""
    found: dict[str, str] = {}
    for part in text.split(SEPARATOR):
        if word := " ".join(nfc(strip_controls(part)).split()):
            found.setdefault(word.lower(), word)
    return list(found.values())


class ArticleTag(Place):
    """A tag on a post."""

    tag = models.ForeignKey(Tag, models.CASCADE, verbose_name="thẻ", related_name="places")

    class Meta(Place.Meta):
        abstract = False
        verbose_name = "thẻ của bài"
        verbose_name_plural = "thẻ của bài"
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["article", "tag"], name="news_articletag_once")]
        indexes = [Place.listed_under("tag")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.tag_id}"
