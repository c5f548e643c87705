"""Files attached to posts."""

from django.db import models

from core.models import Attachment


class ArticleAttachment(Attachment):
    OWNER_FIELD = "article"
    ROUTE = "news:attachment"

    article = models.ForeignKey(
        "news.Article", models.CASCADE, related_name="attachments", verbose_name="bài viết"
    )

    class Meta(Attachment.Meta):
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
