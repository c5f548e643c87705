"""Authors with a page of their own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from core.files.fields import PictureField
from core.files.storage import random_path
from news.listing import Listing
from news.models.names import NewsName
from news.models.places import Place


class Author(NewsName):
    SEARCHED_BY = "authors"
    SEARCHED_FIELDS = ("name", "post")

    name = models.CharField("họ và tên", max_length=120)
    post = models.CharField(
        "chức vụ, đơn vị", max_length=150, blank=True, help_text="Ví dụ: Phóng viên Cổng thông tin."
    )
    biography = models.TextField(
        "giới thiệu", max_length=1000, blank=True, help_text="Vài câu, hiện ở đầu trang của tác giả."
    )
    portrait = PictureField(
        "ảnh chân dung",
        upload_to=random_path,
        blank=True,
        width_field="portrait_width",
        height_field="portrait_height",
        help_text="Khuôn mặt ở giữa: trang cắt ảnh thành hình vuông.",
    )
    portrait_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    portrait_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="tài khoản",
        null=True,
        blank=True,
        related_name="author",
        help_text="Bài mới của tài khoản này có sẵn tên tác giả; người viết vẫn bỏ được.",
    )

    class Meta:
        verbose_name = "tác giả"
        verbose_name_plural = "tác giả"
        ordering = ("name", "post")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "post"],
                name="news_author_unique",
                violation_error_message="Đã có tác giả mang họ tên và chức vụ này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.post}" if self.post else self.name

    def get_absolute_url(self) -> str:
        return reverse("news:author-detail", args=[self.slug])

    @classmethod
    def posts_of(cls, pk: Any) -> models.QuerySet:
        return ArticleAuthor.objects.published().filter(author=pk)

    @property
    def listing(self) -> Listing:
        return Listing(f"author:{self.pk}", self.posts_of(self.pk).newest_first(), key="article")

    def inherit(self, gone: list[Author]) -> None:
        # Not the portrait: its file goes with its row.
        self.biography = self.biography or next((row.biography for row in gone if row.biography), "")
        self.account_id = self.account_id or next((row.account_id for row in gone if row.account_id), None)
        self.save()

    def _take_posts(self, pks: list[int]) -> None:
        ArticleAuthor.objects.hand_over("author", pks, self)


class ArticleAuthor(Place):
    """A name over a post."""

    author = models.ForeignKey(Author, models.PROTECT, verbose_name="tác giả", related_name="places")
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Số nhỏ đứng trước.")

    class Meta(Place.Meta):
        abstract = False
        verbose_name = "tác giả của bài"
        verbose_name_plural = "tác giả của bài"
        ordering = ("order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"],
                name="news_articleauthor_once",
                violation_error_message="Tác giả này đã có trong bài.",
            )
        ]
        indexes = [Place.listed_under("author")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.author_id}"
