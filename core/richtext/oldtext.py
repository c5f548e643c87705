"""Rich text in an encoding of before Unicode: what it is, and what it would be once converted.

Pasted from Word, such text comes with the names of its fonts, in styles and in the style sheet of the
clipboard; stored text has lost them, and tells itself by its words (:mod:`core.encodings`).
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from core.encodings import ENCODINGS, Encoding, is_written_in, recognise
from core.richtext.sanitiser import loosely_parsed, sanitise
from core.richtext.tree import Children, Node, is_block, parse, serialise

_SHEET = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_FAMILY = re.compile(r"(?:^|[;\s])font-family\s*:\s*([^;]+)", re.IGNORECASE)
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:\.([a-z0-9_-]+))?", re.IGNORECASE)

# The font of elements by their tag and class, either of which may be "".
_Fonts = dict[tuple[str, str], str]


@dataclass(frozen=True)
class OldText:
    """What a text is written in, and the pieces of it, as they are now and as they would be in Unicode."""

    name: str
    changes: list[tuple[str, str]]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def find_old_text(html: str) -> OldText | None:
    """Return what of this HTML, pasted or stored, is in an old encoding; None where nothing is.

    The changes are pieces of text of ``sanitise(html)``, each as long as an element's own text, once each.
    """
    clean = sanitise(html)
    before = list(_texts(parse(clean).children))
    named = next((encoding for encoding in ENCODINGS if _names(encoding, html)), None)
    encoding = recognise(before) or named
    if encoding is None:
        return None
    root = loosely_parsed(html)
    _convert(root.children, encoding, _fonts_of(html), "")
    after = list(_texts(parse(sanitise(serialise(root.children))).children))
    if len(after) != len(before):
        # Converted, a piece has become something else (a marker of a list): then by the words alone.
        root = parse(clean)
        _convert(root.children, encoding, {}, "")
        after = list(_texts(root.children))
    changes = {old: new for old, new in zip(before, after, strict=True) if old != new}
    return OldText(encoding.name, list(changes.items())) if changes else None


def find_in_plain(text: str) -> OldText | None:
    """Return the same for plain text, whose only change is the whole."""
    encoding = recognise([text])
    return OldText(encoding.name, [(text, encoding.convert(text))]) if encoding else None


def _names(encoding: Encoding, html: str) -> bool:
    """Tell whether the HTML names a font of an encoding, for elements that hold text."""
    fonts = [*_fonts_of(html).values(), *re.findall(r"(?:font-family\s*:|\bface\s*=)[^;>]*", html)]
    return any(encoding.fonts.search(font) for font in fonts)


def _texts(children: Children) -> Iterator[str]:
    for child in children:
        if isinstance(child, str):
            yield child
        else:
            yield from _texts(child.children)


def _fonts_of(html: str) -> _Fonts:
    """Return the fonts that the style sheet of the clipboard gives to elements and classes."""
    fonts: _Fonts = {}
    for sheet in _SHEET.findall(html):
        for selectors, body in _RULE.findall(sheet):
            family = _FAMILY.search(body)
            for selector in selectors.split(",") if family else []:
                # A comment of Word's stands before some selectors.
                match = _SELECTOR.fullmatch(selector.rpartition("*/")[2].strip())
                if match and match[0]:
                    fonts[match[1] or "", match[2] or ""] = family[1]
    return fonts


def _font_of(node: Node, fonts: _Fonts, inherited: str) -> str:
    family = _FAMILY.search(node.attrs.get("style", "")) if "style" in node.attrs else None
    if family:
        return family[1]
    if "face" in node.attrs:
        return node.attrs["face"]
    keys = [(tag, name) for name in node.classes for tag in (node.tag, "")] + [(node.tag, "")]
    return next((fonts[key] for key in keys if key in fonts), inherited)


def _convert(children: Children, encoding: Encoding, fonts: _Fonts, font: str) -> None:
    """Convert in place what is in the encoding, a block at a time: a lone word says too little."""
    run: list[tuple[Children, int, str]] = []

    def end_run() -> None:
        text = "".join(place[index] for place, index, _ in run)
        suits = is_written_in(encoding, text)
        for place, index, own in run:
            is_old_font = bool(encoding.fonts.search(own))
            if suits or (is_old_font and not _is_unicode(text)):
                capitals = bool(encoding.capitals.search(own))
                place[index] = encoding.convert(place[index], capitals=capitals)
        run.clear()

    def walk(children: Children, font: str) -> None:
        for index, child in enumerate(children):
            if isinstance(child, str):
                run.append((children, index, font))
                continue
            breaks = is_block(child) or child.tag == "br"
            if breaks:
                end_run()
            walk(child.children, _font_of(child, fonts, font))
            if breaks:
                end_run()

    walk(children, font)
    end_run()


def _is_unicode(text: str) -> bool:
    """Tell whether a text has Vietnamese letters that no old encoding has, whatever its font."""
    return any(ord(char) > 0xFF and char.isalpha() for char in text)
