"""The plain text of rich text, for search, summaries and descriptions."""

import nh3
from django.utils.text import Truncator

from core.richtext import rules
from core.richtext.convert import CONTAINER_TAGS, LOOSE_TAGS, RENAMED
from core.richtext.tree import Children, parse
from core.text import nfc, strip_controls

_PLAIN = nh3.Cleaner(
    tags=LOOSE_TAGS, clean_content_tags=rules.DROPPED_WITH_CONTENT, attributes={}, link_rel=None
)
_CELLS = frozenset({"td", "th"})
_LINES = {"br"} | {
    tag for tag in LOOSE_TAGS - _CELLS if RENAMED.get(tag, tag) in rules.BLOCK_TAGS or tag in CONTAINER_TAGS
}


def to_text(html: str) -> str:
    """Return the text of rich text that was sanitised: a line a block, a space between table cells."""
    parts: list[str] = []
    _collect(parse(_PLAIN.clean(html)).children, parts)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(filter(None, lines))


def beginning(html: str) -> str:
    """Return how a text begins, in one line: what a list or a shared link says where staff wrote no lead."""
    return Truncator(" ".join(to_text(html).split())).chars(200)


def _collect(children: Children, parts: list[str]) -> None:
    for child in children:
        if isinstance(child, str):
            # Line feeds inside a text are white space; only blocks and <br> end a line.
            parts.append(nfc(strip_controls(child)).replace("\n", " "))
            continue
        edge = "\n" if child.tag in _LINES else " " if child.tag in _CELLS else ""
        parts.append(edge)
        _collect(child.children, parts)
        parts.append(edge)
