"""The newsroom: posts, categories, topics, tags, authors."""

from news.admin.articles import ArticleAdmin
from news.admin.categories import CategoryAdmin
from news.admin.names import AuthorAdmin, TagAdmin, TopicAdmin

__all__ = ["ArticleAdmin", "AuthorAdmin", "CategoryAdmin", "TagAdmin", "TopicAdmin"]
