"""How staff put blocks on the pages."""

import pytest

from core.blocks import registered
from portal.models import Block, LinkList
from tests.factories import make_category, make_document, make_superuser, make_user
from tests.portal.blocks import headings, only, place, soup
from tests.portal.test_admin_language import english_in

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/portal/block/"
ADD = f"{LIST}add/"
PLACE = {"title": "", "is_shown": "on", "region": "home", "width": "full"}


@pytest.fixture
def as_administrator(client):
    client.force_login(make_superuser())
    return client


def add(client, kind, region="home", **fields):
    return client.post(f"{ADD}?region={region}&kind={kind}", {**PLACE, "region": region, **fields})


def rows(response):
    """Return the rows of the list: name, kind, (width,) state."""
    table = soup(response).find(id="result_list").tbody
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in table("tr")]


def errors(response):
    return [error.get_text() for error in soup(response).select(".errorlist li")]


# The list


def test_list_shows_the_home_page_first_and_one_region_at_a_time(as_administrator):
    only("portal.text", title="Lời chào")
    only("portal.text", "news-side", title="Bên tin tức")
    assert [row[1] for row in rows(as_administrator.get(LIST))] == ["Lời chào"]
    assert [row[1] for row in rows(as_administrator.get(f"{LIST}?vi_tri=news-side"))] == ["Bên tin tức"]
    assert [row[1] for row in rows(as_administrator.get(f"{LIST}?vi_tri=khong-co"))] == ["Lời chào"]


def test_list_says_which_blocks_readers_see(as_administrator):
    only("portal.text", title="Có chữ", text="<p>Chữ.</p>")
    place("portal.text", title="Trống")
    place("portal.text", title="Tắt", text="<p>Chữ.</p>")
    Block.objects.filter(title="Tắt").update(is_shown=False)
    place("gallery.albums", title="Lạ")
    assert [(row[1], row[4]) for row in rows(as_administrator.get(LIST))] == [
        ("Có chữ", "Đang hiện"),
        ("Trống", "Chưa có gì để hiện"),
        ("Tắt", "Đang tắt"),
        ("Lạ", "Chưa có gì để hiện"),
    ]


def test_list_says_that_a_kind_is_gone(as_administrator):
    only("gallery.albums")
    assert "«gallery.albums» không có trong cổng này" in rows(as_administrator.get(LIST))[0][2]


def test_order_and_showing_are_changed_in_the_list(as_administrator):
    first = only("portal.text", title="Một", text="<p>Chữ.</p>")
    gone = place("gallery.albums", title="Hai")
    as_administrator.post(
        LIST,
        {
            "form-TOTAL_FORMS": 2,
            "form-INITIAL_FORMS": 2,
            "form-0-id": first.pk,
            "form-0-order": 5,
            "form-0-is_shown": "on",
            "form-1-id": gone.pk,
            "form-1-order": 3,
            "_save": "Lưu",
        },
    )
    found = Block.objects.filter(region="home").values_list("title", "order", "is_shown")
    assert list(found) == [("Hai", 3, False), ("Một", 5, True)]


def test_list_takes_few_queries(as_administrator, django_assert_max_num_queries):
    make_document()
    for number in range(10):
        place("portal.text", title=f"Khối {number}", text="<p>Chữ.</p>")
    with django_assert_max_num_queries(20):
        as_administrator.get(LIST)


@pytest.mark.parametrize("region", Block.Region.values)
def test_list_leads_to_a_page_that_shows_the_region(as_administrator, client, region):
    make_document()
    only("portal.text", region, title="Khối này", text="<p>Chữ.</p>")
    tools = soup(as_administrator.get(f"{LIST}?vi_tri={region}")).find(class_="object-tools")
    address = tools.find("a", string="Xem trên cổng")["href"]
    assert "Khối này" in headings(soup(client.get(address)))


# A new block


def test_kind_is_chosen_first(as_administrator):
    page = soup(as_administrator.get(f"{ADD}?region=home"))
    kinds = [link.get_text() for link in page.select(".block-kinds a")]
    assert {"Tin nổi bật", "Văn bản theo bộ lọc", "Danh sách liên kết", "Chữ tự do"} <= set(kinds)


@pytest.mark.parametrize("kind", ["", "gallery.albums"])
def test_unknown_kind_leads_back_to_the_choice(as_administrator, kind):
    assert soup(as_administrator.get(f"{ADD}?region=home&kind={kind}")).select(".block-kinds")


def test_wide_kinds_are_not_offered_in_a_side_column(as_administrator):
    page = soup(as_administrator.get(f"{ADD}?region=news-side"))
    assert "Tin nổi bật" not in page.get_text()


def test_form_has_the_options_of_the_kind_with_their_defaults(as_administrator):
    page = soup(as_administrator.get(f"{ADD}?region=news-side&kind=documents.newest"))
    assert page.find("input", attrs={"name": "number"})["value"] == "6"
    assert page.find("select", attrs={"name": "region"}).find(selected=True)["value"] == "news-side"
    assert "Văn bản theo bộ lọc" in page.find(class_="field-kind_label").get_text()


def test_new_block_stands_last_and_keeps_its_options(as_administrator):
    only("portal.text", text="<p>Chữ.</p>")
    response = add(
        as_administrator,
        "documents.newest",
        title="Công văn – Thông báo",
        width="half",
        query="https://sgddt.sonha.example/van-ban/?loai=thong-bao",
        number="4",
        show_files="on",
    )
    assert (response.status_code, response.url) == (302, f"{LIST}?vi_tri=home")
    block = Block.objects.get(kind="documents.newest", region="home")
    assert (block.title, block.width, block.order) == ("Công văn – Thông báo", "half", 2)
    assert block.options == {
        "query": "loai=thong-bao",
        "number": 4,
        "show_files": True,
        "show_search": False,
    }


def test_block_shows_the_category_that_is_chosen(as_administrator):
    category = make_category(name="Mời thầu", parent=make_category(name="Thông báo"))
    add(as_administrator, "news.category", category=category.pk, layout="list", number="3")
    block = Block.objects.get(kind="news.category", region="home")
    assert block.options == {"category": category.pk, "layout": "list", "number": 3}


def test_links_block_needs_a_list(as_administrator):
    assert errors(add(as_administrator, "portal.links", list="")) != []
    links = LinkList.objects.create(title="Liên kết website")
    add(as_administrator, "portal.links", list=links.pk)
    assert Block.objects.get(kind="portal.links").options == {"list": links.pk}


def test_text_is_stored_sanitised(as_administrator):
    add(as_administrator, "portal.text", "news-side", text='<p onclick="x()">Chào</p><script>x()</script>')
    assert Block.objects.get(kind="portal.text").options == {"text": "<p>Chào</p>"}


def test_text_of_an_empty_editor_is_refused(as_administrator):
    assert errors(add(as_administrator, "portal.text", text="<p>&nbsp;</p>")) != []


def test_wrong_filter_is_refused_at_its_box(as_administrator):
    page = soup(add(as_administrator, "documents.newest", query="nam=abcd", number="4"))
    assert "Năm gồm bốn chữ số" in page.find(class_="field-query").get_text()


def test_wide_kind_cannot_be_sent_into_a_side_column(as_administrator):
    response = add(as_administrator, "news.featured", "news-side", number="5")
    assert response.status_code == 200
    assert not Block.objects.filter(region="news-side", kind="news.featured").exists()


@pytest.mark.parametrize("address", [LIST, ADD, *(f"{ADD}?kind={kind}" for kind in registered())])
def test_page_speaks_vietnamese(as_administrator, address):
    page = as_administrator.get(address, headers={"accept-language": "en"}).content.decode()
    assert english_in(page) == []


# A block that is there


def test_form_of_a_block_has_what_was_chosen(as_administrator):
    block = only("documents.newest", query="loai=thong-bao", number=9)
    page = soup(as_administrator.get(f"{LIST}{block.pk}/change/"))
    assert page.find("input", attrs={"name": "number"})["value"] == "9"
    assert page.find("input", attrs={"name": "query"})["value"] == "loai=thong-bao"


def test_block_that_moves_to_another_region_stands_last_there(as_administrator):
    Block.objects.filter(region="news-side").delete()
    place("portal.text", "news-side", text="<p>Chữ.</p>")
    block = only("documents.due", number=3)
    as_administrator.post(f"{LIST}{block.pk}/change/", {**PLACE, "region": "news-side", "number": "4"})
    block.refresh_from_db()
    assert (block.region, block.order, block.options) == ("news-side", 2, {"number": 4})


def test_block_whose_kind_is_gone_keeps_its_options(as_administrator):
    block = only("gallery.albums", album=7)
    page = as_administrator.get(f"{LIST}{block.pk}/change/")
    assert "không có trong cổng này" in page.content.decode()
    as_administrator.post(f"{LIST}{block.pk}/change/", {**PLACE, "title": "Thư viện ảnh"})
    block.refresh_from_db()
    assert (block.title, block.options) == ("Thư viện ảnh", {"album": 7})


# Rights


@pytest.mark.parametrize("address", [LIST, f"{ADD}?region=home", f"{ADD}?region=home&kind=portal.text"])
def test_blocks_are_for_those_with_the_right(client, address):
    client.force_login(make_user())
    assert client.get(address).status_code == 403


def test_one_who_may_only_see_blocks_is_not_offered_to_add_one(client):
    client.force_login(make_user("portal.view_block"))
    assert "Thêm khối" not in client.get(LIST).content.decode()
    assert client.get(f"{ADD}?region=home").status_code == 403
