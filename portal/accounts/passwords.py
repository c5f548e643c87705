"""What no password may be, beside Django's own rules."""

import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from core.text import fold

# What lists of stolen Vietnamese passwords are made of; the longest first, so that they go as a whole.
COMMON_PARTS = sorted((Path(__file__).parent / "common_words.txt").read_text().split(), key=len, reverse=True)
# Letters that are left after all that is common: fewer make no password.
ENOUGH_LETTERS = 5
_LOOK_ALIKES = str.maketrans({"@": "a", "4": "a", "3": "e", "0": "o", "1": "i", "!": "i", "$": "s", "5": "s"})
_NO_LETTER = re.compile("[^a-z]+")
_SAME = re.compile(r"(.)\1{2,}")


class CommonVietnameseValidator:
    """Refuses a password of which little is left without digits and the words that everyone takes."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = fold(password)
        # Digits may stand in the place of letters: «m4tkh4u».
        left = min(_letters_left(plain), _letters_left(plain.translate(_LOOK_ALIKES)))
        if left < ENOUGH_LETTERS and any(map(str.isalpha, plain)):
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


def _letters_left(text: str) -> int:
    """Return how many letters a text has beside the common parts, of a row of the same one only the first."""
    letters = _SAME.sub(r"\1", _NO_LETTER.sub("", text))
    for part in COMMON_PARTS:
        letters = letters.replace(part, "")
    return len(letters)
