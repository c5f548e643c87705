"""What stands around every page by the clock: the emergency bar, the ticker, the banners."""

from dataclasses import dataclass

from core import cache
from core.models.together import read_together
from portal.models import Announcement, Banner

# Nobody waits for an eleventh to come round.
TICKER_LENGTH = 10


@dataclass(frozen=True)
class Furniture:
    """What is shown at a moment, each in the order that staff gave it; banners by their place."""

    emergency: list[Announcement]
    ticker: list[Announcement]
    banners: dict[str, list[Banner]]

    @property
    def top(self) -> list[Banner]:
        """The banners under the menu."""
        return self.banners.get(Banner.Place.TOP, [])


def standing() -> Furniture:
    """Return what is shown now, from the cache.

    What begins or ends by its date alone is noticed by :func:`portal.tasks.refresh_furniture`.
    """
    return cache.remember("furniture", {*Announcement.cache_tags, *Banner.cache_tags}, _read)


def _read() -> Furniture:
    announcements, shown = read_together(Announcement.objects.current(), Banner.objects.current())
    banners: dict[str, list[Banner]] = {}
    for banner in shown:
        banners.setdefault(banner.place, []).append(banner)
    return Furniture(
        emergency=[each for each in announcements if each.kind == Announcement.Kind.EMERGENCY],
        ticker=[each for each in announcements if each.kind == Announcement.Kind.TICKER][:TICKER_LENGTH],
        banners=banners,
    )
