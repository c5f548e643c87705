"""Rows of the admin that staff put into their order: dragged, by the keyboard, and without scripts."""

import pytest
from playwright.sync_api import expect

from portal.models import Block, MenuItem
from tests.browser.staff import signed_in
from tests.factories import make_user
from tests.portal.blocks import place

pytestmark = pytest.mark.thorough

MENUS = "/quan-tri/portal/menuitem/"
REGION = "home-side"
BLOCKS = f"/quan-tri/portal/block/?vi_tri={REGION}"


@pytest.fixture
def editor():
    return make_user(groups=("Biên tập viên",))


@pytest.fixture
def lines():
    """Three lines of the main menu, the first with two below it."""
    first, second, third = (
        MenuItem.objects.create(label=label, address="/", order=order)
        for order, label in enumerate(("Một", "Hai", "Ba"), start=1)
    )
    for order, label in enumerate(("Trong một A", "Trong một B"), start=1):
        MenuItem.objects.create(label=label, address="/", parent=first, order=order)
    return first, second, third


@pytest.fixture
def blocks():
    for title in ("Lời chào", "Đường dây nóng", "Hướng dẫn"):
        place("portal.text", REGION, title=title, text="<p>Chữ.</p>")


def open_list(page, site, editor, address):
    signed_in(page, site.url, editor).goto(site.url + address)
    page.locator("#result_list").wait_for()
    return page


@pytest.fixture
def menu_list(page, site, editor, lines):
    return open_list(page, site, editor, MENUS)


@pytest.fixture
def block_list(page, site, editor, blocks):
    return open_list(page, site, editor, BLOCKS)


def row(page, name):
    return page.locator("#result_list tbody tr", has=page.get_by_role("button", name=f"«{name}» lên"))


def drag(page, name, onto):
    row(page, name).locator(".moves-handle").drag_to(row(page, onto).locator(".moves-handle"))


def names(page):
    """Return the rows as the list shows them."""
    labels = page.locator("#result_list [data-step=up]").evaluate_all(
        "all => all.map(each => each.ariaLabel)"
    )
    return [label.removeprefix("Chuyển «").removesuffix("» lên") for label in labels]


def told(page, words):
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def titles():
    return list(Block.objects.filter(region=REGION).order_by("order").values_list("title", flat=True))


def labels(**kwargs):
    return list(MenuItem.objects.filter(**kwargs).in_order().values_list("label", flat=True))


def test_dragged_line_takes_a_place_and_those_below_it_come_along(menu_list):
    drag(menu_list, "Một", "Ba")
    told(menu_list, "«Một» đứng thứ 3 trong 3 mục.")
    assert names(menu_list) == ["Hai", "Ba", "Một", "Trong một A", "Trong một B"]
    assert labels(parent=None) == ["Hai", "Ba", "Một"]
    menu_list.reload()
    assert names(menu_list) == ["Hai", "Ba", "Một", "Trong một A", "Trong một B"]


def test_line_is_dropped_only_among_those_below_the_same_one(menu_list):
    before = names(menu_list)
    drag(menu_list, "Trong một B", "Hai")
    drag(menu_list, "Trong một B", "Trong một A")
    told(menu_list, "«Trong một B» đứng thứ 1 trong 2 mục.")
    assert labels(parent=None) == ["Một", "Hai", "Ba"]
    assert names(menu_list) == [before[0], "Trong một B", "Trong một A", *before[3:]]


def test_keyboard_moves_a_line_and_keeps_its_place_in_the_list(menu_list):
    down = menu_list.get_by_role("button", name="Chuyển «Hai» xuống")
    down.focus()
    menu_list.keyboard.press("Enter")
    told(menu_list, "«Hai» đứng thứ 3 trong 3 mục.")
    expect(down).to_be_focused()
    menu_list.keyboard.press("Enter")
    told(menu_list, "không chuyển thêm được")
    assert labels(parent=None) == ["Một", "Ba", "Hai"]
    assert names(menu_list)[-2:] == ["Ba", "Hai"]


def test_order_that_was_moved_is_the_one_that_saving_the_list_keeps(block_list):
    drag(block_list, "Hướng dẫn", "Lời chào")
    told(block_list, "«Hướng dẫn» đứng thứ 1 trong 3 mục.")
    assert names(block_list) == titles() == ["Hướng dẫn", "Lời chào", "Đường dây nóng"]
    with block_list.expect_navigation():
        block_list.get_by_role("button", name="Lưu", exact=True).click()
    assert titles() == ["Hướng dẫn", "Lời chào", "Đường dây nóng"]


def test_keyboard_moves_a_block_and_the_home_page_follows(block_list, site):
    block_list.get_by_role("button", name="Chuyển «Hướng dẫn» lên").focus()
    block_list.keyboard.press("Space")
    told(block_list, "«Hướng dẫn» đứng thứ 2 trong 3 mục.")
    block_list.goto(site.url)
    expect(block_list.get_by_role("complementary").get_by_role("heading", level=2)).to_have_text(
        ["Lời chào", "Hướng dẫn", "Đường dây nóng"]
    )


def test_move_that_could_not_be_saved_says_so_and_leaves_the_rows(menu_list):
    menu_list.route("**/move/**", lambda route: route.abort())
    menu_list.get_by_role("button", name="Chuyển «Hai» lên").click()
    told(menu_list, "Chưa lưu được thứ tự.")
    assert names(menu_list)[0] == "Một"


@pytest.mark.parametrize(("address", "name"), [(MENUS, "Ba"), (BLOCKS, "Hướng dẫn")])
def test_buttons_move_rows_without_scripts(browser, site, editor, lines, blocks, address, name):
    context = browser.new_context(java_script_enabled=False)
    page = open_list(context.new_page(), site, editor, address)
    assert page.locator(".moves-handle").count() == 0
    before = names(page)
    page.get_by_role("button", name=f"Chuyển «{name}» lên").click()
    expect(page.locator(".messagelist")).to_contain_text(f"«{name}» đứng thứ 2 trong 3 mục.")
    assert names(page) != before
    assert page.url.startswith(site.url + address)
    context.close()
