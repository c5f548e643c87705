"""The register as CSV and XLSX: any selection, right in Excel, harmless, bounded."""

import csv
import io
import re
import tracemalloc
import zipfile
from datetime import date
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from django.db import connections

from core.spreadsheets import csv_pieces
from documents import spreadsheets
from documents.views import exports
from tests.factories import (
    make_area,
    make_body,
    make_document,
    make_document_file,
    make_signer,
    make_type,
    make_unit,
    sign,
    upload,
)

pytestmark = pytest.mark.django_db

CSV = "/van-ban/xuat/danh-sach.csv"
XLSX = "/van-ban/xuat/danh-sach.xlsx"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def notice():
    """A document that has everything."""
    body = make_body(name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà", short_name="Sở GDĐT")
    document = make_document(
        number="Số: 9 /TB-SGDĐT",
        issuing_body=body,
        sending_unit=make_unit(body, name="Phòng Quản lý thi"),
        subject="Về việc tuyển sinh, đợt 1",
        issued_on=date(2026, 2, 3),
        effective_on=date(2026, 2, 10),
        expires_on=date(2036, 12, 31),
        due_on=date(2026, 3, 4),
    )
    document.areas.set([make_area(name="Tuyển sinh"), make_area(name="Thi cử")])
    sign(document, make_signer(name="Trần Văn Hùng"), order=1)
    sign(document, make_signer(name="Lê Thị Mai"), order=2)
    make_document_file(document, file=upload("Phụ lục.pdf"), role="annex")
    make_document_file(document, file=upload("Thông báo 09.pdf"))
    return document


def csv_rows(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def xlsx_part(response, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        return ElementTree.fromstring(book.read(name))  # noqa: S314 - made by us


def xlsx_cells(response) -> dict[str, ElementTree.Element]:
    sheet = xlsx_part(response, "xl/worksheets/sheet1.xml")
    return {cell.get("r"): cell for cell in sheet.iter(f"{SHEET}c")}


def text_of(cell: ElementTree.Element) -> str:
    return "".join(cell.itertext())


def test_csv_holds_all_columns_of_a_document(client, notice):
    response = client.get(CSV)
    header, row = csv_rows(response)
    assert dict(zip(header, row, strict=True)) == {
        "Số ký hiệu": "09/TB-SGDĐT",
        "Ngày ban hành": "2026-02-03",
        "Loại văn bản": "Thông báo",
        "Cơ quan ban hành": "Sở Giáo dục và Đào tạo tỉnh Sơn Hà",
        "Đơn vị gửi": "Phòng Quản lý thi",
        "Lĩnh vực": "Thi cử; Tuyển sinh",
        "Trích yếu": "Về việc tuyển sinh, đợt 1",
        "Người ký": "Trần Văn Hùng; Lê Thị Mai",
        "Có hiệu lực từ ngày": "2026-02-10",
        "Hết hiệu lực từ ngày": "2036-12-31",
        "Tình trạng hiệu lực": notice.get_effect_display(),
        "Hạn trả lời": "2026-03-04",
        "Địa chỉ": f"http://testserver{notice.get_absolute_url()}",
        "Tệp": "Thông báo 09.pdf; Phụ lục.pdf",
    }


def test_csv_of_a_document_that_has_little_leaves_cells_empty(client):
    make_document(number="", issued_on=None, subject="Giấy mời họp")
    _, row = csv_rows(client.get(CSV))
    assert row[0] == row[1] == row[4] == row[7] == row[13] == ""
    assert row[6] == "Giấy mời họp"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "  =", "＝"])
def test_csv_cell_is_never_a_formula(client, sign):
    make_document(subject=f"{sign}HYPERLINK(1)")
    _, row = csv_rows(client.get(CSV))
    assert row[6].startswith("'")
    assert row[6].endswith("HYPERLINK(1)")


def test_csv_cell_of_a_file_name_is_never_a_formula(client):
    make_document_file(file=upload("=cmd.pdf"))
    _, row = csv_rows(client.get(CSV))
    assert row[13] == "'=cmd.pdf"


def test_csv_is_a_download_with_a_vietnamese_name_that_no_search_engine_keeps(client):
    response = client.get(CSV)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    disposition = unquote(response.headers["Content-Disposition"])
    assert re.search(r"^attachment;.*''Danh sách văn bản \d\d-\d\d-\d{4}\.csv$", disposition)
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers
    response.close()


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_export_may_be_kept_by_nginx_for_a_minute(client, address):
    response = client.get(address)
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"
    response.close()


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_head_makes_nothing(client, address, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.head(address)
    assert response.status_code == 200
    assert "attachment" in response.headers["Content-Disposition"]
    assert "Content-Length" not in response.headers


def test_export_holds_what_the_filter_leaves_in_its_order(client):
    kept = [make_document(type=make_type("KH"), issued_on=date(2026, 1, day)) for day in (5, 7)]
    make_document(type=make_type("TB"))
    make_document(type=make_type("KH"), published=False)
    rows = csv_rows(client.get(CSV, {"loai": "ke-hoach", "sap-xep": "cu-nhat"}))[1:]
    assert [row[0] for row in rows] == [document.number_key for document in kept]


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_wrong_filter_is_answered_with_400_in_words(client, address):
    response = client.get(address, {"nam": "năm nay"})
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().startswith("Điều kiện lọc văn bản không hợp lệ.\n- Năm: ")
    assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_number_of_queries_does_not_grow_with_the_documents(
    client, address, notice, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("core.spreadsheets.CHUNK", 2)
    monkeypatch.setattr(spreadsheets, "CHUNK", 2)
    for _ in range(6):
        document = make_document(issuing_body=notice.issuing_body)
        document.areas.add(make_area())
        sign(document)
        make_document_file(document)
    client.get(XLSX)  # The name of the site comes from the cache.
    with django_assert_max_num_queries(7):  # place, limit of time, documents; XLSX: whether there are more
        response = client.get(address)
        b"".join(response)


def test_csv_says_when_there_are_more_than_its_limit(client, monkeypatch):
    monkeypatch.setattr(exports, "CSV_LIMIT", 2)
    for _ in range(3):
        make_document()
    rows = csv_rows(client.get(CSV))
    assert len(rows) == 4
    assert rows[3] == ["Chỉ có 2 văn bản đầu; hãy lọc bớt để có phần còn lại."]


def test_csv_at_its_limit_says_nothing(client, monkeypatch):
    monkeypatch.setattr(exports, "CSV_LIMIT", 3)
    for _ in range(3):
        make_document()
    assert len(csv_rows(client.get(CSV))) == 4


def test_csv_is_written_piece_by_piece():
    row = ["x" * 100] * len(spreadsheets.COLUMNS)
    tracemalloc.start()
    rows = (row for _ in range(20_000))
    size = sum(len(piece) for piece in csv_pieces(spreadsheets.COLUMNS, rows, 20_000, ""))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 28_000_000
    assert peak < 8_000_000


def test_xlsx_has_dates_as_dates_and_text_as_text(client, notice):
    response = client.get(XLSX)
    assert response.headers["Content-Type"] == exports.XLSX_TYPE
    cells = xlsx_cells(response)
    styles = xlsx_part(response, "xl/styles.xml")
    formats = {item.get("numFmtId"): item.get("formatCode") for item in styles.iter(f"{SHEET}numFmt")}
    used = styles.find(f"{SHEET}cellXfs")[int(cells["B3"].get("s"))]
    assert text_of(cells["B3"]) == str((date(2026, 2, 3) - date(1899, 12, 30)).days)
    assert formats[used.get("numFmtId")] == "dd/mm/yyyy"
    assert text_of(cells["A3"]) == "09/TB-SGDĐT"
    assert text_of(cells["G3"]) == "Về việc tuyển sinh, đợt 1"
    assert [text_of(cells[f"{column}2"]) for column in "ABC"] == [
        "Số ký hiệu",
        "Ngày ban hành",
        "Loại văn bản",
    ]


def test_xlsx_has_no_formula(client):
    make_document(subject='=HYPERLINK("http://xau.example","Bấm")')
    response = client.get(XLSX)
    cell = xlsx_cells(response)["G3"]
    assert cell.get("t") == "inlineStr"
    assert text_of(cell).startswith("=HYPERLINK")
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(response.content)).read("xl/worksheets/sheet1.xml")


def test_xlsx_writes_a_day_before_excels_calendar_as_text(client):
    make_document(issued_on=date(1899, 5, 19))
    assert text_of(xlsx_cells(client.get(XLSX))["B3"]) == "19/05/1899"


def test_xlsx_keeps_its_head_in_sight_and_filters(client, notice):
    sheet = xlsx_part(client.get(XLSX), "xl/worksheets/sheet1.xml")
    pane = next(sheet.iter(f"{SHEET}pane"))
    assert (pane.get("ySplit"), pane.get("state")) == ("2", "frozen")
    assert next(sheet.iter(f"{SHEET}autoFilter")).get("ref") == "A2:N3"
    assert len(list(sheet.iter(f"{SHEET}col"))) >= 8


def test_xlsx_without_documents_is_a_table_without_rows(client):
    sheet = xlsx_part(client.get(XLSX, {"nam": "1999"}), "xl/worksheets/sheet1.xml")
    assert len(list(sheet.iter(f"{SHEET}row"))) == 2


def test_xlsx_is_headed_by_the_filter_and_the_name_of_the_site(client, notice):
    title = text_of(xlsx_cells(client.get(XLSX, {"nam": "2026"}))["A1"])
    assert title == "Danh sách văn bản (Năm 2026) – Sở Giáo dục và Đào tạo"


def test_xlsx_says_when_there_are_more_than_its_limit(client, monkeypatch):
    monkeypatch.setattr(exports, "XLSX_LIMIT", 2)
    for _ in range(3):
        make_document()
    cells = xlsx_cells(client.get(XLSX))
    assert text_of(cells["A1"]).endswith(". Chỉ có 2 văn bản đầu; hãy lọc bớt để có phần còn lại.")
    assert "A5" not in cells


@pytest.fixture
def other_visitors():
    """Others who hold all places of those who export, each by a connection of their own."""
    others = [connections.create_connection("default") for _ in range(exports.AT_A_TIME)]
    try:
        for place, other in enumerate(others):
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s, %s)", [exports._LOCK, place])
        yield others
    finally:
        for other in others:
            other.close()


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_no_more_exports_are_made_at_a_time_than_there_are_places(client, address, other_visitors):
    response = client.get(address)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert "Cache-Control" not in response.headers
    assert response.content.decode().startswith("Máy chủ đang làm danh sách cho người khác.")


def test_place_that_comes_free_is_taken(client, other_visitors):
    other_visitors[1].close()
    assert client.get(XLSX).status_code == 200


def test_reader_who_goes_away_leaves_the_place(client, monkeypatch):
    monkeypatch.setattr("core.spreadsheets.CHUNK", 1)
    monkeypatch.setattr(spreadsheets, "CHUNK", 1)
    for _ in range(3):
        make_document()
    response = client.get(CSV)
    pieces = iter(response.streaming_content)
    assert "Số ký hiệu" in (next(pieces) + next(pieces)).decode()
    response.close()
    watcher = connections.create_connection("default")
    try:
        with watcher.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [exports._LOCK]
            )
            assert cursor.fetchone() == (0,)
    finally:
        watcher.close()
