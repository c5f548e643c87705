"""Footnotes: a number in the text and the note at its end, each a link to the other.

Word, LibreOffice and Google Docs write them as two links, each of which names the other. Such pairs keep
their links, under ids of our own counting; any other link within a text leads nowhere, as texts have no
other ids: one that a writer chose could take the place of one of the page's own.
"""

import re

from core.richtext import rules
from core.richtext.tree import Node

_LINK = re.compile(r"<a [^>]*>")
_END = re.compile(rf'(?<=")(#?(?:{rules.NOTE_CALL}|{rules.NOTE}))(?=[0-9]+")')


def link_footnotes(root: Node) -> None:
    """Give the two links of each footnote, in place, our ids; take the address from other inner links."""
    ends: list[tuple[Node, str, frozenset[str]]] = []
    _collect(root, ends)
    # By what they name: the first of two is the number in the text, and where a text was pasted twice the
    # second call has the second note.
    waiting: dict[tuple[str, str], list[Node]] = {}
    pairs: list[tuple[Node, Node]] = []
    for anchor, target, names in ends:
        key = next(((name, target) for name in names if waiting.get((name, target))), None)
        if key:
            pairs.append((waiting[key].pop(0), anchor))
        else:
            for name in names:
                waiting.setdefault((target, name), []).append(anchor)
    for anchor, _, _ in ends:
        anchor.attrs.pop("href", None)
        anchor.attrs.pop("id", None)
    order = {id(anchor): place for place, (anchor, _, _) in enumerate(ends)}
    pairs.sort(key=lambda pair: order[id(pair[0])])
    for number, (call, note) in enumerate(pairs, 1):
        call.attrs |= {"href": f"#{rules.NOTE}{number}", "id": f"{rules.NOTE_CALL}{number}"}
        note.attrs |= {"href": f"#{rules.NOTE_CALL}{number}", "id": f"{rules.NOTE}{number}"}


def with_own_ids(html: str, name: str) -> str:
    """Return sanitised rich text whose footnotes have ids of its own among the texts of a page.

    The text that a page is about keeps the plain ones: people share their addresses.
    """
    return _LINK.sub(lambda link: _END.sub(rf"\g<1>{name}-", link[0]), html)


def _collect(node: Node, ends: list[tuple[Node, str, frozenset[str]]]) -> None:
    for child in node.children:
        if not isinstance(child, Node):
            continue
        if child.tag == "a":
            file, hash_sign, target = child.attrs.get("href", "").strip().partition("#")
            # Word names the file on the writer's machine, too.
            if hash_sign and (not file or file.lower().startswith("file:")):
                names = frozenset(filter(None, (child.attrs.get("name"), child.attrs.get("id"))))
                ends.append((child, target, names))
        _collect(child, ends)
