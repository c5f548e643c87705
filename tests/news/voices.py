"""Rating and commenting as browsers do it."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from core.models.submissions import Submission
from news.models import Article, RatingSum
from tests.stats.ballots import solve


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def rate(client: Client, article: Article, score: int | str, *, part: str = "", **data: Any) -> Any:
    """Open the form and send a score; ``part`` is "khung/" for the form alone."""
    address = f"{article.get_absolute_url()}danh-gia/{part}"
    client.get(address)
    return client.post(address, {"diem": score} | data)


def sums(article: Article) -> tuple[int, int]:
    found = RatingSum.objects.filter(article=article).first()
    return (found.count, found.total) if found else (0, 0)


def form_of(
    client: Client, article: Article, *, part: str = "", answered: int | None = None
) -> dict[str, str]:
    """Open the form for a comment, and return what it holds."""
    query = f"?tra_loi={answered}" if answered else ""
    form = soup(client.get(f"{article.get_absolute_url()}y-kien/viet/{part}{query}")).select_one(
        "form.voice-form"
    )
    held = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    return held | {"challenge": form.get("data-challenge", "")}


def comment(
    client: Client,
    article: Article,
    text: str = "Em cảm ơn thầy cô.",
    *,
    part: str = "",
    answered: int | None = None,
    works: bool = False,
    **data: Any,
) -> Any:
    """Open the form, fill it in and send it; ``works`` as a browser with scripts does."""
    held = form_of(client, article, part=part, answered=answered)
    challenge = held.pop("challenge")
    held |= {"ho_ten": "Nguyễn Thị Hà", "noi_dung": text, "bang_chung": solve(challenge) if works else ""}
    return client.post(f"{article.get_absolute_url()}y-kien/viet/{part}", held | data)


def texts(queryset: Any) -> list[str]:
    return [each.text for each in queryset.order_by("pk")]


def is_thanked(response: Any) -> bool:
    return "Ý kiến của bạn đã được gửi." in response.content.decode()


WAITING = Submission.Status.WAITING
