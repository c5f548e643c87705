"""Rows that staff put into their order by buttons or by dragging."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from news.models import ArticleScope, Category
from portal.models import Block
from tests.factories import make_category, make_superuser, make_user
from tests.portal.blocks import only, place, soup

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/news/category/"
AS_SCRIPT = {"accept": "application/json"}


@pytest.fixture
def as_administrator(client):
    client.force_login(make_superuser())
    return client


@pytest.fixture
def three():
    """Categories that nobody has put into an order yet."""
    return [make_category(name=name) for name in ("A", "B", "C")]


def move(client, obj, to, **kwargs):
    return client.post(f"{LIST}{obj.pk}/move/{to}/", **kwargs)


def names(**kwargs):
    return "".join(Category.objects.filter(**kwargs).in_order().values_list("name", flat=True))


@pytest.mark.parametrize(
    ("number", "to", "order"),
    [(0, "up", "ABC"), (0, "down", "BAC"), (1, "up", "BAC"), (2, "up", "ACB"), (2, "down", "ABC")],
)
def test_buttons_move_a_row_by_one_place(as_administrator, three, number, to, order):
    response = move(as_administrator, three[number], to)
    assert (response.status_code, response.url) == (302, LIST)
    assert names() == order


@pytest.mark.parametrize(("number", "other", "order"), [(0, 2, "BCA"), (2, 0, "CAB"), (1, 1, "ABC")])
def test_dragged_row_takes_the_place_of_another(as_administrator, three, number, other, order):
    assert move(as_administrator, three[number], three[other].pk).status_code == 302
    assert names() == order


def test_script_gets_the_new_order_and_words_to_read_out(as_administrator, three):
    answer = move(as_administrator, three[0], "down", headers=AS_SCRIPT).json()
    first, second, third = (str(category.pk) for category in three)
    assert answer == {
        "message": "«A» đứng thứ 2 trong 3 mục.",
        "order": {second: 1, first: 2, third: 3},
    }


def test_row_at_the_end_stays_and_says_so(as_administrator, three):
    answer = move(as_administrator, three[0], "up", headers=AS_SCRIPT).json()
    assert answer["message"] == "«A» đứng thứ 1 trong 3 mục, không chuyển thêm được."
    assert not LogEntry.objects.exists()


def test_order_counts_among_siblings_only(as_administrator, three):
    below = [make_category(name=name, parent=three[0]) for name in ("X", "Y")]
    move(as_administrator, below[1], "up")
    assert names(parent=three[0]) == "YX"
    assert names(parent=None) == "ABC"


def test_row_of_elsewhere_is_refused(as_administrator, three):
    below = make_category(name="X", parent=three[0])
    assert move(as_administrator, three[1], below.pk).status_code == 400
    assert move(as_administrator, three[1], "9999999").status_code == 400
    assert move(as_administrator, three[1], "len").status_code == 400
    assert as_administrator.post(f"{LIST}9999999/move/up/").status_code == 404
    assert names(parent=None) == "ABC"


def test_who_may_only_look_may_not_move(client, three):
    client.force_login(make_user("news.view_category"))
    assert move(client, three[0], "down").status_code == 403
    assert names() == "ABC"
    assert soup(client.get(LIST)).select("[data-moves]") == []


def test_stranger_is_sent_to_sign_in(client, three):
    assert move(client, three[0], "down").url.startswith("/quan-tri/login/")
    assert names() == "ABC"


def test_move_is_a_post_with_its_token(three):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_superuser())
    assert client.get(f"{LIST}{three[0].pk}/move/down/").status_code == 405
    assert move(client, three[0], "down").status_code == 403
    token = soup(client.get(LIST)).find("form", id="moves").find("input")["value"]
    assert move(client, three[0], "down", data={"csrfmiddlewaretoken": token}).status_code == 302
    assert names() == "BAC"


def test_move_is_in_the_log(as_administrator, three):
    move(as_administrator, three[0], "down")
    assert LogEntry.objects.get().object_id == str(three[0].pk)


def test_moved_category_moves_in_the_menu(client, three, django_capture_on_commit_callbacks):
    def menu():
        links = soup(client.get("/")).find("nav", class_="site-menu").find_all("a")
        return "".join(link.get_text() for link in links[2:])

    assert menu() == "ABC"
    editor = Client()
    editor.force_login(make_superuser())
    with django_capture_on_commit_callbacks(execute=True):
        move(editor, three[0], "down")
    assert menu() == "BAC"


def test_list_has_buttons_that_need_no_script(as_administrator, three):
    page = soup(as_administrator.get(LIST))
    button = page.select_one(f"[data-moves='{three[1].pk}'] button[data-step=up]")
    assert (button["aria-label"], button.get_text()) == ("Chuyển «B» lên", "Lên")
    assert as_administrator.post(button["formaction"]).status_code == 302
    assert names() == "BAC"


def test_enter_in_a_box_of_the_list_moves_nothing(as_administrator, three):
    page = soup(as_administrator.get(LIST))
    assert {button["form"] for button in page.select("[data-moves] button")} == {"moves"}


@pytest.mark.parametrize("query", ["?q=A", "?o=1"])
def test_list_in_another_order_has_no_buttons(as_administrator, three, query):
    assert soup(as_administrator.get(LIST + query)).select("[data-moves]") == []


def test_blocks_move_within_their_region(as_administrator):
    first = only("portal.text", "news-side", title="Một")
    place("portal.text", "news-side", title="Hai")
    elsewhere = place("portal.text", "home", title="Khác")
    address = f"/quan-tri/portal/block/{first.pk}/move"
    assert as_administrator.post(f"{address}/{elsewhere.pk}/").status_code == 400
    assert as_administrator.post(f"{address}/down/").url == "/quan-tri/portal/block/?vi_tri=news-side"
    titles = Block.objects.filter(region="news-side").values_list("title", flat=True)
    assert list(titles) == ["Hai", "Một"]


@pytest.fixture
def bounded(client):
    """An administrator who is in charge of one category alone."""
    own = make_category(name="Mầm non", order=1)
    user = make_user(groups=("Quản trị",))
    ArticleScope.objects.create(user=user, category=own)
    client.force_login(user)
    return own


def numbers(*categories):
    rows = {f"form-{at}-id": category.pk for at, category in enumerate(categories)}
    rows |= {f"form-{at}-order": 70 + at for at in range(len(categories))}
    count = len(categories)
    return {"form-TOTAL_FORMS": count, "form-INITIAL_FORMS": count, "_save": "Lưu", **rows}


def test_number_of_what_one_may_not_change_is_not_set_in_the_list(client, bounded):
    foreign = make_category(name="Trung học", order=2)
    assert client.post(LIST, numbers(bounded, foreign)).status_code == 302
    bounded.refresh_from_db()
    foreign.refresh_from_db()
    assert (bounded.order, foreign.order) == (70, 2)


def test_box_of_what_one_may_not_change_is_closed(client, bounded):
    foreign = make_category(name="Trung học", order=2)
    page = soup(client.get(LIST))
    for category, is_own in ((bounded, True), (foreign, False)):
        row = page.select_one(f"[data-moves='{category.pk}']").find_parent("tr")
        assert row.select_one("input[name$=-order]").has_attr("disabled") != is_own


def test_foreign_row_has_no_buttons_and_stays_where_rows_are_moved_to(client, bounded):
    foreign = make_category(name="Trung học", order=2)
    page = soup(client.get(LIST))
    assert page.select(f"[data-moves='{bounded.pk}'] button")
    assert page.select(f"[data-moves='{foreign.pk}']")
    assert not page.select(f"[data-moves='{foreign.pk}'] button")
    assert move(client, bounded, foreign.pk).status_code == 302


def test_foreign_row_is_not_moved(client, bounded):
    foreign = make_category(name="Trung học", order=2)
    assert move(client, foreign, "up").status_code == 403
