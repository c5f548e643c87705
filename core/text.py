"""Vietnamese text: one spelling of each letter, folding for search, addresses, dates and numbers.

Nothing here imports a model, so that settings, migrations and templates can all use it.
"""

import datetime
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import lunar_vn

if TYPE_CHECKING:
    from django.db.models import Model

TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")

# Đ and đ have no decomposition, so no normal form turns them into d. Typists also use the look-alike
# letters eth (U+00D0, U+00F0), which fonts draw the same way.
_STROKED_D = str.maketrans({"Đ": "d", "đ": "d", "Ð": "d", "ð": "d"})
# Control characters (Unicode's Cc) without tab and line feed, lone surrogates, and the noncharacters that
# neither XML nor a browser accepts. PostgreSQL refuses the first and the second.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?")
_SEPARATORS = re.compile("[\u2028\u2029]")
# What shows nothing though Unicode takes it for letters or marks: fillers, joiners, the empty braille.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0")
# Vietnamese has two marks on a letter at most, other writing three; towers of them cover the lines above.
_MARKS = "[\u0300-\u036f\u0483-\u0489\u0e31-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_TOWERS = re.compile(f"({_MARKS}{{3}}){_MARKS}+")
_BETWEEN = r"[ .\u00a0-]?"
# Not within a longer number, a date, the number of a document, a path.
_ALONE, _ENDS = r"(?<![\d/])(?<!\d[.-])", rf"(?![\d/])(?!{_BETWEEN}\d)"
# By name, the surest first. Citizens' numbers have twelve digits, the first a zero (Circular 59/2021/TT-BCA,
# appendix on codes); mobile and fixed ones ten or eleven after the zero or the country's code; the identity
# cards of before nine, written in one.
_PERSONAL = {
    "số căn cước": re.compile(rf"{_ALONE}0(?:{_BETWEEN}\d){{11}}{_ENDS}"),
    "số điện thoại": re.compile(
        rf"{_ALONE}(?:(?:\+84{_BETWEEN}|\(?0)\d(?:\)?{_BETWEEN}\d){{8,9}}|84[35789]\d{{8}}){_ENDS}"
    ),
    "số giấy tờ": re.compile(rf"{_ALONE}\d{{9}}{_ENDS}"),
}
_LINE_SPACE = re.compile("[\t\n]+")
_NOT_ADDRESS = re.compile("[^a-z0-9]+")
_VIETNAMESE_SEPARATORS = str.maketrans({",": ".", ".": ","})
_SIZE_UNITS = ("KB", "MB", "GB", "TB")


def nfc(text: str) -> str:
    """Return the text with every letter and its marks in one code point where there is one."""
    return unicodedata.normalize("NFC", text)


def strip_controls(text: str) -> str:
    """Return the text without control characters and lone surrogates; tabs and line feeds stay."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def only_visible(text: str) -> str:
    """Return a text of strangers in NFC, without what nobody sees but what changes how the rest is read.

    Direction marks turn words round, zero-width characters hide in a name that another has, towers of marks
    cover the lines above. An emoji of several parts falls into them.
    """
    text = _SEPARATORS.sub("\n", nfc(strip_controls(text)))
    seen = "".join(
        char for char in text if unicodedata.category(char) not in ("Cf", "Co") and char not in _BLANKS
    )
    return nfc(_TOWERS.sub(r"\1", seen))


class PersonalNumber(NamedTuple):
    """A number that looks like a person's: what it is called, and how it is written."""

    name: str
    written: str


def personal_numbers(text: str) -> list[PersonalNumber]:
    """Return the numbers in a text that look like a citizen's, a phone's or an identity card's."""
    found = []
    for name, pattern in _PERSONAL.items():
        found += [PersonalNumber(name, match[0].strip()) for match in pattern.finditer(text)]
        text = pattern.sub(" ", text)
    return found


def fold(text: str) -> str:
    """Return the text as search compares it: lower case, no marks, đ as d, single spaces.

    Invisible characters (soft hyphen, zero-width space, direction marks) go as well: they come with a
    paste and would break a word in two.
    """
    # Lower-casing comes first because it can bring marks of its own (İ gives i and a dot above).
    letters = unicodedata.normalize("NFD", text.translate(_STROKED_D).lower())
    plain = "".join(char for char in letters if unicodedata.category(char) not in {"Mn", "Cf"})
    return " ".join(nfc(plain).split())


def slugify(text: str, max_length: int = 80) -> str:
    """Return the text as the readable part of an address: ``[a-z0-9-]*``, cut between two words.

    Text whose letters are all outside the Latin alphabet gives their code points rather than nothing;
    text without letters or digits gives "".
    """
    plain = unicodedata.normalize("NFKD", fold(text).replace("ß", "ss"))
    slug = _NOT_ADDRESS.sub("-", fold(plain)).strip("-")
    if not slug:
        slug = "-".join(f"u{ord(char):x}" for char in plain if char.isalnum())
    if len(slug) <= max_length:
        return slug
    head, _, _ = slug[: max_length + 1].rpartition("-")
    return head or slug[:max_length]


def format_datetime(moment: datetime.datetime) -> str:
    """Return an aware datetime as ``Thứ hai, 10/01/2022 16:26``, in Vietnam's time.

    Raises ValueError for a naive datetime: which day it falls on is then a guess.
    """
    return f"{format_day(moment)} {_local(moment):%H:%M}"


def format_moment(moment: datetime.datetime) -> str:
    """Return an aware datetime as ``16:26 ngày 10/01/2022``, as it stands within a sentence.

    Raises ValueError for a naive datetime.
    """
    return f"{_local(moment):%H:%M} ngày {format_date(moment)}"


def format_recent(moment: datetime.datetime) -> str:
    """Return an aware datetime as :func:`format_moment` does, shorter today and yesterday.

    ``16:26``, ``16:26 hôm qua``, ``16:26 ngày 10/01/2022``. For what is read at once and kept nowhere.
    Raises ValueError for a naive datetime.
    """
    local = _local(moment)
    match (datetime.datetime.now(TIME_ZONE).date() - local.date()).days:
        case 0:
            return f"{local:%H:%M}"
        case 1:
            return f"{local:%H:%M} hôm qua"
        case _:
            return format_moment(moment)


def _local(moment: datetime.datetime) -> datetime.datetime:
    if moment.tzinfo is None:
        raise ValueError("Cần thời điểm có múi giờ.")
    return moment.astimezone(TIME_ZONE)


def format_day(day: datetime.date) -> str:
    """Return a date as ``Thứ hai, 10/01/2022``; of an aware datetime, its date in Vietnam."""
    return f"{WEEKDAYS[local_date(day).weekday()]}, {format_date(day)}"


def format_date(day: datetime.date) -> str:
    """Return a date as ``10/01/2022``; of an aware datetime, its date in Vietnam."""
    local = local_date(day)
    return f"{local:%d/%m/}{local.year:04}"


def midnight(day: datetime.date) -> datetime.datetime:
    """Return the moment at which a day begins in Vietnam."""
    return datetime.datetime.combine(day, datetime.time(), TIME_ZONE)


def local_date(day: datetime.date) -> datetime.date:
    """Return the date itself, or the date in Vietnam of an aware datetime."""
    if isinstance(day, datetime.datetime):
        if day.tzinfo is not None:
            day = day.astimezone(TIME_ZONE)
        return day.date()
    return day


def format_number(number: int | float | Decimal) -> str:
    """Return a number with dots between thousands and a decimal comma: ``2.907.693``, ``12,5``."""
    # A float goes by its shortest decimal form, so that 0.1 stays 0,1.
    exact = Decimal(repr(number) if isinstance(number, float) else number)
    return f"{exact:,f}".translate(_VIETNAMESE_SEPARATORS)


def format_file_size(size: int) -> str:
    """Return a size in bytes as ``1,2 MB``, by 1024 as the file managers of the readers count."""
    if size < 1024:
        return f"{format_number(size)} B"
    amount = size / 1024
    for unit in _SIZE_UNITS:
        rounded = round(amount, 1)
        if rounded < 1024 or unit == _SIZE_UNITS[-1]:
            break
        amount /= 1024
    return f"{format_number(int(rounded) if rounded.is_integer() else rounded)} {unit}"


def lunar_date(day: datetime.date) -> str:
    """Return day and month of the lunar calendar, in figures: ``19/10``, in a leap month ``1/6 nhuận``.

    Computed by Hồ Ngọc Đức's algorithm at UTC+7; raises ValueError outside the years 1900 to 2100, for
    which the algorithm was checked.
    """
    lunar = lunar_vn.solar_to_lunar(local_date(day))
    return f"{lunar.day}/{lunar.month}" + (" nhuận" if lunar.leap else "")


def lunar_year(day: datetime.date) -> str:
    """Return the year of the lunar calendar by its stem and branch: ``Bính Ngọ``; for the same years."""
    return lunar_vn.can_chi.get_year_can_chi(lunar_vn.solar_to_lunar(local_date(day)).year)


def normalise_text_fields(instance: "Model") -> None:
    """Bring every text of a model instance into NFC and free it of control characters.

    Texts of several lines keep their line ends and tabs; in a single line they become spaces. Deferred
    fields, files and database expressions are left alone.
    """
    # Imported here so that settings can use this module.
    from django.db import models

    for field in instance._meta.concrete_fields:
        value = instance.__dict__.get(field.attname)
        if not isinstance(value, str) or not isinstance(field, models.CharField | models.TextField):
            continue
        text = nfc(strip_controls(value))
        if isinstance(field, models.CharField):
            text = _LINE_SPACE.sub(" ", text)
        if text != value:
            setattr(instance, field.attname, text)
