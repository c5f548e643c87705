"""Document numbers: read as people write them, spelt in one way, and found in running text.

The raw text is kept for display; the canonical form decides identity. Source of the forms: Decree
30/2020/NĐ-CP, Appendices I and III (ordinal, slash, kind, dash, issuer; an official letter has no kind but
the unit that drafted it). Legal documents carry a year; the Party's turn slash and dash round.
"""

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core import cache
from core.text import fold, nfc
from documents.tables import NAMES, rows

MAX_LENGTH = 99  # characters, with the words before; a joint circular of ten ministries has about 80
MAX_ORDINAL_DIGITS = 7
YEARS = range(1945, 2101)

# They stand where a kind stands without being one: what many write for công văn, and the marks of copies.
LETTER = "CV"
COPIES = ("SY", "TrS", "SL")
# Known also to a register whose table of bodies does not name them.
CENTRAL_COMMITTEE = "TW"
NATIONAL_BODIES = (CENTRAL_COMMITTEE, "CP", "TTg")
NATIONAL_ASSEMBLY = re.compile("QH[0-9]{1,2}")  # with the number of its term
# Trung ương is TW; some write its initials.
SAME_BODY = {"TƯ": CENTRAL_COMMITTEE}

# Eth looks like Đ. A PDF often has a soft hyphen for a dash.
_SAME_SIGN = str.maketrans(
    {"Ð": "Đ", "ð": "đ", "\t": " "}
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}  # full width
    | dict.fromkeys("\u00ad‐‑‒–—―−－", "-")
    | dict.fromkeys("⁄∕／", "/")
    | dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000", " ")
)
_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_UNSEEN = re.compile(f"[{_INVISIBLE}]+")
_AMPERSAND = re.compile(" ?& ?")
_LETTERS = "A-Za-zÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"  # the Vietnamese ones, in NFC
_SUFFIX = "[Bb][Ii][Ss]|[A-Za-zĐđ]"
_CODE = rf"[{_LETTERS}](?:[&. ]?[{_LETTERS}0-9])*+"
_DAY = "[0-9]{1,2}"  # Schools are named for days: MN 19-5.
_WORDS_BEFORE = re.compile(rf"(?:[{_LETTERS}]+ )*+(?:(?:[{_LETTERS}]+ ?)?[:.] ?|số)?(?=[0-9])", re.IGNORECASE)
_WORDS_AFTER = re.compile(
    r"[,;]? \(?(?:(?:ngày|về|v/v|của|kèm|ban hành)\b|[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{4}\b)", re.IGNORECASE
)
_SIGNS = re.compile(r" ?([/-][/ -]*+)")
_NUMBER = re.compile(
    rf"(?P<ordinal>[0-9]++)(?P<suffix>{_SUFFIX})?(?:/(?P<year>[0-9]{{4}}))?"
    rf"(?P<joint>[/-])(?P<codes>{_CODE}(?:[/-](?:{_CODE}|{_DAY}))*+)"
)
_PUNCTUATION = " .,;:()[]«»\"'“”‘’"

# In running text a code holds no space, but letters may still have their marks apart. All is bounded, and
# nothing is tried twice: hostile text costs no more than its length.
_RAW_LETTERS = rf"{_LETTERS}\u0300-\u036f{_INVISIBLE}"
_WORD = rf"[{_LETTERS}](?:&?[{_RAW_LETTERS}0-9]|\.(?=[A-ZĐ]{{2}})){{0,29}}+"
_RAW_SIGN = " {0,2}[/-]{1,2} {0,2}"
_CANDIDATE = re.compile(
    rf"(?<![\w/])(?<!\w-)(?<![0-9][.,])[0-9]{{1,{MAX_ORDINAL_DIGITS}}}+(?:{_SUFFIX})?+"
    rf"(?: {{0,2}}/ {{0,2}}(?P<year>[0-9]{{4}})(?= {{0,2}}[/-]))?+(?P<codes>(?:{_RAW_SIGN}{_WORD}){{1,10}}+)"
    rf"(?![/-]?\w| ?& ?[{_LETTERS}])"
)
_RAW_CODE = re.compile(rf"(?P<sign>{_RAW_SIGN})(?P<word>{_WORD})")
_NEXT_WORD = re.compile(rf" {_WORD}(?!\w)")
_WORDS_OF_A_CODE = 4
_NAMED_BEFORE = re.compile(r"\b(?:(?P<letter>công văn|văn bản|luật)(?: số)?|số|ký hiệu)$")
_LOOK_BACK = 30  # characters


class NumberError(ValueError):
    """The text is not a document number; the message tells staff in Vietnamese what is expected."""


@dataclass(frozen=True)
class DocumentNumber:
    """A document number in its parts.

    ``suffix`` is the letter of 12a. ``year`` is the one that the number itself holds, mostly None.
    ``type_code`` is the kind, "" for official letters and laws. ``issuer_code`` is one body or, of a joint
    document, several with dashes between them. ``unit_code`` is the unit that drafted an official letter.
    ``canonical`` is the one spelling that identifies the number, and parses to an equal object.
    """

    ordinal: int
    suffix: str
    year: int | None
    type_code: str
    issuer_code: str
    unit_code: str
    canonical: str


@dataclass(frozen=True)
class Citation:
    """A number cited in a text, as ``text[start:end]``."""

    start: int
    end: int
    number: DocumentNumber


def parse_number(
    text: str, kinds: Iterable[str] | None = None, issuers: Iterable[str] | None = None
) -> DocumentNumber:
    """Return the number that a text holds, also with «Quyết định số» before it and a date after it.

    ``kinds`` are the abbreviations of kinds and ``issuers`` the codes of bodies, main and alternative, both
    spelt right; those of the tables by default. They give the spelling: «qđ», «QD» and «QÐ» are QĐ. Case
    and marks tell kinds apart (QyĐ, QĐ), so a code is looked for as it stands, then in any case, then, if
    it was typed without marks, in any marks; what could then mean two is not taken for either. A code that
    nobody knows stays as it is, in capitals if it has none. An alternative code stays too (BGD&ĐT does not
    become BGDĐT): the number is what the paper says.

    Raises NumberError for what is not a number.
    """
    return _parse(_clean(text), _spellings(kinds, issuers))


def find_numbers(
    text: str, kinds: Iterable[str] | None = None, issuers: Iterable[str] | None = None
) -> list[Citation]:
    """Return the numbers that a running text cites, in its order; ``kinds``, ``issuers`` as above.

    Rather misses one than takes a date, a score or an address for a number: a kind must be spelt as in the
    table, and without a kind the body must be known or «số», «công văn» stand before. The time needed
    grows with the length of the text only.
    """
    spellings = _spellings(kinds, issuers)
    plain = text.translate(_SAME_SIGN)  # Sign by sign, so that places stay what they were.
    return [found for match in _CANDIDATE.finditer(plain) if (found := _cited(plain, match, spellings))]


class _Codes:
    """Codes in their right spelling, found by what people type."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._exact = {_clean(code) for code in codes}
        self._by_lower = _unique(self._exact, str.lower)
        self._by_fold = _unique(self._exact, fold)

    def find(self, code: str) -> str | None:
        if code in self._exact:
            return code
        found = self._by_lower.get(code.lower())
        if found is None and code.isascii():
            found = self._by_fold.get(code.lower())
        return found


@dataclass(frozen=True)
class _Spellings:
    kinds: _Codes
    issuers: _Codes


def _unique(codes: Iterable[str], key: Callable[[str], str]) -> dict[str, str]:
    """Return codes by their keys, without those that share a key."""
    by_key: dict[str, list[str]] = {}
    for code in codes:
        by_key.setdefault(key(code), []).append(code)
    return {key: found[0] for key, found in by_key.items() if len(found) == 1}


def _spellings(kinds: Iterable[str] | None, issuers: Iterable[str] | None) -> _Spellings:
    if kinds is None or issuers is None:
        # A code that the running transaction adds may count only after its commit.
        own_kinds, own_issuers = cache.remember("documents:codes", {NAMES}, _read_tables)
        kinds = own_kinds if kinds is None else kinds
        issuers = own_issuers if issuers is None else issuers
    return _index(tuple(kinds), tuple(issuers))


def _read_tables() -> tuple[tuple[str, ...], tuple[str, ...]]:
    from documents.models import DocumentType, IssuingBody  # Their module imports this one.

    kinds, issuers = (
        {code for row in rows(model) for code in row.codes_in_numbers}
        for model in (DocumentType, IssuingBody)
    )
    return tuple(sorted(kinds)), tuple(sorted(issuers))


@functools.lru_cache(maxsize=8)
def _index(kinds: tuple[str, ...], issuers: tuple[str, ...]) -> _Spellings:
    return _Spellings(_Codes((*kinds, LETTER, *COPIES)), _Codes((*issuers, *NATIONAL_BODIES)))


def _clean(text: str) -> str:
    """Return the text in NFC, with one sign for look-alikes, single spaces and nothing invisible."""
    seen = nfc(_UNSEEN.sub("", text.translate(_SAME_SIGN)))
    return _AMPERSAND.sub("&", " ".join(seen.split())).strip(_PUNCTUATION)


def _parse(text: str, spellings: _Spellings) -> DocumentNumber:
    match = _NUMBER.fullmatch(_bare(text))
    if match is None:
        raise NumberError(
            "Số ký hiệu gồm số thứ tự, dấu gạch chéo rồi các chữ viết tắt, "
            "ví dụ 09/TB-SGDĐT, 831/SGDĐT-QLT hoặc 15/2025/TT-BGDĐT."
        )
    ordinal, year = _ordinal(match["ordinal"]), _year(match["year"])
    suffix = (match["suffix"] or "").lower()
    groups = [_capitals(group) for group in re.split("[/-]", match["codes"])]
    kind, groups = _split_kind(groups, year, spellings)
    is_turned = match["joint"] == "-" and not year
    if is_turned and not kind:
        raise NumberError(
            "Sau số thứ tự là dấu gạch chéo, ví dụ 09/TB-SGDĐT; "
            "chỉ văn bản của Đảng có dấu gạch ngang rồi đến loại văn bản, ví dụ 29-NQ/TW."
        )
    unit = groups.pop() if not kind and len(groups) > 1 else ""
    issuer = "-".join(_issuer(group, spellings) for group in groups)
    if len(issuer) < 2 or not issuer[0].isalpha():
        raise NumberError("Số ký hiệu thiếu chữ viết tắt của cơ quan ban hành, ví dụ 09/TB-SGDĐT.")
    # People cite the Central Committee's with the signs in either order; on paper they are turned.
    is_turned = is_turned or (bool(kind) and not year and issuer == CENTRAL_COMMITTEE)
    first, second = "-/" if is_turned else "/-"
    numerals = f"{ordinal:02d}{suffix}/{year}" if year else f"{ordinal:02d}{suffix}"
    canonical = numerals + first + second.join(part for part in (kind, issuer, unit) if part)
    _check_length(canonical)
    return DocumentNumber(ordinal, suffix, year, "" if kind == LETTER else kind, issuer, unit, canonical)


def _bare(text: str) -> str:
    """Return the number without the words before and after it and the spaces round its signs."""
    before = _WORDS_BEFORE.match(text)
    start = before.end() if before else 0
    after = _WORDS_AFTER.search(text, start)
    text = text[: after.start()] if after else text
    _check_length(text)
    return _SIGNS.sub(lambda signs: "/" if "/" in signs[1] else "-", text[start:].strip(_PUNCTUATION))


def _check_length(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise NumberError(f"Số ký hiệu dài quá {MAX_LENGTH} ký tự. Chỉ gõ số ký hiệu, ví dụ 09/TB-SGDĐT.")


def _ordinal(digits: str) -> int:
    # A series begins at 01 (Decree 30/2020/NĐ-CP).
    if len(digits) > MAX_ORDINAL_DIGITS or int(digits) == 0:
        raise NumberError(f"Số thứ tự phải từ 1 và có tối đa {MAX_ORDINAL_DIGITS} chữ số, ví dụ 09/TB-SGDĐT.")
    return int(digits)


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    if int(digits) not in YEARS:
        raise NumberError(f"Năm trong số ký hiệu phải từ {YEARS[0]} đến {YEARS[-1]}, ví dụ 15/2025/TT-BGDĐT.")
    return int(digits)


def _is_small(code: str) -> bool:
    return code == code.lower()


def _capitals(code: str) -> str:
    return code.upper() if _is_small(code) else code


def _split_kind(groups: list[str], year: int | None, spellings: _Spellings) -> tuple[str, list[str]]:
    """Return the kind, "" where there is none, and the groups that follow it."""
    first, rest = groups[0], groups[1:]
    is_body = spellings.issuers.find(first) is not None
    if kind := spellings.kinds.find(first):
        return ("", groups) if is_body and not rest else (kind, rest)
    if year and not is_body:
        # NĐCP is NĐ-CP. Only with a year: in 831/TTCP-VP the Inspectorate, not a circular, is meant.
        for end in range(1, len(first)):
            kind, body = spellings.kinds.find(first[:end]), spellings.issuers.find(first[end:])
            if kind and body:
                return kind, [body, *rest]
    return "", groups


def _issuer(code: str, spellings: _Spellings) -> str:
    code = SAME_BODY.get(code.upper(), code)
    return spellings.issuers.find(code) or code


def _cited(text: str, match: re.Match[str], spellings: _Spellings) -> Citation | None:
    """Return the citation at a place that looks like a number, None where it is none after all."""
    start = match.start()
    codes = list(_RAW_CODE.finditer(text, match.start("codes"), match.end("codes")))
    first = _clean(codes[0]["word"])
    has_kind = spellings.kinds.find(_capitals(first)) is not None
    named = _NAMED_BEFORE.search(_clean(text[max(0, start - _LOOK_BACK) : start]).lower())
    if not (named or has_kind or match["year"] or spellings.issuers.find(first)):
        return None  # Most of what is none, told at little cost.
    last = codes[0]
    for code in codes[1:]:
        # A dash between spaces is punctuation; only round the one behind a kind do people put spaces.
        is_apart = code["sign"].startswith(" ") and "/" not in code["sign"]
        if is_apart and not (has_kind and last is codes[0]):
            break
        if not (_is_small(match["codes"]) or _looks_like_code(code["word"], spellings)):
            break
        last = code
    end = _end_of_body(text, last, spellings)
    try:
        number = _parse(_clean(text[start:end]), spellings)
    except NumberError:
        return None
    return Citation(start, end, number) if _is_sure(number, first, named, spellings) else None


def _is_sure(number: DocumentNumber, first: str, named: re.Match[str] | None, spellings: _Spellings) -> bool:
    """Tell a citation from a score, a rate or an address: by its kind, its body and the words before.

    ``first`` is the first code as it was typed.
    """
    if kind := spellings.kinds.find(_capitals(first)) or number.type_code:
        return named is not None or first.startswith(kind)
    if spellings.issuers.find(number.issuer_code) or NATIONAL_ASSEMBLY.fullmatch(number.issuer_code):
        is_long = bool(number.unit_code or number.year) and not _is_small(first)
        return named is not None or is_long
    return (
        named is not None and bool(named["letter"] or number.unit_code) and _looks_like_code(first, spellings)
    )


def _looks_like_code(word: str, spellings: _Spellings) -> bool:
    word = _clean(word)
    return sum(char.isupper() for char in word) > 1 or spellings.issuers.find(word) is not None


def _end_of_body(text: str, last: re.Match[str], spellings: _Spellings) -> int:
    """Return where the last code ends, with words behind it that belong to a known body's code (THCS KH)."""
    known = end = last.end()
    for _ in range(_WORDS_OF_A_CODE - 1):
        word = _NEXT_WORD.match(text, end)
        if word is None:
            break
        end = word.end()
        if spellings.issuers.find(_clean(text[last.start("word") : end])):
            known = end
    return known
