"""Marks the words of a search in the text that was found."""

import re
from itertools import pairwise

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from core.search.query import Query, parse
from core.search.words import are_neighbours, pattern, visible, word_of

register = template.Library()


@register.filter
def highlight(text: str, query: str) -> SafeString:
    """Escape the text and put ``<mark>`` round each word that the query looks for.

    Words are compared as search compares them: ``hoi nghi`` marks «Hội nghị». They are marked where they
    stand beside those that they were typed beside; elsewhere only what stands so nowhere in the text, and
    nothing of a quoted phrase: a syllable alone says little in Vietnamese.
    """
    text = visible(str(text))
    pieces = []
    end = 0
    for word in _wanted(text, parse(query)):
        pieces += [
            conditional_escape(text[end : word.start()]),
            f"<mark>{conditional_escape(word[0])}</mark>",
        ]
        end = word.end()
    pieces.append(conditional_escape(text[end:]))
    # Every piece is escaped above; only the marks are ours.
    return mark_safe("".join(pieces))  # noqa: S308


def _wanted(text: str, query: Query) -> list[re.Match[str]]:
    """Return the words of a text that a query looks for."""
    if not query.words:
        return []
    found = list(pattern(frozenset(word.folded for word in query.words)).finditer(text))
    folded = [word_of(word[0]).folded for word in found]
    alone = {word.folded for run in query.runs for word in run}
    alone |= {phrase[0].folded for phrase in query.phrases if len(phrase) == 1}
    pairs = query.pairs
    places: set[int] = set()
    for place, pair in enumerate(pairwise(folded)):
        if pair in pairs and are_neighbours(text, found[place], found[place + 1]):
            places |= {place, place + 1}
    alone -= {folded[place] for place in places}
    places |= {place for place, word in enumerate(folded) if word in alone}
    return [found[place] for place in sorted(places)]
