"""Links to what is not in Vietnamese, and words that are not."""

import pytest

from core.links import set_links
from core.models.counters import kind_of
from portal.models import Link, LinkList, MenuItem, Page
from tests.factories import make_article, make_document
from tests.portal.blocks import only, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def english():
    page = Page.objects.create(title="About us", language="en", body="<p>Text.</p>")
    page.publish(by=None)
    return page


def marks(link) -> tuple[str | None, str | None]:
    """Return what is said of the target's language and of the words' own."""
    return link.get("hreflang"), link.get("lang")


@pytest.mark.parametrize(
    ("menu", "where"), [("main", ".site-menu"), ("top", ".top-line"), ("footer", "footer")]
)
def test_line_of_every_menu_says_that_its_page_is_in_english(client, english, menu, where):
    MenuItem.objects.create(menu=menu, page=english)
    MenuItem.objects.create(menu=menu, label="Văn bản", address="/van-ban/")
    links = soup(client.get("/")).select(f"{where} a[href]")
    marked = {link["href"]: marks(link) for link in links}
    assert marked[english.get_absolute_url()] == ("en", "en")
    assert marked["/van-ban/"] == (None, None)


@pytest.mark.parametrize(
    ("label", "expected"), [("English", ("en", "en")), ("Trang tiếng Anh", ("en", None)), ("", ("en", "en"))]
)
def test_words_of_staff_are_read_in_their_own_language(client, english, label, expected):
    MenuItem.objects.create(menu="top", page=english, label=label)
    assert marks(soup(client.get("/")).select_one(".top-line a")) == expected


def test_typed_address_of_an_english_page_is_known(client, english):
    MenuItem.objects.create(menu="top", label="English", address=f"{english.get_absolute_url()}#contact")
    assert marks(soup(client.get("/")).select_one(".top-line a")) == ("en", "en")


@pytest.mark.parametrize(
    "address",
    ["/trang/khong-co/", "/khong/co/gi/", "https://other.example/trang/about-us/", "/van-ban/?q=%00"],
)
def test_address_of_anything_else_is_taken_for_vietnamese(client, english, address):
    MenuItem.objects.create(menu="top", label="English", address=address)
    assert marks(soup(client.get("/")).select_one(".top-line a")) == (None, None)


def test_heading_that_opens_lines_below_it_is_read_in_english(client, english):
    above = MenuItem.objects.create(page=english)
    MenuItem.objects.create(label="Văn bản", address="/van-ban/", parent=above)
    menu = soup(client.get("/")).find("nav", class_="site-menu")
    assert (menu.summary["lang"], menu.summary.get("hreflang")) == ("en", None)
    assert marks(menu.find("a", href=english.get_absolute_url())) == ("en", "en")


def test_mark_goes_with_the_language(client, english, django_capture_on_commit_callbacks):
    MenuItem.objects.create(menu="top", label="English", address=english.get_absolute_url())
    client.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        english.language = "vi"
        english.save()
    assert marks(soup(client.get("/")).select_one(".top-line a")) == (None, None)


def test_link_of_a_list_says_that_its_page_is_in_english(client, english):
    links = LinkList.objects.create(title="Liên kết")
    Link.objects.create(list=links, label="English", address=english.get_absolute_url())
    Link.objects.create(list=links, label="Bộ", address="https://moet.gov.vn/")
    only("portal.links", list=links.pk)
    assert [marks(link) for link in soup(client.get("/")).select(".block-links a")] == [
        ("en", "en"),
        (None, None),
    ]


def test_pages_of_a_section_say_their_language(client, english):
    child = Page.objects.create(title="Contact", language="en", body="<p>x</p>", parent=english)
    other = Page.objects.create(title="Liên hệ", body="<p>x</p>", parent=english)
    for page in (child, other):
        page.publish(by=None)
    section = soup(client.get(child.get_absolute_url())).find("nav", class_="page-section")
    assert section.h2["lang"] == "en"
    assert [marks(link) for link in section.ul.find_all("a")] == [("en", "en"), (None, None)]


def test_related_page_or_document_says_its_language(client, english):
    document = make_document(subject="On the exchange of teachers", language="en")
    article = make_article()
    set_links(article, [(kind_of(english), english.pk), (kind_of(document), document.pk)])
    page = soup(client.get(article.get_absolute_url())).main
    for obj in (english, document):
        assert marks(page.find("a", class_="title-link", href=obj.get_absolute_url())) == ("en", "en")


def test_document_in_english_says_so_wherever_it_is_listed(client):
    document = make_document(subject="On the exchange of teachers", language="en")
    only("documents.newest")
    for address in ("/", "/van-ban/", "/tim-kiem/?q=exchange"):
        link = soup(client.get(address)).main.find("a", href=document.get_absolute_url())
        assert marks(link) == ("en", "en")


def test_found_page_says_its_language(client, english):
    link = soup(client.get("/tim-kiem/?q=about+us")).main.find("a", href=english.get_absolute_url())
    assert marks(link) == ("en", "en")


def test_title_of_an_english_page_that_is_gone_is_read_in_english(client, english):
    english.withdraw(by=None, note="Cũ")
    assert soup(client.get(english.get_absolute_url())).h1["lang"] == "en"
