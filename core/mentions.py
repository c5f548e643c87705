"""What a text mentions by its official name becomes a link to it.

The app that keeps such objects registers a finder; rich text of every app goes through :func:`link` when
its page is made, so that a document that is entered later is linked from older texts as well.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.richtext.tree import Children, Node, parse, serialise


@dataclass(frozen=True)
class Mention:
    """A place in a text (character offsets) that names an object, and where that object is."""

    start: int
    end: int
    url: str
    title: str


# Texts in, the mentions of each out, in their order. Asked once for a whole page.
Finder = Callable[[Sequence[str]], list[list[Mention]]]

_finders: list[Finder] = []

# A link inside a link is no HTML; code is quoted as it stands.
_LEFT_ALONE = frozenset({"a", "code", "pre"})


def register(finder: Finder) -> None:
    """Have a finder asked for every rich text that is shown."""
    _finders.append(finder)


def link(html: str, own_url: str = "") -> str:
    """Return sanitised rich text with its mentions as links.

    ``own_url`` is the address of the page itself, which is not linked.
    """
    root = parse(html)
    holders: list[tuple[Children, int]] = []
    _collect(root.children, holders)
    texts = [children[index] for children, index in holders]
    mentions: list[list[Mention]] = [[] for _ in texts]
    for finder in _finders:
        for known, found in zip(mentions, finder(texts), strict=True):
            known.extend(mention for mention in found if mention.url != own_url)
    if not any(mentions):
        return html
    # Backwards: what is put in moves the places behind it.
    for (children, index), found in reversed(list(zip(holders, mentions, strict=True))):
        children[index : index + 1] = _linked(children[index], found)
    return serialise(root.children)


def _collect(children: Children, holders: list[tuple[Children, int]]) -> None:
    for index, child in enumerate(children):
        if isinstance(child, str):
            holders.append((children, index))
        elif child.tag not in _LEFT_ALONE:
            _collect(child.children, holders)


def _linked(text: str, mentions: list[Mention]) -> Children:
    pieces: Children = []
    end = 0
    for mention in sorted(mentions, key=lambda mention: mention.start):
        if mention.start < end:
            continue  # It overlaps the one before.
        anchor = Node("a", {"href": mention.url, "title": mention.title}, [text[mention.start : mention.end]])
        pieces += [text[end : mention.start], anchor]
        end = mention.end
    return [*pieces, text[end:]]
