"""Casting a ballot: one transaction, in which the unique constraint decides.

First all that can be refused, by reading alone; then the ballot, the limits, and last the tallies, whose rows
all voters of a poll share.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpRequest, QueryDict

from core import ballots
from core.challenge import PROOF, Gate, Sender, is_trapped, sender_of
from core.sending import Rejected, one_transaction
from core.text import format_datetime
from stats.models import Ballot, Poll

# Without work for the machine: five an hour are a family at one computer, forty a classroom of phones behind
# one address, three hundred on a poll from everywhere. With it there is no end, but more work each time.
GATE = Gate(Poll.LIMITED_AS, plain_per_visitor=5, plain_per_network=40, plain_in_all=300)
CHOSEN = "chon"
WORDING = "ban"
CHANGED = "Câu hỏi hoặc lựa chọn vừa được sửa. Hãy đọc lại rồi chọn."
BUSY = (
    "Đang có nhiều người bỏ phiếu cùng lúc nên phiếu của bạn chưa được ghi. Hãy chờ vài giây rồi bấm "
    "«Bỏ phiếu» lần nữa."
)


class BallotForm(forms.Form):
    """What was chosen; only of what the poll offers now."""

    chon = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": "Bạn chưa chọn mục nào. Hãy chọn rồi bấm «Bỏ phiếu».",
            "invalid_choice": "Mục bạn chọn không còn trong thăm dò này. Hãy chọn lại.",
        },
    )

    def __init__(self, poll: Poll, data: Any) -> None:
        super().__init__(data)
        self.poll = poll
        self.fields[CHOSEN].choices = [(choice["pk"], choice["text"]) for choice in poll.offered]

    def clean_chon(self) -> list[int]:
        chosen = sorted(set(self.cleaned_data[CHOSEN]))
        if len(chosen) > self.poll.max_choices:
            most = self.poll.max_choices
            raise ValidationError(f"Bạn chọn {len(chosen)} mục, chỉ được chọn nhiều nhất {most} mục.")
        return chosen


def identity_for(request: HttpRequest, poll: Poll) -> str:
    """Return whose voice a request has in a poll; "" where it has none."""
    return ballots.member_of(request) if poll.is_for_members else ballots.identity_of(request)


def sender_for(request: HttpRequest, poll: Poll) -> Sender:
    """Return who casts a ballot, as the limits know him: a member is known, and his network says nothing."""
    return sender_of(request, is_known=poll.is_for_members)


def voter_for(request: HttpRequest, poll: Poll) -> bytes | None:
    """Return what the ballot of who asks is kept under; None where he can have none."""
    identity = identity_for(request, poll)
    return ballots.voter(identity, f"stats.poll:{poll.pk}") if identity else None


def has_voted(request: HttpRequest, poll: Poll) -> bool:
    """Tell whether who asks has a ballot in the box; no query for one without identity."""
    voter = voter_for(request, poll)
    return voter is not None and Ballot.objects.filter(poll=poll, voter=voter).exists()


def cast(request: HttpRequest, poll: Poll) -> bool:
    """Cast the ballot in a POST request; tell whether it is new, or was in the box already.

    Raises Rejected, with nothing changed.
    """
    voter = voter_for(request, poll)
    if voter is None:
        raise _no_voice(poll)
    if is_trapped(request.POST):
        raise Rejected("Phiếu chưa được ghi: có ô lẽ ra để trống lại có chữ. Hãy chọn và gửi lại.", 400)
    sender = sender_for(request, poll)
    with one_transaction(BUSY):
        return _cast(request.POST, poll.pk, voter, sender)


def _cast(data: QueryDict, pk: int, voter: bytes, sender: Sender) -> bool:
    poll = _hold(pk)
    # Before all else: a second click is told of the first, whatever else is wrong with it.
    if Ballot.objects.filter(poll=poll, voter=voter).exists():
        return False
    # What can be refused is refused before the first write, so that it costs little and holds up nobody.
    chosen = _chosen(poll, data)
    proof = GATE.check(sender, str(poll.pk), data.get(PROOF, ""))
    if not Ballot.objects.cast_by(poll, voter):
        return False
    GATE.admit(sender, str(poll.pk), proof)
    poll.count(chosen)
    return True


def _chosen(poll: Poll, data: QueryDict) -> list[int]:
    """Return what was chosen in a poll that is open and still says what the form said; raises Rejected."""
    if poll.is_closed:
        closed = format_datetime(poll.closes_at)
        raise Rejected(f"Thăm dò đã kết thúc lúc {closed}, phiếu của bạn không được ghi.", 409)
    if data.get(WORDING) != poll.wording:
        raise Rejected(CHANGED, 409)
    form = BallotForm(poll, data)
    if not form.is_valid():
        is_gone = form.has_error(CHOSEN, "invalid_choice")
        raise Rejected(form.errors[CHOSEN][0], 409 if is_gone else 400)
    return form.cleaned_data[CHOSEN]


def _hold(pk: int) -> Poll:
    """Return a poll that no verb, form or reset changes until the commit: they take its row FOR UPDATE."""
    with connection.cursor() as cursor:
        # The weakest of locks: voters do not wait for each other before they are counted, and who counts a
        # ballot (an UPDATE of the same row) does not wait for those who have yet to.
        cursor.execute("SELECT FROM stats_poll WHERE id = %s FOR KEY SHARE", [pk])
    poll = Poll.objects.published().with_choices().filter(pk=pk).first()
    if poll is None:
        raise Rejected("Thăm dò này vừa được gỡ khỏi cổng, phiếu của bạn không được ghi.", 410)
    return poll


def _no_voice(poll: Poll) -> Rejected:
    if poll.is_for_members:
        return Rejected("Thăm dò này dành cho người có tài khoản trên cổng. Hãy đăng nhập rồi bỏ phiếu.", 403)
    return Rejected(
        "Phiếu chưa được ghi vì trình duyệt của bạn đang chặn cookie. Cổng chỉ dùng một cookie để mỗi trình "
        "duyệt có một phiếu, không ghi bạn là ai. Hãy cho phép cookie của trang này rồi bấm «Bỏ phiếu» lần "
        "nữa; những gì bạn chọn vẫn còn ở dưới.",
        400,
    )
