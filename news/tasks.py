"""What the clock does with posts, besides publishing them."""

from datetime import timedelta

from core.jobs import every, job, since_last_run
from core.tasks import LOOK_BACK
from news.models import Article, Pick


@every(timedelta(minutes=1))
@job("Ghim, thôi ghim tin theo giờ hẹn", priority=50)  # Not behind a hundred files to be read.
def refresh_pinned_posts() -> bool:
    """Make stale the pages on which a post comes to stand first, or no longer does; tell whether one does."""
    with since_last_run(refresh_pinned_posts, LOOK_BACK) as (start, end):
        has_changed = (
            Article.objects.pins_changing_between(start, end).exists()
            or Pick.objects.changing_between(start, end).exists()
        )
        if has_changed:
            Article.touch_pages()
    return has_changed
