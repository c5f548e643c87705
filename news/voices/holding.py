"""A post on which somebody speaks, held against changes until he is done."""

from django.db import connection

from core.sending import Rejected
from news.models import Article


def find(pk: int) -> Article | None:
    """Return a public post with what its address and its rating are made from, without its text."""
    posts = Article.objects.published().select_related("category", "rating_sum").defer("body", "lead")
    return posts.filter(pk=pk).first()


def hold(pk: int) -> Article:
    """Return a post that no verb and no form changes until the commit; raises Rejected where it is gone."""
    with connection.cursor() as cursor:
        # The weakest of locks: readers do not wait for each other, only for staff who save the post.
        cursor.execute("SELECT FROM news_article WHERE id = %s FOR KEY SHARE", [pk])
    article = find(pk)
    if article is None:
        raise Rejected("Bài viết này vừa được gỡ khỏi cổng nên những gì bạn gửi không được ghi.", 410)
    return article
