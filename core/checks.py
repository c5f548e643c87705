"""What an editor is told before something goes public: it is allowed, and may well be a slip.

Nothing here refuses anything; that is :meth:`core.models.Publishable.check_publishable`. An app adds what
only its own objects can get wrong (:meth:`core.models.Publishable.doubts`).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.http.request import validate_host

from core.encodings import recognise
from core.richtext.fields import RichTextField
from core.richtext.text import to_text
from core.richtext.tree import Children, Node, images_in, parse, text_of
from core.text import personal_numbers

# A title of some words that is nearly all capitals; the short name of an agency may well be.
SHOUTED_LETTERS = 12
SHOUTED_SHARE = 0.7
_OLD_ENCODING = (
    "có chữ viết bằng bảng mã cũ {}, người đọc sẽ thấy sai. Ở trang soạn, hãy bấm «Chuyển sang Unicode»."
)
# Characters of what is quoted to show the place.
QUOTED = 60

# What is said of a number that looks like a person's, by its name (core.text.personal_numbers).
_PERSONAL = {
    "số căn cước": "có dãy số «{}» giống số căn cước công dân. Không đưa số căn cước, nhất là của học sinh, "
    "lên cổng.",
    "số điện thoại": "có số điện thoại «{}». Chỉ để số của cơ quan, hoặc số mà chủ của nó đã đồng ý đăng.",
    "số giấy tờ": "có dãy số «{}» giống số chứng minh nhân dân. Không đưa số giấy tờ của một người lên cổng.",
}


@dataclass(frozen=True)
class Doubt:
    """What may be wrong, and where, in words; ``url`` shows it to staff, ``field`` is where to change it."""

    place: str
    words: str
    url: str = ""
    field: str = ""


def is_shouted(title: str) -> bool:
    """Tell whether a title is written in capitals."""
    letters = [letter for letter in title if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(letters) >= SHOUTED_LETTERS and capitals >= SHOUTED_SHARE * len(letters)


def doubts(obj: models.Model) -> list[Doubt]:
    """Return what is doubtful in the texts of an object, field by field in their order."""
    found = []
    fields = {field: field.value_from_object(obj) for field in obj._meta.concrete_fields}
    if is_shouted(str(obj)):
        words = "viết toàn chữ hoa, khó đọc trên điện thoại. Nên viết như một câu bình thường."
        titles = [field.name for field, value in fields.items() if value == str(obj)]
        found.append(Doubt("Tiêu đề", words, field=next(iter(titles), "")))
    for field, value in fields.items():
        if not field.editable or field.choices or not isinstance(field, models.CharField | models.TextField):
            continue
        if isinstance(field, models.URLField):  # Digits of an address are no number of anybody's.
            continue
        found += [replace(doubt, field=field.name) for doubt in _in_field(field, value or "")]
    return found


def _in_field(field: models.Field, value: str) -> Iterator[Doubt]:
    label = str(field.verbose_name).capitalize()
    text = to_text(value) if isinstance(field, RichTextField) else value
    if encoding := recognise(text.splitlines()):
        yield Doubt(label, _OLD_ENCODING.format(encoding.name))
    if isinstance(field, RichTextField):
        yield from _in_pictures(value, label)
        yield from _in_headings(value, label)
    yield from _personal(text, label)


def has_addresses(field: models.Field) -> bool:
    """Tell whether a field is one that :func:`addresses_in` reads."""
    return isinstance(field, models.URLField | RichTextField)


def addresses_in(obj: models.Model) -> list[str]:
    """Return the addresses that an object links to, in rich text and alone, each once, in their order."""
    found: dict[str, None] = {}
    for field in obj._meta.concrete_fields:
        if isinstance(field, models.URLField) and (address := field.value_from_object(obj)):
            found[address] = None
        if isinstance(field, RichTextField) and "<a " in (html := field.value_from_object(obj) or ""):
            anchors = _nodes(parse(html).children, lambda node: node.tag == "a")
            found.update((node.attrs["href"].strip(), None) for node in anchors if node.attrs.get("href"))
    return list(found)


def _in_pictures(html: str, label: str) -> Iterator[Doubt]:
    for number, picture in enumerate(images_in(html), 1):
        host = urlsplit(picture.attrs.get("src", "")).hostname
        if host and not validate_host(host, settings.ALLOWED_HOSTS):
            yield Doubt(
                f"{label}, ảnh thứ {number}",
                f"nằm ở trang khác ({host}), người đọc sẽ không thấy. Hãy tải ảnh lên cổng.",
            )
        if not picture.attrs.get("alt", "").strip():
            yield Doubt(
                f"{label}, ảnh thứ {number}",
                "chưa có mô tả cho người không nhìn thấy ảnh: trong ảnh có ai, làm gì, ở đâu.",
            )


def _in_headings(html: str, label: str) -> Iterator[Doubt]:
    above = 1  # The title of the page.
    for heading in _nodes(parse(html).children, lambda node: re.fullmatch("h[2-6]", node.tag)):
        level = int(heading.tag[1])
        if level > above + 1:
            yield Doubt(
                f"{label}, đề mục «{_quoted(text_of(heading.children))}»",
                f"là đề mục cấp {level} nhưng phía trên chưa có đề mục cấp {level - 1}: "
                "người nghe bằng máy đọc sẽ tưởng là mất một phần.",
            )
        above = level


def _personal(text: str, label: str) -> Iterator[Doubt]:
    for number, line in enumerate(text.splitlines(), 1):
        place = label if "\n" not in text.strip() else f"{label}, đoạn {number}"
        for name, written in personal_numbers(line):
            yield Doubt(place, _PERSONAL[name].format(written))


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= QUOTED else f"{text[:QUOTED].rstrip()}…"


def _nodes(children: Children, fits: Callable[[Node], Any]) -> Iterator[Node]:
    for child in children:
        if isinstance(child, Node):
            if fits(child):
                yield child
            yield from _nodes(child.children, fits)
