"""Pages of long lists: the last is as quick as the first."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core import paginator
from django.db.models import QuerySet
from django.http import Http404


class NoSuchPage(Http404):
    """There is no page with this number in a list.

    ``last`` is the number of the last page; an empty list has one, too, and ``is_empty``.
    """

    def __init__(self, last: int, *, is_empty: bool) -> None:
        super().__init__()
        self.last = last
        self.is_empty = is_empty


class Page(paginator.Page):
    def numbers(self) -> Iterator[int | str]:
        """Return the numbers to link to: the first, the last, this one and its neighbours, «…» between."""
        return self.paginator.get_elided_page_range(self.number, on_each_side=1, on_ends=1)


class Paginator(paginator.Paginator):
    """Django's paginator, whose pages know which others to link to."""

    ELLIPSIS = "…"

    def page_or_404(self, number: int) -> Page:
        """Return a page. Raises NoSuchPage."""
        try:
            return self.page(number)
        except paginator.EmptyPage as error:
            raise NoSuchPage(self.num_pages, is_empty=self.count == 0) from error

    def _get_page(self, *args: Any, **kwargs: Any) -> Page:
        return Page(*args, **kwargs)


class LatePaginator(Paginator):
    """Pages of a queryset that is counted elsewhere and whose rows are looked up late.

    A page is found among the primary keys alone, which an index holds, and from the end of the list where
    that is nearer; then its rows are read. ``queryset`` is ordered, and its field ``key`` has the keys;
    ``first`` are keys that stand before it and are not in it; ``rows`` is what the rows are taken from;
    ``count`` says how many keys there are in all. A count that is a moment old may shift what is read from
    the end by what has come or gone since.
    """

    def __init__(
        self,
        queryset: QuerySet,
        per_page: int,
        *,
        rows: QuerySet,
        count: int,
        first: Sequence[int] = (),
        key: str = "pk",
    ) -> None:
        super().__init__(queryset, per_page)
        self.rows = rows
        self.count = count  # In place of the cached property.
        self.first = first
        self.key = key

    def page(self, number: int) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = self._keys(start, min(start + self.per_page, self.count))
        found = self.rows.in_bulk(keys)
        return self._get_page([found[key] for key in keys if key in found], number, self)

    def _keys(self, start: int, end: int) -> list[int]:
        before = len(self.first)
        found = list(self.first[start:end])
        start, end, count = max(start - before, 0), end - before, self.count - before
        if end <= 0:
            return found
        keys = self.object_list.values_list(self.key, flat=True)
        if start <= count - end:
            return found + list(keys[start:end])
        return found + list(keys.reverse()[count - end : count - start])[::-1]
