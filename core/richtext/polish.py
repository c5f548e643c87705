"""The last touch on the tree: text in one form, nothing said twice, nothing left empty."""

import re
from collections.abc import Callable

from core.encodings import recognise
from core.richtext import rules
from core.richtext.tree import SPACE, TAB, Children, Node, is_blank, is_block
from core.text import nfc

_TRIMMED_TAGS = frozenset({"", "p", "li", "td", "th", "caption", "figcaption"}) | rules.HEADING_TAGS
_KEPT_EMPTY = rules.VOID_TAGS | {"td", "th"}
# Said once is enough; links cannot nest. A raised letter may itself have a raised letter.
_NOT_NESTED = rules.INLINE_TAGS - {"sub", "sup"}
_JOINED_TAGS = rules.INLINE_TAGS - {"a"}
# Runs of white space become one space, or where there was a tab, which sets two things apart («Nơi nhận:
# GIÁM ĐỐC»), a wide one: an unbreakable space stays only where it stands alone between two words, as in
# "20 km". A line feed in the source is a space, as editors write them anew each time.
_SPACES = re.compile(rf"[{SPACE}]{{2,}}|[\t\r\f\n]")
_UNSEEN = re.compile("[\u200b\u2060\ufeff]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
# U+0338 after ">" would turn into "≯" under NFC and eat the tag.
_LOOSE_OVERLAY = re.compile("^\u0338+")


def polish(node: Node, open_tags: frozenset[str], *, in_pre: bool) -> None:
    """Join what belongs together, bring text into one form, and drop what holds nothing."""
    children: Children = []
    for child in node.children:
        if isinstance(child, str):
            children.append(child)
            continue
        inside = open_tags | {child.tag} if child.tag in _NOT_NESTED else open_tags
        polish(child, inside, in_pre=in_pre or child.tag == "pre")
        if child.tag in open_tags:
            children.extend(child.children)
        elif child.children or child.tag in _KEPT_EMPTY:
            only_blank = child.tag in rules.INLINE_TAGS and all(map(is_blank, child.children))
            children.extend(child.children if only_blank else [child])
    children = [
        child if isinstance(child, Node) else _polish_text(child, in_pre=in_pre) for child in _join(children)
    ]
    if node.tag in _TRIMMED_TAGS:
        _trim(children, 0, str.lstrip)
        _trim(children, -1, str.rstrip)
    elif node.tag == "pre" and children and isinstance(children[0], str):
        # A browser drops the line feed right after <pre>.
        children[0] = children[0].lstrip("\n")
    if not in_pre:
        _trim_at_breaks(children)
    node.children = [child for child in children if child != ""]


def _join(children: Children) -> Children:
    """Return the children with neighbouring texts, and neighbouring elements of one kind, as one."""
    result: Children = []
    for child in children:
        last = result[-1] if result else None
        if isinstance(child, str):
            if isinstance(last, str):
                result[-1] = last + child
            else:
                result.append(child)
            continue
        gap = [result.pop()] if len(result) > 1 and is_blank(result[-1]) else []
        last = result[-1] if result else None
        if isinstance(last, Node) and last.tag == child.tag and child.tag in _JOINED_TAGS:
            last.children = _join([*last.children, *gap, *child.children])
        else:
            result.extend([*gap, child])
    return result


def _polish_text(text: str, *, in_pre: bool) -> str:
    if not in_pre:
        text = _SPACES.sub(_one_space, text)
    # In an old encoding the soft hyphen is a letter, «ư», which must outlast until the text is converted.
    invisible = _INVISIBLE if "\u00ad" not in text or recognise([text]) is None else _UNSEEN
    return nfc(_LOOSE_OVERLAY.sub("", invisible.sub("", text)))


def _one_space(run: re.Match[str]) -> str:
    is_tab = TAB in run[0] or ("\t" in run[0] and "\n" not in run[0])  # After a line feed it is an indent.
    return TAB if is_tab else " "


def _trim_at_breaks(children: Children) -> None:
    """Take white space off the ends of lines, in place: a browser draws none beside a break or a block."""
    for index, child in enumerate(children):
        if isinstance(child, str):
            if index and _ends_line(children[index - 1]):
                child = child.lstrip(SPACE)
            if index + 1 < len(children) and _ends_line(children[index + 1]):
                child = child.rstrip(SPACE)
            children[index] = child


def _ends_line(child: Node | str) -> bool:
    return is_block(child) or (isinstance(child, Node) and child.tag == "br")


def _trim(children: Children, edge: int, strip: Callable[[str, str], str]) -> bool:
    """Take white space and line breaks off one edge, in place. Return whether anything is left there."""
    while children:
        child = children[edge]
        if isinstance(child, str):
            children[edge] = strip(child, SPACE)
            if children[edge]:
                return True
        elif child.tag in rules.INLINE_TAGS:
            if _trim(child.children, edge, strip):
                return True
        elif child.tag != "br":
            return True
        del children[edge]
    return False
