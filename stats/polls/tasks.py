"""What the clock does with polls."""

from datetime import timedelta

from core.jobs import every, job, since_last_run
from core.tasks import LOOK_BACK
from stats.models import Poll


@every(timedelta(minutes=1))
@job("Khép thăm dò đến giờ kết thúc", priority=50)  # Not behind a hundred files to be read.
def refresh_closed_polls() -> bool:
    """Make stale the pages that offer a poll which has just closed; tell whether there was one."""
    with since_last_run(refresh_closed_polls, LOOK_BACK) as (start, end):
        has_closed = Poll.objects.closing_between(start, end).exists()
        if has_closed:
            Poll.touch_pages()
    return has_closed
