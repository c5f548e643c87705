"""A comment into the queue of those who moderate: it is in the database before its sender is thanked."""

import re
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from core.challenge import PROOF, Gate, is_trapped, sender_of
from core.sending import Rejected, one_transaction
from core.submissions import SubmissionForm
from news.models import Article, Comment
from news.models.voices import MAX_REPLIES, takes_comments
from news.voices.holding import hold

# Browsers with scripts work for each comment (a quarter of a second), and none of them is refused: a school
# of hundreds behind one address as little as one pupil. Without scripts fewer go through than in polls, as a
# person has to read each comment; on all posts together, as spam does not mind which.
GATE = Gate("comment", plain_per_visitor=3, plain_per_network=15, plain_in_all=100)
ABOUT = "all"
ANSWERED = "tra_loi"
BUSY = (
    "Bài viết đang được lưu nên ý kiến của bạn chưa được ghi. Hãy chờ vài giây rồi bấm «Gửi ý kiến» lần nữa."
)
NO_MORE_ANSWERS = (
    "Ý kiến bạn muốn trả lời không còn nhận trả lời. Bạn có thể gửi phần đã viết thành một ý kiến mới."
)


class CommentForm(SubmissionForm):
    """What a reader says, and to whom."""

    tra_loi = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        # Forms of several conversations may be open on one page.
        answered = self[ANSWERED].value() or ""
        self.auto_id = f"tra-loi-{answered}-%s" if answered.isdigit() else "y-kien-moi-%s"
        self.fields["noi_dung"].label = "Ý kiến"
        self.fields["noi_dung"].widget.attrs |= {"rows": 6}
        self.fields["ho_ten"].widget.attrs |= {"autocomplete": "name"}
        self.fields["thu_dien_tu"].widget.attrs |= {"autocomplete": "email"}
        self.fields["thu_dien_tu"].help_text = "Chỉ để cơ quan liên hệ lại khi cần, không hiện trên cổng."


def answerable(article: Article, said: str) -> Comment | None:
    """Return the comment on a post that a form answers; None where there is none to be answered."""
    if not re.fullmatch("[1-9][0-9]{0,15}", said):
        return None
    return article.comments.approved().filter(pk=said, parent__isnull=True).first()


def send(request: HttpRequest, article: Article, form: CommentForm) -> bool:
    """Take the comment in a POST request; tell whether it is new, or has come in already.

    Raises Rejected, with nothing changed.
    """
    if is_trapped(request.POST):
        raise Rejected("Ý kiến chưa được gửi: có ô lẽ ra để trống lại có chữ. Hãy xem lại rồi gửi.", 400)
    if not form.is_valid():
        raise Rejected("Ý kiến chưa được gửi. Hãy sửa những chỗ báo bên dưới rồi gửi lại.", 400)
    sender = sender_of(request)
    with one_transaction(BUSY):
        held, key = hold(article.pk), form.key()
        # Before all else: a second click is told of the first, whatever else is wrong with it.
        if key and Comment.objects.filter(sent_as=key).exists():
            return False
        if not takes_comments(held):
            raise Rejected("Bài viết này không nhận ý kiến mới nữa nên ý kiến của bạn không được gửi.", 409)
        parent = _answered(held, form.cleaned_data[ANSWERED])
        proof = GATE.check(sender, ABOUT, request.POST.get(PROOF, ""))
        comment = Comment(
            article=held,
            parent=parent,
            name=form.cleaned_data["ho_ten"],
            email=form.cleaned_data["thu_dien_tu"],
            text=form.cleaned_data["noi_dung"],
            sent_as=key,
        )
        try:
            with transaction.atomic():
                comment.save()
        except IntegrityError:
            if key and Comment.objects.filter(sent_as=key).exists():  # Two clicks at once.
                return False
            raise
        GATE.admit(sender, ABOUT, proof)
    return True


def _answered(article: Article, said: str) -> Comment | None:
    """Return what a comment answers; raises Rejected where that takes no answers any more."""
    if not said:
        return None
    parent = answerable(article, said)
    if parent is None:
        raise Rejected(NO_MORE_ANSWERS, 409)
    # Who answers waits for who answers the same, so that there are never too many.
    Comment.objects.select_for_update(no_key=True).get(pk=parent.pk)
    live = parent.replies.filter(status__in=[Comment.Status.WAITING, Comment.Status.APPROVED])
    if live.count() >= MAX_REPLIES:
        raise Rejected(NO_MORE_ANSWERS, 409)
    return parent
