"""Headings: the first level under the page's own title, and none left out on the way down."""

import re

from core.richtext.tree import Node

_HEADING = re.compile("h([1-6])")
_FIRST, _LAST = 2, 4


def outline(root: Node) -> None:
    """Give each heading, in place, the level that its rank among those before it asks for.

    Headings keep their order among each other; where a text begins with a small one it is a large one, and
    what Word calls its first level, its second and its third are ours.
    """
    above: list[tuple[int, int]] = []
    _walk(root, above)


def _walk(node: Node, above: list[tuple[int, int]]) -> None:
    for child in node.children:
        if not isinstance(child, Node):
            continue
        match = _HEADING.fullmatch(child.tag)
        if match:
            asked = int(match[1])
            while above and above[-1][0] >= asked:
                above.pop()
            level = min(above[-1][1] + 1, _LAST) if above else _FIRST
            above.append((asked, level))
            child.tag = f"h{level}"
        _walk(child, above)
