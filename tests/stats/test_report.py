"""The report of a month, for paper."""

from datetime import date

import pytest

from stats.models import Measure
from tests.factories import at, make_article, make_user
from tests.portal.blocks import soup
from tests.stats.counted import PAGE, make_day, make_seen, rows_of, table_under

pytestmark = pytest.mark.django_db

REPORT = f"{PAGE}bao-cao/2026-02/"


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(at(2026, 3, 4, 9, 30), tick=False)


@pytest.fixture
def reader(client):
    client.force_login(make_user("stats.view_statistics", last_name="Trần Văn", first_name="Hòa"))
    return client


def opened(client, address=REPORT):
    response = client.get(address)
    assert response.status_code == 200
    return soup(response)


def test_month_stands_against_the_month_before_and_a_year_ago(reader):
    for day, count in (
        (date(2025, 1, 1), 1),
        (date(2025, 2, 28), 50),
        (date(2025, 3, 1), 999),
        (date(2026, 1, 31), 80),
        (date(2026, 2, 1), 60),
        (date(2026, 2, 28), 40),
        (date(2026, 3, 1), 999),
    ):
        make_day(day, count)
    table = table_under(opened(reader), "Các số của tháng")
    assert rows_of(table, "thead")[0] == [
        "Chỉ số",
        "Tháng 2/2026",
        "Tháng 1/2026",
        "Tăng, giảm",
        "Tháng 2/2025",
        "Tăng, giảm",
    ]
    assert rows_of(table)[0] == ["Lượt truy cập", "100", "80", "+20 (+25,0 %)", "50", "+50 (+100,0 %)"]


def test_months_before_counting_began_are_compared_with_nothing(reader):
    make_day(date(2026, 1, 15), 80)
    make_day(date(2026, 2, 1), 60)
    row = rows_of(table_under(opened(reader), "Các số của tháng"))[0]
    assert row == ["Lượt truy cập", "60", "–", "chưa có số để so", "–", "chưa có số để so"]


def test_every_day_has_a_line_and_they_add_up(reader):
    make_day(date(2026, 2, 1), 60)
    make_day(date(2026, 2, 28), 1940)
    table = table_under(opened(reader), "Theo ngày")
    rows = rows_of(table)
    assert (len(rows), rows[0][:2], rows[-1][:2]) == (
        28,
        ["Chủ nhật, 01/02/2026", "60"],
        ["Thứ bảy, 28/02/2026", "1.940"],
    )
    assert rows_of(table, "tfoot")[-1][:2] == ["Cộng", "2.000"]


def test_lists_have_ten_lines_at_most(reader):
    make_day(date(2026, 2, 1), 60)
    for place in range(15):
        make_day(date(2026, 2, 1), 20 - place, Measure.REFERRERS, f"trang{place}.example")
    make_seen(make_article(title="Lịch thi"), date(2026, 2, 2), 9)
    page = opened(reader)
    assert len(rows_of(table_under(page, "Trang dẫn tới"))) == 10
    assert rows_of(table_under(page, "Bài viết được xem nhiều")) == [["Lịch thi", "9"]]


def test_who_printed_it_and_when_stands_below(reader):
    foot = opened(reader).select_one(".report-foot").text
    assert "Người in: Trần Văn Hòa. In lúc 09:30 04/03/2026." in foot


def test_month_that_is_not_over_says_so_and_ends_today(reader):
    page = opened(reader, f"{PAGE}bao-cao/2026-03/")
    assert "Tháng chưa hết: số liệu đến 09:30 04/03/2026" in page.text
    assert len(rows_of(table_under(page, "Theo ngày"))) == 4


@pytest.mark.parametrize("month", ["2026-04", "2026-13", "2026-00", "2026-2", "0026-02", "1999-12"])
def test_month_that_there_is_not_is_not_found(reader, month):
    assert reader.get(f"{PAGE}bao-cao/{month}/").status_code == 404


def test_months_lead_to_each_other_and_the_dashboard_to_the_last_whole_one(reader):
    links = [link["href"] for link in opened(reader).select(".report-tools a")]
    assert links == [f"{PAGE}bao-cao/2026-01/", f"{PAGE}bao-cao/2026-03/"]
    assert soup(reader.get(PAGE)).select(f'.statistics-tools a[href="{REPORT}"]')


def test_report_takes_the_same_queries_whatever_was_counted(reader, django_assert_max_num_queries):
    for place in range(20):
        make_seen(make_article(), date(2026, 2, 2), place + 1)
    reader.get(REPORT)
    with django_assert_max_num_queries(15):
        reader.get(REPORT)
