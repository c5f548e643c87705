"""The headings of a long text, as a list that leads to them."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from core.richtext.tree import Node, parse, serialise, text_of
from core.text import slugify

# Fewer are seen at a glance.
MIN_HEADINGS = 3


@dataclass(frozen=True)
class Heading:
    """A heading of the second level: its words, and the id that it has on the page."""

    text: str
    id: str


def with_contents(html: str) -> tuple[SafeString, list[Heading]]:
    """Return sanitised rich text whose main headings have ids, and these headings.

    A text with few of them comes back as it is, with none. The ids are made here, as the sanitiser lets
    none through: an id that a writer chose could take the place of one of the page's own.
    """
    root = parse(html)
    nodes = [child for child in root.children if isinstance(child, Node) and child.tag == "h2"]
    named = [(node, " ".join(text_of(node.children).split())) for node in nodes]
    named = [(node, text) for node, text in named if text]
    if len(named) < MIN_HEADINGS:
        return mark_safe(html), []  # noqa: S308 - sanitised when it was saved
    headings: list[Heading] = []
    for number, (node, text) in enumerate(named, 1):
        # The number keeps two headings of the same words apart.
        node.attrs["id"] = f"muc-{number}-{slugify(text, max_length=60)}".rstrip("-")
        headings.append(Heading(text, node.attrs["id"]))
    return mark_safe(serialise(root.children)), headings  # noqa: S308 - as above, and our own ids
