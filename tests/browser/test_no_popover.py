"""Browsers that know no popover (Chrome 109, Firefox 115, Safari 15): the menu and the filters all the same.

There is none of them here, so the pages are given to a new one as an old one understands them.
"""

import re

import pytest

from tests.factories import make_category, make_document

pytestmark = pytest.mark.thorough

PHONE = {"width": 360, "height": 740}


def as_an_old_browser_reads_it(route):
    response = route.fetch()
    text = response.text()
    if "text/css" in response.headers["content-type"]:
        text = text.replace("not selector(:popover-open)", "selector(*)").replace(":popover-open", ":never")
    else:
        text = re.sub(r' popover(?=[ >])| popovertarget(action)?="[^"]*"', "", text)
    route.fulfill(response=response, body=text)


@pytest.fixture
def old_page(page):
    page.route(re.compile(r"\.css$|/$"), as_an_old_browser_reads_it)
    page.set_viewport_size(PHONE)
    yield page
    page.unroute_all(behavior="wait")


def test_the_menu_stands_in_the_page_and_leads_on(old_page, site):
    parent = make_category(name="Thông báo")
    make_category(name="Mời thầu", parent=parent)
    old_page.goto(site.url)
    menu = old_page.get_by_role("navigation", name="Menu chính")
    menu.locator("summary").click()
    menu.get_by_role("link", name="Mời thầu").click()

    assert old_page.url.endswith("/tin-tuc/moi-thau/")


@pytest.mark.parametrize("address", ["/", "/van-ban/", "/van-ban/?loai=x", "/van-ban/?nam=1999"])
def test_no_button_shows_that_would_do_nothing(old_page, site, address):
    make_category()
    make_document()
    old_page.goto(site.url + address)

    for button in ("Menu", "Đóng menu", "Đóng", re.compile("ộ lọc")):
        assert not old_page.get_by_role("button", name=button, exact=True).is_visible()
    assert old_page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_filters_stand_in_the_page_after_the_list(old_page, site):
    make_document(number="09/TB-SGDĐT")
    old_page.goto(f"{site.url}/van-ban/")
    filters = old_page.get_by_role("region", name="Lọc văn bản")

    assert filters.bounding_box()["y"] > old_page.locator(".register").bounding_box()["y"]
    filters.get_by_label("Năm").select_option("2026")
    filters.get_by_role("button", name="Lọc", exact=True).click()
    old_page.wait_for_url("**nam=2026**")
