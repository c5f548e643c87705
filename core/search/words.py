"""Words as search compares them: cut out of text in one way for the index, the query and the marking.

PostgreSQL's own parser takes «12/2024/QĐ-UBND» for a path and an odd compound, and drops what looks like
markup; here a word is letters and digits, and everything else stands between words.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from core.text import fold, nfc

# In characters: what is longer is no word, and PostgreSQL refuses lexemes over 2 KB.
WORD_LENGTH = 50
# In bytes: PostgreSQL refuses a tsvector whose lexemes are over 1 MB together.
VECTOR_SIZE = 1_000_000

# Words that are counted (SearchWord), folded.
LEARNED = re.compile("[a-z]{2,20}")
# Combining marks: those that NFC leaves alone belong to the letter before them.
_MARKS = "[\u0300-\u036f]*"
_WORD = re.compile(rf"[^\W_](?:{_MARKS}[^\W_])*{_MARKS}")
# The letters that fold to each plain one.
_LETTERS: dict[str, str] = {}
for _letter in map(chr, (*range(0x41, 0x250), *range(0x1E00, 0x1F00))):
    if _letter.isalpha() and re.fullmatch("[a-z]", fold(_letter)):
        _LETTERS[fold(_letter)] = _LETTERS.get(fold(_letter), "") + _letter
# Soft hyphens, zero-width spaces and direction marks come with a paste, in the middle of words.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
# «hoà» and «hòa», «thuỷ» and «thủy» are two ways to write one syllable.
_TONE_PLACES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip


class Word(NamedTuple):
    """A word without its marks, and as it is spelt; the two are the same where it has none."""

    folded: str
    spelt: str

    @property
    def has_marks(self) -> bool:
        return self.spelt != self.folded


def visible(text: str) -> str:
    """Return the text in NFC, without invisible characters."""
    return _INVISIBLE.sub("", nfc(text))


def matches(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text that :func:`visible` gave, with their places."""
    return _WORD.finditer(text)


@lru_cache(maxsize=200)
def pattern(folded: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern for some words, however they are written, in a text that :func:`visible` gave.

    Much quicker in long texts than to fold each word.
    """
    spellings = [
        ("0*" if word.isdecimal() else "")
        + "".join(f"[{_LETTERS.get(char) or re.escape(char + char.upper())}]{_MARKS}" for char in word)
        for word in sorted(folded)
    ]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(spellings)})(?![^\W_])")


def are_neighbours(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Tell whether there is no other word between two words of a text."""
    return _WORD.search(text, first.end(), second.start()) is None


def words(text: str) -> list[Word]:
    """Return the words of any text in their order."""
    return [word_of(raw) for raw in _WORD.findall(visible(text))]


@lru_cache(maxsize=50_000)
def word_of(raw: str) -> Word:
    """Return a word that was cut out of a text as it is compared.

    Case is gone, tone marks stand where they stood of old («hòa»), numbers have no zeros in front: a date
    written 03/02 is found by 3/2.
    """
    raw = raw[:WORD_LENGTH]
    folded = fold(raw)
    if folded.isdecimal():
        folded = folded.lstrip("0") or "0"
        return Word(folded, folded)
    spelt = nfc(raw.lower()).replace("ð", "đ")
    if spelt[-2:] in _TONE_PLACES and not spelt.startswith("qu"):
        spelt = spelt[:-2] + _TONE_PLACES[spelt[-2:]]
    return Word(folded, spelt)


@lru_cache(maxsize=200_000)
def neighbours(first: str, second: str) -> str:
    """Return the lexeme that says that two folded words stand next to each other.

    It is a number below 2^20, not the words: 100,000 documents have millions of pairs, and each would be
    an entry of its own in the index. Pairs that share a number do no harm, as the words themselves are
    asked for, too.
    """
    return f"+{zlib.crc32(f'{first} {second}'.encode()) & 0xFFFFF:x}"


def vector(texts: Iterable[str], tags: Iterable[str] = ()) -> str:
    """Return a tsvector, as PostgreSQL reads it, of texts and of tags, which are lexemes but no words.

    It holds each word folded and spelt, and the pairs of neighbours. It has no positions: a phrase is
    found by its pairs, so that the index alone gives the answer and no row has to be looked into. What
    goes over VECTOR_SIZE is left out, the pairs first.
    """
    singles, pairs = set(tags), set()
    for text in texts:
        found = words(text)
        folded = [word.folded for word in found]
        singles.update(folded, [word.spelt for word in found])
        pairs.update(map(neighbours, folded, folded[1:]))
    lexemes = [*singles, *pairs]
    if sum(map(len, lexemes)) > VECTOR_SIZE // 4:  # UTF-8 takes four bytes at most.
        sizes = accumulate(len(lexeme.encode()) for lexeme in lexemes)
        lexemes = [lexeme for lexeme, size in zip(lexemes, sizes, strict=True) if size <= VECTOR_SIZE]
    return " ".join(map(quoted, lexemes))


def tag_lexeme(tag: str) -> str:
    """Return the lexeme of a tag, which no word can be.

    Raises ValueError for what is not made of letters, digits and dashes.
    """
    if not re.fullmatch("[a-z0-9-]+", tag):
        raise ValueError(f"{tag!r} cannot be a tag.")
    return f"={tag}"


def quoted(lexeme: str) -> str:
    """Return a lexeme as it stands in a tsvector or tsquery; none holds a quote or a backslash."""
    return f"'{lexeme}'"
