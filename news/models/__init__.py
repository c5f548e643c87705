"""News: categories, posts and the files attached to them."""

from news.models.articles import Article, ArticleQuerySet
from news.models.attachments import ArticleAttachment
from news.models.categories import RESERVED_SLUGS, Category

__all__ = ["RESERVED_SLUGS", "Article", "ArticleAttachment", "ArticleQuerySet", "Category"]
