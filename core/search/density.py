"""How common words are, as far as it is known beforehand; counting the answers takes much longer."""

from typing import NamedTuple

from django.db.models import Count

from core import cache
from core.models.search import SearchEntry, SearchWord
from core.search.query import Query
from core.search.words import LEARNED

# Up to so many matches are looked up as a set; of more, most rows that a list comes by are matches.
DENSE = 10_000
# In seconds. Words are counted anew each night (``suggestions.learn_words``); an old count costs time alone.
TIMEOUT = 3600


class _Known(NamedTuple):
    """The words that are in many entries, with their counts; the number of entries of each kind."""

    words: dict[str, int]
    kinds: dict[str, int]


def is_dense(query: Query, kind: str) -> bool | None:
    """Tell whether more than DENSE entries of a kind answer a query; None where that has to be counted.

    Of n sets in a whole of T, the intersection has at most the smallest's size, and at least the sum of all
    sizes less (n - 1) T.
    """
    words = {word.folded for word in query.words}
    if not all(map(LEARNED.fullmatch, words)):
        return None
    known = cache.remember("search:density", (), _read, TIMEOUT)
    if not known.words:
        return None  # Nothing has been learned yet.
    if not words <= known.words.keys():
        return False
    if query.phrases or query.excluded:
        return None
    size = known.kinds.get(kind, 0)
    least = size + sum(known.words[word] for word in words) - len(words) * sum(known.kinds.values())
    return True if least > DENSE else None


def _read() -> _Known:
    common = SearchWord.objects.filter(entries__gt=DENSE).values_list("folded", "entries")
    kinds = SearchEntry.objects.order_by().values_list("kind").annotate(count=Count("pk"))
    return _Known(dict(common), dict(kinds))
