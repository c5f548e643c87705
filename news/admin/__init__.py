"""The newsroom: posts, categories, what readers say."""

from news.admin.articles import ArticleAdmin
from news.admin.categories import CategoryAdmin
from news.admin.comments import CommentAdmin, VoiceSettingsAdmin

__all__ = ["ArticleAdmin", "CategoryAdmin", "CommentAdmin", "VoiceSettingsAdmin"]
