"""What few touch has its script fetched with the first touch: late, twice, or not at all."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_article

MODULE = "**/modules/form-link*.js"


@pytest.fixture
def opened(page, site):
    page.goto(site.url + make_article().get_absolute_url(), wait_until="networkidle")
    return page


def test_touches_while_the_script_is_on_its_way_count_once(opened):
    held = []
    opened.route(MODULE, lambda route: held.append(route))
    link = opened.get_by_role("link", name="Gửi ý kiến")
    with opened.expect_request(MODULE):
        link.click()
    link.click()
    held[0].continue_()
    expect(opened.locator(".voice-form")).to_have_count(1)
    expect(opened.get_by_label("Ý kiến", exact=True)).to_be_focused()


def test_touch_does_what_it_does_without_scripts_where_the_script_does_not_come(opened):
    opened.route(MODULE, lambda route: route.abort())
    opened.get_by_role("link", name="Gửi ý kiến").click()
    opened.wait_for_url("**/y-kien/viet/")
    expect(opened.get_by_label("Ý kiến", exact=True)).to_be_visible()


def test_nothing_is_fetched_that_nobody_touches(page, site):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.url + make_article().get_absolute_url(), wait_until="networkidle")
    assert asked
    assert not [url for url in asked if "form-link" in url or "rating" in url or "forms" in url]
