"""What stands around every page: the site's settings, the emergency bar, the ticker, the banners."""

from dataclasses import dataclass

from core import cache
from core.models.together import read_together
from portal.models import Announcement, Banner, SiteSettings

# Nobody waits for an eleventh to come round.
TICKER_LENGTH = 10


@dataclass(frozen=True)
class Furniture:
    """What is shown at a moment, each in the order that staff gave it; banners by their place."""

    site: SiteSettings
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
    tags = {*SiteSettings.cache_tags, *Announcement.cache_tags, *Banner.cache_tags}
    return cache.remember("furniture", tags, _read)


def _read() -> Furniture:
    settings, announcements, shown = read_together(
        SiteSettings.objects.all()[:1], Announcement.objects.current(), Banner.objects.current()
    )
    banners: dict[str, list[Banner]] = {}
    for banner in shown:
        banners.setdefault(banner.place, []).append(banner)
    return Furniture(
        site=settings[0] if settings else SiteSettings(),
        emergency=[each for each in announcements if each.kind == Announcement.Kind.EMERGENCY],
        ticker=[each for each in announcements if each.kind == Announcement.Kind.TICKER][:TICKER_LENGTH],
        banners=banners,
    )
