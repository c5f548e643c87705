"""The report of posts: by period, category, poster, author; on screen, as files."""

import csv
import io
import zipfile

import pytest

from core.models import Counter
from core.models.counters import kind_of
from news.admin.reports import ON_PAGE
from news.models import ArticleAuthor
from tests.factories import at, make_article, make_author, make_category, make_user
from tests.portal.blocks import soup

pytestmark = pytest.mark.django_db

PAGE = "/quan-tri/bao-cao/bai-viet/"
MARCH = {"tu": "2026-03-01", "den": "2026-03-31"}


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(at(2026, 4, 10), tick=False)


@pytest.fixture
def reader(client):
    client.force_login(make_user("news.report_article", last_name="Trần Văn", first_name="Hòa"))
    return client


def post(title="Bài", when=None, views=0, **kwargs):
    article = make_article(title=title, at=when or at(2026, 3, 15), **kwargs)
    if views:
        Counter.objects.add(kind_of(article), article.pk, views=views)
    return article


def titles(client, **query):
    response = client.get(PAGE, MARCH | query)
    assert response.status_code == 200
    return [link.get_text() for link in soup(response).select(".post-rows tbody a")]


def totals(client, heading, **query):
    page = soup(client.get(PAGE, MARCH | query))
    table = page.find("h2", string=heading).find_next("table")
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.tbody.find_all("tr")]


def test_report_has_what_was_put_up_in_the_period_days_at_both_ends_with_it(reader):
    post("Đầu tháng", at(2026, 3, 1, 0, 0))
    post("Cuối tháng", at(2026, 3, 31, 23, 59))
    post("Trước", at(2026, 2, 28, 23, 59))
    post("Sau", at(2026, 4, 1, 0, 0))
    assert titles(reader) == ["Cuối tháng", "Đầu tháng"]


def test_what_was_never_seen_is_not_counted(reader):
    make_article(published=False, published_at=at(2026, 3, 15))
    post("Hẹn giờ", at(2026, 4, 20))
    thrown = post("Thùng rác")
    thrown.withdraw(by=None, note="Sai.")
    thrown.trash(by=None)
    assert titles(reader, den="2026-04-30") == []


def test_what_has_gone_since_is_counted_and_said(reader):
    post("Đang đăng")
    post("Hết hạn", unpublish_at=at(2026, 3, 20))
    post("Đã gỡ").withdraw(by=None, note="Sai.")
    rows = soup(reader.get(PAGE, MARCH)).select(".post-rows tbody tr")
    assert {(row.a.get_text(), row.find_all("td")[4].get_text()) for row in rows} == {
        ("Đang đăng", "Đang đăng"),
        ("Hết hạn", "Hết hạn"),
        ("Đã gỡ", "Đã gỡ"),
    }
    for state, title in (("dang-dang", "Đang đăng"), ("het-han", "Hết hạn"), ("da-go", "Đã gỡ")):
        assert titles(reader, tinh_trang=state) == [title]


def test_without_days_it_is_this_month_so_far(reader):
    post("Tháng này", at(2026, 4, 2))
    post("Tháng trước")
    links = soup(reader.get(PAGE)).select(".post-rows tbody a")
    assert [link.get_text() for link in links] == ["Tháng này"]


def test_category_takes_in_those_below_it(reader):
    parent = make_category(name="Tuyển sinh")
    post("Trong", category=make_category(parent=parent))
    post("Ngoài")
    assert titles(reader, chuyen_muc=parent.pk) == ["Trong"]


@pytest.mark.parametrize("typed", ["Lê Thị Mai", "le thi mai", "mai"])
def test_poster_is_the_name_typed_or_that_of_the_account(reader, typed):
    account = make_user(last_name="Lê Thị", first_name="Mai")
    post("Tài khoản", created_by=account)
    post("Gõ vào", posted_by="Lê Thị Mai", created_by=make_user())
    post("Người khác", posted_by="Văn phòng", created_by=account)
    assert sorted(titles(reader, nguoi_dang=typed)) == ["Gõ vào", "Tài khoản"]


def test_author_is_found_without_diacritics(reader):
    post("Có", author_text="Đỗ Thu Trang")
    post("Không", author_text="Khác")
    assert titles(reader, tac_gia="do thu") == ["Có"]


def test_totals_add_posts_and_views(reader):
    category = make_category(name="Tin tức")
    post("Một", category=category, posted_by="Văn phòng", author_text="Trang", views=10)
    post("Hai", category=category, posted_by="Văn phòng", views=1_000)
    post("Ba", category=make_category(name="Khác"), posted_by="Phòng A", author_text="Trang")
    assert totals(reader, "Theo chuyên mục") == [["Tin tức", "2", "1.010"], ["Khác", "1", "0"]]
    assert totals(reader, "Theo người đăng") == [["Văn phòng", "2", "1.010"], ["Phòng A", "1", "0"]]
    assert totals(reader, "Theo tác giả") == [["Trang", "2", "10"], ["(không ghi)", "1", "1.000"]]
    head = soup(reader.get(PAGE, MARCH)).select_one(".report-head").get_text()
    assert "3 bài, 1.010 lượt xem" in " ".join(head.split())


def test_post_counts_for_each_of_its_authors_and_the_report_says_so(reader):
    mai, hoa = make_author(name="Mai"), make_author(name="Hòa", post="Phóng viên")
    both = post("Hai người", views=10)
    for order, author in enumerate((hoa, mai)):
        ArticleAuthor.objects.create(article=both, author=author, order=order)
    ArticleAuthor.objects.create(
        article=post("Một người và phòng", author_text="Phòng A", views=5), author=mai
    )
    post("Tên gõ vào", author_text="Mai", views=1)
    twice = post("Hai lần một tên", author_text="Hòa, Phóng viên", views=100)
    ArticleAuthor.objects.create(article=twice, author=hoa)
    post("Không tên")
    assert totals(reader, "Theo tác giả") == [
        ["Mai", "3", "16"],
        ["Hòa, Phóng viên", "2", "110"],
        ["(không ghi)", "1", "0"],
        ["Phòng A", "1", "5"],
    ]
    assert "được tính cho từng người" in reader.get(PAGE, MARCH).content.decode()
    assert titles(reader, tac_gia="hoa") == ["Hai lần một tên", "Hai người"]
    signed = {row[1]: row[5] for row in rows_of_csv(reader)[1:]}
    assert signed == {
        "Hai người": "Hòa, Phóng viên; Mai",
        "Một người và phòng": "Mai; Phòng A",
        "Tên gõ vào": "Mai",
        "Hai lần một tên": "Hòa, Phóng viên",
        "Không tên": "",
    }
    rows = soup(reader.get(PAGE, MARCH)).select(".post-rows tbody tr")
    assert {row.a.get_text(): row.find_all("td")[3].get_text() for row in rows} == signed


def test_categories_of_one_name_are_counted_apart(reader):
    for above in ("Tiểu học", "Trung học"):
        post(category=make_category(name="Thông báo", parent=make_category(name=above)))
    assert totals(reader, "Theo chuyên mục") == [
        ["Tiểu học › Thông báo", "1", "0"],
        ["Trung học › Thông báo", "1", "0"],
    ]


def test_views_of_an_earlier_site_count_as_well(reader):
    Counter.objects.set_carried_over(post("Cũ"), 50)
    assert "50 lượt xem" in soup(reader.get(PAGE, MARCH)).select_one(".report-head").get_text()


def test_long_list_has_pages_that_keep_the_question(reader):
    for number in range(ON_PAGE + 1):
        post(f"Bài {number}", at(2026, 3, 1, 1, number % 60))
    page = soup(reader.get(PAGE, MARCH))
    [second] = [link["href"] for link in page.select(".report-pages a")]
    assert len(soup(reader.get(PAGE + second)).select(".post-rows tbody tr")) == 1
    assert len(soup(reader.get(PAGE, MARCH | {"in": "1"})).select(".post-rows tbody tr")) == ON_PAGE + 1
    assert reader.get(PAGE, MARCH | {"trang": "3"}).status_code == 404


def test_paper_says_who_printed_it_and_when(reader):
    assert "Người in: Trần Văn Hòa. In lúc 08:00 10/04/2026." in reader.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"tu": "2026-03-31", "den": "2026-03-01"}, "Ngày cuối đứng trước ngày đầu"),
        ({"tu": "2026-03-01"}, "cả ngày đầu và ngày cuối"),
        ({"tu": "31/02/2026", "den": "2026-03-01"}, "Ngày này không đọc được"),
        ({"tu": "0001-01-01", "den": "2026-03-01"}, "từ năm 2000"),
        ({"tu": "2001-01-01", "den": "2026-03-01"}, "Kỳ dài quá"),
        ({"chuyen_muc": "999999"}, "Chuyên mục này không còn."),
        ({"tinh_trang": "x"}, "Không có tình trạng này."),
    ],
)
def test_what_makes_no_sense_is_told_in_words(reader, query, sentence):
    for address in (PAGE, f"{PAGE}bai-viet.csv", f"{PAGE}bai-viet.xlsx"):
        response = reader.get(address, query)
        assert response.status_code == 400
        assert sentence in response.content.decode()


def rows_of_csv(client, **query):
    answer = client.get(f"{PAGE}bai-viet.csv", MARCH | query)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_csv_has_a_line_a_post(reader):
    article = post("Lịch thi", posted_by="Văn phòng", views=7)
    head, row = rows_of_csv(reader)
    assert head[:4] == ["STT", "Tiêu đề", "Chuyên mục", "Ngày đăng"]
    assert row[1:5] == ["Lịch thi", article.category.name, "2026-03-15", "Văn phòng"]
    assert row[8] == "7"
    assert row[9] == f"http://testserver{article.get_absolute_url()}"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " ="])
def test_formula_in_a_cell_is_text(reader, start):
    post(f'{start}HYPERLINK("http://xau.example")', author_text="=1+1")
    [_, row] = rows_of_csv(reader)
    assert row[1].startswith("'") or not row[1].strip().startswith(("=", "+", "-", "@"))
    assert row[5] == "'=1+1"
    book = reader.get(f"{PAGE}bai-viet.xlsx", MARCH).content
    sheets = zipfile.ZipFile(io.BytesIO(book))
    for name in sheets.namelist():
        if name.startswith("xl/worksheets/"):
            assert b"<f>" not in sheets.read(name)


def test_workbook_has_the_list_and_the_totals(reader):
    post("Lịch thi")
    answer = reader.get(f"{PAGE}bai-viet.xlsx", MARCH)
    book = zipfile.ZipFile(io.BytesIO(answer.content))
    sheets = book.read("xl/workbook.xml").decode()
    for name in ("Danh sách", "Theo chuyên mục", "Theo người đăng", "Theo tác giả"):
        assert f'name="{name}"' in sheets
    assert "01-03-2026" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("group", "may"),
    [("Cộng tác viên", False), ("Biên tập viên", True), ("Văn thư", False), ("Quản trị", True)],
)
def test_who_may_see_the_report(client, group, may):
    client.force_login(make_user(groups=(group,)))
    for address in (PAGE, f"{PAGE}bai-viet.csv", f"{PAGE}bai-viet.xlsx"):
        assert (client.get(address).status_code == 200) == may, address
    assert (PAGE in client.get("/quan-tri/").content.decode()) == may


def test_leader_without_any_other_right_sees_the_report(reader):
    assert reader.get(PAGE).status_code == 200
    assert PAGE in reader.get("/quan-tri/").content.decode()


def test_nobody_without_an_account_sees_it(client):
    assert client.get(PAGE).status_code == 302


def test_title_is_escaped(reader):
    post("<script>alert(1)</script>")
    assert "<script>alert(1)" not in reader.get(PAGE, MARCH).content.decode()


def test_report_asks_the_same_number_of_times_for_many(reader, django_assert_max_num_queries):
    for _ in range(8):
        article = post(created_by=make_user(), category=make_category())
        ArticleAuthor.objects.create(article=article, author=make_author())
    reader.get(PAGE, MARCH)
    with django_assert_max_num_queries(17):
        reader.get(PAGE, MARCH)


def test_boxes_say_which_days_are_shown(reader):
    def days(**query):
        page = soup(reader.get(PAGE, query))
        return [page.select_one(f"[name={name}]")["value"] for name in ("tu", "den")]

    assert days() == ["2026-04-01", "2026-04-10"]
    assert days(**MARCH) == ["2026-03-01", "2026-03-31"]
