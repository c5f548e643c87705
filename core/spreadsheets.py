"""Tables to keep: CSV for programs, XLSX for people."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import IO, TYPE_CHECKING, NamedTuple

from core.text import format_date

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 500  # rows that are written in one piece
MAX_CELL = 32_767  # characters; a longer cell makes Excel call the file damaged
# Programs for tables take what begins so for a formula (OWASP, CSV injection), some also after spaces.
_FORMULA = re.compile(r"[\s\x00-\x1f]*[=+@＝＋－＠-]|[\t\r\n]")

Cell = str | date | int | Decimal | None
# Title and width, in characters, of a column.
Column = tuple[str, int]


class Sheet(NamedTuple):
    """A table of a workbook: ``title`` stands above it, ``name`` on its tab (31 characters at most).

    ``printed`` is how many of the columns go onto paper; all by default.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    printed: int | None = None


def csv_pieces(
    columns: Sequence[Column], rows: Iterable[Sequence[Cell]], limit: int | None = None, limit_note: str = ""
) -> Iterator[str]:
    """Give a CSV file piece by piece: at most ``limit`` rows, and the note where there are more.

    Commas, as in RFC 4180: Windows has the comma as list separator for Vietnam as it has for the United
    States, and Excel splits by it. With a byte order mark, without which Excel reads the marks wrong. Dates
    as 2026-03-02, which Excel takes for the same day whatever country it is set to.
    """
    rows = iter(rows)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([title for title, _ in columns])
    left = limit
    while chunk := list(islice(rows, CHUNK if left is None else min(CHUNK, left))):
        if left is not None:
            left -= len(chunk)
        writer.writerows([_csv_cell(value) for value in row] for row in chunk)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if next(rows, None) is not None:
        writer.writerow([limit_note])
    yield buffer.getvalue()


def write_xlsx(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    file: IO[bytes],
    *,
    title: str,
    sheet_name: str,
    printed: int | None = None,
) -> None:
    """Write a workbook of one sheet, row by row, into a file; ``title`` stands above the table.

    ``printed`` is how many of the columns go onto paper; all by default.
    """
    write_book([Sheet(sheet_name, title, columns, rows, printed)], file, title=title)


def write_book(sheets: Iterable[Sheet], file: IO[bytes], *, title: str) -> None:
    """Write a workbook, a sheet a table, row by row, into a file."""
    # Here, as it takes a quarter of a second to load: no other command has to wait for it.
    import xlsxwriter

    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": title})
        for sheet in sheets:
            _write_sheet(book, sheet)


def _write_sheet(book: "Workbook", table: Sheet) -> None:
    sheet = book.add_worksheet(table.name)
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    top = {"valign": "top", "text_wrap": True}
    text, day = book.add_format(top), book.add_format(top | {"num_format": "dd/mm/yyyy", "align": "left"})
    sheet.write_string(0, 0, table.title[:MAX_CELL], book.add_format({"bold": True, "font_size": 14}))
    sheet.set_row(1, 30)  # points: two lines
    for column, (name, width) in enumerate(table.columns):
        sheet.set_column(column, column, width)
        sheet.write_string(1, column, name, heading)
    last = 1
    for last, row in enumerate(table.rows, start=2):
        for column, value in enumerate(row):
            _write_cell(sheet, last, column, value, day if isinstance(value, date) else text)
    sheet.freeze_panes(2, 0)
    sheet.autofilter(1, 0, last, len(table.columns) - 1)
    sheet.print_area(0, 0, last, (table.printed or len(table.columns)) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)


def _write_cell(sheet: "Worksheet", row: int, column: int, value: Cell, style: "Format") -> None:
    """Write text as text, never as a formula, and a day as a day; Excel's calendar begins in 1900."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, column, value, style)
    else:
        text = format_date(value) if isinstance(value, date) else value
        sheet.write_string(row, column, text[:MAX_CELL], style)


def _csv_cell(value: Cell) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return str(value)
    text = value or ""
    return f"'{text}" if _FORMULA.match(text) else text
