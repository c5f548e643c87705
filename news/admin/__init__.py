"""The newsroom: posts, categories, posts chosen by hand, the report of posts."""

from news.admin.articles import ArticleAdmin
from news.admin.categories import CategoryAdmin
from news.admin.picks import PickAdmin, PickListAdmin

__all__ = ["ArticleAdmin", "CategoryAdmin", "PickAdmin", "PickListAdmin"]
