"""What no password may be, beside Django's own rules."""

import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from core.text import fold

# What lists of stolen Vietnamese passwords are made of; the longest first, so that they go as a whole.
COMMON_PARTS = sorted((Path(__file__).parent / "common_words.txt").read_text().split(), key=len, reverse=True)
# Letters that are left after all that is common: fewer make no password,
ENOUGH_LETTERS = 5
# unless enough different characters are left, beside years, dates, telephone numbers, rows of digits: what a
# program drew has few letters at times («7f04a91c3b25»).
ENOUGH_CHARACTERS = 6
_LOOK_ALIKES = str.maketrans({"@": "a", "4": "a", "3": "e", "0": "o", "1": "i", "!": "i", "$": "s", "5": "s"})
_NO_LETTER = re.compile("[^a-z]+")
_LETTER_OR_DIGIT = re.compile("[a-z0-9]+")
_SIGN = re.compile("[^a-z0-9]+")
_SAME = re.compile(r"(.)\1{2,}")
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d\d"
_GUESSED_DIGITS = re.compile(
    rf"0[35789]\d{{8}}|{_DAY}{_MONTH}{_YEAR}|{_YEAR}{_MONTH}{_DAY}|{_DAY}{_MONTH}\d\d(?!\d)|{_YEAR}"
    r"|0?123(?:4(?:5(?:6(?:7(?:8(?:90?)?)?)?)?)?)?|(?:(?:(?:(?:(?:9?8)?7)?6)?5)?4)?321|456|789|147|258|369"
)


class CommonVietnameseValidator:
    """Refuses a password of which little is left without digits and the words that everyone takes."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = fold(password)
        # Digits may stand in the place of letters: «m4tkh4u».
        left = min(_letters_left(plain), _letters_left(plain.translate(_LOOK_ALIKES)))
        if left < ENOUGH_LETTERS and any(map(str.isalpha, plain)) and not _is_drawn(plain):
            raise ValidationError(
                "Mật khẩu này gồm những từ mà rất nhiều người dùng. "
                "Hãy chọn vài từ không liên quan với nhau.",
                code="password_too_common_vietnamese",
            )

    def get_help_text(self) -> str:
        return (
            "Không dùng những từ quen thuộc như «matkhau», «anhyeuem», kể cả khi thêm số hoặc dấu. "
            "Bốn, năm từ không liên quan với nhau vừa khó đoán vừa dễ nhớ."
        )


def _is_drawn(plain: str) -> bool:
    """Tell whether a text has enough different characters beside all that is common."""
    rest = "".join(_GUESSED_DIGITS.sub("", plain).split())
    return all(_different(text) >= ENOUGH_CHARACTERS for text in (rest, rest.translate(_LOOK_ALIKES)))


def _different(text: str) -> int:
    signs = set(_LETTER_OR_DIGIT.sub("", text))
    return len(signs | set(_without_common(_SIGN.sub("", text))))


def _without_common(text: str) -> str:
    for part in COMMON_PARTS:
        text = text.replace(part, "")
    return text


def _letters_left(text: str) -> int:
    """Return how many letters a text has beside the common parts, of a row of the same one only the first."""
    return len(_without_common(_SAME.sub(r"\1", _NO_LETTER.sub("", text))))
