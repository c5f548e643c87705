"""Orders of the register that no index holds: what they put first, found once and kept for a minute."""

from collections.abc import Callable
from typing import NamedTuple

from core import cache, search
from core.models import Counter
from core.models.counters import kind_of
from documents.facets import TIMEOUT, Counts, key_of
from documents.filters import DocumentFilter, Sort
from documents.models import Document

# Of the documents that were downloaded, and of words that are nearly everywhere, so many are in order.
RANKED = 1000


def most_downloaded(register: DocumentFilter) -> list[int]:
    """Return the keys of the documents of a selection that were downloaded most.

    Others have their place by date: sorting all by a count that stands in another table takes too long.
    """
    counted = Counter.objects.filter(
        kind=kind_of(Document), downloads__gt=0, object_id__in=register.without().values("pk")
    ).order_by("-downloads", "-object_id")
    return _keep(register, lambda: list(counted.values_list("object_id", flat=True)[:RANKED]))


class Found(NamedTuple):
    """What a search found, in the order asked for: the first keys, how many there are to page through.

    ``is_capped`` tells that there are more, which no page shows.
    """

    ids: list[int]
    count: int
    is_capped: bool


def found(register: DocumentFilter, counts: Counts, needed: int) -> Found:
    """Return what a search found; of its keys at least the first ``needed``, if there are so many.

    Call it inside ``register.limits()``.
    """
    if register.sort == Sort.RELEVANCE:
        return Found(counts.found, len(counts.found), counts.is_capped)
    if counts.is_capped and register.sort in (Sort.NEWEST, Sort.OLDEST):
        return _found_by_date(register, needed)
    ordered = register.in_order(Document.objects.filter(pk__in=counts.found))
    ids = list(ordered.values_list("pk", flat=True))
    return Found(ids, len(ids), counts.is_capped)


def _found_by_date(register: DocumentFilter, needed: int) -> Found:
    """Return what a search found, by date: there is room for more of them, mostly for all."""
    if register.values.keys() <= {"q", "sap_xep"} and search.is_surely_dense(register.query, Document):
        # More than RANKED for certain, and each key costs a look into its entry.
        return Found(list(register.qs.values_list("pk", flat=True)[: min(needed, RANKED)]), RANKED, True)
    ids = _keep(register, lambda: list(register.qs.values_list("pk", flat=True)[: RANKED + 1]))
    return Found(ids[:RANKED], min(len(ids), RANKED), len(ids) > RANKED)


def _keep(register: DocumentFilter, make: Callable[[], list[int]]) -> list[int]:
    return cache.remember(f"register-{register.sort}:{key_of(register)}", Document.cache_tags, make, TIMEOUT)
