"""Lets readers of the fictional department speak: scores, conversations, comments that still wait."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from core.text import local_date
from news.models import Article, Comment, Rating, RatingSum
from portal.demo import content


def speak() -> int:
    """Put what readers say under the demo's posts; return how many comments and answers that is.

    Posts that staff, or a test, have left out are passed over.
    """
    count = 0
    for entry in content.voices():
        article = Article.objects.published().filter(title=entry["title"]).first()
        if article is not None:
            _rate(article, entry["scores"])
            count += sum(_comment(article, comment) for comment in entry.get("comments", ()))
    return count


def _rate(article: Article, counts: list[int]) -> None:
    scores = [score for score, count in enumerate(counts, 1) for _ in range(count)]
    day = local_date(article.published_at)
    Rating.objects.bulk_create(
        Rating(article=article, voter=secrets.token_bytes(32), score=score, rated_on=day) for score in scores
    )
    RatingSum.objects.create(article=article, count=len(scores), total=sum(scores))


def _comment(article: Article, entry: dict[str, Any]) -> int:
    made = _create(article, entry)
    answers = entry.get("answers", ())
    for answer in answers:
        _create(article, answer, parent=made)
    return 1 + len(answers)


def _create(article: Article, entry: dict[str, Any], parent: Comment | None = None) -> Comment:
    status = entry.get("status", Comment.Status.APPROVED)
    moment = _moment(article, entry["after"])
    return Comment.objects.create(
        article=article,
        parent=parent,
        name=entry["name"],
        text=entry["text"].strip(),
        is_official=entry.get("official", False),
        status=status,
        created_at=moment,
        moderated_at=None if status == Comment.Status.WAITING else moment,
    )


def _moment(article: Article, hours: int) -> datetime:
    """Return when somebody spoke: so long after the post, and not in the future."""
    return min(article.published_at + timedelta(hours=hours), timezone.now())
