"""The statistics in the admin: who may see them, which period, what stands there."""

from datetime import date

import pytest

from stats.models import CountingSettings, Measure
from tests.factories import (
    at,
    make_article,
    make_article_attachment,
    make_document,
    make_document_file,
    make_user,
)
from tests.portal.blocks import soup
from tests.stats.counted import (
    PAGE,
    make_day,
    make_hour,
    make_seen,
    numbers_of,
    rows_of,
    table_under,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 4)
EVERY_PAGE = (PAGE, f"{PAGE}so-lieu.csv", f"{PAGE}so-lieu.xlsx", f"{PAGE}bao-cao/2026-02/")


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(at(2026, 3, 4, 9, 30), tick=False)


@pytest.fixture
def reader(client):
    client.force_login(make_user("stats.view_statistics"))
    return client


def opened(client, query=""):
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return soup(response)


@pytest.mark.parametrize(
    ("group", "status"),
    [("Cộng tác viên", 403), ("Biên tập viên", 200), ("Văn thư", 200), ("Quản trị", 200)],
)
@pytest.mark.parametrize("address", EVERY_PAGE)
def test_statistics_are_for_those_who_publish(client, address, group, status):
    client.force_login(make_user(groups=(group,)))
    assert client.get(address).status_code == status


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_who_is_not_signed_in_is_asked_to(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/quan-tri/login/?next=/quan-tri/thong-ke/")


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_member_who_is_no_staff_does_not_get_in_by_the_right_alone(client, address):
    client.force_login(make_user("stats.view_statistics", is_staff=False))
    assert client.get(address).status_code == 302


def test_links_are_there_for_those_who_may_follow_them(client):
    for group, links in (("Cộng tác viên", 0), ("Biên tập viên", 2)):
        client.force_login(make_user(groups=(group,)))
        # In the list of everything, and above today's numbers.
        assert len(soup(client.get("/quan-tri/")).select(f'#content a[href="{PAGE}"]')) == links


def test_side_list_has_the_statistics_on_every_page(reader):
    reader.force_login(make_user("stats.view_statistics", "news.view_article"))
    assert soup(reader.get("/quan-tri/news/article/")).select(f'#nav-sidebar a[href="{PAGE}"]')
    assert reader.get("/quan-tri/stats/").status_code == 200


def test_administrators_set_where_counting_starts(client):
    client.force_login(make_user(groups=("Quản trị",)))
    response = client.post(
        "/quan-tri/stats/countingsettings/", {"carried_over": "8332947", "since": "01/03/2026"}, follow=True
    )
    assert "Đã lưu cách đếm." in response.content.decode()
    settings = CountingSettings.objects.get()
    assert (settings.carried_over, settings.since) == (8_332_947, date(2026, 3, 1))


@pytest.mark.parametrize("group", ["Biên tập viên", "Văn thư"])
def test_readers_of_the_statistics_do_not_set_where_counting_starts(client, group):
    client.force_login(make_user(groups=(group,)))
    assert client.get("/quan-tri/stats/countingsettings/").status_code == 403


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("tu=2026-03-02&den=2026-03-01", "Ngày cuối đứng trước ngày đầu."),
        ("tu=2026-03-01&den=2026-03-05", "chưa có số liệu sau hôm nay, 04/03/2026."),
        ("tu=2021-03-04&den=2026-03-04", "Kỳ dài quá 5 năm."),
        ("tu=0001-01-01&den=0001-01-02", "Không có số liệu nào trước năm 2000."),
        ("tu=2026-03-01", "Hãy chọn cả ngày đầu và ngày cuối"),
        ("tu=31/02/2026&den=2026-03-01", "Từ ngày: Ngày này không đọc được."),
        ("ky=hom-kia", "Không có kỳ này."),
    ],
)
def test_period_that_makes_no_sense_is_refused_in_words(reader, query, words):
    response = reader.get(f"{PAGE}?{query}")
    assert response.status_code == 400
    assert words in soup(response).select_one("[role=alert]").text
    for file in ("so-lieu.csv", "so-lieu.xlsx"):
        response = reader.get(f"{PAGE}{file}?{query}")
        assert response.status_code == 400
        assert words.removeprefix("Từ ngày: ") in response.content.decode()


def test_five_years_to_the_day_are_taken_and_dates_as_people_write_them(reader):
    assert "05/03/2021 – 04/03/2026" in opened(reader, "?tu=05/03/2021&den=04/03/2026").text


@pytest.mark.parametrize(
    ("query", "period"),
    [
        ("", "03/02/2026 – 04/03/2026"),
        ("?ky=hom-nay", "04/03/2026"),
        ("?ky=hom-qua", "03/03/2026"),
        ("?ky=7-ngay", "26/02/2026 – 04/03/2026"),
        ("?ky=thang-nay", "01/03/2026 – 04/03/2026"),
        ("?ky=thang-truoc", "01/02/2026 – 28/02/2026"),
        ("?ky=12-thang", "05/03/2025 – 04/03/2026"),
    ],
)
def test_named_periods(reader, query, period):
    page = opened(reader, query)
    assert page.select_one(".numbers h2").text == period
    assert len(page.select(".period-names [aria-current]")) == 1


def test_numbers_stand_against_the_period_of_the_same_length_before(reader):
    for day, count in (
        (date(2026, 2, 1), 5),
        (date(2026, 2, 21), 80),
        (date(2026, 2, 25), 100),
        (date(2026, 3, 1), 60),
    ):
        make_day(day, count)
        make_day(day, count * 3, Measure.VIEWS, "news")
        make_day(day, count, Measure.BOTS, "Googlebot")
    make_day(date(2026, 3, 1), 7, Measure.SEARCHES, "lịch thi")
    make_day(date(2026, 3, 1), 2, Measure.MISSES, "đề thi")
    numbers = numbers_of(opened(reader, "?tu=2026-02-24&den=2026-03-01"))
    assert numbers == {
        "Lượt truy cập": (160, "+80 (+100,0 %)"),
        "Khách": (0, "chưa có số để so"),
        "Lượt xem": (480, "+240 (+100,0 %)"),
        "Lượt tải": (0, "chưa có số để so"),
        "Lượt tìm": (9, "chưa có số để so"),
        "Máy tự động": (160, "+80 (+100,0 %)"),
    }


def test_fewer_than_before_has_a_minus_and_a_decimal_comma(reader):
    make_day(date(2026, 2, 1), 1)
    make_day(date(2026, 3, 1), 1200)
    make_day(date(2026, 3, 2), 1050)
    assert numbers_of(opened(reader, "?tu=2026-03-02&den=2026-03-02"))["Lượt truy cập"] == (
        1050,
        "−150 (−12,5 %)",
    )


def test_nothing_is_compared_with_days_before_counting_began(reader):
    make_day(date(2026, 2, 28), 100)
    make_day(date(2026, 3, 1), 50)
    page = opened(reader, "?tu=2026-03-01&den=2026-03-03")
    assert numbers_of(page)["Lượt truy cập"] == (50, "chưa có số để so")
    assert "Kỳ trước, 26/02/2026 – 28/02/2026, chưa được đếm đủ nên không so sánh." in page.text


def test_today_stands_against_yesterday_at_the_same_hour(reader):
    make_hour(at(2026, 3, 1, 8))
    for hour, count in ((8, 10), (9, 20), (10, 400)):
        make_hour(at(2026, 3, 3, hour), count)
    make_hour(at(2026, 3, 4, 9), 60)
    page = opened(reader, "?ky=hom-nay")
    assert numbers_of(page)["Lượt truy cập"] == (60, "+30 (+100,0 %)")
    assert "So với 03/03/2026, tính đến cùng giờ." in page.text


def test_period_that_is_over_stands_against_whole_days(reader):
    make_hour(at(2026, 3, 1, 23), 40)
    make_hour(at(2026, 3, 2, 23), 60)
    assert numbers_of(opened(reader, "?tu=2026-03-02&den=2026-03-02"))["Lượt truy cập"] == (
        60,
        "+20 (+50,0 %)",
    )


@pytest.mark.parametrize(
    ("query", "title", "lines", "first"),
    [
        ("?ky=hom-nay", "Theo giờ", 10, "0 giờ"),
        ("?tu=2025-12-03&den=2026-03-04", "Theo ngày", 92, "03/12/2025"),
        ("?tu=2025-12-02&den=2026-03-04", "Theo tuần", 14, "02/12–07/12/2025"),
        ("?ky=12-thang", "Theo tuần", 53, "05/03–09/03/2025"),
        ("?tu=2024-11-20&den=2026-03-04", "Theo tháng", 17, "11/2024"),
    ],
)
def test_series_takes_larger_steps_over_longer_periods(reader, query, title, lines, first):
    make_hour(at(2026, 3, 4, 9), 5)
    table = table_under(opened(reader, query), title)
    rows = rows_of(table)
    assert (len(rows), rows[0][0]) == (lines, first)
    assert table.select_one(".figures-total td").text == "5"


def test_hours_that_are_no_more_are_said_to_be(reader):
    make_day(date(2025, 11, 1), 5)
    for query in ("?tu=2025-10-30&den=2025-11-05", "?tu=2025-11-01&den=2025-11-01"):
        page = opened(reader, query)
        assert numbers_of(page)["Lượt truy cập"][0] == 5
        assert "Số theo giờ chỉ giữ 90 ngày." in page.text
    assert "Từ ngày 05/12/2025." in opened(reader, "?tu=2025-10-30&den=2026-03-04").text


def test_charts_have_the_numbers_in_their_tables(reader):
    make_hour(at(2026, 3, 4, 9), 1234)
    make_hour(at(2026, 3, 4, 9), 1234, Measure.DEVICES, "phone")
    page = opened(reader)
    kinds = [figure["data-chart"] for figure in page.select("figure[data-chart]")]
    assert kinds == ["line", "columns", "bars", "bars"]
    last = table_under(page, "Theo ngày").select("tbody tr")[-1].td
    assert (last["data-value"], last.text) == ("1234", "1.234")
    assert rows_of(table_under(page, "Thiết bị")) == [["Điện thoại", "1.234", "100,0 %"]]


def test_sections_have_their_names_views_and_downloads(reader):
    make_hour(at(2026, 3, 4, 8))
    make_hour(at(2026, 3, 4, 8), 30, Measure.VIEWS, "news")
    make_hour(at(2026, 3, 4, 8), 10, Measure.VIEWS, "documents")
    make_hour(at(2026, 3, 4, 8), 4, Measure.DOWNLOADS, "documents")
    assert rows_of(table_under(opened(reader), "Mục của cổng")) == [
        ["Tin tức", "30", "0", "75,0 %"],
        ["Văn bản", "10", "4", "25,0 %"],
    ]


def test_objects_are_named_and_lead_to_their_pages(reader):
    make_hour(at(2026, 3, 4, 8))
    article, document = (
        make_article(title="Lịch thi"),
        make_document(number="09/TB-SGDĐT", subject="Nghỉ Tết"),
    )
    file = make_document_file(document, title="Bản ký số")
    for obj, views, downloads in ((article, 7, 0), (document, 5, 2), (file, 0, 2)):
        make_seen(obj, TODAY, views, downloads)
    page = opened(reader)
    assert rows_of(table_under(page, "Bài viết được xem nhiều")) == [["Lịch thi", "7"]]
    assert rows_of(table_under(page, "Văn bản được xem nhiều")) == [["09/TB-SGDĐT Nghỉ Tết", "5", "2"]]
    files = table_under(page, "Tệp được tải nhiều")
    assert rows_of(files) == [["Bản ký số (PDF) 09/TB-SGDĐT Nghỉ Tết", "2"]]
    assert files.a["href"] == file.get_absolute_url()


def test_what_is_gone_keeps_its_count_and_leads_nowhere(reader):
    make_hour(at(2026, 3, 4, 8))
    article = make_article(title="Bài đã gỡ")
    article.withdraw(by=None, note="Sai số liệu.")
    make_seen(article, TODAY, 3)
    make_seen(("news.article", 987654), TODAY, 2)
    table = table_under(opened(reader), "Bài viết được xem nhiều")
    assert rows_of(table) == [["Bài đã gỡ (không còn trên cổng)", "3"], ["(đã xóa)", "2"]]
    assert table.a is None


def test_lists_end_after_twenty_lines_and_add_up_the_rest(reader):
    make_hour(at(2026, 3, 4, 8))
    for place in range(25):
        make_hour(at(2026, 3, 4, 8), 100 - place, Measure.REFERRERS, f"trang{place}.example")
        make_seen(("news.article", 1000 + place), TODAY, 100 - place)
    make_hour(at(2026, 3, 4, 8), 1000, Measure.REFERRERS, "(khác)")
    page = opened(reader)
    referrers, articles = table_under(page, "Trang dẫn tới"), table_under(page, "Bài viết được xem nhiều")
    assert len(rows_of(referrers)) == len(rows_of(articles)) == 20
    rest = sum(100 - place for place in range(20, 25))
    assert rows_of(referrers, "tfoot")[0][:2] == ["Còn lại", f"{(rest + 1000):,}".replace(",", ".")]
    assert rows_of(articles, "tfoot")[0] == ["Còn lại", str(rest)]


def test_searches_lead_to_the_search_page(reader):
    make_hour(at(2026, 3, 4, 8))
    make_hour(at(2026, 3, 4, 8), 3, Measure.SEARCHES, "lịch thi & điểm")
    make_hour(at(2026, 3, 4, 8), 2, Measure.MISSES, "đề thi thử")
    page = opened(reader)
    found = table_under(page, "Từ khóa tìm thấy")
    assert found.a["href"] == "/tim-kiem/?q=l%E1%BB%8Bch+thi+%26+%C4%91i%E1%BB%83m"
    assert rows_of(table_under(page, "Từ khóa không thấy gì")) == [["đề thi thử", "2"]]
    assert "2 lượt không thấy gì" in page.select_one(".number-aside").text


HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize("measure", [Measure.REFERRERS, Measure.SEARCHES, Measure.MISSES, Measure.BOTS])
def test_names_from_outside_are_text(reader, measure):
    make_hour(at(2026, 3, 4, 8))
    make_hour(at(2026, 3, 4, 8), 3, measure, HOSTILE)
    for address in (PAGE, f"{PAGE}bao-cao/2026-03/"):
        page = reader.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("measure", [Measure.REFERRERS, Measure.BOTS])
def test_what_robots_name_is_no_link(reader, measure):
    make_hour(at(2026, 3, 4, 8))
    make_hour(at(2026, 3, 4, 8), 3, measure, "https://quang-cao.example")
    assert "quang-cao.example" in opened(reader).text
    assert not opened(reader).select('a[href*="quang-cao"]')


def test_nothing_counted_yet_is_said(reader):
    page = opened(reader)
    assert "Chưa đếm được lượt nào trong kỳ này." in page.text
    assert set(numbers_of(page).values()) == {(0, "chưa có số để so")}
    assert not page.select("figure[data-chart]")


def test_definitions_stand_below(reader):
    CountingSettings.objects.create(since=date(2026, 2, 1))
    text = opened(reader).select_one(".definitions").text
    for word in (
        "Đếm từ ngày 01/02/2026.",
        "Lượt truy cập",
        "Khách",
        "Lượt xem",
        "phòng máy",
        "DNT",
        "13 tháng",
    ):
        assert word in text


def test_definition_of_a_visit_is_the_public_one(reader, client):
    said = (
        "trang đầu tiên một người mở sau ít nhất 30 phút không mở trang nào. Qua nửa đêm thì tính lượt mới."
    )
    assert said in opened(reader).text
    assert said in soup(client.get("/thong-ke-truy-cap/")).text


def test_page_has_no_inline_script(reader):
    make_hour(at(2026, 3, 4, 8))
    assert not [script for script in opened(reader).select("#content script, main script") if script.text]


def test_dashboard_takes_the_same_queries_whatever_was_counted(client, django_assert_max_num_queries):
    client.force_login(make_user(groups=("Biên tập viên",)))
    make_hour(at(2026, 2, 1, 8))
    files = [make_document_file(document) for document in (make_document(), make_document())]
    for place in range(30):
        make_hour(at(2026, 3, 4, 8), place + 1, Measure.REFERRERS, f"trang{place}.example")
        make_seen(make_article(), TODAY, 5, 1)
    for file in files:
        make_seen(file, TODAY, 0, 5)
        make_seen(file.document, TODAY, 4, 5)
    make_seen(make_article_attachment(), TODAY, 0, 5)
    make_seen(("portal.page", 1), TODAY, 3)
    client.get(PAGE)
    with django_assert_max_num_queries(15):
        assert client.get(PAGE).status_code == 200


def test_first_page_has_todays_numbers_for_those_who_may_see_them(client, django_assert_num_queries):
    make_hour(at(2026, 3, 3, 20), 1500)
    make_hour(at(2026, 3, 4, 8), 1234)
    client.force_login(make_user(groups=("Biên tập viên",)))
    today = soup(client.get("/quan-tri/")).select_one(".today")
    assert [dt.text for dt in today.select("dt")] == ["Lượt truy cập", "Khách", "Lượt xem", "Lượt tải"]
    assert "1.234" in today.text
    assert "cả hôm qua 1.500" in today.text
    client.force_login(make_user(groups=("Cộng tác viên",)))
    assert soup(client.get("/quan-tri/")).select_one(".today") is None
