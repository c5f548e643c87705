"""The jobs of the front of the house."""

from datetime import timedelta

from core import cache
from core.jobs import every, job, since_last_run
from core.models.periods import Timed
from core.tasks import LOOK_BACK
from portal.models import Announcement, Banner

TIMED: tuple[type[Timed], ...] = (Announcement, Banner)


@every(timedelta(minutes=1))
@job("Làm mới thông báo, banner theo giờ hẹn", priority=50)  # Not behind a hundred files to be read.
def refresh_furniture() -> list[str]:
    """Make stale the pages where an announcement or a banner came or went by its date alone.

    Returns the cache tags touched.
    """
    tags: set[str] = set()
    with since_last_run(refresh_furniture, LOOK_BACK) as (start, end):
        for model in TIMED:
            if model.objects.changing_between(start, end).exists():
                tags.update(model.cache_tags)
        cache.touch(*tags)
    return sorted(tags)
