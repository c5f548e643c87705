"""The sitemap: which addresses search engines are told of.

Django cuts a sitemap into pages by counting: the last one reads all that stand before it, and each new post
moves thousands of addresses from page to page. Here a page holds the objects whose primary keys lie in one
range: it is found by the index of the key, and an object stays in it for ever.
"""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage, Page, Paginator
from django.db import connection
from django.db.models import Model, QuerySet

from core.models import Publishable

# Addresses; the protocol allows 50,000. To make so many takes a tenth of a second.
PAGE_SIZE = 1000


class Section(Sitemap):
    """A section of the sitemap that fits into one page.

    ``tags`` are the cache tags of what it is made from.
    """

    limit = PAGE_SIZE
    tags: tuple[str, ...]

    def numbers(self) -> list[int]:
        """Return the numbers of the pages that hold something."""
        return [1] if self.items() else []


class KeyedSection(Section):
    """The objects of a model that have a page, in the ranges of their keys."""

    model: type[Model]

    @property
    def tags(self) -> tuple[str, ...]:
        return self.model.cache_tags

    def objects(self) -> QuerySet:
        """Return the objects that have a page."""
        raise NotImplementedError

    def for_page(self) -> QuerySet:
        """Return them with what their entries are made from."""
        return self.objects()

    def numbers(self) -> list[int]:
        """Return the numbers of the pages that hold something, by one look into each.

        When each of them changed last would take a look at every object.
        """
        public, params = self.objects().order_by().values("pk").query.sql_with_params()
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT number FROM generate_series(1, (SELECT max(id) FROM {table}) / %s + 1) AS number
                WHERE EXISTS (
                    SELECT FROM ({public}) AS public (id)
                    WHERE id >= (number - 1) * %s AND id < number * %s
                )
                ORDER BY number
                """,  # noqa: S608 - our own names and Django's SQL
                [PAGE_SIZE, *params, PAGE_SIZE, PAGE_SIZE],
            )
            return [number for (number,) in cursor.fetchall()]

    @property
    def paginator(self) -> Paginator:
        return _KeyRanges(self.for_page().order_by("pk"), PAGE_SIZE)


class PublishedSection(KeyedSection):
    """The public objects of a model, each with the moment since which it is there as it is."""

    model: type[Publishable]

    def objects(self) -> QuerySet:
        return self.model.objects.published()

    def for_page(self) -> QuerySet:
        return self.objects().for_sitemap()

    def lastmod(self, obj: Publishable) -> datetime:
        # One that was scheduled came later than its last change.
        return max(obj.updated_at, obj.published_at).replace(microsecond=0)


class _KeyRanges(Paginator):
    """Pages of a queryset by ranges of its primary keys, each at most as long as its range."""

    def page(self, number: int) -> Page:
        start = (number - 1) * self.per_page
        found: list[Any] = list(self.object_list.filter(pk__gte=start, pk__lt=start + self.per_page))
        if not found:
            raise EmptyPage
        return self._get_page(found, number, self)
