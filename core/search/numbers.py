"""Document numbers as search compares them: every spelling of a number gives one form."""

import re

from core.text import fold

_PREFIX = re.compile(r"^\s*so(?:\s+(?:va\s+)?(?:ky\s+)?hieu)?\b\s*:?")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[^a-z0-9]+(?=\d)")
_SEPARATORS = re.compile(r"[^a-z0-9/]+|(?<!\d)/|/(?!\d)")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
# «TW» and «TƯ» both stand for Trung ương.
_CENTRAL = re.compile(r"\btw\b")
# A number inside a sentence: digits, then at least one group behind a slash or a dash.
_NUMBER = re.compile(r"\d+[a-z]{0,2}(?:\s*[/\-‐-―−]+\s*[a-z0-9&.]+)+")


def fold_number(number: str) -> str:
    """Return the form in which document numbers are compared: ``9tbsgddt``, ``15/2025ttbgddt``.

    Writers put slashes, dashes, spaces and zeros as they please: «Số: 09 /TB-SGDĐT», «9/tb–sgddt» and
    «42/2022/NĐCP», «42/2022/NĐ-CP» are the same. Only between digits a slash has to stay.
    """
    folded = _CENTRAL.sub("tu", _PREFIX.sub("", fold(number)))
    return _ZEROS.sub("", _SEPARATORS.sub("", _BETWEEN_DIGITS.sub("/", folded.strip())))


def numbers_in(query: str) -> list[str]:
    """Return the folded numbers that a query names: the whole of it, or a number inside a sentence.

    A bare ordinal is one after «số» only: «10» is mostly the class, not the tenth notice.
    """
    folded = fold(query)
    whole = fold_number(folded)
    inside = [fold_number(found) for found in _NUMBER.findall(folded)]
    is_named = _PREFIX.match(folded) is not None
    return list(
        dict.fromkeys(
            number
            for number in (whole, *inside)
            if number[:1].isdecimal() and (is_named or not number.isdecimal())
        )
    )
