"""Phone numbers as staff type them: one a line, under a name of their own (Văn thư: 0200.3550.100)."""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError

from core.text import fold

_NUMBER = re.compile(r"[+(]{0,2}[0-9][0-9().\s–-]*")
# From 111, which children call for help, to the longest that the plan of all countries has (E.164).
_DIGITS = range(3, 16)


class Phone(NamedTuple):
    label: str
    number: str

    @classmethod
    def read(cls, line: str) -> "Phone":
        label, _, number = line.rpartition(":")
        return cls(label.strip(), number.strip())

    @property
    def link(self) -> str:
        """The address that calls the number; "" for what cannot be called: a fax, or no number."""
        digits = "".join(sign for sign in self.number if sign.isdigit())
        if "fax" in fold(self.label).split() or not self.is_valid:
            return ""
        return f"tel:+{digits}" if "+" in self.number else f"tel:{digits}"

    @property
    def is_valid(self) -> bool:
        number = _NUMBER.fullmatch(self.number)
        return bool(number) and sum(map(str.isdigit, self.number)) in _DIGITS


def read_phones(text: str) -> list[Phone]:
    return [Phone.read(line) for line in text.splitlines() if line.strip()]


def validate_phones(text: str) -> None:
    """Raise ValidationError, in Vietnamese, for lines that hold no number, or two."""
    wrong = [f"«{phone.number}»" for phone in read_phones(text) if not phone.is_valid]
    if wrong:
        raise ValidationError(
            f"Không phải là một số điện thoại: {', '.join(wrong)}. "
            "Mỗi dòng một số, tên đứng trước dấu hai chấm, ví dụ: Văn thư: 0200.3550.100."
        )
