"""News: categories, posts, what they are found by, what hangs on them, what readers say of them."""

from news.models.articles import Article, ArticleQuerySet
from news.models.attachments import ArticleAttachment
from news.models.authors import ArticleAuthor, Author
from news.models.categories import RESERVED_SLUGS, Category
from news.models.names import NewsName
from news.models.photos import ArticlePhoto
from news.models.picks import Pick, PickList
from news.models.scopes import ArticleScope
from news.models.tags import ArticleTag, FormerTagName, Tag
from news.models.topics import Topic
from news.models.voices import Comment, CommentReport, Rating, RatingSum, VoiceSettings

__all__ = [
    "RESERVED_SLUGS",
    "Article",
    "ArticleAttachment",
    "ArticleAuthor",
    "ArticlePhoto",
    "ArticleQuerySet",
    "ArticleScope",
    "ArticleTag",
    "Author",
    "Category",
    "Comment",
    "CommentReport",
    "FormerTagName",
    "NewsName",
    "Pick",
    "PickList",
    "Rating",
    "RatingSum",
    "Tag",
    "Topic",
    "VoiceSettings",
]
