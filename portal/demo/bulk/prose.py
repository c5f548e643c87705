"""Vietnamese text without end: words follow each other as they do in the demo's own texts.

Each word is drawn from those that follow the last one somewhere in the demo, so common words are common,
phrases such as «học sinh» recur, and the spread of frequencies is that of the language. The demo has some
two thousand words; syllables that it does not have make the long tail of rare ones.
"""

import random
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise, product

from core.richtext.text import to_text
from portal.demo import content, letter, markup

# As combining marks: none, grave, acute, hook, tilde, dot.
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
# One word in so many is of the tail.
TAIL_EVERY = 60
# The chance that a word follows which the demo does not have there: so pairs of words grow in number with
# the texts, as they do in the language.
LEAP = 0.06


def generator(seed: str) -> random.Random:
    """Return a source of chance that gives the same for the same seed."""
    return random.Random(seed)  # noqa: S311 - sample texts, no secrets


class Prose:
    """Writes text after the pattern of others.

    ``texts`` are the pattern; ``tail`` are rare words, the first the least rare of them.
    """

    def __init__(self, texts: Iterable[str], tail: tuple[str, ...]) -> None:
        self._tail = tail
        self._starts: list[str] = []
        self._followers: dict[str, list[str]] = {}
        self._all: list[str] = []
        for text in texts:
            words = text.split()
            self._all += words
            self._starts += words[:1]
            for word, follower in pairwise(words):
                self._followers.setdefault(word, []).append(follower)

    def write(self, rng: random.Random, length: int) -> str:
        """Return a text of ``length`` words."""
        chance = rng.random
        words = []
        followers = self._starts
        for _ in range(length):
            word = followers[int(chance() * len(followers))]
            words.append(word)
            followers = self._all if chance() < LEAP else self._followers.get(word, self._starts)
        for _ in range(length // TAIL_EVERY):
            # By Zipf's law: the chance of the word of rank r falls as 1/r.
            rank = int(len(self._tail) ** chance())
            words[int(chance() * length)] = self._tail[rank - 1]
        return " ".join(words)


@cache
def prose() -> Prose:
    """Return the writer that has read the demo's documents and posts."""
    texts = [markup.plain(letter.substance(paper)) for paper in content.papers()]
    texts += [to_text(post.body) for post in content.posts()]
    return Prose(texts, rare_words())


def rare_words() -> tuple[str, ...]:
    """Return some six thousand syllables in an order without meaning."""
    syllables = content.bulk()["syllables"]
    parts = product(syllables["onsets"].split(), syllables["rhymes"].split(), TONES)
    words = [unicodedata.normalize("NFC", onset + rhyme.replace("*", tone)) for onset, rhyme, tone in parts]
    generator("rare words").shuffle(words)
    return tuple(words)
