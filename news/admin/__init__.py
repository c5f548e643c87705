"""The newsroom: posts, categories, topics, tags, authors, what readers say."""

from news.admin.articles import ArticleAdmin
from news.admin.categories import CategoryAdmin
from news.admin.comments import CommentAdmin, VoiceSettingsAdmin
from news.admin.names import AuthorAdmin, TagAdmin, TopicAdmin

__all__ = [
    "ArticleAdmin",
    "AuthorAdmin",
    "CategoryAdmin",
    "CommentAdmin",
    "TagAdmin",
    "TopicAdmin",
    "VoiceSettingsAdmin",
]
