"""The page of the register: what it shows, what it links to, what it costs."""

import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import search
from core.models import FileText
from core.search import SearchTimeout
from documents.models import Document
from tests.factories import (
    at,
    make_area,
    make_body,
    make_document,
    make_document_file,
    make_signer,
    make_type,
    sign,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(client):
    """Fetch a page and return what a reader of its HTML sees."""

    def look(address, status=200):
        answer = client.get(address)
        assert answer.status_code == status
        return BeautifulSoup(answer.content, "lxml")

    return look


def words(element):
    return " ".join(element.get_text(" ").split())


def test_heading_says_how_many_were_found(look):
    for _ in range(3):
        make_document()
    make_document(number="01/KH-SGDĐT", type=make_type("KH"))
    assert words(look("/van-ban/").select_one("[data-summary]")) == "4 văn bản"
    assert words(look("/van-ban/?loai=thong-bao").select_one("[data-summary]")) == "Tìm thấy 3 văn bản"


def test_each_filter_can_be_taken_off(look):
    make_document()
    chips = look("/van-ban/?loai=thong-bao&nam=2026&trang=1").select(".chips a")
    assert [(words(chip), chip["href"]) for chip in chips] == [
        ("Bỏ lọc Loại: Thông báo", "/van-ban/?nam=2026"),
        ("Bỏ lọc Năm 2026", "/van-ban/?loai=thong-bao"),
        ("Bỏ bộ lọc", "/van-ban/"),
    ]


def test_unfiltered_page_leads_to_kinds_and_years(look):
    for _ in range(2):
        make_document()
    make_document(number="01/KH-SGDĐT", type=make_type("KH"), issued_on=date(2025, 1, 2))
    links = look("/van-ban/").select(".quick-links a")
    assert [(words(link), link["href"]) for link in links] == [
        ("Thông báo 2", "/van-ban/?loai=thong-bao"),
        ("Kế hoạch 1", "/van-ban/?loai=ke-hoach"),
        ("2026 2", "/van-ban/?nam=2026"),
        ("2025 1", "/van-ban/?nam=2025"),
    ]


def test_form_shows_what_is_chosen_with_counts(look):
    make_document()
    page = look("/van-ban/?loai=thong-bao&tu=02/03/2026&q=thử")
    assert words(page.select_one("select[name=loai] option[selected]")) == "Thông báo (1)"
    assert (page.select_one("[name=tu]")["type"], page.select_one("[name=tu]")["value"]) == (
        "date",
        "2026-03-02",
    )
    assert page.find(id="id_q")["value"] == "thử"


def test_relevance_is_offered_with_words_only(look):
    make_document()
    names = [words(option) for option in look("/van-ban/").select("[name=sap-xep] option")]
    assert names == ["Mới nhất", "Cũ nhất", "Số, ký hiệu", "Tải nhiều nhất"]
    chosen = look("/van-ban/?q=thử").select_one("[name=sap-xep] option[selected]")
    assert (words(chosen), chosen["value"]) == ("Liên quan nhất", "")


def test_wrong_values_come_back_with_a_word_at_their_field(look):
    page = look("/van-ban/?loai=khong-co&tu=31/02/2026&nam=2026", status=400)
    day = page.select_one("[name=tu]")
    assert (day["type"], day["value"], day["aria-invalid"]) == ("text", "31/02/2026", "true")
    assert "Không có ngày này" in words(page.find(id=day["aria-describedby"]))
    assert page.select_one("[name=loai] option[selected]")["value"] == "khong-co"
    assert page.select_one("[name=nam] option[selected]")["value"] == "2026"
    assert "Loại văn bản: Không có lựa chọn này." in words(page.select_one("[role=alert]"))
    assert not page.select("table")


def test_what_was_typed_is_escaped(client):
    page = client.get("/van-ban/", {"q": '"><script>x</script>', "tu": "<b>"}).content.decode()
    assert "<script>x" not in page
    assert "<b>" not in page


def test_nothing_found_says_what_to_do(look):
    make_document()
    page = look("/van-ban/?q=khongcotunay&nam=2026")
    assert "Không có văn bản nào khớp" in words(page)
    assert [link["href"] for link in page.select(".notice a")] == [
        "/van-ban/?nam=2026",
        "/van-ban/?q=khongcotunay",
        "/tim-kiem/?q=khongcotunay",
        "/van-ban/",
    ]


def test_empty_register_says_so(look):
    assert "Chưa có văn bản nào được đăng" in words(look("/van-ban/"))


def test_search_that_takes_too_long_is_answered_in_words(look, monkeypatch):
    def time_out(*args, **kwargs):
        raise SearchTimeout

    monkeypatch.setattr("core.search.match_and_count", time_out)
    page = look("/van-ban/?q=thi", status=503)
    assert "mất quá nhiều thời gian" in words(page)
    assert page.find(id="id_q")["value"] == "thi"


def test_number_in_any_spelling_comes_first(client):
    make_document(number="109/TB-SGDĐT", subject="Nhắc lại thông báo 09/TB-SGDĐT", issued_on=date(2026, 6, 1))
    document = make_document(number="09/TB-SGDĐT", issued_on=date(2022, 1, 10))
    assert client.get("/van-ban/?q=9/tb-sgddt").context["documents"][0] == document


@time_machine.travel(at(2026, 11, 20), tick=False)
def test_row_says_status_urgency_due_date_and_files(look):
    document = make_document(urgency="most_urgent", due_on=date(2026, 11, 18))
    make_document_file(document)
    Document.objects.filter(pk=document.pk).update(effect="partly")
    row = words(look("/van-ban/").select_one("tbody tr"))
    for expected in ("Hỏa tốc", "Hết hiệu lực một phần", "Hạn trả lời: 18/11/2026 , đã quá hạn", "PDF"):
        assert expected in row


def test_links_take_the_filters_along(look):
    make_document()
    links = {
        link["href"] for link in look("/van-ban/?nam=2026&loai=thong-bao&x=1").select(".register-links a")
    }
    query = "?loai=thong-bao&nam=2026"
    assert f"/van-ban/xuat/danh-sach.csv{query}" in links
    assert f"/rss/van-ban.xml{query}" in links


def test_page_of_few_values_is_kept_and_one_of_words_is_not(client, django_assert_num_queries):
    for _ in range(3):
        make_document()
    client.get("/van-ban/?nam=2026")
    with django_assert_num_queries(0):
        client.get("/van-ban/?nam=2026&x=1")
    client.get("/van-ban/?q=thu")
    with django_assert_num_queries(5):  # What was found is kept: begin, page, files, snippets, end.
        client.get("/van-ban/?q=thu&utm_source=x")


@pytest.mark.parametrize(
    ("year", "kept"),
    [
        ("2024", True),
        ("2025", True),  # Without documents, between two that have some.
        ("2026", True),
        ("2023", False),
        ("2027", False),
        ("2026.0", False),
        ("+2026", False),
        ("٢٠٢٦", False),
    ],
)
def test_only_pages_of_years_that_exist_are_kept(client, year, kept):
    make_document(issued_on=date(2024, 5, 1))
    make_document()
    answer = client.get("/van-ban/", {"nam": year})
    assert answer.status_code == 200
    assert answer.has_header("ETag") == kept  # What is kept has one.


def test_page_of_a_year_is_kept_as_soon_as_it_has_a_document(
    client, django_assert_num_queries, django_capture_on_commit_callbacks
):
    client.get("/van-ban/?nam=2026")
    with django_capture_on_commit_callbacks(execute=True):
        make_document()
    client.get("/van-ban/?nam=2026")
    with django_assert_num_queries(0):
        client.get("/van-ban/?nam=2026")


def test_list_is_cheap_with_and_without_its_counts(client, django_assert_max_num_queries):
    for _ in range(4):
        document = make_document()
        make_document_file(document)
        document.areas.add(make_area())
        sign(document, make_signer())
    cache.clear()
    address = "/van-ban/?loai=thong-bao&nam=2026&hieu-luc=con-hieu-luc&sap-xep=cu-nhat"
    with django_assert_max_num_queries(20):
        client.get(address)
    with django_assert_max_num_queries(3):
        client.get(address)


@pytest.mark.parametrize(
    "address",
    [
        "/van-ban/",
        "/van-ban/?loai=thong-bao",
        "/van-ban/?loai=thong-bao&nam=2026&hieu-luc=con-hieu-luc&sap-xep=cu-nhat",
        "/van-ban/?sap-xep=tai-nhieu&nam=2026",
        "/van-ban/?q=tuyển+sinh",
        "/van-ban/?q=01/tb",
        "/van-ban/?q=tuyển+sinh&loai=thong-bao&nam=2026",
        "/van-ban/?q=tuyển+sinh&loai=thong-bao&nam=2026&sap-xep=moi-nhat",
    ],
)
def test_selection_that_nobody_asked_for_yet_takes_eight_queries_at_most(client, address):
    for number in range(3):
        document = make_document(
            number=f"0{number + 1}/TB-SGDĐT", subject="Tuyển sinh", issued_on=date(2026, 1, 5)
        )
        make_document_file(document)
        document.areas.add(make_area())
        sign(document, make_signer())
    client.get("/van-ban/?q=furniture")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert len(answer.context["documents"]) == 3 or "01/tb" in address
    queries = [query["sql"] for query in captured if not re.match("SAVEPOINT|RELEASE", query["sql"])]
    assert len(queries) <= 8, queries


def test_found_document_shows_the_words_and_the_file_they_are_in(look):
    document = make_document(subject="Giao chỉ tiêu")
    file = make_document_file(document, title="Phụ lục 1")
    text = "Danh sách các trường phổ thông dân tộc nội trú"
    FileText.objects.update_or_create(sha256=file.sha256, defaults={"text": text, "status": "done"})
    search.index(document)
    row = look("/van-ban/?q=dan toc noi tru").find("td", class_="register-subject")
    assert row.mark.text == "dân"
    assert "Trong tệp «Phụ lục 1»" in words(row)
    assert look("/van-ban/?q=chi tieu").find("td", class_="register-subject").a.mark.text == "chỉ"
    assert look("/van-ban/").mark is None


MORE = "Còn nhiều văn bản khác có các từ này."


@pytest.fixture
def five_matches(monkeypatch):
    """Five documents with a word, of which a search looks at three."""
    monkeypatch.setattr("core.search.candidates.CAP", 3)
    for number in range(5):
        make_document(subject=f"Tuyển sinh đợt {number}", issued_on=date(2026, 3, 1 + number))


@pytest.mark.parametrize("sort", ["", "so-ky-hieu", "tai-nhieu"])
def test_search_with_more_matches_than_are_shown_says_so(look, five_matches, sort):
    page = look(f"/van-ban/?q=tuyen+sinh&sap-xep={sort}")
    assert words(page.select_one("[data-summary]")) == "Tìm thấy hơn 3 văn bản"
    assert len(page.select("tbody tr")) == 3
    assert MORE in words(page)
    assert "Thông báo (3+)" in words(page.select_one("select[name=loai]"))


@pytest.mark.parametrize("sort", ["moi-nhat", "cu-nhat"])
def test_search_by_date_shows_all_matches_and_speaks_of_no_more(look, five_matches, sort):
    page = look(f"/van-ban/?q=tuyen+sinh&sap-xep={sort}")
    assert words(page.select_one("[data-summary]")) == "Tìm thấy 5 văn bản"
    assert len(page.select("tbody tr")) == 5
    assert MORE not in words(page)


def test_search_by_date_with_more_matches_than_are_in_order_says_so(look, five_matches, monkeypatch):
    monkeypatch.setattr("documents.ordering.RANKED", 4)
    page = look("/van-ban/?q=tuyen+sinh&sap-xep=moi-nhat")
    assert words(page.select_one("[data-summary]")) == "Tìm thấy hơn 4 văn bản"
    assert MORE in words(page)


def test_that_there_are_more_is_said_behind_the_last_match(look, monkeypatch):
    monkeypatch.setattr("core.search.candidates.CAP", 21)
    for _ in range(22):
        make_document(subject="Tuyển sinh")
    pages = [words(look(f"/van-ban/?q=tuyen+sinh&trang={page}")) for page in (1, 2)]
    assert [MORE in page for page in pages] == [False, True]
    assert "Tìm thấy hơn 21 văn bản, trang 2" in pages[1]


def test_search_that_shows_all_matches_speaks_of_no_more(look):
    make_document(subject="Tuyển sinh")
    page = look("/van-ban/?q=tuyen+sinh")
    assert words(page.select_one("[data-summary]")) == "Tìm thấy 1 văn bản"
    assert MORE not in words(page)


def test_slip_in_the_words_is_said_with_the_filters_kept(look):
    for number in range(3):
        make_document(number=f"{number + 1}/TB-SGDĐT", subject="Phổ cập giáo dục")
    search.learn_words()
    link = look("/van-ban/?q=phổ cậpp&loai=thong-bao").find(class_="search-meant").a
    assert link.text == "phổ cập"
    assert parse_qs(urlsplit(link["href"]).query) == {"q": ["phổ cập"], "loai": ["thong-bao"]}


def test_new_document_shows_at_once(client, django_capture_on_commit_callbacks):
    make_document()
    client.get("/van-ban/?nam=2026")
    with django_capture_on_commit_callbacks(execute=True):
        document = make_document(issued_on=date(2026, 5, 1))
    assert document.subject in client.get("/van-ban/?nam=2026").content.decode()


def test_withdrawn_document_goes_at_once(client, django_capture_on_commit_callbacks):
    document = make_document()
    client.get("/van-ban/?q=thu")
    with django_capture_on_commit_callbacks(execute=True):
        document.withdraw(by=None, note="Đăng nhầm")
    assert document.subject not in client.get("/van-ban/?q=thu").content.decode()


def test_long_subject_and_many_files_are_shown(look):
    document = make_document(subject="Về việc " + "triển khai nhiệm vụ " * 20)
    for _ in range(6):
        make_document_file(document)
    row = look("/van-ban/").select_one("tbody tr")
    assert document.subject.strip() in words(row)
    assert "và 2 tệp nữa" in words(row)


@time_machine.travel(at(2026, 11, 20), tick=False)
def test_due_page_has_what_is_open_day_by_day(look, client):
    body = make_body()
    for day in (2, 0, -1, 2, 40):
        make_document(
            issuing_body=body, due_on=date(2026, 11, 20) + timedelta(day), issued_on=date(2026, 1, 1)
        )
    page = look("/van-ban/sap-den-han/")
    assert [words(heading) for heading in page.select(".due-day h2")] == [
        "Thứ sáu, 20/11/2026",
        "Chủ nhật, 22/11/2026",
        "Thứ tư, 30/12/2026",
    ]
    assert "hôm nay là hạn cuối" in words(page)
    assert len(page.select(".due-day .title-link")) == 4


def test_due_page_without_documents_says_so(look):
    make_document(due_on=None)
    assert "Không có văn bản nào còn hạn trả lời" in words(look("/van-ban/sap-den-han/"))


def test_due_page_counts_no_query_a_row(client, django_assert_max_num_queries):
    for _ in range(4):
        make_document_file(make_document(due_on=date.today() + timedelta(5), issued_on=date(2026, 1, 1)))
    client.get("/van-ban/sap-den-han/")
    with django_assert_max_num_queries(5):
        client.get("/van-ban/sap-den-han/?trang=1")
