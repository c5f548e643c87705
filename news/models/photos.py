"""The pictures of a photo story."""

from typing import Any

from django.db import models

from core.files.fields import PictureField
from core.files.storage import discard_on_error, random_path
from core.models import TextModel


class ArticlePhoto(TextModel):
    """A picture with its words, in its place in the story."""

    cache_tags = ("news",)

    article = models.ForeignKey(
        "news.Article", models.CASCADE, verbose_name="bài viết", related_name="photos"
    )
    picture = PictureField("ảnh", upload_to=random_path, width_field="width", height_field="height")
    width = models.PositiveIntegerField("rộng", editable=False)
    height = models.PositiveIntegerField("cao", editable=False)
    alt = models.CharField(
        "mô tả ảnh",
        max_length=250,
        help_text="Cho người không nhìn thấy ảnh: trong ảnh có ai, làm gì, ở đâu.",
    )
    caption = models.CharField("chú thích", max_length=500, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Số nhỏ đứng trước.")

    class Meta:
        verbose_name = "ảnh"
        verbose_name_plural = "ảnh của phóng sự"
        ordering = ("order", "pk")
        default_permissions = ()  # Who may edit the post may change its pictures.
        # Who gives up a stored file asks whether a row still names it.
        indexes = [models.Index(fields=["picture"], name="news_articlephoto_picture")]

    def __str__(self) -> str:
        return self.caption or self.alt

    @staticmethod
    def in_words(row: dict[str, Any]) -> str:
        """Return a row of a version as people read it."""
        return f"{row['alt']}. {row['caption']}" if row["caption"] else row["alt"]

    def save(self, **kwargs: Any) -> None:
        with discard_on_error():
            super().save(**kwargs)

    def delete(self, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with discard_on_error():
            deleted = super().delete(**kwargs)
            self.article.refresh_entry()
        return deleted

    def after_save(self) -> None:
        super().after_save()
        # The post was indexed before its pictures were saved.
        self.article.refresh_entry()
