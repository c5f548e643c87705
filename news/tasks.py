"""What the clock does with posts, besides publishing them."""

from datetime import timedelta

from django.utils import timezone

from core.jobs import every, job
from core.tasks import LOOK_BACK
from news.models import Article, Pick


@every(timedelta(minutes=1))
@job("Ghim, thôi ghim tin theo giờ hẹn", priority=50)  # Not behind a hundred files to be read.
def refresh_pinned_posts() -> bool:
    """Make stale the pages on which a post comes to stand first, or no longer does; tell whether one does."""
    now = timezone.now()
    has_changed = (
        Article.objects.pins_changing_between(now - LOOK_BACK, now).exists()
        or Pick.objects.changing_between(now - LOOK_BACK, now).exists()
    )
    if has_changed:
        Article.touch_pages()
    return has_changed
