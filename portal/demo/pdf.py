"""Letters as PDF files: A4, the decree's margins and places, an embedded font with Vietnamese letters."""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.utils.html import escape
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from portal.demo.letter import MOTTO, STATE, Letter
from portal.demo.markup import Block

FONT = "CongVuSerif"
FOLDER = Path(__file__).parent / "fonts"
LEFT, RIGHT, TOP, BOTTOM = 3 * cm, 1.8 * cm, 2 * cm, 2 * cm
WIDTH = A4[0] - LEFT - RIGHT


def to_pdf(letter: Letter) -> bytes:
    """Return a letter as the bytes of a PDF file, the same ones every time."""
    _register_fonts()
    buffer = io.BytesIO()
    frame = Frame(LEFT, BOTTOM, WIDTH, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)

    def furnish(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(FONT, 8)
        canvas.setFillGray(0.4)
        canvas.drawCentredString(A4[0] / 2, 1.1 * cm, letter.notice)
        if document.page > 1:
            canvas.setFont(FONT, 13)
            canvas.setFillGray(0)
            canvas.drawCentredString(A4[0] / 2, A4[1] - 1.4 * cm, str(document.page))

    document = BaseDocTemplate(
        buffer,
        pagesize=A4,
        title=letter.title,
        author=letter.body.name if letter.body else "",
        subject=letter.subject or letter.subject_note,
        lang="vi",
        invariant=True,
    )
    document.addPageTemplates(PageTemplate(frames=[frame], onPageEnd=furnish))
    document.build(list(_story(letter)))
    return buffer.getvalue()


@cache
def _register_fonts() -> None:
    for face in ("Regular", "Bold", "Italic", "BoldItalic"):
        name = FONT if face == "Regular" else f"{FONT}-{face}"
        pdfmetrics.registerFont(TTFont(name, FOLDER / f"CongVuSerif-{face}.ttf"))
    pdfmetrics.registerFontFamily(FONT, FONT, f"{FONT}-Bold", f"{FONT}-Italic", f"{FONT}-BoldItalic")


_BODY = ParagraphStyle(
    "body", fontName=FONT, fontSize=13, leading=18.5, alignment=TA_JUSTIFY, firstLineIndent=cm, spaceAfter=5
)
_CENTER = ParagraphStyle("center", parent=_BODY, alignment=TA_CENTER, firstLineIndent=0, spaceAfter=0)
_HEAD = ParagraphStyle("head", parent=_CENTER, fontSize=12.5, leading=15.5)
_SMALL = ParagraphStyle("small", parent=_HEAD, fontSize=11, leading=14, alignment=0)
_CELL = ParagraphStyle("cell", parent=_SMALL, fontSize=12, leading=15)
_TO = ParagraphStyle("to", parent=_BODY, alignment=0, firstLineIndent=0, leftIndent=3.4 * cm, spaceAfter=2)
_STYLES = {
    "title": ParagraphStyle("title", parent=_CENTER, fontSize=14, spaceAfter=4),
    "heading": ParagraphStyle("heading", parent=_BODY, spaceBefore=4, keepWithNext=True),
}


def _story(letter: Letter) -> Iterator[Flowable]:
    if letter.body:
        yield _heading(letter)
        yield Spacer(1, 14)
    if letter.kind:
        yield Paragraph(_bold(letter.kind), _STYLES["title"])
        yield Paragraph(_bold(letter.subject), _CENTER)
        yield _rule(0.28)
        yield Spacer(1, 10)
    if letter.authority:
        yield Paragraph(_bold(letter.authority), _STYLES["title"])
    if letter.to:
        yield from _addressees(letter.to)
    *most, last = (_flowable(block) for block in letter.blocks)
    yield from most
    # A signature never stands alone on a page.
    yield KeepTogether([last, Spacer(1, 8), _end(letter)] if letter.signer else [last])


def _heading(letter: Letter) -> Table:
    """The agency with the number on the left, the state with place and date on the right."""
    body = letter.body
    above_style = _bold if letter.number.endswith("UBND") else escape
    left: list[Flowable] = [Paragraph(above_style(body.above), _HEAD)]
    left += [Paragraph(_bold(line), _HEAD) for line in body.agency]
    left += [_rule(0.4), Spacer(1, 3), Paragraph(f"Số: {escape(letter.number)}", _HEAD)]
    if letter.subject_note:
        left.append(Paragraph(escape(letter.subject_note), ParagraphStyle("vv", _HEAD, fontSize=11.5)))
    right: list[Flowable] = [
        Paragraph(_bold(STATE), ParagraphStyle("state", _HEAD, fontSize=12)),
        Paragraph(_bold(MOTTO), ParagraphStyle("motto", _HEAD, fontSize=13)),
        _rule(0.62),
        # Stands on the line of the number, under an agency of one or two lines.
        Spacer(1, 3 + 15.5 * (len(body.agency) - 1)),
        Paragraph(f"<i>{escape(letter.place_and_date)}</i>", ParagraphStyle("date", _HEAD, fontSize=13)),
    ]
    return _columns(left, right, WIDTH * 0.42)


def _rule(share: float) -> HRFlowable:
    return HRFlowable(width=f"{share:.0%}", thickness=0.7, color=colors.black, spaceBefore=2, spaceAfter=2)


def _addressees(to: tuple[str, ...]) -> Iterator[Flowable]:
    yield Spacer(1, 6)
    if len(to) == 1:
        yield Paragraph(f"Kính gửi: {escape(to[0])}", _CENTER)
    else:
        yield Paragraph("Kính gửi:", _TO)
        for name in to:
            yield Paragraph(f"- {escape(name)}", ParagraphStyle("to-one", _TO, leftIndent=4.6 * cm))
    yield Spacer(1, 10)


def _flowable(block: Block) -> Flowable:
    style = _STYLES.get(block.style, _BODY)
    match block.style:
        case "table":
            return _table(block.rows)
        case "title" | "heading":
            return Paragraph(_bold(block.text), style)
        case "ground":
            return Paragraph(f"<i>{escape(block.text)}</i>", style)
        case "article":
            return Paragraph(f"<b>{escape(block.label)}</b> {escape(block.text)}", style)
        case "item":
            return Paragraph(f"- {escape(block.text)}", style)
        case _:
            return Paragraph(escape(block.text), style)


def _table(rows: tuple[tuple[str, ...], ...]) -> Table:
    cells = [[Paragraph(_bold(cell), _CELL) for cell in rows[0]]]
    cells += [[Paragraph(escape(cell), _CELL) for cell in row] for row in rows[1:]]
    # A column is as wide as its longest cell asks, within bounds: no date may be broken.
    lengths = [min(max(map(len, column)), 40) + 6 for column in zip(*rows, strict=True)]
    widths = [(WIDTH - 4) * length / sum(lengths) for length in lengths]
    table = Table(cells, colWidths=widths, repeatRows=1, spaceBefore=4, spaceAfter=8)
    table.setStyle(
        TableStyle([("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    )
    return table


def _end(letter: Letter) -> Table:
    """Who gets a copy on the left, who signs on the right."""
    left: list[Flowable] = [
        Paragraph("<b><i>Nơi nhận:</i></b>", ParagraphStyle("copies", _SMALL, fontSize=12))
    ]
    left += [Paragraph(f"- {escape(line)}", _SMALL) for line in letter.copies]
    right: list[Flowable] = [Paragraph(_bold(post), _HEAD) for post in letter.signer.posts]
    right += [
        Spacer(1, 18),
        Paragraph("<i>(Đã ký)</i>", _HEAD),
        Spacer(1, 18),
        Paragraph(_bold(letter.signer.name), ParagraphStyle("signer", _HEAD, fontSize=13.5)),
    ]
    return _columns(left, right, WIDTH * 0.44)


def _columns(left: list[Flowable], right: list[Flowable], left_width: float) -> Table:
    table = Table([[left, right]], colWidths=[left_width, WIDTH - left_width])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("ALIGN", (0, 0), (-1, -1), "CENTER"),  # of the rules: they are narrower than their cell
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return table


def _bold(text: str) -> str:
    return f"<b>{escape(text)}</b>"
