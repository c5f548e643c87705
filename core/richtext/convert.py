"""Each element of what was pasted as the elements and classes that say the same."""

import re
from collections.abc import Callable

from core.files.renditions import srcset
from core.richtext import rules
from core.richtext.tree import Children, Node, is_blank, is_block, wrap_runs
from core.richtext.word import brackets_of, is_editing
from core.text import nfc

# Boxes that say nothing: their content is set free, or becomes a paragraph.
CONTAINER_TAGS = frozenset(
    {
        "address",
        "article",
        "aside",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "fieldset",
        "footer",
        "form",
        "header",
        "hgroup",
        "html",
        "legend",
        "main",
        "nav",
        "search",
        "section",
        "summary",
    }
)
RENAMED = {
    "b": "strong",
    "cite": "em",
    "del": "s",
    "dfn": "em",
    "dir": "ul",
    "dt": "p",
    "i": "em",
    "ins": "u",
    "kbd": "code",
    "listing": "pre",
    "menu": "ul",
    "samp": "code",
    "strike": "s",
    "tt": "code",
    "var": "em",
}
# Elements that only carry a style.
STYLE_TAGS = frozenset({"font", "span", "big", "small", "mark", "label", "bdi", "bdo"})
LOOSE_TAGS = rules.TAGS | CONTAINER_TAGS | RENAMED.keys() | STYLE_TAGS | {"h1", "h5", "h6"}
LOOSE_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"align", "class", "style"},
    "a": {"href", "id", "name"},
    "del": {"datetime"},
    "font": {"face"},
    "ins": {"datetime"},
    "img": {"alt", "height", "src", "width"},
    "li": {"data-leveltext", "value"},
    "ol": {"reversed", "start", "type"},
    "ul": {"type"},
    "table": {"border"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}

_TYPES_BY_STYLE = {style: kind for kind, style in rules.LIST_STYLES.items()} | {
    "lower-latin": "a",
    "upper-latin": "A",
}
_TYPE_CLASSES = frozenset(f"list-{style}" for style in rules.LIST_STYLES.values())
_BOLD = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_EXTERNAL = re.compile(r"https?:|[/\\]{2}", re.IGNORECASE)
_ADDRESS_NOISE = re.compile("[\t\n\r]")
_PIXEL_LENGTH = re.compile(r"([0-9]{1,4})(?:\.[0-9]*)?(?:px)?")
_SHEET_CLASS = re.compile("xl[0-9]+")
_BORDER = re.compile(r"\b(solid|dotted|dashed|double|groove|ridge|inset|outset)\b")


def convert(children: Children) -> Children:
    """Return the children, and all under them, in elements, attributes and classes of ``rules``."""
    result: Children = []
    for child in children:
        if isinstance(child, str):
            result.append(child)
        else:
            result.extend(_convert(child))
    return result


def _convert(node: Node) -> Children:
    style = _style_of(node)
    if style.get("display") == "none" or style.get("mso-hide") == "all" or is_editing(node, style):
        return []
    tag = RENAMED.get(node.tag, node.tag)
    if tag in {"br", "hr"}:
        return [Node(tag)]
    if tag == "img":
        return _image(node, style)
    children = convert(node.children)
    if "mso-tab-count" in style:
        return ["\t"]
    if node.tag == "ins" and "datetime" in node.attrs:
        return children
    if tag in STYLE_TAGS or tag in rules.INLINE_TAGS:
        return _inline(tag, node, style, children)
    if tag not in rules.HEADING_TAGS | {"th"} | rules.LIST_TAGS | rules.ROW_TAGS:
        children = _dressed(children, style)
    if tag in CONTAINER_TAGS:
        return _container(node, style, children)
    if tag in rules.LIST_TAGS:
        return [_list(tag, node, style, children)]
    if tag in rules.HEADING_TAGS or tag == "p":
        return _split_paragraph(tag, node, style, children)
    if tag in {"caption", "figcaption"}:
        return [Node(tag, {}, _only_inline(children, lambda: Node("br")))]
    if tag == "pre":
        return [Node("pre", {}, _only_inline(children, lambda: "\n"))]
    converted = Node(tag, {}, children)
    if tag == "table":
        converted.with_class(*_table_classes(node, style))
    elif tag == "figure":
        return _figure(node, style, converted)
    elif tag == "thead":
        _name_columns(converted)
    elif tag in {"td", "th", "li"}:
        # In one order, whichever an editor writes them in: a text that says the same has the same bytes.
        converted.attrs = {
            name: node.attrs[name]
            for name in ("scope", "colspan", "rowspan", "value")
            if name in node.attrs and not (name.endswith("span") and node.attrs[name] == "1")
        }
        converted.with_class(*_alignment(node, style))
    return [converted]


def _style_of(node: Node) -> dict[str, str]:
    if "style" not in node.attrs:
        return {}
    declarations = (part.partition(":") for part in node.attrs["style"].lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in declarations}


def _alignment(node: Node, style: dict[str, str]) -> list[str]:
    """Return the alignment as a list of at most one class."""
    asked = style.get("text-align") or node.attrs.get("align", "").strip().lower()
    side = {"end": "right", "middle": "center", "-webkit-center": "center"}.get(asked, asked)
    if side in rules.ALIGNMENTS:
        return [f"align-{side}"]
    return [name for name in node.classes if name in rules.ALIGN_CLASSES][:1]


def _side_of_image(node: Node, style: dict[str, str]) -> list[str]:
    side = style.get("float") or node.attrs.get("align", "").strip().lower()
    if side in {"left", "right"}:
        return [f"image-{side}"]
    return [name for name in node.classes if name in rules.IMAGE_CLASSES][:1]


def _size_of_image(node: Node) -> list[str]:
    return [name for name in node.classes if name in rules.IMAGE_SIZES][:1]


def _name_columns(head: Node) -> None:
    """Make headers of the cells of a table's head, which Word and Google write as plain cells."""
    for row in head.children:
        for cell in row.children if isinstance(row, Node) else []:
            if isinstance(cell, Node) and cell.tag == "td":
                cell.tag = "th"
                cell.attrs = {"scope": "col", **cell.attrs}


def _image(node: Node, style: dict[str, str]) -> Children:
    source = _address(node.attrs.get("src", "")).replace(" ", "%20")
    if source.startswith("//"):
        source = f"https:{source}"
    if not rules.PATTERNS["src"].fullmatch(source):
        return []
    attrs = {"src": source, "alt": nfc(" ".join(node.attrs.get("alt", "").split()))}
    for name in ("width", "height"):
        length = _PIXEL_LENGTH.fullmatch(style.get(name) or node.attrs.get(name, "").strip())
        if length and int(length[1]):
            attrs[name] = str(int(length[1]))
    image = Node("img", attrs).with_class(*_side_of_image(node, style), *_size_of_image(node))
    image.attrs |= rules.IMAGE_SETTINGS | _copies(attrs)
    return [image]


def _copies(attrs: dict[str, str]) -> dict[str, str]:
    """Return how a picture of ours names its smaller copies; only where it is said how wide it is shown."""
    found = srcset(attrs["src"]) if attrs["src"].startswith("/") and "width" in attrs else ""
    if not found:
        return {}
    width = min(int(attrs["width"]), rules.COLUMN_WIDTH)
    return {"srcset": found, "sizes": f"(min-width: 48rem) {width}px, 100vw"}


def _address(value: str) -> str:
    return nfc(_ADDRESS_NOISE.sub("", value).strip())


def _inline(tag: str, node: Node, style: dict[str, str], children: Children) -> Children:
    if tag == "a":
        href = _address(node.attrs.get("href", ""))
        kept = {name: value for name, value in style.items() if not name.startswith("text-decoration")}
        children = _dressed(children, kept)
        if not href:
            return children
        attrs = {"href": href}
        if href.startswith("#"):  # A footnote: other links within the text have lost their address.
            attrs["id"] = node.attrs["id"]
        if _EXTERNAL.match(href):
            attrs["rel"] = rules.EXTERNAL_REL
        return _wrap("a", attrs, children)
    # Word says it on two elements, one in the other.
    if "MsoFootnoteReference" in node.classes and not any(_is_raised(child) for child in children):
        tag = "sup"
    children = _dressed(children, style)
    undone = (tag == "strong" and style.get("font-weight") in {"normal", "400"}) or (
        tag == "em" and style.get("font-style") == "normal"
    )
    return children if undone or tag in STYLE_TAGS else _wrap(tag, {}, children)


def _is_raised(child: Node | str) -> bool:
    return isinstance(child, Node) and child.tag == "sup"


def _dressed(children: Children, style: dict[str, str]) -> Children:
    """Return the children in the elements that say what the style says."""
    if not style:
        return children
    decoration = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    raised = {"super": "sup", "sub": "sub"}.get(style.get("vertical-align", ""))
    wanted = {
        raised: raised is not None,
        "s": "line-through" in decoration,
        "u": "underline" in decoration,
        "em": style.get("font-style") in {"italic", "oblique"},
        "strong": style.get("font-weight") in _BOLD,
    }
    for tag, is_wanted in wanted.items():
        if is_wanted and tag:
            children = _wrap(tag, {}, children)
    return children


def _wrap(tag: str, attrs: dict[str, str], children: Children) -> Children:
    """Put an inline element round the children; round the content of those that are blocks."""
    result: Children = []
    run: Children = []

    def close_run() -> None:
        is_empty = all(map(is_blank, run))
        result.extend(run if is_empty else [Node(tag, dict(attrs), list(run))])
        run.clear()

    for child in children:
        if isinstance(child, Node) and is_block(child):
            close_run()
            child.children = _wrap(tag, attrs, child.children)
            result.append(child)
        else:
            run.append(child)
    close_run()
    return result


def _container(node: Node, style: dict[str, str], children: Children) -> Children:
    align = ["align-center"] if node.tag == "center" else _alignment(node, style)
    if not any(map(is_block, children)):
        if rules.IMAGE_CENTER in node.classes:
            align = [rules.IMAGE_CENTER]
        return [Node("p", {}, children).with_class(*align)]
    solid = [child for child in children if not is_blank(child)]
    if len(solid) == 1 and isinstance(solid[0], Node) and solid[0].tag == "figure":
        is_centred = rules.IMAGE_CENTER in node.classes or align == ["align-center"]
        return [Node("div", {}, solid).with_class(rules.IMAGE_CENTER)] if is_centred else solid
    for child in children:
        if isinstance(child, Node) and child.tag in rules.HEADING_TAGS | {"p"} and not child.classes:
            child.with_class(*align)
    return wrap_runs(children, lambda run: [Node("p", {}, run).with_class(*align)])


def _split_paragraph(tag: str, node: Node, style: dict[str, str], children: Children) -> Children:
    classes = _alignment(node, style)
    if tag == "p":
        classes = [name for name in (rules.CARD, rules.IMAGE_CENTER) if name in node.classes][:1] or classes

    def make(run: Children) -> list[Node]:
        return [Node(tag, {}, run).with_class(*classes)]

    result = wrap_runs(children, make)
    for child in result:
        if isinstance(child, Node) and child.tag == "p":
            child.tag = tag
    return result


def _list(tag: str, node: Node, style: dict[str, str], children: Children) -> Node:
    asked = style.get("list-style-type") or style.get("list-style", "").partition(" ")[0]
    # Google Docs says it on each item.
    asked = asked or next(
        (_style_of(item).get("list-style-type", "") for item in node.children if isinstance(item, Node)), ""
    )
    kind = node.attrs.get("type", "").strip()
    if tag == "ul":
        return Node("ul", {}, children).with_class(*_list_class("ul", asked or kind.lower(), node))
    attrs: dict[str, str] = {}
    if asked:
        kind = _TYPES_BY_STYLE.get(asked, "")
    if kind in rules.LIST_STYLES:
        attrs["type"] = kind
        asked = rules.LIST_STYLES[kind]
    if node.attrs.get("start", "1") != "1":
        attrs["start"] = node.attrs["start"]
    if "reversed" in node.attrs:
        attrs["reversed"] = ""
    names = _list_class("ol", asked, node)
    brackets = [] if "list-none" in names else _brackets(node)
    return Node("ol", attrs, children).with_class(*names, *brackets)


def _list_class(tag: str, style: str, node: Node) -> list[str]:
    """Return the class that says the style, or where none is asked for, the one the list has."""
    names = [f"list-{style}"] if style else [name for name in node.classes if name not in _TYPE_CLASSES]
    return [name for name in names if name in rules.CLASSES[tag] - rules.LIST_BRACKETS][:1]


def _brackets(node: Node) -> list[str]:
    """Return the class that says what stands round the numbers, as a list of at most one."""
    items = [child for child in node.children if isinstance(child, Node)]
    told = [brackets_of(item.attrs.get("data-leveltext", "")) for item in items]
    return [name for name in [*told, *node.classes] if name in rules.LIST_BRACKETS][:1]


def _table_classes(node: Node, style: dict[str, str]) -> list[str]:
    """Return ``table-plain`` for a table that was drawn without lines (a letter's head, say)."""
    if "table-plain" in node.classes:
        return ["table-plain"]
    border = node.attrs.get("border")
    hidden = border in {"0", "0px"} if border is not None else style.get("border") in {"none", "0", "0px"}
    return ["table-plain"] if hidden and not _has_ruled_cell(node) and not _is_sheet(node) else []


def _is_sheet(node: Node) -> bool:
    """Whether this is a piece of a spreadsheet, whose lines are in a style sheet of Excel's."""
    return any(
        isinstance(child, Node) and (any(map(_SHEET_CLASS.fullmatch, child.classes)) or _is_sheet(child))
        for child in node.children
    )


def _has_ruled_cell(node: Node) -> bool:
    return any(
        isinstance(child, Node)
        and (
            (child.tag in {"td", "th"} and _BORDER.search(child.attrs.get("style", "")))
            or _has_ruled_cell(child)
        )
        for child in node.children
    )


def _figure(node: Node, style: dict[str, str], figure: Node) -> Children:
    side, size = _side_of_image(node, style), _size_of_image(node)
    figure.with_class(*side, *size, *(["image"] if "image" in node.classes or side or size else []))
    is_centred = rules.IMAGE_CENTER in node.classes or style.get("text-align") == "center"
    if is_centred and not side:
        figure.with_class("image", *size)
        return [Node("div", {}, [figure]).with_class(rules.IMAGE_CENTER)]
    return [figure]


def _only_inline(children: Children, make_separator: Callable[[], Node | str]) -> Children:
    """Return the children without blocks, whose content is set apart by separators."""
    result: Children = []
    for child in children:
        if not isinstance(child, Node) or child.tag not in rules.BLOCK_TAGS:
            result.append(child)
            continue
        if result:
            result.append(make_separator())
        result.extend(_only_inline(child.children, make_separator))
    return result
