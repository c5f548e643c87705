"""Text of Word files from before Unicode: TCVN3 (ABC), with fonts named .Vn…, and VNI, with fonts VNI-….

Such text is stored as letters of Western Europe; only its font makes Vietnamese of it, and without the font
it is «Céng hoµ» or «Coäng hoøa». Here it is recognised and converted; nothing converts it unasked.

Tables: TCVN 5712:1993, VN3 (as iconv's TCVN5712-1, which the tests compare with), and the chart of VNI
Windows (vnisoft.com/english/vnichar.htm, also vietunicode.sourceforge.net/charset). No package of PyPI that
is looked after has both.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from core.syllables import is_syllable

# TCVN3 has no capitals with tones: its fonts whose names end in H draw small letters as capitals.
_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)


def _vni() -> dict[str, str]:
    """VNI writes most letters as a vowel and a mark, each a letter of Western Europe."""
    marks = {"a": "aùøûõïâáàåãäêéèúüë", "e": "eùøûõïâáàåãä", "o": "oùøûõïâáàåãä", "u": "uùøûõï", "y": "yùøûõ"}
    letters = {
        "a": "aáàảãạâấầẩẫậăắằẳẵặ",
        "e": "eéèẻẽẹêếềểễệ",
        "o": "oóòỏõọôốồổỗộ",
        "u": "uúùủũụ",
        "y": "yýỳỷỹ",
    }
    table = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}
    for vowel, known in marks.items():
        table.update(
            (vowel + mark, letter) for mark, letter in zip(known[1:], letters[vowel][1:], strict=True)
        )
    for vowel, known in {"ô": "ớờởỡợ", "ö": "ứừửữự"}.items():
        table.update((vowel + mark, letter) for mark, letter in zip("ùøûõï", known, strict=True))
    # A capital before a small mark, and the other way round, is seen where people changed the case by hand.
    cased = {}
    for old, letter in table.items():
        cased[old] = letter
        cased[old.upper()] = letter.upper()
        if len(old) == 2:
            cased[old[0].upper() + old[1]] = letter.upper()
            cased[old[0] + old[1].upper()] = letter
    return cased


@dataclass(frozen=True)
class Encoding:
    """An encoding of before Unicode: its name as people know it, and what its letters are."""

    key: str
    name: str
    table: dict[str, str] = field(repr=False)
    # The fonts that draw it, as Word's HTML names them, and those of them that know capitals only.
    fonts: re.Pattern[str]
    capitals: re.Pattern[str]

    def convert(self, text: str, *, capitals: bool = False) -> str:
        """Return the text in Unicode; ``capitals`` where its font draws all letters as such."""
        pattern = _PATTERNS[self.key]
        converted = pattern.sub(lambda match: self.table[match[0]], text)
        if capitals or (self is TCVN3 and _is_shouted(text)):
            return converted.upper()
        return converted

    def is_in(self, word: str) -> bool:
        """Tell whether a word has letters that this encoding means otherwise."""
        return _PATTERNS[self.key].search(word) is not None


TCVN3 = Encoding(
    "tcvn3",
    "TCVN3 (ABC)",
    _TCVN3,
    re.compile(r"\.vn[a-z]", re.IGNORECASE),
    re.compile(r"\.vn[a-z0-9 _-]*h\b", re.IGNORECASE),
)
VNI = Encoding("vni", "VNI", _vni(), re.compile(r"\bvni-", re.IGNORECASE), re.compile(r"(?!)"))
ENCODINGS = (TCVN3, VNI)
_PATTERNS = {
    encoding.key: re.compile("|".join(sorted(map(re.escape, encoding.table), key=len, reverse=True)))
    for encoding in ENCODINGS
}
# A word: letters, and all that one of the encodings means as a letter.
_WORD = re.compile(
    "(?:[^\\W\\d_]|[" + "".join(map(re.escape, sorted(set(chain(*TCVN3.table, *VNI.table))))) + "])+"
)

# Words with such letters of which so many must make sense once converted, and so few before.
_CONVERTED_SHARE = 0.85
_UNCONVERTED_SHARE = 0.5
_FEWEST_WORDS = 2
_FEWEST_IN_A_PIECE = 3


def recognise(texts: Iterable[str]) -> Encoding | None:
    """Return the encoding that these texts, taken together, are written in; None for Unicode.

    A text is taken for old where its words with foreign letters are Vietnamese syllables after the
    conversion and mostly were none before; so no text in proper Unicode is, whatever foreign names it has.
    """
    texts = list(texts)
    for encoding in ENCODINGS:
        if _fits(encoding, texts, _FEWEST_WORDS):
            return encoding
    # A piece that was pasted among others in Unicode, which outweigh it.
    for encoding in ENCODINGS:
        if _fits(encoding, [text for text in texts if is_written_in(encoding, text)], _FEWEST_IN_A_PIECE):
            return encoding
    return None


def is_written_in(encoding: Encoding, text: str) -> bool:
    """Tell whether a piece of a text that may be in this encoding makes more sense in it than in Unicode."""
    concerned, before, after = _judged(encoding, text)
    return bool(concerned) and after > before


def _fits(encoding: Encoding, texts: list[str], fewest: int) -> bool:
    judged = [(0, 0, 0), *(_judged(encoding, text) for text in texts)]
    concerned, before, after = map(sum, zip(*judged, strict=True))
    return (
        concerned >= fewest
        and after >= _CONVERTED_SHARE * concerned
        and before <= _UNCONVERTED_SHARE * concerned
    )


def _judged(encoding: Encoding, text: str) -> tuple[int, int, int]:
    """Return how many words have letters of the encoding, how many make sense as they are, and converted."""
    words = [word for word in _WORD.findall(text) if encoding.is_in(word)]
    converted = (encoding.convert(word) for word in words)
    return len(words), sum(map(is_syllable, words)), sum(map(is_syllable, converted))


def _is_shouted(text: str) -> bool:
    """Whether all plain letters are capitals: «GI¸O DôC» was drawn by a font of capitals."""
    plain = [char for char in text if char.isascii() and char.isalpha()]
    return len(plain) >= 2 and all(char.isupper() for char in plain)
