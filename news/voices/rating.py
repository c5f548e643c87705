"""Rating a post: one transaction, in which the sums follow the score exactly."""

import re

from django.http import HttpRequest

from core.challenge import PROOF, Gate, is_trapped, sender_of
from core.sending import Rejected, one_transaction
from news.models import Article, Rating, RatingSum
from news.models.voices import takes_ratings
from news.voices.holding import hold
from news.voices.state import voter_for

# Without work for the machine: a family, a classroom of phones behind one address, everyone in an hour.
GATE = Gate("rating", plain_per_visitor=5, plain_per_network=40, plain_in_all=300)
SCORE = "diem"
BUSY = (
    "Đang có nhiều người đánh giá cùng lúc nên đánh giá của bạn chưa được ghi. Hãy chờ vài giây rồi bấm "
    "«Gửi đánh giá» lần nữa."
)


def rate(request: HttpRequest, article: Article) -> None:
    """Take the score in a POST request, in place of the one that this browser gave before.

    Raises Rejected, with nothing changed.
    """
    _check_open(article)
    voter = voter_for(request, article.pk)
    if voter is None:
        raise Rejected(
            "Đánh giá chưa được ghi vì trình duyệt của bạn đang chặn cookie. Cổng chỉ dùng một cookie để mỗi "
            "trình duyệt có một lượt đánh giá, không ghi bạn là ai. Hãy cho phép cookie của trang này rồi "
            "bấm «Gửi đánh giá» lần nữa.",
            400,
        )
    if is_trapped(request.POST):
        raise Rejected("Đánh giá chưa được ghi: có ô lẽ ra để trống lại có chữ. Hãy chọn và gửi lại.", 400)
    said = request.POST.get(SCORE, "")
    if not re.fullmatch("[1-5]", said):
        raise Rejected("Bạn chưa chọn số sao. Hãy chọn từ 1 đến 5 rồi bấm «Gửi đánh giá».", 400)
    sender = sender_of(request)
    with one_transaction(BUSY):
        held = hold(article.pk)
        _check_open(held)
        score, about = int(said), str(article.pk)
        # A second click is told of the first, whatever else is wrong with it.
        if Rating.objects.filter(article=held, voter=voter, score=score).exists():
            return
        proof = GATE.check(sender, about, request.POST.get(PROOF, ""))
        GATE.admit(sender, about, proof)
        # Last, as those are the sums that all who rate the post share.
        RatingSum.objects.rate(held.pk, voter, score)


def _check_open(article: Article) -> None:
    if not takes_ratings(article):
        raise Rejected("Bài viết này không nhận đánh giá nữa, đánh giá của bạn không được ghi.", 409)
