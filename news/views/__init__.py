"""Public pages of the news."""

from news.views.articles import article_detail, attachment
from news.views.lists import article_list, category_detail

__all__ = ["article_detail", "article_list", "attachment", "category_detail"]
