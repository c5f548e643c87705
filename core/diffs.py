"""What changed between two texts, word by word, for people to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from diff_match_patch import diff_match_patch

# Unchanged lines that are shown before and after a change.
CONTEXT = 1
# Seconds. What is not compared by then is one text struck out and another after it.
TIME_LIMIT = 1.0

# A line feed, or a word with the spaces before it.
_WORD = re.compile(r"\n|[^\S\n]*\S+|[^\S\n]+")
_KINDS = {
    diff_match_patch.DIFF_EQUAL: "same",
    diff_match_patch.DIFF_INSERT: "added",
    diff_match_patch.DIFF_DELETE: "removed",
}


@dataclass(frozen=True)
class Piece:
    """A part of the two texts.

    ``skipped`` is a line that stands for unchanged ones; its text says how many they are.
    """

    kind: Literal["same", "added", "removed", "skipped"]
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """Return what leads from one plain text to another; [] where they are equal."""
    if old == new:
        return []
    # The package compares characters: each different word is made into one.
    words: dict[str, str] = {}
    old_code, new_code = (
        "".join(words.setdefault(word, chr(len(words))) for word in _WORD.findall(text))
        for text in (old, new)
    )
    matcher = diff_match_patch()
    matcher.Diff_Timeout = TIME_LIMIT
    differences = matcher.diff_main(old_code, new_code, checklines=False)
    matcher.diff_cleanupSemantic(differences)
    spelt = list(words)
    pieces = [Piece(_KINDS[kind], "".join(spelt[ord(char)] for char in code)) for kind, code in differences]
    return list(_without_distant(pieces))


def _without_distant(pieces: list[Piece]) -> Iterator[Piece]:
    """Leave out the unchanged lines that are far from any change."""
    for place, piece in enumerate(pieces):
        if piece.kind != "same":
            yield piece
            continue
        lines = piece.text.split("\n")
        # The lines at either end go on in the changes beside them.
        head = 0 if place == 0 else 1 + CONTEXT
        tail = 0 if place == len(pieces) - 1 else 1 + CONTEXT
        hidden = len(lines) - head - tail
        if hidden <= 1:  # To say that one line is left out takes a line, too.
            yield piece
            continue
        if head:
            yield Piece("same", "\n".join(lines[:head]))
        yield Piece("skipped", str(hidden))
        if tail:
            yield Piece("same", "\n".join(lines[-tail:]))
