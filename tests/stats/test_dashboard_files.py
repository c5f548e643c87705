"""The statistics as files: the days as CSV, every table as a workbook, nothing in them that runs."""

from datetime import date
from urllib.parse import unquote

import pytest

from stats.models import Measure
from tests.factories import at, make_user
from tests.stats.counted import PAGE, csv_rows, make_day, make_hour, make_seen, workbook

pytestmark = pytest.mark.django_db

CSV, XLSX = f"{PAGE}so-lieu.csv", f"{PAGE}so-lieu.xlsx"


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(at(2026, 3, 4, 9, 30), tick=False)


@pytest.fixture
def reader(client):
    client.force_login(make_user("stats.view_statistics"))
    return client


def test_csv_has_a_line_a_day_also_where_nobody_came(reader):
    make_day(date(2026, 3, 1), 7)
    make_day(date(2026, 3, 1), 30, Measure.VIEWS, "news")
    make_day(date(2026, 3, 3), 8)
    assert csv_rows(reader.get(f"{CSV}?tu=2026-03-01&den=2026-03-03")) == [
        [
            "Ngày",
            "Lượt truy cập",
            "Khách",
            "Lượt xem",
            "Lượt tải",
            "Lượt tìm",
            "Tìm không thấy",
            "Máy tự động",
        ],
        ["2026-03-01", "7", "0", "30", "0", "0", "0", "0"],
        ["2026-03-02", "0", "0", "0", "0", "0", "0", "0"],
        ["2026-03-03", "8", "0", "0", "0", "0", "0", "0"],
    ]


@pytest.mark.parametrize(("address", "extension"), [(CSV, "csv"), (XLSX, "xlsx")])
def test_files_are_named_by_their_period_and_kept_nowhere(reader, address, extension):
    response = reader.get(f"{address}?ky=thang-truoc")
    name = f"Thống kê truy cập 01-02-2026 đến 28-02-2026.{extension}"
    assert name in unquote(response["Content-Disposition"])
    assert "no-store" in response["Cache-Control"]


def test_workbook_has_a_sheet_a_table(reader):
    make_hour(at(2026, 3, 3, 8), 5)
    make_hour(at(2026, 3, 3, 8), 5, Measure.DEVICES, "phone")
    make_seen(("news.article", 1), date(2026, 3, 3), 5)
    make_seen(("documents.document", 1), date(2026, 3, 3), 4)
    sheets = workbook(reader.get(f"{XLSX}?tu=2026-03-02&den=2026-03-03"))
    assert list(sheets) == [
        "Tổng hợp",
        "Theo ngày",
        "Giờ trong ngày",
        "Thiết bị",
        "Mục của cổng",
        "Bài viết được xem nhiều",
        "Văn bản được xem nhiều",
        "Trang được xem nhiều",
        "Thăm dò ý kiến được xem nhiều",
        "Tệp được tải nhiều",
        "Từ khóa tìm thấy",
        "Từ khóa không thấy gì",
        "Trang dẫn tới",
        "Máy tự động",
    ]
    assert sheets["Thiết bị"] == [["Thiết bị", "Lượt truy cập"], ["Điện thoại", 5], ["Cộng", 5]]
    assert sheets["Theo ngày"][1:] == [
        ["02/03/2026", 0, 0, 0, 0, 0, 0, 0],
        ["03/03/2026", 5, 0, 0, 0, 0, 0, 0],
        ["Cộng", 5, 0, 0, 0, 0, 0, 0],
    ]


@pytest.mark.parametrize("measure", [Measure.REFERRERS, Measure.SEARCHES, Measure.MISSES, Measure.BOTS])
@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "@SUM(A1)", "-2"])
def test_names_from_outside_are_text_in_the_workbook(reader, measure, name):
    make_hour(at(2026, 3, 4, 8))
    make_hour(at(2026, 3, 4, 8), 3, measure, name)
    # That no cell of the book holds a formula is asked where it is read.
    cells = [cell for rows in workbook(reader.get(XLSX)).values() for row in rows for cell in row]
    assert name in cells


def test_workbook_has_longer_lists_than_the_page(reader):
    make_hour(at(2026, 3, 4, 8))
    for place in range(40):
        make_seen(("news.article", place + 1), date(2026, 3, 4), 1)
    assert len(workbook(reader.get(XLSX))["Bài viết được xem nhiều"]) == 42
