"""News: categories, posts and the files attached to them, posts chosen by hand."""

from news.models.articles import Article, ArticleQuerySet
from news.models.attachments import ArticleAttachment
from news.models.categories import RESERVED_SLUGS, Category
from news.models.picks import Pick, PickList

__all__ = [
    "RESERVED_SLUGS",
    "Article",
    "ArticleAttachment",
    "ArticleQuerySet",
    "Category",
    "Pick",
    "PickList",
]
