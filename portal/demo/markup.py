"""The plain notation in which the texts of documents are written, one block a line.

``= title`` · ``# heading`` · ``~ legal ground`` · ``- item`` · ``1. numbered`` · ``Điều 1. article`` ·
``| cell | cell |`` (adjoining rows make a table, its first row the head) · anything else is a paragraph.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

_MARKS = {"= ": "title", "# ": "heading", "~ ": "ground", "- ": "item"}
_ARTICLE = re.compile(r"(Điều \d+\.) (.*)")


@dataclass(frozen=True)
class Block:
    """A block of text. ``label`` is the bold beginning of an article; ``rows`` are those of a table."""

    style: str
    text: str = ""
    label: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def parse(text: str) -> list[Block]:
    """Return the blocks of a text."""
    blocks: list[Block] = []
    lines = (line.strip() for line in text.splitlines())
    for is_row, group in groupby(filter(None, lines), key=lambda line: line.startswith("|")):
        if is_row:
            rows = tuple(tuple(cell.strip() for cell in line.strip("|").split("|")) for line in group)
            blocks.append(Block("table", rows=rows))
        else:
            blocks += [_parse_line(line) for line in group]
    return blocks


def plain(blocks: Iterable[Block]) -> str:
    """Return the words of blocks, one block (or row) a line."""
    lines = []
    for block in blocks:
        lines += [" ".join(row) for row in block.rows] or [f"{block.label} {block.text}".strip()]
    return "\n".join(lines)


def to_html(blocks: Iterable[Block]) -> SafeString:
    """Return blocks as the rich text of a page."""
    parts = []
    for is_item, group in groupby(blocks, key=lambda block: block.style == "item"):
        if is_item:
            items = format_html_join("", "<li>{}</li>", ((block.text,) for block in group))
            parts.append(format_html("<ul>{}</ul>", items))
        else:
            parts += [_block_html(block) for block in group]
    return SafeString("\n".join(parts))


def _parse_line(line: str) -> Block:
    style = _MARKS.get(line[:2])
    if style:
        return Block(style, line[2:])
    if found := _ARTICLE.fullmatch(line):
        return Block("article", found[2], label=found[1])
    return Block("text", line)


def _block_html(block: Block) -> SafeString:
    match block.style:
        case "title":
            return format_html('<p class="align-center"><strong>{}</strong></p>', block.text)
        case "heading":
            return format_html("<h2>{}</h2>", block.text)
        case "ground":
            return format_html("<p><em>{}</em></p>", block.text)
        case "article":
            return format_html("<p><strong>{}</strong> {}</p>", block.label, block.text)
        case "table":
            return _table_html(block.rows)
        case _:
            return format_html("<p>{}</p>", block.text)


def _table_html(rows: tuple[tuple[str, ...], ...]) -> SafeString:
    head = format_html_join("", '<th scope="col">{}</th>', ((cell,) for cell in rows[0]))
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows[1:])
    return format_html(
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        head,
        SafeString(body),
    )
