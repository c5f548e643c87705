"""News: categories, posts, the files attached to them, what readers say of them."""

from news.models.articles import Article, ArticleQuerySet
from news.models.attachments import ArticleAttachment
from news.models.categories import RESERVED_SLUGS, Category
from news.models.voices import Comment, CommentReport, Rating, RatingSum, VoiceSettings

__all__ = [
    "RESERVED_SLUGS",
    "Article",
    "ArticleAttachment",
    "ArticleQuerySet",
    "Category",
    "Comment",
    "CommentReport",
    "Rating",
    "RatingSum",
    "VoiceSettings",
]
