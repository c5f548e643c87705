"""A complaint of a comment on the portal: it gathers for those who moderate, and hides nothing by itself."""

from typing import Any

from django import forms
from django.http import HttpRequest

from core import ballots
from core.challenge import PROOF, Gate, is_trapped, sender_of
from core.models.submissions import MAX_REASON
from core.sending import Rejected, one_transaction
from core.submissions import LineField
from news.models import Comment, CommentReport
from news.voices.commenting import ABOUT

GATE = Gate("report", plain_per_visitor=5, plain_per_network=20, plain_in_all=100)
BUSY = "Báo vi phạm chưa được ghi vì ý kiến này đang được xử lý. Hãy chờ vài giây rồi gửi lại."


class ReportForm(forms.Form):
    ly_do = forms.ChoiceField(
        label="Ý kiến này có vấn đề gì?",
        choices=CommentReport.Reason,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Bạn chưa chọn lý do.",
            "invalid_choice": "Lý do này không có, hãy chọn lại.",
        },
    )
    noi_them = LineField(
        label="Nói thêm",
        required=False,
        max_length=MAX_REASON,
        error_messages={"max_length": f"Dài quá {MAX_REASON} ký tự, hãy rút gọn."},
    )

    def __init__(self, comment: Comment, data: Any = None) -> None:
        # Forms on several comments may be open on one page.
        super().__init__(data, auto_id=f"bao-{comment.pk}-%s")


def send(request: HttpRequest, comment: Comment, form: ReportForm) -> None:
    """Take the complaint in a POST request; one a browser counts, once for each comment. Raises Rejected."""
    identity = ballots.identity_of(request)
    if not identity:
        raise Rejected(
            "Báo vi phạm chưa được ghi vì trình duyệt của bạn đang chặn cookie. Hãy cho phép cookie của "
            "trang này rồi gửi lại.",
            400,
        )
    if is_trapped(request.POST):
        raise Rejected("Báo vi phạm chưa được ghi: có ô lẽ ra để trống lại có chữ. Hãy gửi lại.", 400)
    if not form.is_valid():
        raise Rejected("Báo vi phạm chưa được gửi. Hãy chọn lý do rồi gửi lại.", 400)
    sender, voter = sender_of(request), ballots.voter(identity, f"news.comment:{comment.pk}")
    with one_transaction(BUSY):
        if comment.reports.filter(voter=voter).exists():
            return
        rows = Comment.objects.visible().select_for_update(of=("self",))
        held = rows.filter(pk=comment.pk).first()
        if held is None:
            raise Rejected("Ý kiến này không còn trên cổng.", 410)
        proof = GATE.check(sender, ABOUT, request.POST.get(PROOF, ""))
        GATE.admit(sender, ABOUT, proof)
        held.report(voter, form.cleaned_data["ly_do"], form.cleaned_data["noi_them"])
