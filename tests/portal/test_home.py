"""The home page."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from portal.models import Block, Link, LinkList
from tests.factories import at, make_article, make_category, make_document, make_document_file
from tests.portal.blocks import addresses, headings, only, place, soup

pytestmark = pytest.mark.django_db


def main_of(client):
    return soup(client.get("/")).main


@pytest.fixture
def all_on():
    """A home page with every kind of block that there is, and three of those that staff use most."""
    parents = [make_category(name=f"Mục {number}") for number in range(4)]
    for category in [*parents, make_category(name="Mục con", parent=parents[0])]:
        for day in range(1, 8):
            make_article(category=category, at=at(2026, 1, day))
    for day in range(1, 9):
        document = make_document(issued_on=at(2026, 1, day).date())
        make_document_file(document)
    document.due_on = timezone.localdate() + timedelta(days=3)
    document.save()
    links = LinkList.objects.create(title="Liên kết website")
    Link.objects.create(list=links, label="Bộ Giáo dục và Đào tạo", address="https://moet.gov.vn/")
    Block.objects.all().delete()
    place("news.featured", number=7)
    place("documents.newest", show_files=True, show_search=True)
    place("documents.newest", title="Thông báo", query="loai=thong-bao")
    place("documents.newest", title="Điều hành", query="loai=thong-bao&sap-xep=cu-nhat")
    place("documents.due")
    place("news.category", category=parents[1].pk)
    place("news.category", category=None, layout="cards")
    place("news.sections", sections=4)
    place("portal.links", list=links.pk)
    place("portal.text", title="Đường dây nóng", text="<p>0200.3550.100</p>")
    place("portal.text", "home-side", text="<p>Kính chào quý thầy cô.</p>")
    place("documents.newest", "home-side")


def test_post_stands_on_the_page_once(client):
    category = make_category()
    articles = [make_article(category=category, at=at(2026, 1, day + 1)) for day in range(9)]

    page = main_of(client)

    for article in articles:
        assert addresses(page).count(article.get_absolute_url()) == 1
    assert headings(page)[0] == articles[-1].title


def test_category_without_posts_is_not_shown(client):
    make_category(name="Chuyên mục trống")
    make_article()
    assert "Chuyên mục trống" not in main_of(client).get_text()


def test_new_site_says_that_it_is_new(client):
    assert headings(main_of(client)) == ["Cổng thông tin đang được chuẩn bị"]


def test_newest_documents_stand_in_the_order_of_issue(client):
    old = make_document(issued_on=at(2025, 1, 1).date())
    new = make_document(issued_on=at(2026, 1, 1).date())
    listed = addresses(main_of(client).find(class_="block-documents"))
    assert listed == [new.get_absolute_url(), old.get_absolute_url()]


def test_new_site_has_news_documents_and_sections(client):
    category = make_category(name="Tin hoạt động")
    for day in range(1, 10):
        make_article(category=category, at=at(2026, 1, day))
    make_document(due_on=timezone.localdate() + timedelta(days=2))

    page = main_of(client)

    assert page.find(class_="block-featured")
    assert {"Văn bản mới", "Sắp đến hạn", "Tin hoạt động"} < set(headings(page))


def test_block_without_content_leaves_no_heading(client):
    make_article()
    assert "Văn bản mới" not in main_of(client).get_text()


def test_narrow_blocks_share_a_row_and_wide_ones_have_their_own(client):
    Block.objects.all().delete()
    for width in ("half", "third", "full", "two-thirds", "third", "half", "half"):
        place("portal.text", text="<p>Chữ.</p>", width=width)

    rows = [len(row.find_all(class_="block")) for row in main_of(client).find_all(class_="row")]

    assert rows == [2, 1, 2, 2]


def test_blocks_stand_in_their_order_and_hidden_ones_nowhere(client):
    only("portal.text", title="Sau", text="<p>Chữ.</p>")
    place("portal.text", title="Ẩn", text="<p>Chữ.</p>")
    place("portal.text", title="Trước", text="<p>Chữ.</p>")
    Block.objects.filter(title="Ẩn").update(is_shown=False)
    Block.objects.filter(title="Trước").update(order=0)

    assert headings(main_of(client)) == ["Trước", "Sau"]


def test_side_column_is_there_only_with_something_in_it(client):
    make_article()
    assert soup(client.get("/")).find("aside") is None

    cache.clear()
    place("portal.text", "home-side", title="Lời chào", text="<p>Kính chào.</p>")
    assert headings(soup(client.get("/")).find("aside")) == ["Lời chào"]


def test_post_of_the_middle_is_not_said_again_in_the_side_column(client):
    category = make_category(name="Tin hoạt động")
    new, old = (make_article(category=category, at=at(2026, 1, day)) for day in (2, 1))
    only("news.featured", number=1)
    place("news.category", "home-side", category=category.pk)

    page = soup(client.get("/"))

    assert new.get_absolute_url() in addresses(page.main)
    assert addresses(page.find("aside"))[1:] == [old.get_absolute_url()]


def test_page_with_everything_on_is_cheap_cold(client, all_on, django_assert_max_num_queries):
    cache.clear()
    with django_assert_max_num_queries(20):
        page = soup(client.get("/"))
    assert len(page.main.find_all(class_="row")) == 10


def test_page_is_cheap_after_a_post_with_the_furniture_kept(
    client, all_on, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    client.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        make_article(title="Tin vừa đăng")

    with django_assert_max_num_queries(8):
        page = main_of(client)

    assert "Tin vừa đăng" in page.get_text()


def test_page_shows_a_changed_block_on_the_next_request(client, django_capture_on_commit_callbacks):
    block = only("portal.text", title="Lời chào", text="<p>Kính chào.</p>")
    client.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        block.title = "Lời chào năm mới"
        block.save()

    assert headings(main_of(client)) == ["Lời chào năm mới"]


def test_page_shows_a_changed_link_on_the_next_request(client, django_capture_on_commit_callbacks):
    links = LinkList.objects.create(title="Liên kết website")
    link = Link.objects.create(list=links, label="Bộ", address="https://moet.gov.vn/")
    only("portal.links", list=links.pk)
    assert "https://moet.gov.vn/" in addresses(main_of(client))
    with django_capture_on_commit_callbacks(execute=True):
        link.address = "https://www.moet.gov.vn/"
        link.save()

    assert addresses(main_of(client)) == ["https://www.moet.gov.vn/"]
