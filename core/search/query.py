"""What a visitor typed, and the questions that it puts to the index."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from core.search.words import Word, neighbours, quoted, visible, words

# More is no question but a test of patience; what is behind is left out. In characters, and in words.
QUERY_LENGTH = 500
QUERY_WORDS = 40

_PART = re.compile(
    # A minus stands before a word. In «2023 -2024», «KH - BCĐ» and «09-TB» it is a dash.
    r"(?P<minus>(?<!\S)(?<!\d )-|(?<!\S)-(?!\d))?"
    r"(?:(?P<phrase>\"[^\"]*\"|“[^”]*”|«[^»]*»)|(?P<plain>[^\s\"“«]+))"
)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Query:
    """A query cut up: words in the runs in which they were typed, phrases, and what must not be there."""

    runs: tuple[tuple[Word, ...], ...] = ()
    phrases: tuple[tuple[Word, ...], ...] = ()
    excluded: tuple[tuple[Word, ...], ...] = ()

    @cached_property
    def words(self) -> list[Word]:
        """The words that are looked for."""
        return [word for part in (*self.runs, *self.phrases) for word in part]

    @cached_property  # The marking of a page asks for each of its texts.
    def pairs(self) -> set[tuple[str, str]]:
        """The words that were typed beside each other, folded."""
        parts = (*self.runs, *self.phrases)
        return {(first.folded, second.folded) for part in parts for first, second in pairwise(part)}

    @property
    def matching(self) -> str:
        """The tsquery that all answers satisfy, however they spell the words; "" where none is wanted."""
        return self._asking([word.folded for word in self.words]) if self.words else ""

    @property
    def levels(self) -> list[str]:
        """The tsqueries from the closest to :attr:`matching`; what one finds, those behind it find, too.

        First the words spelt as they were typed and beside each other, then the words spelt so, then any.
        A syllable alone says little in Vietnamese: «công» and «chức» are nearly everywhere.
        """
        spelt = [word.spelt for word in self.words]
        beside = [near for run in self.runs for near in _near(run)]
        # The index takes long to tell where a common word is not: then it is asked once less.
        middle = [] if self.excluded else [self._asking(spelt)]
        return list(dict.fromkeys([self._asking(spelt, beside), *middle, self.matching]))

    def _asking(self, lexemes: list[str], beside: Iterable[str] = ()) -> str:
        phrases = [_beside(*pair) for phrase in self.phrases for pair in pairwise(phrase)]
        excluded = [f"!({_phrase(part)})" for part in self.excluded]
        return _all([*(quoted(lexeme) for lexeme in lexemes), *beside, *phrases, *excluded])


@lru_cache(maxsize=64)  # The marking of a page asks for each of its texts.
def parse(text: str) -> Query:
    """Cut up what a visitor typed; any text will do."""
    runs: list[list[Word]] = [[]]
    phrases, excluded = [], []
    room = QUERY_WORDS
    for part in _PART.finditer(" ".join(visible(text[:QUERY_LENGTH]).split())):
        found = words(part[0])[:room]
        room -= len(found)
        if part["minus"]:
            excluded.append(tuple(found))
        elif part["phrase"] or (len(found) > 1 and _DIGIT.search(part[0])):
            # The parts of «09/TB-SGDĐT» and of «2025-2026» belong together without quotes, too.
            phrases.append(tuple(found))
        else:
            runs[-1] += found
            continue
        runs.append([])
    return Query(
        tuple(tuple(run) for run in runs if run),
        tuple(phrase for phrase in phrases if phrase),
        tuple(part for part in excluded if part),
    )


def _phrase(part: tuple[Word, ...]) -> str:
    """Words beside each other, spelt as typed: what is taken out is no more than was said."""
    return _all([*(quoted(word.spelt) for word in part), *(_beside(*pair) for pair in pairwise(part))])


def _near(run: tuple[Word, ...]) -> Iterable[str]:
    """Say of each word of a run that it stands beside one of those it was typed beside.

    «tuyển sinh Bình Minh» so wants the two words of each name together, not the two names.
    """
    pairs = [_beside(*pair) for pair in pairwise(run)]
    # What is beside the first word and the last is said by one pair each, and so of their neighbours, too.
    yield from dict.fromkeys([*pairs[:1], *pairs[-1:]])
    yield from (f"({before} | {after})" for before, after in pairwise(pairs[1:-1]))


def _beside(first: Word, second: Word) -> str:
    return quoted(neighbours(first.folded, second.folded))


def _all(parts: Iterable[str]) -> str:
    return " & ".join(dict.fromkeys(parts))
