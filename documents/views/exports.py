"""The register as a table to keep: CSV and XLSX of any selection.

Making one costs a hundred times what a page costs, and everyone may ask. So there is a bound to the rows,
few are made at a time on the whole machine, others are told to come again, and nginx may hand out the same
one for a minute.
"""

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.files.serving import content_disposition
from core.spreadsheets import XLSX_TYPE, csv_pieces, write_xlsx
from core.text import format_number
from documents import spreadsheets
from documents.filters import DocumentFilter
from documents.views.selections import TryLater, name_of, of_selection

# Documents; each about ten seconds of work.
CSV_LIMIT = 100_000
XLSX_LIMIT = 20_000
AT_A_TIME = 2
FOR_A_MINUTE = "public, max-age=0, s-maxage=60, must-revalidate"
# The first key of the advisory locks; a number that nothing else in this database uses.
_LOCK = 20_250_312


@require_safe
@of_selection
def export_csv(request: HttpRequest, register: DocumentFilter) -> HttpResponseBase:
    """A selection as CSV, sent while it is read."""
    headers = _headers("text/csv; charset=utf-8", "csv")
    if request.method == "HEAD":
        return _head(headers)
    pieces = _csv_pieces(request, register)
    next(pieces)  # What refuses it does so before the answer begins.
    return StreamingHttpResponse(pieces, headers=headers)


@require_safe
@of_selection
def export_xlsx(request: HttpRequest, register: DocumentFilter) -> HttpResponseBase:
    """A selection as a workbook."""
    headers = _headers(XLSX_TYPE, "xlsx")
    if request.method == "HEAD":
        return _head(headers)
    file = io.BytesIO()  # 100 bytes a document; what is not packed yet is on the disk.
    with _turn(), register.limits():
        title = name_of(request, register, "Danh sách văn bản")
        if register.qs[XLSX_LIMIT : XLSX_LIMIT + 1].exists():
            title = f"{title}. {_limit_note(XLSX_LIMIT)}"
        with _rows(request, register, XLSX_LIMIT) as rows:
            write_xlsx(
                spreadsheets.COLUMNS,
                rows,
                file,
                title=title,
                sheet_name="Văn bản",
                printed=spreadsheets.PRINTED,
            )
    return HttpResponse(file.getvalue(), headers=headers)


def _csv_pieces(request: HttpRequest, register: DocumentFilter) -> Iterator[str]:
    with _turn(), register.limits(), _rows(request, register, CSV_LIMIT + 1) as rows:
        pieces = csv_pieces(spreadsheets.COLUMNS, rows, CSV_LIMIT, _limit_note(CSV_LIMIT))
        first = next(pieces)
        yield ""
        yield first
        yield from pieces


@contextmanager
def _turn() -> Iterator[None]:
    """Hold one of the places of those who export, and a transaction; raise TryLater when none is free."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not any(_took_place(cursor, place) for place in range(AT_A_TIME)):
            raise TryLater("Máy chủ đang làm danh sách cho người khác. Hãy thử lại sau ít giây.")
        # One who stops reading in the middle of a CSV file would hold the place as long as he likes.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '30s'")
        yield


def _took_place(cursor: CursorWrapper, place: int) -> bool:
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, place])
    return cursor.fetchone()[0]


def _rows(request: HttpRequest, register: DocumentFilter, limit: int) -> closing:
    """Return the first rows, to be closed inside of the transaction: it has their cursor."""
    return closing(spreadsheets.rows(register.qs[:limit], f"{request.scheme}://{request.get_host()}"))


def _headers(content_type: str, extension: str) -> dict[str, str]:
    name = f"Danh sách văn bản {timezone.localdate():%d-%m-%Y}.{extension}"
    return {
        "Content-Type": content_type,
        "Content-Disposition": content_disposition(name),
        "Cache-Control": FOR_A_MINUTE,
    }


def _head(headers: dict[str, str]) -> StreamingHttpResponse:
    """Answer HEAD without a length: it is not known before the work is done."""
    return StreamingHttpResponse(headers=headers)


def _limit_note(limit: int) -> str:
    return f"Chỉ có {format_number(limit)} văn bản đầu; hãy lọc bớt để có phần còn lại."
