"""Who is in charge of which categories of news."""

from django.db import models

from core.models import ScopeRow
from news.models.categories import Category


class ArticleScope(ScopeRow):
    SCOPED = "news.article"
    PLACE = "category"

    # Protected: whose last category were deleted would be in charge of all.
    category = models.ForeignKey(Category, models.PROTECT, verbose_name="chuyên mục", related_name="scopes")

    class Meta(ScopeRow.Meta):
        verbose_name = "chuyên mục phụ trách"
        verbose_name_plural = "chuyên mục phụ trách"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "category"],
                name="news_articlescope_once",
                violation_error_message="Người này đã phụ trách chuyên mục này.",
            )
        ]
