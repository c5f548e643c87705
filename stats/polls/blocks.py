"""The kind of block with a poll."""

from typing import Any

from django import forms
from django.urls import reverse

from core.blocks import BlockKind, OnPage
from stats.models import Poll


def _polls() -> list[tuple[int | str, str]]:
    polls = Poll.objects.not_in_trash().order_by("-pk").values_list("pk", "question")
    return [("", "Thăm dò đang mở mới nhất"), *polls]


class PollOptions(forms.Form):
    poll = forms.TypedChoiceField(
        label="Thăm dò",
        choices=_polls,
        coerce=int,
        empty_value=None,
        required=False,
        help_text=(
            "Thăm dò đã chọn mà kết thúc thì khối dẫn tới kết quả; chưa đăng hoặc đã gỡ thì khối không hiện."
        ),
    )


def poll(options: dict[str, Any], page: OnPage) -> dict[str, Any] | None:
    """A poll with its choices, in one query; how it stands for a visitor is no matter of a kept page."""
    polls = Poll.objects.published() if options["poll"] else Poll.objects.open()
    if options["poll"]:
        polls = polls.filter(pk=options["poll"])
    found = polls.with_choices().newest_first().first()
    return {"poll": found, "url": reverse("stats:poll-list")} if found else None


KINDS = (
    BlockKind(
        key="stats.poll",
        label="Thăm dò ý kiến",
        title="Thăm dò ý kiến",
        help="Một câu hỏi để người đọc bỏ phiếu ngay tại chỗ. Không có thăm dò nào đang mở thì không hiện.",
        template="blocks/poll.html",
        context=poll,
        form=PollOptions,
        tags=Poll.cache_tags,
    ),
)
