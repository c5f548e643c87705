"""The one gate that makes HTML trusted: whatever goes in, what comes out may be put into a page.

nh3 parses the input as a browser would and keeps what could be of use; the tidier makes an article of
it; nh3 has the last word, with a closed list of elements, attributes, classes and addresses, so that a
mistake of the tidier costs looks and not safety.
"""

import html as stdlib_html
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import nh3

from core.richtext import rules
from core.richtext.cards import frames_as_links
from core.richtext.convert import LOOSE_ATTRIBUTES, LOOSE_TAGS
from core.richtext.tidy import tidy
from core.richtext.tree import Node, parse, serialise
from core.richtext.word import without_parts_for_others
from core.text import nfc, strip_controls

# Each round of a real text ends the work; the others are for hostile input, which gives its text alone
# if it still changes after the last.
MAX_ROUNDS = 6
# The parser needs time in the square of the nesting. People's texts stay under 50.
MAX_OPEN_TAGS = 500

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ANY_TAG = re.compile(r"<[^<>]*>")
# Elements whose end tag people leave out: they close each other and don't pile up.
_SELF_CLOSING = rules.VOID_TAGS | {
    "area",
    "base",
    "col",
    "dd",
    "dt",
    "input",
    "li",
    "link",
    "meta",
    "option",
    "p",
    "param",
    "source",
    "td",
    "th",
    "tr",
    "track",
    "wbr",
}


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    pattern = rules.PATTERNS.get(name)
    return value if pattern is None or pattern.fullmatch(value) else None


_LOOSE = nh3.Cleaner(
    tags=LOOSE_TAGS,
    clean_content_tags=rules.DROPPED_WITH_CONTENT,
    attributes=LOOSE_ATTRIBUTES,
    # Word names the file on the writer's machine in links within a text.
    url_schemes=rules.URL_SCHEMES | {"file"},
    link_rel=None,
)
_STRICT = nh3.Cleaner(
    tags=rules.TAGS,
    clean_content_tags=rules.DROPPED_WITH_CONTENT,
    attributes=rules.ATTRIBUTES,
    attribute_filter=_filter_attribute,
    tag_attribute_values=rules.VALUES,
    allowed_classes=rules.CLASSES,
    url_schemes=rules.URL_SCHEMES,
    link_rel=None,
)
_IMAGES = nh3.Cleaner(
    tags={"img"},
    clean_content_tags=rules.DROPPED_WITH_CONTENT,
    attributes={"img": {"src"}},
    url_schemes={"blob", "cid", "data", "file", "http", "https"},
    link_rel=None,
)


@lru_cache(maxsize=8)  # A save asks several times for the same text, and a long one takes a while.
def sanitise(html: str) -> str:
    """Return the HTML as it may be stored and shown: safe, tidy, in NFC.

    ``sanitise(sanitise(x)) == sanitise(x)`` for every x: what is returned was seen to come out of the
    gate unchanged.
    """
    html = strip_controls(html)
    if _is_too_deep(html):
        return _text_alone(html)
    for _ in range(MAX_ROUNDS):
        cleaned = _clean(html)
        if cleaned == html:
            return cleaned
        html = cleaned
    return _text_alone(html)


def _clean(html: str) -> str:
    return _STRICT.clean(serialise(tidy(loosely_parsed(html))))


def loosely_parsed(html: str) -> Node:
    """Return the tree of what was pasted, styles and all. It is not safe yet; only :func:`sanitise` is."""
    html = frames_as_links(without_parts_for_others(html))
    # Character references can bring control characters back, hence once more.
    return parse(strip_controls(_LOOSE.clean(html)))


def _is_too_deep(html: str) -> bool:
    """Whether so many elements stand open at once that parsing would take minutes."""
    if html.count("<") <= MAX_OPEN_TAGS:
        return False
    open_tags: dict[str, int] = {}
    depth = 0
    for close, name in _TAG.findall(html):
        tag = name.lower()
        if tag in _SELF_CLOSING:
            continue
        if not close:
            open_tags[tag] = open_tags.get(tag, 0) + 1
            depth += 1
        elif open_tags.get(tag):
            open_tags[tag] -= 1
            depth -= 1
        if depth > MAX_OPEN_TAGS:
            return True
    return False


def _text_alone(html: str) -> str:
    """Return the text between the tags as paragraphs: what is left of HTML that no editor makes."""
    text = nfc(strip_controls(stdlib_html.unescape(_ANY_TAG.sub("\n", html))))
    paragraphs = [" ".join(line.split()) for line in text.splitlines()]
    html = "\n".join(serialise([Node("p", {}, [line])]) for line in paragraphs if line)
    # On bare paragraphs a round can only take characters away, so this ends.
    while (cleaned := _clean(html)) != html:
        html = cleaned
    return html


@dataclass(frozen=True, slots=True)
class LostImage:
    """A picture that readers will not see.

    ``reason`` is ``embedded`` (its data stand in the text), ``local`` (it lies on the writer's machine)
    or ``remote`` (it lies on another site, which the content security policy of the pages keeps out).
    """

    reason: str
    source: str


def find_lost_images(html: str, own_hosts: Collection[str] = ()) -> list[LostImage]:
    """Return the pictures of unsanitised HTML that readers will not see, in their order.

    Embedded and local pictures do not survive :func:`sanitise`; remote ones do, as a reference.
    """
    html = strip_controls(html)
    if _is_too_deep(html):
        return []
    lost = []
    for node in parse(_IMAGES.clean(html)).children:
        if not isinstance(node, Node):
            continue
        source = node.attrs.get("src", "").strip()
        scheme = source.partition(":")[0].lower() if ":" in source else ""
        if scheme in {"http", "https"} or source.startswith("//"):
            if urlsplit(source).hostname not in own_hosts:
                lost.append(LostImage("remote", source))
        elif scheme == "data":
            lost.append(LostImage("embedded", source[:40]))
        elif not rules.PATTERNS["src"].fullmatch(source):
            lost.append(LostImage("local", source))
    return lost
