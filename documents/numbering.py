"""Document numbers: the raw text is kept for display, a normalised one decides identity.

Source of the forms: Decree 30/2020/NĐ-CP (number, slash, kind, dash, issuer) and how people write them.
"""

import re
import unicodedata

_DASHES = re.compile(r"[‐-―−]")
_LEADING_WORD = re.compile(r"^\s*s[ốoóôồ]\s*[:.]?\s*(?=\d)", re.IGNORECASE)


def normalise_number(text: str) -> str:
    """Return a document number in the spelling that identifies it, "" for "".

    «Số: 9 /TB–SGDĐT» becomes «09/TB-SGDĐT». The case and the diacritics of a kind carry meaning and are
    kept: QyĐ is not QĐ.
    """
    number = unicodedata.normalize("NFC", text).replace("\u00d0", "Đ").replace("\u00f0", "đ")
    number = _LEADING_WORD.sub("", _DASHES.sub("-", number))
    number = re.sub(r"\s*([/-])\s*", r"\1", " ".join(number.split()))
    number = re.sub(r"([/-])\1+", r"\1", number)
    # A number below ten is written 0N (Decree 30/2020/NĐ-CP, Appendix I).
    return re.sub(r"^(\d)(?!\d)", r"0\1", number)
