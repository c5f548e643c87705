"""What an editor is told before a post goes public, besides what core sees in every text."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from core import search
from core.checks import Doubt
from core.text import fold, format_date
from news.models.articles import Article

# Posts of one title are common over the years: «Thông báo nghỉ Tết».
SAME_TITLE_WITHIN = timedelta(days=365)


def same_titled(title: str, but: int | None = None) -> list[Article]:
    """Return the posts of the last year with a title, however it is spelt; the newest first, five at most.

    ``but`` is the post that asks.
    """
    since = timezone.now() - SAME_TITLE_WITHIN
    pks = search.titled_alike(Article, title)
    articles = Article.objects.not_in_trash().filter(pk__in=pks, created_at__gte=since).exclude(pk=but)
    articles = articles.select_related("category", "created_by").defer("body").order_by("-created_at")
    return [article for article in articles[:50] if fold(article.title) == fold(title)][:5]


def doubts(article: Article) -> Iterator[Doubt]:
    """Yield what is doubtful in a post but not in other things."""
    if not article.lead.strip():
        yield Doubt(
            "Tóm tắt", "chưa có. Danh sách, trang tìm kiếm và mạng xã hội sẽ lấy mấy chữ đầu của bài."
        )
    for other in same_titled(article.title, article.pk):
        yield Doubt(
            "Tiêu đề",
            f"giống hệt bài «{other.title}» ({other.state_label.lower()}, tạo ngày "
            f"{format_date(other.created_at)}). Có phải bài đã được đăng rồi?",
            reverse("admin:news_article_change", args=[other.pk]),
        )
