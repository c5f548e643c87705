"""The pictures of a story over the page: by pointer, by keyboard, on a phone; without scripts a link."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import DESKTOP, PHONE, problems_of, tab_to
from tests.factories import image_bytes, make_article, make_photo, upload


@pytest.fixture
def story():
    article = make_article(published=False, form="photos", body="", title="Ngày hội STEM")
    for number in (1, 2, 3):
        make_photo(
            article,
            picture=upload("a.png", image_bytes((1600, 900 + number))),
            alt=f"Mô tả {number}",
            caption=f"Chú thích {number}",
            order=number,
        )
    article.publish(by=None)
    return article


@pytest.fixture
def opened(page, site, story):
    page.goto(site.url + story.get_absolute_url())
    return page


def shown(page):
    dialog = page.get_by_role("dialog", name="Xem ảnh")
    return dialog.locator("img").get_attribute("alt"), dialog.locator("figcaption").inner_text()


def test_viewer_comes_with_the_first_touch_and_not_before(page, site, story):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.url + story.get_absolute_url(), wait_until="networkidle")
    module = re.compile(r"/modules/photos\b")
    assert not any(module.search(url) for url in asked)
    page.get_by_role("link", name="Mô tả 2").click()
    expect(page.get_by_role("dialog", name="Xem ảnh")).to_be_visible()
    assert sum(bool(module.search(url)) for url in asked) == 1
    assert shown(page) == ("Mô tả 2", "Ảnh 2/3 Chú thích 2")
    assert page.url.endswith(story.get_absolute_url())


def test_arrows_go_on_and_round_and_escape_goes_back(opened):
    tab_to(opened, opened.get_by_role("link", name="Mô tả 1"))
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("button", name="Đóng")).to_be_focused()
    opened.keyboard.press("ArrowLeft")
    assert shown(opened)[0] == "Mô tả 3"
    opened.keyboard.press("ArrowRight")
    opened.keyboard.press("ArrowRight")
    assert shown(opened) == ("Mô tả 2", "Ảnh 2/3 Chú thích 2")
    opened.keyboard.press("Escape")
    expect(opened.get_by_role("dialog")).to_have_count(0)
    expect(opened.get_by_role("link", name="Mô tả 2")).to_be_focused()


def test_buttons_do_the_same(opened):
    opened.get_by_role("link", name="Mô tả 1").click()
    opened.get_by_role("button", name="Ảnh sau").click()
    assert shown(opened)[0] == "Mô tả 2"
    opened.get_by_role("button", name="Ảnh trước").click()
    assert shown(opened)[0] == "Mô tả 1"
    opened.get_by_role("button", name="Đóng").click()
    expect(opened.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_viewer_fits_every_screen_and_is_accessible(opened, scheme):
    opened.emulate_media(color_scheme=scheme)
    opened.get_by_role("link", name="Mô tả 1").click()
    assert list(problems_of(opened, PHONE, DESKTOP)) == []
    for size in (PHONE, DESKTOP):
        opened.set_viewport_size(size)
        box = opened.locator("dialog img").bounding_box()
        words = opened.locator("dialog figcaption").bounding_box()
        buttons = opened.get_by_role("button", name="Ảnh sau").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        assert box["y"] + box["height"] <= words["y"] + 1
        assert words["y"] + words["height"] <= buttons["y"] + 1
        assert buttons["y"] + buttons["height"] <= size["height"]


def test_without_scripts_and_with_a_modifier_it_is_a_link(browser, opened, site, story):
    with opened.context.expect_page() as tab:
        opened.get_by_role("link", name="Mô tả 1").click(modifiers=["Control"])
    assert tab.value.url.endswith(".png")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + story.get_absolute_url())
    page.get_by_role("link", name="Mô tả 1").click()
    assert page.url.endswith(".png")
    context.close()
