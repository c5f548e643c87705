"""The newsroom: posts, what they are found by, what is chosen by hand, what readers say, the report."""

from news.admin.articles import ArticleAdmin
from news.admin.categories import CategoryAdmin
from news.admin.comments import CommentAdmin, VoiceSettingsAdmin
from news.admin.names import AuthorAdmin, TagAdmin, TopicAdmin
from news.admin.picks import PickAdmin, PickListAdmin

__all__ = [
    "ArticleAdmin",
    "AuthorAdmin",
    "CategoryAdmin",
    "CommentAdmin",
    "PickAdmin",
    "PickListAdmin",
    "TagAdmin",
    "TopicAdmin",
    "VoiceSettingsAdmin",
]
