"""The piece of text in which a hit answers the query, from its body or from one of its files.

Only for the hits of one page: their texts are read, the first TEXT_LENGTH characters of each.
"""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, QuerySet, Subquery, Value, Window
from django.db.models.functions import Left, RowNumber

from core.models.filetext import FileText
from core.models.search import SearchEntry, SearchFile
from core.search.query import Query, parse
from core.search.words import are_neighbours, pattern, visible, word_of

# In characters. A snippet is some three lines; words further apart than SPAN are not one place.
LENGTH = 220
SPAN = 180
LEAD_IN = 60
# Of a text, and of all texts of a page: what is behind is searched for, but not shown.
TEXT_LENGTH = 50_000
PAGE_LENGTH = 500_000
FILES = 60

# Kind and key of an object.
Key = tuple[str, int]


@dataclass(frozen=True)
class Snippet:
    """A piece of plain text, and the title of the file that it is from, "" for the object's own text."""

    text: str
    source: str = ""


def snippets(text: str, objects: Sequence[Any]) -> dict[int, Snippet]:
    """Return snippets by key for the objects of a page, which are of one model.

    ``text`` is what the visitor typed. Objects whose text does not hold its words have none.
    """
    if not objects:
        return {}
    kind = objects[0]._meta.label_lower
    entries = SearchEntry.objects.filter(kind=kind, object_id__in=[obj.pk for obj in objects])
    return {key: snippet for (_, key), snippet in snippets_of(parse(text), entries).items()}


def snippets_of(query: Query, entries: QuerySet) -> dict[tuple[str, int], Snippet]:
    """Return snippets by kind and key of the objects of some entries."""
    finder = Finder(query)
    content = FileText.objects.filter(pk=OuterRef("sha256")).values(part=Left("text", TEXT_LENGTH))
    # The first file of each before the second of one.
    place = Window(RowNumber(), partition_by=F("entry"), order_by="pk")
    files = SearchFile.objects.filter(entry__in=entries.values("pk")).order_by(place, "pk")
    # An object's own text goes before its files, which are looked into only where that does not suffice.
    texts = entries.order_by().values_list(
        Value(0), "kind", "object_id", Value(""), Left("body", TEXT_LENGTH)
    )
    texts = texts.union(
        files.values_list("pk", "entry__kind", "entry__object_id", "title", Subquery(content))[:FILES],
        all=True,
    )
    for _, kind, key, title, content in sorted(texts, key=itemgetter(0)):
        finder.look((kind, key), content or "", title)
    return finder.found


class Place(NamedTuple):
    """A word that is looked for; ``pair`` names it with the one before, if they belong together."""

    match: re.Match[str]
    folded: str
    weight: int
    pair: str


class Finder:
    """Looks for the best place in text after text; ``complete`` are the objects that need no other."""

    def __init__(self, query: Query) -> None:
        self.found: dict[Key, Snippet] = {}
        self.complete: set[Key] = set()
        self._scores: dict[Key, int] = {}
        self._room = PAGE_LENGTH
        self._spelt = {word.folded: word.spelt for word in query.words}
        self._pairs = query.pairs
        self._pattern = pattern(frozenset(self._spelt))
        self._best_score = 2 * len(self._spelt) + 2 * len(self._pairs)

    def look(self, key: Key, text: str, source: str) -> None:
        """Look for a better place of an object in a text."""
        if not self._spelt or key in self.complete or len(text) > self._room:
            return
        self._room -= len(text)
        text = visible(text)
        score, start, end = self._place(text)
        if score > self._scores.get(key, 0):
            self._scores[key] = score
            self.found[key] = Snippet(_cut(text, start, end), source)
            if score == self._best_score:
                self.complete.add(key)

    def _place(self, text: str) -> tuple[int, int, int]:
        """Return the score of the best place, where its first word begins and its last one ends.

        Words count two each, one if they are spelt otherwise, two more if beside each other as typed.
        """
        best = (0, 0, 0)
        near: deque[Place] = deque()
        for match in self._pattern.finditer(text):
            word = word_of(match[0])
            pair = ""
            if near and (near[-1].folded, word.folded) in self._pairs:
                pair = (
                    f"{near[-1].folded} {word.folded}" if are_neighbours(text, near[-1].match, match) else ""
                )
            weight = 1 + (self._spelt.get(word.folded) in (word.spelt, word.folded))
            near.append(Place(match, word.folded, weight, pair))
            while match.end() - near[0].match.start() > SPAN and len(near) > 1:
                near.popleft()
            score = _score(near)
            if score > best[0]:
                best = (score, near[0].match.start(), match.end())
                if score == self._best_score:
                    break
        return best


def _score(near: Iterable[Place]) -> int:
    weights: dict[str, int] = {}
    for place in near:
        weights[place.folded] = max(place.weight, weights.get(place.folded, 0))
        if place.pair:
            weights[place.pair] = 2
    return sum(weights.values())


def _cut(text: str, start: int, end: int) -> str:
    """Return a piece of the text round a place, cut between words, in one line."""
    begin = max(0, start - LEAD_IN)
    if begin:
        begin = min(text.find(" ", begin, start) % (len(text) + 1) + 1, start)
    stop = max(begin + LENGTH, end)
    if stop < len(text):
        stop = max(text.rfind(" ", end, stop), end)
    piece = " ".join(text[begin:stop].split())
    return f"{'… ' if begin else ''}{piece}{' …' if stop < len(text) else ''}"
