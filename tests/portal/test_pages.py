"""The pages of /trang/: the tree round them, their addresses, what is gone."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from core.links import set_links
from core.models import FormerSlug
from core.models.counters import kind_of
from portal.models import Page, SiteSettings
from tests.factories import at, make_article, make_document

pytestmark = pytest.mark.django_db

WARM_QUERIES = 8
COLD_QUERIES = 20


def make_page(*, published=True, **kwargs):
    kwargs.setdefault("title", "Trang thử nghiệm")
    kwargs.setdefault("body", "<p>Nội dung trang.</p>")
    page = Page.objects.create(**kwargs)
    if published:
        page.publish(by=None)
    return page


@pytest.fixture
def tree():
    """A section with two pages, one of which holds two more."""
    top = make_page(title="Về cơ quan")
    office = make_page(title="Văn phòng", parent=top, order=1)
    leaders = make_page(title="Lãnh đạo", parent=top, order=2)
    reception = make_page(title="Tiếp dân", parent=office, order=1)
    archive = make_page(title="Lưu trữ", parent=office, order=2)
    return {"top": top, "office": office, "leaders": leaders, "reception": reception, "archive": archive}


def open_page(client, page):
    return BeautifulSoup(client.get(page.get_absolute_url()).content, "html.parser")


def links_in(nav):
    return [(link.get_text(strip=True), link.get("aria-current")) for link in nav.find_all("a")]


def test_breadcrumbs_lead_through_the_tree(client, tree):
    page = open_page(client, tree["reception"])
    steps = [li.get_text(strip=True) for li in page.find("nav", class_="breadcrumbs").find_all("li")]
    assert steps == ["Trang chủ", "Về cơ quan", "Văn phòng", "Tiếp dân"]


def test_section_shows_siblings_and_children_of_the_open_page(client, tree):
    nav = open_page(client, tree["office"]).find("nav", class_="page-section")
    assert links_in(nav) == [
        ("Về cơ quan", None),
        ("Văn phòng", "page"),
        ("Tiếp dân", None),
        ("Lưu trữ", None),
        ("Lãnh đạo", None),
    ]


def test_section_of_the_topmost_page_shows_what_is_below_it(client, tree):
    nav = open_page(client, tree["top"]).find("nav", class_="page-section")
    assert links_in(nav) == [("Văn phòng", None), ("Lãnh đạo", None)]


def test_page_that_stands_alone_has_no_section(client):
    assert open_page(client, make_page()).find("nav", class_="page-section") is None


def test_pages_that_are_not_public_are_not_named(client, tree):
    make_page(title="Còn nháp", parent=tree["top"], published=False)
    tree["office"].withdraw(by=None, note="Sắp xếp lại")
    names = open_page(client, tree["leaders"]).get_text()
    assert "Còn nháp" not in names
    assert "Văn phòng" not in names


def test_page_below_one_that_is_gone_is_still_there(client, tree):
    tree["office"].withdraw(by=None, note="Sắp xếp lại")
    page = open_page(client, tree["reception"])
    steps = [li.get_text(strip=True) for li in page.find("nav", class_="breadcrumbs").find_all("li")]
    assert steps == ["Trang chủ", "Tiếp dân"]


def test_draft_returns_404(client):
    assert client.get(make_page(published=False).get_absolute_url()).status_code == 404


def test_scheduled_page_returns_404(client):
    page = make_page(published=False)
    page.publish(by=None, at=at(2126, 1, 1))
    assert client.get(page.get_absolute_url()).status_code == 404


def test_withdrawn_page_returns_410_with_the_reason(client):
    page = make_page(title="Biểu phí")
    page.withdraw(by=None, note="Hết áp dụng")
    answer = client.get(page.get_absolute_url())
    assert answer.status_code == 410
    assert "Biểu phí" in answer.content.decode()
    assert "Hết áp dụng" in answer.content.decode()


def test_page_in_the_trash_returns_404(client):
    page = make_page()
    page.withdraw(by=None, note="Trùng")
    page.trash(by=None)
    assert client.get(page.get_absolute_url()).status_code == 404


def rename(page, slug):
    page.slug = slug
    page.save()


def test_former_address_redirects_for_ever(client):
    page = make_page(slug="dia-chi-dau")
    rename(page, "dia-chi-sau")
    answer = client.get("/trang/dia-chi-dau/")
    assert (answer.status_code, answer["Location"]) == (301, "/trang/dia-chi-sau/")
    assert answer["Cache-Control"] == "no-cache"


def test_address_that_comes_back_leads_nowhere_else(client):
    page = make_page(slug="dau")
    rename(page, "sau")
    rename(page, "dau")
    assert client.get("/trang/dau/").status_code == 200
    assert client.get("/trang/sau/")["Location"] == "/trang/dau/"


def test_every_step_of_a_chain_leads_to_the_present_address(client):
    page = make_page(slug="mot")
    rename(page, "hai")
    rename(page, "ba")
    assert {client.get(f"/trang/{slug}/")["Location"] for slug in ("mot", "hai")} == {"/trang/ba/"}


def test_address_goes_to_the_page_that_asks_for_it_by_name(client):
    old = make_page(slug="lich-lam-viec")
    rename(old, "lich-nam-truoc")
    make_page(title="Lịch mới", slug="lich-lam-viec")
    assert "Lịch mới" in client.get("/trang/lich-lam-viec/").content.decode()


def test_slug_made_from_a_title_takes_nobodys_former_address(client):
    old = make_page(title="Lịch làm việc")
    rename(old, "lich-nam-truoc")
    assert make_page(title="Lịch làm việc").slug == "lich-lam-viec-2"
    assert client.get("/trang/lich-lam-viec/").status_code == 301


def test_former_address_of_what_is_gone_is_gone(client):
    page = make_page(slug="cu")
    rename(page, "moi")
    page.withdraw(by=None, note="Trùng")
    assert client.get("/trang/cu/").status_code == 410


def test_addresses_go_with_the_page_that_is_deleted(client):
    page = make_page(slug="tam", published=False)
    page.delete()
    assert not FormerSlug.objects.filter(slug="tam").exists()
    assert client.get("/trang/tam/").status_code == 404


@pytest.mark.parametrize("slug", ["khong-co", "a" * 3000, "-", "ABC", "_", "1" * 40, "gioi-thieu%00"])
def test_unknown_address_returns_404(client, slug):
    assert client.get(f"/trang/{slug}/").status_code == 404


def test_title_of_200_letters_gets_an_address_that_fits(client):
    page = make_page(title="Đ" + "ường " * 39 + "xa")
    assert len(page.title) < 201
    assert len(page.slug) < 121
    assert client.get(page.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "title",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 1 }}", "…", "🏫"],
)
def test_title_of_any_kind_is_shown_as_text(client, title):
    page = make_page(title=title)
    shown = open_page(client, page)
    assert shown.h1.get_text(strip=True) == title
    assert not shown.find_all("img", src="x")
    assert [script.get("type") for script in shown.find_all("script")] == [
        None,
        "module",
        "application/ld+json",
    ]


def test_body_passes_the_sanitiser(client):
    page = make_page(body='<p onclick="x()">Chữ<script>alert(1)</script></p>')
    assert "onclick" not in client.get(page.get_absolute_url()).content.decode()


def test_page_cannot_stand_below_itself(tree):
    tree["top"].parent = tree["reception"]
    with pytest.raises(ValidationError, match="không thể nằm trong chính trang này"):
        tree["top"].full_clean()


def test_circle_is_refused_by_every_save(tree):
    tree["top"].parent = tree["reception"]
    with pytest.raises(ValidationError):
        tree["top"].save()


def test_long_page_lists_its_headings(client):
    page = make_page(body="<h2>Mục đích</h2><p>x</p><h2>Phạm vi</h2><p>y</p><h2>Mục đích</h2><p>z</p>")
    shown = open_page(client, page)
    links = shown.find("nav", class_="page-contents").find_all("a")
    assert [link.get_text() for link in links] == ["Mục đích", "Phạm vi", "Mục đích"]
    targets = [shown.find(id=link["href"].removeprefix("#")) for link in links]
    assert [target.get_text() for target in targets] == ["Mục đích", "Phạm vi", "Mục đích"]
    assert len({id(target) for target in targets}) == 3


def test_short_page_lists_no_headings(client):
    page = make_page(body="<h2>Một</h2><p>x</p><h2>Hai</h2><p>y</p><h2> </h2>")
    assert open_page(client, page).find("nav", class_="page-contents") is None


def test_number_of_a_document_is_a_link(client):
    document = make_document(number="09/TB-SGDĐT")
    page = make_page(body="<p>Theo Thông báo 09/TB-SGDĐT.</p>")
    assert open_page(client, page).main.find("a", href=document.get_absolute_url())


def test_linked_content_is_listed(client):
    page, article = make_page(), make_article(title="Khai giảng")
    set_links(page, [(kind_of(article), article.pk)])
    assert open_page(client, page).main.find("a", href=article.get_absolute_url())
    assert page.get_absolute_url() in client.get(article.get_absolute_url()).content.decode()


def test_page_says_when_it_was_changed(client, time_machine):
    time_machine.move_to(at(2026, 3, 9))
    assert "Cập nhật: 09/03/2026" in open_page(client, make_page()).main.get_text()


def test_page_says_what_a_shared_link_shows(client):
    page = open_page(client, make_page(title="Cơ cấu", lead="Các phòng của Sở."))
    assert page.find("meta", property="og:title")["content"] == "Cơ cấu"
    assert page.find("meta", property="og:description")["content"] == "Các phòng của Sở."


def test_english_page_is_marked_as_english(client, time_machine):
    time_machine.move_to(at(2026, 3, 9))
    SiteSettings.objects.create(name="Sở Giáo dục", english_name="Department of Education")
    page = open_page(client, make_page(title="About us", language="en"))
    article = page.find("article")
    assert article["lang"] == "en"
    assert "Department of Education" in article.h1.get_text()
    assert "Updated: 9 March 2026" in article.get_text()
    assert article.find("button").get_text() == "Print"
    assert page.title.get_text(strip=True).endswith("Department of Education")
    assert page.html["lang"] == "vi"


def test_vietnamese_page_needs_no_mark(client):
    assert open_page(client, make_page()).find("article").get("lang") is None


def test_page_takes_few_queries(client, tree, django_assert_max_num_queries):
    document = make_document(number="09/TB-SGDĐT")
    article = make_article()
    page = tree["office"]
    page.body = "<p>Xem 09/TB-SGDĐT.</p>"
    page.save()
    set_links(page, [(kind_of(article), article.pk), (kind_of(document), document.pk)])
    with django_assert_max_num_queries(COLD_QUERIES):
        client.get(page.get_absolute_url())
    # Kept under another address: the furniture is warm, the page is not.
    with django_assert_max_num_queries(WARM_QUERIES):
        client.get(page.get_absolute_url(), headers={"host": "localhost"})
    with django_assert_max_num_queries(0):
        client.get(page.get_absolute_url())


def test_change_shows_on_the_next_request(client, tree, django_capture_on_commit_callbacks):
    client.get(tree["leaders"].get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        tree["office"].title = "Văn phòng Sở"
        tree["office"].save()
    assert "Văn phòng Sở" in client.get(tree["leaders"].get_absolute_url()).content.decode()


def test_search_finds_a_page(client):
    page = make_page(title="Phòng tiếp công dân", body="<p>Mở cửa buổi sáng.</p>")
    assert page.get_absolute_url() in client.get("/tim-kiem/?q=tiep+cong+dan").content.decode()
