"""Polls, and what came of them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.design.samples.common import LEAD, LONG_TITLE, NO_ROW
from stats.models import Poll
from stats.polls.state import Line as PollLine
from stats.polls.state import Results as PollResults
from stats.polls.state import Standing


def poll(question: str, **fields: Any) -> Poll:
    made = Poll(pk=NO_ROW, question=question, published_at=timezone.now(), **fields)
    texts = ("Sáng thứ bảy", LEAD, "Tối các ngày trong tuần, từ 18 giờ 30")
    made.offered = [{"pk": key, "text": text} for key, text in enumerate(texts, 1)]
    return made


def polls() -> dict[str, Any]:
    """Polls with one answer and with several, what came of them, all that may be said of a ballot."""
    single = poll("Nên họp phụ huynh vào lúc nào?")
    several = poll(LONG_TITLE, max_choices=2, closes_at=timezone.now() + timedelta(days=3))
    closed = poll("Thăm dò đã kết thúc?", closes_at=timezone.now() - timedelta(days=1))
    members = poll("Dành cho người có tài khoản?", audience=Poll.Audience.MEMBERS)
    results = PollResults(
        [
            PollLine("Sáng thứ bảy", 1_204, "62,5", False),
            PollLine(LEAD, 722, "37,5", False),
            PollLine("Chiều thứ bảy", 0, "0", True),
        ],
        1_926,
    )
    return {
        "single": single,
        "several": several,
        "closed": closed,
        "members": members,
        "all": [single, several, closed, members],
        "chosen": ["1"],
        "results": results,
        "standings": [
            Standing(closed, False, results),
            Standing(several, True, PollResults([], 0)),
            Standing(several, True, None, is_repeated=True),
            Standing(poll("Khi nào có kết quả?", results=Poll.Results.AFTER_CLOSING), True, None),
            Standing(poll("Có công bố không?", results=Poll.Results.NEVER), True, None),
        ],
    }
