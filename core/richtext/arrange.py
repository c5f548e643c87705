"""What may stand in what: items in lists, paragraphs beside blocks, one caption a picture."""

from collections.abc import Iterator

from core.richtext import rules
from core.richtext.tree import Children, Node, is_blank, is_block, wrap_runs

_FLOW_TAGS = frozenset({"", "blockquote", "div", "li", "td", "th"})
_SHOWN_IN_FIGURE = frozenset({"img", "table", "pre", "blockquote"})


def arrange(node: Node) -> None:
    """Put the children of the node, and all under them, where HTML allows them, in place."""
    children: Children = []
    for child in node.children:
        if isinstance(child, Node):
            arrange(child)
            if child.tag == "figure":
                children.extend(_dissolve_figure(child, node))
                continue
        children.append(child)
    if node.tag in rules.LIST_TAGS:
        node.children = _arrange_list(children)
    elif node.tag in rules.ROW_TAGS:
        node.children = [child for child in children if isinstance(child, Node)]
    elif node.tag == "figure":
        node.children = _arrange_figure(children)
    elif node.tag in _FLOW_TAGS:
        node.children = _arrange_flow(children)
        if node.tag in {"td", "th", "li"}:
            _unwrap_first_paragraph(node)
    else:
        node.children = children


def _dissolve_figure(figure: Node, parent: Node) -> Children:
    """Return the figure, or what it holds where that is no figure: text, or a picture without a caption.

    A picture without a caption stands in a paragraph: the editor knows how to align it there, and only
    there.
    """
    if not _holds(figure, _SHOWN_IN_FIGURE):
        return figure.children
    if any(map(is_block, figure.children)):
        return [figure]
    for image in _images(figure):
        asked = [_first_of(names, figure, image) for names in (rules.IMAGE_CLASSES, rules.IMAGE_SIZES)]
        image.with_class(*(name for names in asked for name in names))
    is_centred = rules.IMAGE_CENTER in parent.classes
    return [Node("p", {}, figure.children).with_class(*([rules.IMAGE_CENTER] if is_centred else []))]


def _first_of(names: frozenset[str], *nodes: Node) -> list[str]:
    return [name for node in nodes for name in node.classes if name in names][:1]


def _images(node: Node) -> Iterator[Node]:
    for child in node.children:
        if isinstance(child, Node):
            if child.tag == "img":
                yield child
            yield from _images(child)


def _holds(node: Node, tags: frozenset[str]) -> bool:
    return any(
        isinstance(child, Node) and (child.tag in tags or _holds(child, tags)) for child in node.children
    )


def _arrange_list(children: Children) -> Children:
    """Return only items: a list right in a list, or alone in an item, belongs to the item before."""
    items: list[Node] = []
    for child in wrap_runs(children, lambda run: [Node("li", {}, run)]):
        nested = child.children if child.tag == "li" else [child]
        is_only_lists = all(
            is_blank(part) or (isinstance(part, Node) and part.tag in rules.LIST_TAGS) for part in nested
        )
        if items and is_only_lists:
            items[-1].children.extend(nested)
        else:
            items.append(child if child.tag == "li" else Node("li", {}, nested))
    return list(items)


def _arrange_figure(children: Children) -> Children:
    result: Children = []
    has_caption = False
    for child in children:
        if isinstance(child, Node) and child.tag == "p" and _holds(child, frozenset({"img"})):
            result.extend(child.children)
            continue
        if isinstance(child, Node) and child.tag == "figcaption":
            child.tag = "p" if has_caption else "figcaption"
            has_caption = True
        result.append(child)
    return [child for child in result if not is_blank(child)]


def _arrange_flow(children: Children) -> Children:
    result: Children = []
    stray_items: Node | None = None
    for child in children:
        if isinstance(child, Node) and child.tag == "li":
            # An item without its list, as a cut through a list leaves it.
            if stray_items is None:
                stray_items = Node("ul")
                result.append(stray_items)
            stray_items.children.append(child)
            continue
        if not is_blank(child):
            stray_items = None
        if isinstance(child, Node) and child.tag == "figcaption":
            child.tag = "p"
        result.append(child)
    return wrap_runs(result, lambda run: [Node("p", {}, run)]) if any(map(is_block, result)) else result


def _unwrap_first_paragraph(node: Node) -> None:
    """Free the text of a cell or item from its only paragraph; lists may follow it."""
    first, rest = node.children[:1], node.children[1:]
    if not (first and isinstance(first[0], Node) and first[0].tag == "p"):
        return
    if all(isinstance(child, Node) and child.tag in rules.LIST_TAGS for child in rest):
        if not node.classes:
            node.with_class(*(name for name in first[0].classes if name in rules.ALIGN_CLASSES))
        node.children = [*first[0].children, *rest]
