"""Documents as the rows of a table: CSV for programs, XLSX for people."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import IO, TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet

from core.text import format_date
from documents.models import Area, Document, DocumentFile, Signature

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Title and width, in characters, of each column.
COLUMNS = (
    ("Số ký hiệu", 20),
    ("Ngày ban hành", 12),
    ("Loại văn bản", 14),
    ("Cơ quan ban hành", 24),
    ("Đơn vị gửi", 20),
    ("Lĩnh vực", 20),
    ("Trích yếu", 50),
    ("Người ký", 20),
    ("Có hiệu lực từ ngày", 12),
    ("Hết hiệu lực từ ngày", 12),
    ("Tình trạng hiệu lực", 14),
    ("Hạn trả lời", 12),
    ("Địa chỉ", 40),
    ("Tệp", 40),
)
CHUNK = 500  # documents that are written in one piece
PRINTED = 12  # columns; an address and the names of files are of no use on paper
MAX_CELL = 32_767  # characters; a longer cell makes Excel call the file damaged
# Programs for tables take what begins so for a formula (OWASP, CSV injection), some also after spaces.
_FORMULA = re.compile(r"[\s\x00-\x1f]*[=+@＝＋－＠-]|[\t\r\n]")

_FIELDS = ("number_key", "issued_on", "subject", "effective_on", "expires_on", "effect", "due_on", "year")

Row = list[str | date | None]


def rows(documents: QuerySet[Document], site: str) -> Iterator[Row]:
    """Give a row for each document, with values for COLUMNS; ``site`` is scheme and host of the addresses.

    One query for any number of documents. Inside a transaction only CHUNK of them are in memory at a time.
    """
    own = OuterRef("pk")
    # No more than the columns need, and names rather than objects: this halves the time.
    documents = documents.only(*_FIELDS).annotate(
        type_name=F("type__name"),
        body_name=F("issuing_body__name"),
        unit_name=F("sending_unit__name"),
        area_names=ArraySubquery(Area.objects.filter(documents=own).order_by("name").values("name")),
        signer_names=ArraySubquery(Signature.objects.filter(document=own).values("signer__name")),
        file_names=ArraySubquery(DocumentFile.objects.filter(document=own).values("original_name")),
    )
    for document in documents.iterator(chunk_size=CHUNK):
        yield [
            document.number_key,
            document.issued_on,
            document.type_name,
            document.body_name,
            document.unit_name,
            "; ".join(document.area_names),
            document.subject,
            "; ".join(document.signer_names),
            document.effective_on,
            document.expires_on,
            document.get_effect_display(),
            document.due_on,
            site + document.get_absolute_url(),
            "; ".join(document.file_names),
        ]


def csv_pieces(rows: Iterable[Row], limit: int, limit_note: str) -> Iterator[str]:
    """Give a CSV file piece by piece: at most ``limit`` rows, and the note where there are more.

    Commas, as in RFC 4180: Windows has the comma as list separator for Vietnam as it has for the United
    States, and Excel splits by it. With a byte order mark, without which Excel reads the marks wrong. Dates
    as 2026-03-02, which Excel takes for the same day whatever country it is set to.
    """
    rows = iter(rows)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([title for title, _ in COLUMNS])
    left = limit
    while chunk := list(islice(rows, min(CHUNK, left))):
        left -= len(chunk)
        writer.writerows([_csv_cell(value) for value in row] for row in chunk)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if next(rows, None) is not None:
        writer.writerow([limit_note])
    yield buffer.getvalue()


def write_xlsx(rows: Iterable[Row], file: IO[bytes], title: str) -> None:
    """Write a workbook of one sheet, row by row, into a file; ``title`` stands above the table."""
    # Here, as it takes a quarter of a second to load: no other command has to wait for it.
    import xlsxwriter

    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": title})
        sheet = book.add_worksheet("Văn bản")
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        top = {"valign": "top", "text_wrap": True}
        text, day = book.add_format(top), book.add_format(top | {"num_format": "dd/mm/yyyy", "align": "left"})
        sheet.write_string(0, 0, title[:MAX_CELL], book.add_format({"bold": True, "font_size": 14}))
        sheet.set_row(1, 30)  # points: two lines
        for column, (name, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, name, heading)
        last = 1
        for last, row in enumerate(rows, start=2):
            for column, value in enumerate(row):
                _write_cell(sheet, last, column, value, day if isinstance(value, date) else text)
        sheet.freeze_panes(2, 0)
        sheet.autofilter(1, 0, last, len(COLUMNS) - 1)
        sheet.print_area(0, 0, last, PRINTED - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)


def _write_cell(sheet: "Worksheet", row: int, column: int, value: str | date | None, style: "Format") -> None:
    """Write text as text, never as a formula, and a day as a day; Excel's calendar begins in 1900."""
    if not value:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, column, value, style)
    else:
        text = format_date(value) if isinstance(value, date) else value
        sheet.write_string(row, column, text[:MAX_CELL], style)


def _csv_cell(value: str | date | None) -> str:
    if isinstance(value, date):
        return value.isoformat()
    text = value or ""
    return f"'{text}" if _FORMULA.match(text) else text
