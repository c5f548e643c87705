"""On a phone the heading of a page stands before what is around it; the home page shows all that there is."""

import pytest
from playwright.sync_api import expect

from portal.models import Announcement
from tests.browser.furnished import furnish
from tests.browser.looking import DESKTOP, PHONE
from tests.factories import make_article, make_document

# With a top line, masthead and breadcrumbs. With the announcements and a banner before it, it was 578 px.
HIGHEST = 350


@pytest.fixture
def furnished():
    furnish()
    # An emergency stands before everything everywhere.
    Announcement.objects.filter(kind="emergency").delete()


@pytest.fixture
def addresses(furnished):
    article = make_article(title="Hội nghị tổng kết năm học 2025–2026 của ngành giáo dục")
    return [article.get_absolute_url(), make_document().get_absolute_url(), "/tin-tuc/", "/van-ban/"]


def top_of(page, selector):
    return page.locator(selector).first.bounding_box()["y"]


def test_heading_is_on_the_first_screen_of_a_phone(page, site, addresses):
    page.set_viewport_size(PHONE)
    tops = {}
    for address in addresses:
        page.goto(site.url + address)
        tops[address] = round(top_of(page, "h1"))
    assert {address: top for address, top in tops.items() if top > HIGHEST} == {}


def test_banners_stand_under_the_content_of_a_phone_and_the_ticker_at_home(page, site, addresses):
    page.set_viewport_size(PHONE)
    page.goto(site.url + addresses[0])
    expect(page.locator(".ticker")).to_be_hidden()
    assert top_of(page, "main") < top_of(page, ".banner-top") < top_of(page, ".site-footer")
    page.goto(site.url)
    expect(page.locator(".ticker")).to_be_visible()
    assert top_of(page, ".banner-top") < top_of(page, "main")


def test_wide_screens_show_both_above_the_content(page, site, addresses):
    page.set_viewport_size(DESKTOP)
    page.goto(site.url + addresses[0])
    assert top_of(page, ".ticker") < top_of(page, ".banner-top") < top_of(page, "main")


def test_focus_follows_what_is_seen(page, site, addresses):
    page.set_viewport_size(PHONE)
    page.goto(site.url + addresses[0])
    in_main, in_banner = page.locator("main a").first, page.locator(".banner-top a").first
    seen = []
    for _ in range(120):
        page.keyboard.press("Tab")
        seen += [
            name
            for name, link in (("main", in_main), ("banner", in_banner))
            if link.evaluate("link => link === document.activeElement")
        ]
        if len(seen) == 2:
            break
    assert seen == ["main", "banner"]
