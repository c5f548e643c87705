"""What Word writes that is no text (comments, struck-out words), and its lists.

Word writes lists as paragraphs whose style names a list and a level, with the marker as text. A marker that
HTML's lists cannot count (1.1., Điều 2., đ)) stays in the text, so that no number is ever lost: what people
cite, «điểm đ khoản 2», must not depend on how a browser counts.
"""

import re
from dataclasses import dataclass

from core.richtext.tree import Children, Node, text_of

# Comments of colleagues and what they struck out: Word's clipboard holds both.
_EDITING_CLASSES = frozenset({"MsoCommentReference", "msoDel", "msocomanchor", "msocomoff", "msocomtxt"})
_EDITING_ELEMENTS = frozenset({"comment", "comment-list"})
# Parts that Word writes only for programs that cannot show comments, or tables whose columns don't meet.
_FOR_OTHERS = re.compile(
    r"<!\[if !(?:supportAnnotations|supportMisalignedColumns)\]>.*?<!\[endif\]>", re.DOTALL | re.IGNORECASE
)
_LEVEL = re.compile(r"mso-list:[^;]*\blevel([1-9])", re.IGNORECASE)
_MARKER = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_SYMBOL_FONT = re.compile(r"symbol|wingdings|courier new", re.IGNORECASE)
# Not any run of these letters: a list would show «vv)» as «x)».
_ROMAN = r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_COUNTED = re.compile(rf"(\(?)(0|[1-9][0-9]{{0,3}}|[a-z]|[A-Z]|{_ROMAN}|{_ROMAN.upper()})([.)])")
# The class of a list by what stands before and after its numbers; other signs stay in the text.
_SIGNS = {("", "."): "", ("", ")"): "list-bracket", ("(", ")"): "list-brackets"}
# How Word for the web says the same, on real items: «%2)» is a number of the second level.
_LEVEL_TEXT = re.compile(r"(\(?)%[1-9]([.)])")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_BULLETS = {"-": "list-dash", "–": "list-dash", "−": "list-dash", "+": "list-plus"}
_PLAIN_BULLETS = frozenset("•·▪◦●○■*§")


@dataclass(slots=True)
class _Marker:
    """What stands before an item. ``kind`` is the ``type`` of an ``ol``, or "" for a bulleted list."""

    kind: str
    number: int
    list_class: str = ""

    def goes_on_with(self, other: "_Marker") -> bool:
        """Tell whether an item with another marker may stand in the same list."""
        return (self.kind, self.list_class) == (other.kind, other.list_class)

    def opens(self) -> Node:
        attrs = {"type": self.kind} if self.kind not in ("", "1") else {}
        if self.kind and self.number != 1:
            attrs["start"] = str(self.number)
        return Node("ol" if self.kind else "ul", attrs).with_class(*filter(None, [self.list_class]))


@dataclass(slots=True)
class _OpenList:
    level: int
    node: Node
    marker: _Marker


def without_parts_for_others(html: str) -> str:
    """Return what was pasted without what Word writes for programs that are not Word, and no browser."""
    return _FOR_OTHERS.sub("", html) if "<![if !support" in html else html


def is_editing(node: Node, style: dict[str, str]) -> bool:
    """Tell whether an element is a comment, or text that was struck out while changes were tracked."""
    return (
        style.get("mso-element") in _EDITING_ELEMENTS
        or not _EDITING_CLASSES.isdisjoint(node.classes)
        or (node.tag == "del" and "datetime" in node.attrs)
    )


def brackets_of(level_text: str) -> str:
    """Return the class of a list whose items Word for the web gives this pattern; "" for none."""
    signs = _LEVEL_TEXT.fullmatch(level_text)
    return _SIGNS.get(signs.groups(), "") if signs else ""


def rebuild_lists(children: Children) -> Children:
    """Return the children with each run of Word's list paragraphs as nested lists."""
    result: Children = []
    open_lists: list[_OpenList] = []
    for child in children:
        if isinstance(child, str):
            # White space between two items is no end of the list.
            if child.strip():
                open_lists.clear()
            result.append(child)
            continue
        child.children = rebuild_lists(child.children)
        level = _LEVEL.search(child.attrs.get("style", "")) if child.tag == "p" else None
        marker_node = _find_marker(child) if level else None
        if level is None or marker_node is None:
            open_lists.clear()
            result.append(child)
            continue
        _add_item(child, marker_node, int(level[1]), open_lists, result)
    return result


def _find_marker(node: Node) -> Node | None:
    for child in node.children:
        if isinstance(child, Node):
            if _MARKER.search(child.attrs.get("style", "")):
                return child
            found = _find_marker(child)
            if found is not None:
                return found
    return None


def _add_item(
    item: Node, marker_node: Node, level: int, open_lists: list[_OpenList], result: Children
) -> None:
    while open_lists and open_lists[-1].level > level:
        open_lists.pop()
    current = open_lists[-1] if open_lists and open_lists[-1].level == level else None
    marker = _read_marker(item, marker_node, current)
    if current and (marker is None or not current.marker.goes_on_with(marker)):
        open_lists.pop()
        current = None
    # What is of a deeper level stands in the last item of the list above.
    place = open_lists[-1].node.children[-1].children if open_lists else result
    if marker is None:
        place.append(item)
        return
    _remove(item, marker_node)
    entry = Node("li", {"style": item.attrs.get("style", "")}, item.children)
    if current:
        if marker.kind and marker.number != current.marker.number + 1:
            entry.attrs["value"] = str(marker.number)
        current.marker = marker
        current.node.children.append(entry)
        return
    opened = _OpenList(level, marker.opens(), marker)
    opened.node.children.append(entry)
    place.append(opened.node)
    open_lists.append(opened)


def _read_marker(item: Node, marker_node: Node, current: _OpenList | None) -> _Marker | None:
    text = text_of([marker_node]).strip()
    if text in _BULLETS:
        return _Marker("", 0, _BULLETS[text])
    if text in _PLAIN_BULLETS or (len(text) == 1 and _in_symbol_font(item, marker_node)):
        return _Marker("", 0)
    counted = _COUNTED.fullmatch(text)
    if counted is None or (counted[1], counted[3]) not in _SIGNS:
        return None
    label, list_class = counted[2], _SIGNS[counted[1], counted[3]]
    if label.isdigit():
        return _Marker("1", int(label), list_class)
    roman = _roman(label.lower())
    letter = ord(label.lower()) - ord("a") + 1 if len(label) == 1 else None
    upper = label.isupper()
    # i), v), x) may be letters or Roman numbers: the list they continue decides; a list that opens
    # with i is Roman.
    continues_letters = current is not None and current.marker.kind == ("A" if upper else "a")
    continues_roman = current is not None and current.marker.kind == ("I" if upper else "i")
    is_roman = (
        roman is not None
        and not continues_letters
        and (letter is None or continues_roman or label.lower() == "i")
    )
    if is_roman:
        return _Marker("I" if upper else "i", roman, list_class)
    return _Marker("A" if upper else "a", letter, list_class) if letter is not None else None


def _in_symbol_font(item: Node, marker_node: Node) -> bool:
    """Whether the marker, or an element between it and its paragraph, is set in a font of symbols."""
    return any(_SYMBOL_FONT.search(node.attrs.get("style", "")) for node in _path(item, marker_node))


def _path(node: Node, target: Node) -> list[Node]:
    for child in node.children:
        if child is target:
            return [target]
        if isinstance(child, Node):
            rest = _path(child, target)
            if rest:
                return [child, *rest]
    return []


def _remove(node: Node, target: Node) -> None:
    node.children = [child for child in node.children if child is not target]
    for child in node.children:
        if isinstance(child, Node):
            _remove(child, target)


def _roman(label: str) -> int | None:
    values = [_ROMAN_DIGITS.get(char, 0) for char in label]
    if not all(values):
        return None
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
