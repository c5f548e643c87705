"""Lists of posts: in their order, counted, and read a page at a time."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core import cache
from core.paging import LatePaginator

TIMEOUT = 60  # seconds
# Of more that are pinned, the others stand where their dates put them.
MAX_PINNED = 5


@dataclass(frozen=True)
class Listing:
    """Posts that stand under something: all, a category, a topic, a tag, an author.

    ``name`` tells it from all other lists, ``ordered`` has the public rows in their order, and its field
    ``key`` the keys of the posts: an index alone holds them. The posts themselves are read late, and through
    ``published()``. ``pinned`` are those of them that stand before all others, if any may.
    """

    name: str
    ordered: QuerySet
    key: str = "pk"
    pinned: QuerySet | None = None

    @property
    def count(self) -> int:
        """How many posts there are, at most a minute old."""
        return cache.remember(f"news:count:{self.name}", ("news",), self.ordered.count, TIMEOUT)

    def paginator(self, per_page: int) -> LatePaginator:
        first = self._first()
        return LatePaginator(
            self.ordered.exclude(**{f"{self.key}__in": first}) if first else self.ordered,
            per_page,
            rows=_posts().for_list(),
            # The count may be older than what stands first.
            count=max(self.count, len(first)),
            first=first,
            key=self.key,
        )

    def _first(self) -> list[int]:
        """Return the keys of the posts that are pinned."""
        return [] if self.pinned is None else list(self.pinned.values_list(self.key, flat=True)[:MAX_PINNED])

    def newest(self, number: int) -> list[Any]:
        """Return the newest posts, with their texts."""
        keys = list(self.ordered.values_list(self.key, flat=True)[:number])
        found = _posts().for_feed().in_bulk(keys)
        return [found[key] for key in keys if key in found]


def _posts() -> QuerySet:
    from news.models import Article  # Whose names have lists.

    return Article.objects.published()
