"""Files attached to posts."""

from django.db import models
from django.urls import reverse

from core.models import Attachment


class ArticleAttachment(Attachment):
    OWNER_FIELD = "article"

    article = models.ForeignKey(
        "news.Article", models.CASCADE, related_name="attachments", verbose_name="bài viết"
    )

    class Meta(Attachment.Meta):
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"

    def get_absolute_url(self) -> str:
        return reverse("news:attachment", args=[self.pk, self.original_name])
