"""The menus in a real browser: three levels deep, by pointer, by keyboard, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.furnished import make_menus
from tests.browser.looking import DESKTOP, PHONE, violations

pytestmark = pytest.mark.thorough

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def menus():
    make_menus()


def open_menu(page, site, size):
    """Show the main menu, which a phone has in a drawer; return it."""
    page.set_viewport_size(size)
    page.goto(site.url)
    if size == PHONE:
        page.get_by_role("button", name="Menu", exact=True).click()
    return page.get_by_role("navigation", name="Menu chính")


def open_third_level(menu):
    menu.locator("summary", has_text="Giới thiệu").click()
    menu.locator("summary", has_text="Cơ cấu tổ chức").click()
    return menu.get_by_role("link", name="Văn phòng Sở")


@pytest.fixture
def plain(browser):
    """A tab without scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@SIZES
def test_menu_opens_to_the_third_level_and_is_accessible_there(page, site, menus, size):
    third = open_third_level(open_menu(page, site, size))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    third.click()
    expect(page).to_have_url(f"{site.url}/trang/van-phong/")


@SIZES
def test_third_level_is_reached_without_scripts(plain, site, menus, size):
    open_third_level(open_menu(plain, site, size)).click()
    expect(plain).to_have_url(f"{site.url}/trang/van-phong/")


def test_keyboard_alone_goes_down_to_the_third_level(page, site, menus):
    menu = open_menu(page, site, DESKTOP)
    menu.locator("summary", has_text="Giới thiệu").focus()
    page.keyboard.press("Enter")
    focused = page.locator(":focus")
    page.keyboard.press("Tab")
    expect(focused).to_have_attribute("href", "/trang/gioi-thieu/")
    page.keyboard.press("Tab")
    expect(focused).to_have_text("Cơ cấu tổ chức")
    expect(menu.get_by_role("link", name="Văn phòng Sở")).not_to_be_visible()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(focused).to_have_text("Văn phòng Sở")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/trang/van-phong/")


def test_closed_levels_take_no_stop_of_the_keyboard(page, site, menus):
    menu = open_menu(page, site, DESKTOP)
    menu.locator("summary", has_text="Giới thiệu").focus()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Tin hoạt động")


def test_escape_closes_the_menu_from_its_third_level_and_gives_the_focus_back(page, site, menus):
    menu = open_menu(page, site, DESKTOP)
    third = open_third_level(menu)
    third.focus()
    page.keyboard.press("Escape")
    expect(third).not_to_be_visible()
    expect(menu.locator("summary", has_text="Giới thiệu")).to_be_focused()


def test_focus_or_press_elsewhere_closes_the_menu(page, site, menus):
    menu = open_menu(page, site, DESKTOP)
    second = menu.get_by_role("link", name="Giới thiệu")
    menu.locator("summary", has_text="Giới thiệu").click()
    expect(second).to_be_visible()
    menu.get_by_role("link", name="Tin hoạt động").focus()
    expect(second).not_to_be_visible()
    menu.locator("summary", has_text="Giới thiệu").click()
    page.locator("footer").click()
    expect(second).not_to_be_visible()


def test_drawer_of_a_phone_holds_the_keyboard_until_escape_closes_it(page, site, menus):
    menu = open_menu(page, site, PHONE)
    page.keyboard.press("Tab")
    expect(menu.locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(menu).not_to_be_visible()
    expect(page.get_by_role("button", name="Menu", exact=True)).to_be_focused()


def test_page_that_is_open_is_marked_on_each_level(page, site, menus):
    page.set_viewport_size(DESKTOP)
    page.goto(f"{site.url}/trang/van-phong/")
    menu = page.get_by_role("navigation", name="Menu chính")
    open_third_level(menu)
    marked = menu.locator("[aria-current]").evaluate_all(
        "marked => marked.map(each => [each.textContent.trim(), each.ariaCurrent])"
    )
    assert marked == [["Giới thiệu", "true"], ["Cơ cấu tổ chức", "true"], ["Văn phòng Sở", "page"]]


@SIZES
def test_top_and_footer_menus_lead_on_without_scripts(plain, site, menus, size):
    plain.set_viewport_size(size)
    for menu in ("Liên kết nhanh", "Cuối trang"):
        plain.goto(site.url)
        link = plain.get_by_role("navigation", name=menu).get_by_role("link", name="About us")
        expect(link).to_have_attribute("lang", "en")
        link.click()
        expect(plain).to_have_url(f"{site.url}/trang/about-us/")


def test_lines_of_the_footer_menu_stand_below_the_one_that_holds_them(page, site, menus):
    page.goto(site.url)
    footer = page.get_by_role("navigation", name="Cuối trang")
    held = footer.get_by_role("listitem").filter(has_text="Hỗ trợ").get_by_role("listitem")
    expect(held).to_have_text("About us")
