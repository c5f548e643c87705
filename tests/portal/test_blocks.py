"""What blocks show, and when they are not there."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from core import blocks
from core.blocks import OnPage
from documents.blocks import NewestOptions
from portal.models import Block, Link, LinkList
from tests.factories import (
    at,
    image_bytes,
    make_article,
    make_body,
    make_category,
    make_document,
    make_document_file,
    make_type,
    upload,
)
from tests.portal.blocks import addresses, headings, only, place, soup

pytestmark = pytest.mark.django_db


def shown(client):
    """Return the main part of the home page."""
    return soup(client.get("/")).main


def cleaned(query):
    form = NewestOptions({"query": query, "number": 5})
    form.is_valid()
    return form.cleaned_data.get("query"), form.errors.get("query", [])


# Any kind


def test_kind_that_is_gone_shows_nothing(client):
    only("gallery.albums", title="Thư viện ảnh")
    assert headings(shown(client)) == ["Cổng thông tin đang được chuẩn bị"]


def test_block_of_an_unknown_kind_is_not_made():
    with pytest.raises(ValidationError, match="Loại khối này không có"):
        Block(kind="gallery.albums").full_clean()


def test_wide_block_does_not_go_into_a_side_column():
    with pytest.raises(ValidationError, match="bề ngang"):
        Block(kind="news.featured", region="news-side").full_clean()


def test_options_that_are_missing_have_their_defaults(client):
    category = make_category()
    for day in range(1, 10):
        make_article(category=category, at=at(2026, 1, day))
    only("news.featured")
    assert len(shown(client).find_all("article")) == 7


def test_block_is_rendered_once_for_the_same_page(django_assert_num_queries):
    make_article()
    block = only("news.category")
    block.render(OnPage())
    with django_assert_num_queries(0):
        assert block.render(OnPage())


def test_block_shows_what_those_above_it_have_not():
    category = make_category()
    for day in range(1, 4):
        make_article(category=category, title=f"Ngày {day}", at=at(2026, 1, day))
    block = only("news.category", number=2)
    page = OnPage()

    assert "Ngày 3" in block.render(page)
    assert "Ngày 3" not in block.render(page)
    assert block.render(page) == ""


@pytest.mark.parametrize("kind", blocks.registered())
def test_kind_with_its_defaults_shows_nothing_on_an_empty_site(kind):
    block = Block(kind=kind, options=blocks.registered()[kind].defaults)
    assert block.render(OnPage()) == ""


# Posts


def test_featured_block_has_the_newest_post_of_a_category_on_top(client):
    category = make_category()
    chosen = make_article(category=category, at=at(2026, 1, 1))
    make_article(at=at(2026, 1, 2))
    only("news.featured", category=category.pk)
    assert addresses(shown(client)) == [chosen.get_absolute_url()]


def test_category_block_leads_to_the_category_and_holds_those_below_it(client):
    parent = make_category(name="Thông báo")
    article = make_article(category=make_category(name="Mời thầu", parent=parent))
    only("news.category", category=parent.pk)
    page = shown(client)
    assert headings(page) == ["Thông báo", article.title]
    assert addresses(page) == [parent.get_absolute_url(), article.get_absolute_url()]


def test_name_that_staff_give_stands_instead_of_the_category(client):
    category = make_category(name="Thông báo")
    make_article(category=category)
    only("news.category", category=category.pk, title="Điều cần biết")
    assert headings(shown(client))[0] == "Điều cần biết"


def test_block_of_a_deleted_category_is_not_there(client):
    make_article()
    only("news.category", category=10**6)
    assert headings(shown(client)) == ["Cổng thông tin đang được chuẩn bị"]


@pytest.mark.parametrize("layout", ["feature", "cards", "list"])
def test_every_layout_names_and_links_each_post(client, layout):
    category = make_category()
    articles = [make_article(category=category, at=at(2026, 1, day)) for day in (3, 2, 1)]
    only("news.category", category=category.pk, layout=layout)
    assert addresses(shown(client))[1:] == [article.get_absolute_url() for article in articles]


def test_posts_without_any_picture_get_no_empty_frames(client):
    make_article()
    only("news.sections")
    place("news.category", layout="cards")
    assert shown(client).find(class_="cover") is None


def test_post_without_a_picture_beside_one_with_gets_an_ornament(client):
    category = make_category()
    make_article(category=category, at=at(2026, 1, 1))
    make_article(category=category, cover=upload("anh.png", image_bytes()), cover_alt="Lớp học")
    only("news.category", category=category.pk, layout="cards")
    assert len(shown(client).find_all(class_="cover")) == 2


def test_sections_take_one_query_however_many_they_are(django_assert_num_queries):
    for number in range(6):
        category = make_category(order=number)
        for day in range(1, 4):
            make_article(category=category, at=at(2026, 1, day))
    block = only("news.sections", sections=6, number=2)
    cache.clear()
    with django_assert_num_queries(2):  # the tree of categories, the posts
        html = block.render(OnPage())
    assert html.count("<article") == 6


def test_sections_stand_in_the_order_of_the_categories(client):
    last, first = make_category(name="Sau", order=2), make_category(name="Trước", order=1)
    for category in (last, first):
        make_article(category=category, title="Tin")
    only("news.sections")
    assert headings(shown(client)) == ["Trước", "Tin", "Sau", "Tin"]


# Documents


def test_documents_block_holds_a_saved_filter_and_leads_to_it(client):
    body = make_body()
    notice = make_document(type=make_type("TB"), issuing_body=body)
    make_document(type=make_type("QĐ"), number="1/QĐ-SGDĐT", issuing_body=body)
    only("documents.newest", title="Công văn – Thông báo", query="loai=thong-bao")
    page = shown(client)
    assert headings(page) == ["Công văn – Thông báo"]
    assert addresses(page) == ["/van-ban/?loai=thong-bao", notice.get_absolute_url()]


def test_documents_block_of_a_filter_that_is_gone_is_not_there(client):
    make_document()
    only("documents.newest", query="loai=loai-da-xoa")
    assert headings(shown(client)) == ["Cổng thông tin đang được chuẩn bị"]


def test_documents_block_offers_files_when_asked_to(client):
    file = make_document_file()
    only("documents.newest", show_files=True)
    assert file.get_absolute_url() in addresses(shown(client))


def test_documents_of_a_block_take_one_query(django_assert_num_queries):
    for _ in range(4):
        make_document_file()
    block = only("documents.newest")
    with django_assert_num_queries(1):
        block.render(OnPage())


@pytest.mark.parametrize(
    "pasted",
    [
        "https://sgddt.sonha.example/van-ban/?nam=2026&loai=thong-bao&trang=3",
        "/van-ban/?loai=thong-bao&nam=2026",
        "?loai=thong-bao&nam=2026",
        "loai=thong-bao&nam=2026&fbclid=x",
    ],
)
def test_pasted_address_becomes_the_filter_in_its_one_spelling(pasted):
    assert cleaned(pasted) == ("loai=thong-bao&nam=2026", [])


def test_filter_that_selects_nothing_known_is_refused():
    assert cleaned("https://sgddt.sonha.example/van-ban/")[1] == [
        "Trong địa chỉ này không có bộ lọc nào của trang Văn bản."
    ]


def test_filter_with_a_wrong_value_is_refused():
    assert cleaned("nam=hai-nghin")[1] == ["Năm gồm bốn chữ số, ví dụ 2026."]


def test_due_documents_stand_by_their_dates_with_the_days_left(client):
    with time_machine.travel(at(2026, 3, 2), tick=False):
        later = make_document(due_on=at(2026, 3, 20).date())
        soon = make_document(due_on=at(2026, 3, 5).date())
        make_document(issued_on=at(2026, 1, 1).date(), due_on=at(2026, 3, 1).date())
        make_document()
        only("documents.due")
        page = shown(client)
    assert addresses(page)[1:] == [soon.get_absolute_url(), later.get_absolute_url()]
    assert [words.get_text() for words in page.find_all("strong")] == ["còn 3 ngày"]


def test_block_without_anything_due_is_not_there(client):
    make_document(issued_on=at(2026, 1, 1).date(), due_on=timezone.localdate() - timedelta(days=1))
    only("documents.due")
    assert "Sắp đến hạn" not in shown(client).get_text()


def test_beginning_of_a_list_does_not_stand_beside_the_list(client):
    document = make_document(due_on=timezone.localdate() + timedelta(days=3))
    only("documents.due", "documents-side", title="Hạn gần nhất")
    assert "Hạn gần nhất" in client.get(document.get_absolute_url()).content.decode()
    assert "Hạn gần nhất" not in client.get("/van-ban/sap-den-han/").content.decode()


# Links and text


def test_links_stand_under_the_name_of_their_list_in_their_order(client):
    links = LinkList.objects.create(title="Liên kết website")
    Link.objects.create(list=links, label="Sau", address="https://b.example/", order=2)
    Link.objects.create(list=links, label="Trước", address="https://a.example/", order=1)
    only("portal.links", list=links.pk)
    page = shown(client)
    assert headings(page) == ["Liên kết website"]
    assert addresses(page) == ["https://a.example/", "https://b.example/"]


@pytest.mark.parametrize("chosen", [None, 10**6])
def test_links_block_without_a_list_is_not_there(client, chosen):
    only("portal.links", list=chosen)
    assert headings(shown(client)) == ["Cổng thông tin đang được chuẩn bị"]


def test_footnotes_of_two_blocks_and_a_post_lead_each_to_their_own(client):
    for words in ("Một", "Hai"):
        place("portal.text", "news-side", text=noted(words))
    article = make_article(body=noted("Ba"))
    page = soup(client.get(article.get_absolute_url()))
    ids = [link["id"] for link in page.select("a[id*=chu-thich]")]
    assert len(ids) == len(set(ids)) == 6
    for link in page.select("a[href*=chu-thich]"):
        target = page.select_one(link["href"])
        assert target["href"] == f"#{link['id']}"
        assert target.find_parent(class_="rich-text") is link.find_parent(class_="rich-text")
    assert "Ba" in page.select_one("#goi-chu-thich-1").find_parent("p").get_text()
    assert page.get_text().count('«id="chu-thich-1"»') == 3


def noted(words):
    """Return text with a footnote, and words that look like the address of one."""
    call = f'<p>{words}<a href="#b" id="a"><sup>1</sup></a></p>'
    return f'{call}<p><a href="#a" id="b">1</a> «id="chu-thich-1"»</p>'


def test_text_that_came_past_the_form_is_sanitised_all_the_same(client):
    only("portal.text", text='<p onclick="x()">Chào<script>x()</script></p>')
    assert str(shown(client).find(class_="rich-text").p) == "<p>Chào</p>"


# Side columns


def test_each_section_has_its_own_side_column(client):
    Block.objects.all().delete()
    for region in ("home-side", "news-side", "documents-side", "pages-side"):
        place("portal.text", region, title=region, text="<p>Chữ.</p>")
    article, document = make_article(), make_document()
    columns = {
        "/": "home-side",
        "/tin-tuc/": "news-side",
        article.get_absolute_url(): "news-side",
        document.get_absolute_url(): "documents-side",
        "/tim-kiem/": "pages-side",
    }
    for address, region in columns.items():
        assert headings(soup(client.get(address)).find("aside")) == [region]


def test_page_without_blocks_beside_it_has_no_side_column(client):
    Block.objects.all().delete()
    assert soup(client.get("/tin-tuc/")).find("aside") is None


def test_side_columns_of_a_new_site_show_new_documents(client):
    article, document = make_article(), make_document()
    for address in ("/tin-tuc/", article.get_absolute_url(), document.get_absolute_url(), "/tim-kiem/"):
        assert document.get_absolute_url() in addresses(soup(client.get(address)).find("aside"))


def test_side_column_is_kept_for_all_pages_of_a_section(client, django_assert_max_num_queries):
    make_document()
    articles = [make_article() for _ in range(2)]
    client.get(articles[0].get_absolute_url())
    with django_assert_max_num_queries(8):
        page = soup(client.get(articles[1].get_absolute_url()))
    assert page.find("aside")
