"""What a text mentions by its official name becomes a link to it.

The app that keeps such objects registers a finder; rich text of every app goes through :func:`link` when
its page is made, so that a document that is entered later is linked from older texts as well.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.embeds import with_frames
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
    return link_together("", html, own_url)[1]


def link_together(text: str, html: str, own_url: str = "") -> tuple[str, str]:
    """Return plain text as HTML, escaped, and sanitised rich text, with their mentions as links.

    Of videos and maps in the rich text the page learns the frames (:mod:`core.embeds`).

    The finders are asked once for both.
    """
    root = parse(html)
    runs: list[Run] = [[]]
    _collect(root.children, runs)
    runs = [run for run in runs if run]
    texts = ["".join(children[index] for children, index in run) for run in runs]
    in_text, *in_runs = _found([text, *texts], own_url)
    linked_text = serialise(_linked(text, in_text))
    pieces = [piece for run, mentions in zip(runs, in_runs, strict=True) for piece in _pieces(run, mentions)]
    if not pieces:
        return linked_text, with_frames(html)
    # Backwards: what is put in moves the places behind it.
    for children, index, mentions in reversed(pieces):
        children[index : index + 1] = _linked(children[index], mentions)
    return linked_text, with_frames(serialise(root.children))


def link_text(text: str, own_url: str = "") -> str:
    """Return plain text as HTML, escaped, with its mentions as links."""
    return link_together(text, "", own_url)[0]


# Pieces of text that are read in one go, whatever is emphasised in between: where each stands.
Run = list[tuple[Children, int]]
_INLINE = frozenset({"b", "strong", "i", "em", "u", "s", "sub", "sup", "span", "small", "mark"})


def _found(texts: Sequence[str], own_url: str) -> list[list[Mention]]:
    """Return the mentions in each text, none overlapping another, in their order."""
    mentions: list[list[Mention]] = [[] for _ in texts]
    for finder in _finders:
        for known, found in zip(mentions, finder(texts), strict=True):
            known.extend(mention for mention in found if mention.url != own_url)
    apart: list[list[Mention]] = []
    for known in mentions:
        apart.append([])
        for mention in sorted(known, key=lambda mention: mention.start):
            if not apart[-1] or mention.start >= apart[-1][-1].end:
                apart[-1].append(mention)
    return apart


def _collect(children: Children, runs: list[Run]) -> None:
    for index, child in enumerate(children):
        if isinstance(child, str):
            runs[-1].append((children, index))
            continue
        is_inline = child.tag in _INLINE
        if not is_inline:
            runs.append([])
        if child.tag not in _LEFT_ALONE:
            _collect(child.children, runs)
        if not is_inline:
            runs.append([])


def _pieces(run: Run, mentions: list[Mention]) -> Iterator[tuple[Children, int, list[Mention]]]:
    """Yield each piece of a run that is mentioned in, with the mentions by their places in it.

    A number of which a part is bold is two pieces, each a link.
    """
    start = 0
    for children, index in run:
        end = start + len(children[index])
        own = [
            replace(mention, start=max(mention.start, start) - start, end=min(mention.end, end) - start)
            for mention in mentions
            if mention.start < end and mention.end > start
        ]
        if own:
            yield children, index, own
        start = end


def _linked(text: str, mentions: list[Mention]) -> Children:
    pieces: Children = []
    end = 0
    for mention in mentions:
        anchor = Node("a", {"href": mention.url, "title": mention.title}, [text[mention.start : mention.end]])
        pieces += [text[end : mention.start], anchor]
        end = mention.end
    return [*pieces, text[end:]]
