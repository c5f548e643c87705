"""From what people paste to what an article should be: classes for styles, no empty dressing.

Works on the tree that nh3 made of the input; safety is nh3's business, before and after. A text that went
through once comes out of a second time as it was.
"""

from core.richtext import rules
from core.richtext.arrange import arrange
from core.richtext.cards import with_cards
from core.richtext.convert import convert
from core.richtext.footnotes import link_footnotes
from core.richtext.outline import outline
from core.richtext.polish import polish
from core.richtext.tree import Children, Node, is_block
from core.richtext.word import rebuild_lists


def tidy(root: Node) -> Children:
    """Return the tidied children of the root. The tree is used up."""
    outline(root)
    link_footnotes(root)
    root.children = convert(rebuild_lists(root.children))
    arrange(root)
    polish(root, frozenset(), in_pre=False)
    children = _wrap_tables(with_cards(root.children))
    if not any(map(is_block, children)):
        return children
    # One block a line, so that two versions can be compared.
    return [part for child in children for part in (child, "\n")][:-1]


def _wrap_tables(children: Children) -> Children:
    result: Children = []
    for child in children:
        if isinstance(child, Node) and child.tag == "table":
            box = Node("div", dict(rules.TABLE_SCROLL_ATTRIBUTES), [child])
            child = box.with_class(rules.TABLE_SCROLL)
        elif isinstance(child, Node):
            child.children = _wrap_tables(child.children)
        result.append(child)
    return result
