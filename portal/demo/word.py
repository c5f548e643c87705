"""Letters as Word files, with the same text and the same places as in :mod:`portal.demo.pdf`."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from portal.demo.letter import MOTTO, STATE, Letter
from portal.demo.markup import Block

# Word has this face everywhere; the decree asks for it by name.
FONT = "Times New Roman"
_LONG_AGO = datetime(2022, 1, 1)
_LEFT, _CENTER = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER


def to_docx(letter: Letter) -> bytes:
    """Return a letter as the bytes of a Word file, the same ones every time."""
    document = Document()
    _set_up(document, letter)
    if letter.body:
        _heading(document, letter)
    if letter.kind:
        _write(document, letter.kind, bold=True, size=14, align=_CENTER)
        _write(document, letter.subject, bold=True, align=_CENTER, after=12)
    if letter.authority:
        _write(document, letter.authority, bold=True, align=_CENTER)
    if letter.to:
        _write(document, "Kính gửi:", align=_CENTER)
        for name in letter.to:
            _write(document, name, align=_CENTER)
    for block in letter.blocks:
        _add_block(document, block)
    if letter.signer:
        _end(document, letter)
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = _CENTER
    footer.add_run(letter.notice).font.size = Pt(8)
    buffer = io.BytesIO()
    document.save(buffer)
    return _with_fixed_times(buffer.getvalue())


def _set_up(document: Document, letter: Letter) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(4)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(2)
    about = document.core_properties
    about.title, about.subject = letter.title, letter.subject or letter.subject_note
    about.author = about.last_modified_by = letter.body.name if letter.body else ""
    about.language, about.comments = "vi-VN", letter.notice
    about.created = about.modified = _LONG_AGO


def _heading(document: Document, letter: Letter) -> None:
    left, right = document.add_table(1, 2).rows[0].cells
    left.width, right.width = Cm(6.8), Cm(9.4)
    _fill(left, [letter.body.above], bold=letter.number.endswith("UBND"))
    _fill(left, letter.body.agency, bold=True)
    _fill(left, [f"Số: {letter.number}", *filter(None, [letter.subject_note])])
    _fill(right, [STATE, MOTTO], bold=True)
    _fill(right, ["", letter.place_and_date], italic=True)
    _write(document, "")


def _end(document: Document, letter: Letter) -> None:
    left, right = document.add_table(1, 2).rows[0].cells
    _fill(left, ["Nơi nhận:"], bold=True, italic=True, align=_LEFT)
    _fill(left, [f"- {line}" for line in letter.copies], size=11, align=_LEFT)
    _fill(right, letter.signer.posts, bold=True)
    _fill(right, ["", "(Đã ký)", ""], italic=True)
    _fill(right, [letter.signer.name], bold=True)


def _add_block(document: Document, block: Block) -> None:
    match block.style:
        case "table":
            _add_table(document, block.rows)
        case "title":
            _write(document, block.text, bold=True, align=_CENTER)
        case "heading":
            _write(document, block.text, bold=True, indent=True).paragraph_format.keep_with_next = True
        case "ground":
            _write(document, block.text, italic=True, indent=True)
        case "article":
            paragraph = _write(document, f"{block.label} ", bold=True, indent=True)
            paragraph.add_run(block.text)
        case "item":
            _write(document, f"- {block.text}", indent=True)
        case _:
            _write(document, block.text, indent=True)


def _add_table(document: Document, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.paragraphs[0].add_run(text).bold = row is rows[0]
    _write(document, "")


def _fill(cell: _Cell, lines: Iterable[str], **options: object) -> None:
    """Add lines to a cell of the heading or the end; its first, empty paragraph takes the first one."""
    for line in lines:
        is_new = len(cell.paragraphs) == 1 and not cell.paragraphs[0].runs
        paragraph = cell.paragraphs[0] if is_new else cell.add_paragraph()
        _style(paragraph, line, **{"align": _CENTER, "size": 12, "after": 0, **options})


def _write(document: Document, text: str, **options: object) -> Paragraph:
    return _style(document.add_paragraph(), text, **options)


def _style(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: int = 13,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    indent: bool = False,
    after: int = 4,
) -> Paragraph:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(after)
    if indent:
        paragraph.paragraph_format.first_line_indent = Cm(1)
    return paragraph


def _with_fixed_times(content: bytes) -> bytes:
    """Return a ZIP whose entries carry no time of their making."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, date_time=_LONG_AGO.timetuple()[:6])
            fixed.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fixed, source.read(entry))
    return buffer.getvalue()
