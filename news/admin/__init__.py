"""The newsroom: posts and categories."""

from news.admin.articles import ArticleAdmin
from news.admin.categories import CategoryAdmin

__all__ = ["ArticleAdmin", "CategoryAdmin"]
