"""The piece of text in which a hit answers the query, from its body or from one of its files.

Only for the hits of one page: their texts are read, the first TEXT_LENGTH characters of each.
"""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Left

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
    entries = SearchEntry.objects.filter(
        kind=objects[0]._meta.label_lower, object_id__in=[obj.pk for obj in objects]
    )
    keys = dict(entries.values_list("pk", "object_id"))
    return {keys[entry]: snippet for entry, snippet in snippets_of(parse(text), keys).items()}


def snippets_of(query: Query, entries: Iterable[int]) -> dict[int, Snippet]:
    """Return snippets by the keys of entries."""
    finder = Finder(query)
    entries = list(entries)
    for entry, body in SearchEntry.objects.filter(pk__in=entries).values_list(
        "pk", Left("body", TEXT_LENGTH)
    ):
        finder.look(entry, body, "")
    lacking = [entry for entry in entries if entry not in finder.complete]
    content = FileText.objects.filter(pk=OuterRef("sha256")).values(part=Left("text", TEXT_LENGTH))
    files = SearchFile.objects.filter(entry__in=lacking).annotate(content=Subquery(content))
    for entry, title, text in files.order_by("pk").values_list("entry_id", "title", "content")[:FILES]:
        finder.look(entry, text or "", title)
    return finder.found


class Place(NamedTuple):
    """A word that is looked for; ``pair`` names it with the one before, if they belong together."""

    match: re.Match[str]
    folded: str
    weight: int
    pair: str


class Finder:
    """Looks for the best place in text after text; ``complete`` are the entries that need no other."""

    def __init__(self, query: Query) -> None:
        self.found: dict[int, Snippet] = {}
        self.complete: set[int] = set()
        self._scores: dict[int, int] = {}
        self._room = PAGE_LENGTH
        self._spelt = {word.folded: word.spelt for word in query.words}
        parts = (*query.runs, *query.phrases)
        self._pairs = {(first.folded, second.folded) for part in parts for first, second in pairwise(part)}
        self._pattern = pattern(frozenset(self._spelt))
        self._best_score = 2 * len(self._spelt) + 2 * len(self._pairs)

    def look(self, entry: int, text: str, source: str) -> None:
        """Look for a better place of an entry in a text."""
        if not self._spelt or entry in self.complete or len(text) > self._room:
            return
        self._room -= len(text)
        text = visible(text)
        score, start, end = self._place(text)
        if score > self._scores.get(entry, 0):
            self._scores[entry] = score
            self.found[entry] = Snippet(_cut(text, start, end), source)
            if score == self._best_score:
                self.complete.add(entry)

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
