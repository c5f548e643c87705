"""What an editor is told before a post goes public, besides what core sees in every text."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core import search
from core.checks import Doubt
from core.text import fold, format_date, format_number
from news.models.articles import Article

# Posts of one title are common over the years: «Thông báo nghỉ Tết».
SAME_TITLE_WITHIN = timedelta(days=365)
# In pixels: what a shared link shows, and the first post of a page on a screen of high density.
COVER_WIDTH = 1200


def same_titled(title: str, but: int | None = None) -> list[Article]:
    """Return the posts of the last year with a title, however it is spelt; the newest first, five at most.

    ``but`` is the post that asks.
    """
    since = timezone.now() - SAME_TITLE_WITHIN
    pks = search.titled_alike(Article, title)
    articles = Article.objects.not_in_trash().filter(pk__in=pks, created_at__gte=since).exclude(pk=but)
    articles = articles.select_related("category", "created_by").defer("body").order_by("-created_at")
    return [article for article in articles[:50] if fold(article.title) == fold(title)][:5]


def doubts(article: Article, person: Any = None) -> Iterator[Doubt]:
    """Yield what is doubtful in a post but not in other things, as far as a person may know of them."""
    if not article.lead.strip():
        words = "chưa có. Danh sách, trang tìm kiếm và mạng xã hội sẽ lấy mấy chữ đầu của bài."
        yield Doubt("Tóm tắt", words, field="lead")
    if article.cover and (article.cover_width or COVER_WIDTH) < COVER_WIDTH:
        yield Doubt("Ảnh đại diện", narrow_cover(article.cover_width), field="cover")
    if not article.cover and article.form == Article.Form.PHOTOS:
        yield Doubt(
            "Ảnh đại diện",
            "chưa có, nên phóng sự này đứng trong các danh sách mà không có ảnh.",
            field="cover",
        )
    for other in same_titled(article.title, article.pk):
        if person is not None and not other.may_know(person):
            continue
        yield Doubt(
            "Tiêu đề",
            f"giống hệt bài «{other.title}» ({other.state_label.lower()}, tạo ngày "
            f"{format_date(other.created_at)}). Có phải bài đã được đăng rồi?",
            reverse("admin:news_article_change", args=[other.pk]),
            field="title",
        )


def narrow_cover(width: int | str) -> str:
    """Return what is said of a cover that is too narrow."""
    return (
        f"chỉ rộng {width} điểm ảnh, sẽ mờ ở đầu trang và khi chia sẻ. Nên dùng ảnh rộng từ "
        f"{format_number(COVER_WIDTH)} điểm ảnh."
    )
