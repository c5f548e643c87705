"""A small tree of HTML, read from and written to what nh3 emits.

nh3 is the HTML5 parser: what it emits is canonical (every tag closed, attributes in double quotes, ``<``
and ``&`` always escaped), so that reading it back takes one pattern, and no second parser can disagree
with the first about where a tag ends.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

from core.richtext.rules import BLOCK_TAGS, VOID_TAGS

# What stands for a tab between two words.
TAB = "\u2003"
# What a browser draws as space, the unbreakable one included.
SPACE = f" \t\n\r\f\u00a0{TAB}"

# Elements deeper than this are dissolved into their parents. Real articles stay under 30; the limit keeps
# recursive code inside Python's stack.
MAX_DEPTH = 80

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>|([^<]+)')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


@dataclass(slots=True)
class Node:
    """An element. Its children are elements and plain (unescaped) strings."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)

    def with_class(self, *names: str) -> Self:
        """Set the class attribute to these names, in one order; none removes it."""
        self.attrs.pop("class", None)
        if names:
            self.attrs["class"] = " ".join(sorted(names))
        return self

    @property
    def classes(self) -> list[str]:
        return self.attrs.get("class", "").split()


Children = list[Node | str]


def parse(canonical: str) -> Node:
    """Return the tree of HTML that nh3 emitted, under a root whose tag is empty."""
    root = Node("")
    stack = [root]
    dissolved = 0
    for close, tag, attributes, text in _TOKEN.findall(canonical):
        if text:
            stack[-1].children.append(html.unescape(text))
        elif close:
            if dissolved:
                dissolved -= 1
            else:
                stack.pop()
        elif tag in VOID_TAGS or len(stack) <= MAX_DEPTH:
            node = Node(tag)
            if attributes:
                found = _ATTRIBUTE.findall(attributes)
                node.attrs = {name: html.unescape(value) for name, value in found}
            stack[-1].children.append(node)
            if tag not in VOID_TAGS:
                stack.append(node)
        else:
            dissolved += 1
    return root


def serialise(children: Children) -> str:
    """Return the children as HTML."""
    parts: list[str] = []
    _write(children, parts)
    return "".join(parts)


def _write(children: Children, parts: list[str]) -> None:
    for child in children:
        if isinstance(child, str):
            parts.append(html.escape(child, quote=False))
            continue
        parts.append(f"<{child.tag}")
        parts.extend(f' {name}="{html.escape(value)}"' for name, value in child.attrs.items())
        parts.append(">")
        if child.tag not in VOID_TAGS:
            _write(child.children, parts)
            parts.append(f"</{child.tag}>")


def text_of(children: Children) -> str:
    """Return all text under these children, as it stands."""
    return "".join(child if isinstance(child, str) else text_of(child.children) for child in children)


def is_block(child: Node | str) -> bool:
    """Whether this is an element that stands on lines of its own."""
    return isinstance(child, Node) and child.tag in BLOCK_TAGS


def is_blank(child: Node | str) -> bool:
    """Whether this is text that shows nothing."""
    return isinstance(child, str) and not child.strip(SPACE)


def wrap_runs(children: Children, make: Callable[[Children], Iterable[Node]]) -> Children:
    """Return the children with each run of inline ones replaced by what ``make`` makes of it."""
    result: Children = []
    run: Children = []
    for child in [*children, None]:
        if child is not None and not is_block(child):
            run.append(child)
            continue
        if not all(map(is_blank, run)):
            result.extend(make(run))
        run = []
        if child is not None:
            result.append(child)
    return result


def images_in(html: str) -> Iterator[Node]:
    """Yield the pictures of HTML that nh3 emitted, in their order."""
    waiting = [parse(html)]
    while waiting:
        node = waiting.pop()
        if node.tag == "img":
            yield node
        waiting.extend(child for child in reversed(node.children) if isinstance(child, Node))
