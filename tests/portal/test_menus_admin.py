"""How staff make the menus."""

import pytest

from portal.models import MenuItem, Page
from tests.factories import make_category, make_superuser, make_user
from tests.portal.blocks import soup
from tests.portal.test_admin_language import english_in
from tests.portal.test_menus import line, make_page

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/portal/menuitem/"
ADD = f"{LIST}add/"


@pytest.fixture
def as_administrator(client):
    client.force_login(make_superuser())
    return client


def add(client, **fields):
    return client.post(ADD, {"menu": "main", "is_shown": "on", **fields})


def refusals(response):
    return " ".join(error.get_text() for error in soup(response).select(".errorlist li"))


def rows(response):
    """Return name and target of the rows of the list."""
    table = soup(response).find(id="result_list").tbody
    return [
        (row.find(class_="field-indented_label").get_text(), row.find(class_="field-leads_to").get_text())
        for row in table("tr")
    ]


def test_list_shows_one_menu_in_the_order_of_its_tree(as_administrator):
    second = line("Hai", address="/hai/", order=2)
    first = line("Một", order=1)
    line("Dưới hai", address="/duoi-hai/", parent=second)
    line("Dưới một", page=make_page(published=False), parent=first)
    line("Cuối", "footer", address="/cuoi/")
    assert rows(as_administrator.get(LIST)) == [
        ("Một", "Chỉ chứa mục khác"),
        ("Dưới một", "Đích chưa có trên cổng nên mục không hiện"),
        ("Hai", "/hai/"),
        ("Dưới hai", "/duoi-hai/"),
    ]
    assert rows(as_administrator.get(f"{LIST}?menu=footer")) == [("Cuối", "/cuoi/")]


def test_list_takes_few_queries(as_administrator, django_assert_max_num_queries):
    for number in range(6):
        above = line(category=make_category(name=f"Mục {number}"))
        line(page=make_page(title=f"Trang {number}"), parent=above)
    with django_assert_max_num_queries(16):
        as_administrator.get(LIST)


def test_list_says_when_the_menu_is_made_by_itself(as_administrator):
    assert "cổng tự làm menu" in as_administrator.get(LIST).content.decode()
    line("Một", address="/")
    assert "cổng tự làm menu" not in as_administrator.get(LIST).content.decode()


def test_order_and_showing_are_changed_in_the_list(as_administrator):
    item = line(category=make_category())
    as_administrator.post(
        LIST,
        {
            "form-TOTAL_FORMS": 1,
            "form-INITIAL_FORMS": 1,
            "form-0-id": item.pk,
            "form-0-order": 7,
            "_save": "Lưu",
        },
    )
    item.refresh_from_db()
    assert (item.order, item.is_shown) == (7, False)


def test_new_line_stands_last_and_the_list_of_its_menu_follows(as_administrator):
    line("Một", "footer", address="/", order=4)
    response = add(as_administrator, menu="footer", label="Hai", address="/hai/")
    assert (response.status_code, response.url) == (302, f"{LIST}?menu=footer")
    assert MenuItem.objects.get(label="Hai").order == 5


def test_selection_is_pasted_as_an_address(as_administrator):
    add(
        as_administrator,
        label="Thông báo",
        documents_query="https://x.example/van-ban/?trang=2&loai=thong-bao",
    )
    assert MenuItem.objects.get().documents_query == "loai=thong-bao"


def test_two_targets_are_refused_at_the_second(as_administrator):
    response = add(as_administrator, category=make_category().pk, address="/van-ban/")
    assert "Mục này đã trỏ tới chuyên mục. Một mục chỉ trỏ tới một nơi." in refusals(response)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"address": "/van-ban/"}, "Hãy gõ chữ hiện ra trong menu."),
        ({"label": "Lạ", "address": "javascript:alert(1)"}, "Địa chỉ phải bắt đầu bằng"),
        ({"label": "Lạ", "documents_query": "nam=abcd"}, "Năm gồm bốn chữ số"),
    ],
)
def test_wrong_line_is_refused(as_administrator, fields, refusal):
    assert refusal in refusals(add(as_administrator, **fields))
    assert not MenuItem.objects.exists()


def test_fourth_level_is_refused(as_administrator):
    third = line("Ba", parent=line("Hai", parent=line("Một")))
    response = add(as_administrator, label="Bốn", address="/", parent=third.pk)
    assert "«Menu chính» chỉ có chỗ cho 3 cấp." in refusals(response)


def test_branch_that_would_become_too_deep_is_refused(as_administrator):
    branch = line("Nhánh")
    line("Con", address="/", parent=line("Giữa", parent=branch))
    root = line("Gốc")
    response = as_administrator.post(
        f"{LIST}{branch.pk}/change/", {"menu": "main", "label": "Nhánh", "parent": root.pk}
    )
    assert "3 cấp" in refusals(response)


def test_line_cannot_stand_below_itself(as_administrator):
    above = line("Trên")
    below = line("Dưới", address="/", parent=above)
    response = as_administrator.post(
        f"{LIST}{above.pk}/change/", {"menu": "main", "label": "Trên", "parent": below.pk}
    )
    assert "chính nó" in refusals(response)


def test_line_stands_in_the_menu_of_the_one_above_it(as_administrator):
    response = add(as_administrator, label="Con", address="/", parent=line("Chân", "footer").pk)
    assert "Mục chứa nó không nằm trong «Menu chính»." in refusals(response)


def test_branch_moves_into_another_menu_as_a_whole(as_administrator):
    above = line("Trên")
    below = line("Dưới", address="/", parent=above)
    form = {"menu": "footer", "label": "Trên", "is_shown": "on"}
    assert as_administrator.post(f"{LIST}{above.pk}/change/", form).status_code == 302
    below.refresh_from_db()
    assert (below.menu, below.parent) == ("footer", above)


def test_pages_in_the_trash_are_no_choice(as_administrator):
    make_page(title="Còn dùng")
    trashed = make_page(title="Bỏ đi", published=False)
    trashed.trash(by=None)
    choices = soup(as_administrator.get(ADD)).find("select", attrs={"name": "page"}).get_text()
    assert "Còn dùng" in choices
    assert "Bỏ đi" not in choices
    assert Page.objects.filter(title="Bỏ đi").exists()


@pytest.mark.parametrize("address", [LIST, f"{LIST}?menu=top", ADD, f"{ADD}?menu=footer"])
def test_page_speaks_vietnamese(as_administrator, address):
    line("Một", address="/")
    Page.objects.filter(language="en").delete()
    page = as_administrator.get(address, headers={"accept-language": "en"}).content.decode()
    assert english_in(page) == []


@pytest.mark.parametrize("address", [LIST, ADD])
def test_menus_are_for_those_with_the_right(client, address):
    client.force_login(make_user())
    assert client.get(address).status_code == 403
