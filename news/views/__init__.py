"""Public pages of the news."""

from news.views.articles import article_detail, attachment
from news.views.lists import article_list, author_detail, category_detail, tag_detail, topic_detail

__all__ = [
    "article_detail",
    "article_list",
    "attachment",
    "author_detail",
    "category_detail",
    "tag_detail",
    "topic_detail",
]
