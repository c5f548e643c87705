"""The way from the home page that stands above every page, and what search engines are told of it."""

import json
from pathlib import Path

import pytest

from portal.models import Page
from tests.factories import make_article, make_category, make_document, make_document_file, make_user
from tests.portal.blocks import soup

pytestmark = pytest.mark.django_db


def trail_of(response) -> list[tuple[str, str | None]]:
    """Return name and address of each step; the last has no address and is marked as the page itself."""
    (nav,) = soup(response).find_all("nav", class_="breadcrumbs")
    assert nav["aria-label"]
    steps = [li.find(["a", "span"]) for li in nav.find_all("li")]
    assert [step.get("aria-current") for step in steps] == [None] * (len(steps) - 1) + ["page"]
    return [(step.get_text(), step.get("href")) for step in steps]


HOME = ("Trang chủ", "/")
NEWS = ("Tin tức", "/tin-tuc/")
REGISTER = ("Văn bản", "/van-ban/")


@pytest.fixture
def category():
    return make_category(name="Mời thầu", parent=make_category(name="Thông báo"))


def test_home_page_needs_no_way_to_itself(client):
    assert soup(client.get("/")).find("nav", class_="breadcrumbs") is None


@pytest.mark.parametrize(
    ("address", "trail"),
    [
        ("/tin-tuc/", [HOME, ("Tin tức", None)]),
        ("/van-ban/", [HOME, ("Văn bản", None)]),
        ("/van-ban/?nam=1999&q=khongco", [HOME, ("Văn bản", None)]),
        ("/van-ban/?loai=x", [HOME, ("Văn bản", None)]),
        ("/van-ban/sap-den-han/", [HOME, REGISTER, ("Sắp đến hạn", None)]),
        ("/tim-kiem/", [HOME, ("Tìm kiếm", None)]),
        ("/tim-kiem/?q=khong", [HOME, ("Tìm kiếm", None)]),
        ("/khong-co/", [HOME, ("Không tìm thấy trang", None)]),
        ("/tin-tuc/khong-co/", [HOME, ("Không tìm thấy trang", None)]),
    ],
)
def test_list_or_error_has_its_way(client, address, trail):
    assert trail_of(client.get(address)) == trail


def test_category_stands_in_those_above_it_and_in_the_news(client, category):
    trail = [HOME, NEWS, ("Thông báo", "/tin-tuc/thong-bao/"), ("Mời thầu", None)]
    assert trail_of(client.get(category.get_absolute_url())) == trail


def test_post_stands_in_its_category_and_is_the_last_step(client, category):
    article = make_article(title="Gói thầu số 2", category=category)
    above = [HOME, NEWS, ("Thông báo", "/tin-tuc/thong-bao/"), ("Mời thầu", "/tin-tuc/moi-thau/")]
    trail = [*above, ("Gói thầu số 2", None)]
    assert trail_of(client.get(article.get_absolute_url())) == trail


def test_document_stands_in_the_register_under_its_number(client):
    document = make_document(number="09/TB-SGDĐT")
    trail = [HOME, REGISTER, ("Thông báo số 09/TB-SGDĐT", None)]
    assert trail_of(client.get(document.get_absolute_url())) == trail


def test_what_is_gone_keeps_its_place(client, category, django_capture_on_commit_callbacks):
    article = make_article(title="Gói thầu số 2", category=category)
    before = trail_of(client.get(article.get_absolute_url()))
    with django_capture_on_commit_callbacks(execute=True):
        article.withdraw(by=None, note="Hủy thầu")
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert trail_of(response) == before


def test_file_of_what_is_gone_says_where_that_was(client):
    file = make_document_file()
    file.document.withdraw(by=None, note="Sai")
    response = client.get(file.get_absolute_url())
    assert (response.status_code, trail_of(response)[:2]) == (410, [HOME, REGISTER])


def test_page_that_is_not_for_everyone_says_so(client):
    client.force_login(make_user())
    response = client.get("/quan-tri/portal/page/")
    assert (response.status_code, trail_of(response)) == (403, [HOME, ("Không có quyền xem", None)])


def test_archive_that_lacks_a_file_leads_back_to_the_document(client):
    document = make_document(number="09/TB-SGDĐT")
    for _ in range(2):
        file = make_document_file(document)
    Path(file.file.path).unlink()
    response = client.get(f"/van-ban/tep/tat-ca/{document.pk}/")
    assert response.status_code == 503
    assert trail_of(response) == [
        HOME,
        REGISTER,
        ("Thông báo số 09/TB-SGDĐT", document.get_absolute_url()),
        ("Chưa tải được tất cả tệp", None),
    ]


def test_steps_in_english_are_marked(client):
    above = Page.objects.create(title="About us", language="en", body="<p>x</p>")
    page = Page.objects.create(title="Contact", language="en", body="<p>x</p>", parent=above)
    for each in (above, page):
        each.publish(by=None)
    nav = soup(client.get(page.get_absolute_url())).find("nav", class_="breadcrumbs")
    assert (nav.find_all("a")[1]["lang"], nav.find_all("a")[1]["hreflang"]) == ("en", "en")
    assert nav.span["lang"] == "en"
    assert not nav.find_all("a")[0].has_attr("lang")


def data_of(response) -> dict:
    blocks = (json.loads(block.string) for block in soup(response).find_all(type="application/ld+json"))
    (trail,) = (block for block in blocks if block["@type"] == "BreadcrumbList")
    return trail


def test_search_engines_are_told_the_same_way(client, category):
    article = make_article(title="Gói thầu số 2", category=category)
    response = client.get(article.get_absolute_url())
    data = data_of(response)
    assert data["@context"] == "https://schema.org"
    assert [step["position"] for step in data["itemListElement"]] == [1, 2, 3, 4, 5]
    assert [step["name"] for step in data["itemListElement"]] == [name for name, _ in trail_of(response)]
    assert data["itemListElement"][-1]["item"] == f"http://testserver{article.get_absolute_url()}"


def test_error_has_no_address_to_tell(client):
    assert "item" not in data_of(client.get("/khong-co/"))["itemListElement"][-1]


def test_name_of_a_step_cannot_leave_the_data_block(client):
    article = make_article(title="</script><script>alert(1)</script>")
    response = client.get(article.get_absolute_url())
    assert data_of(response)["itemListElement"][-1]["name"] == article.title
    assert b"<script>alert" not in response.content
