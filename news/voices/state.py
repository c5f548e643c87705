"""What a page shows of the readers' voices on a post."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from core import ballots
from core.text import format_number
from news.models import Article, Comment, Rating
from news.models.voices import FACTS, SCORES, THREADS, takes_comments, takes_ratings

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Average:
    """What a post was given: how often, and all together."""

    count: int = 0
    total: int = 0

    @property
    def text(self) -> str:
        """The average to a tenth, as people write it: ``4,5``, ``5``."""
        mean = (Decimal(self.total) / self.count).quantize(TENTH, ROUND_HALF_UP)
        return format_number(int(mean) if mean == mean.to_integral_value() else mean)

    @property
    def stars(self) -> list[str]:
        """Five stars, each "full", "half" or "none"."""
        halves = int((Decimal(2 * self.total) / self.count).quantize(Decimal(1), ROUND_HALF_UP))
        return [
            "full" if halves >= 2 * score else "half" if halves == 2 * score - 1 else "none"
            for score in SCORES
        ]


@dataclass(frozen=True)
class Said:
    """A comment, or an answer to one, as it came along in another query."""

    pk: int
    name: str
    text: str
    created_at: datetime
    is_official: bool

    @property
    def anchor(self) -> str:
        return f"y-kien-{self.pk}"


@dataclass(frozen=True)
class Thread:
    """A comment with the answers to it."""

    comment: Comment | Said
    answers: list[Said]


@dataclass(frozen=True)
class Voices:
    """What stands under a post. ``count`` is of all comments and answers that can be read."""

    rating: Average
    takes_ratings: bool
    takes_comments: bool
    threads: list[Thread]
    count: int
    has_more: bool


def voices_of(article: Article) -> Voices:
    """Return what readers say of a post that ``for_page()`` has read, without a query."""
    found = [_thread(facts) for facts in article.spoken]
    return Voices(
        rating=average_of(article),
        takes_ratings=takes_ratings(article),
        takes_comments=takes_comments(article),
        threads=found[:THREADS],
        count=article.spoken_count,
        has_more=len(found) > THREADS,
    )


def average_of(article: Article) -> Average:
    sums = getattr(article, "rating_sum", None)
    return Average(sums.count, sums.total) if sums else Average()


def threads_of(comments: Iterable[Comment]) -> list[Thread]:
    """Return comments that ``threads()`` found, each with its answers."""
    return [Thread(comment, [_said(facts) for facts in comment.answers]) for comment in comments]


def _thread(facts: dict[str, Any]) -> Thread:
    return Thread(_said(facts), [_said(answer) for answer in facts["answers"]])


def _said(facts: dict[str, Any]) -> Said:
    own = {name: facts[name] for name in FACTS}
    return Said(**own | {"created_at": datetime.fromisoformat(own["created_at"])})


def voter_for(request: HttpRequest, article: int) -> bytes | None:
    """Return what the score of who asks is kept under; None for a browser without its cookie."""
    identity = ballots.identity_of(request)
    return ballots.voter(identity, f"news.article:{article}") if identity else None


def score_of(request: HttpRequest, article: int) -> int | None:
    """Return what the browser that asks has given a post; no query for one without a cookie."""
    voter = voter_for(request, article)
    if voter is None:
        return None
    return Rating.objects.filter(article=article, voter=voter).values_list("score", flat=True).first()


def piece(request: HttpRequest, which: str) -> str:
    """Return how the post is rated whose id the beacon names, and what the visitor gave it; "" for none."""
    if not re.fullmatch("[1-9][0-9]{0,15}", which):
        return ""
    sums = Article.objects.published().filter(pk=which, rating_sum__count__gt=0)
    found = sums.values_list("rating_sum__count", "rating_sum__total").first()
    if found is None:
        return ""
    context = {"rating": Average(*found), "own": score_of(request, int(which))}
    return render_to_string("news/_rating_summary.html", context)
