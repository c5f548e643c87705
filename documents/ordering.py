"""Orders of the register that no index holds: what they put first, found once and kept for a minute."""

from collections.abc import Callable

from core import cache
from core.models import Counter
from core.models.counters import kind_of
from core.search import Matches
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


def found(register: DocumentFilter, counts: Counts) -> Matches:
    """Return what a search found, in the order asked for.

    Call it inside ``register.limits()``.
    """
    if register.sort == Sort.RELEVANCE:
        return Matches(counts.found, counts.is_capped)
    if counts.is_capped and register.sort in (Sort.NEWEST, Sort.OLDEST):
        # By date there is room for more of them, mostly for all.
        ids = _keep(register, lambda: list(register.qs.values_list("pk", flat=True)[: RANKED + 1]))
        return Matches(ids[:RANKED], len(ids) > RANKED)
    ordered = register.in_order(Document.objects.filter(pk__in=counts.found))
    return Matches(list(ordered.values_list("pk", flat=True)), counts.is_capped)


def _keep(register: DocumentFilter, make: Callable[[], list[int]]) -> list[int]:
    return cache.remember(f"register-{register.sort}:{key_of(register)}", Document.cache_tags, make, TIMEOUT)
