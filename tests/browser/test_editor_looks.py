"""The editor in the colours of the admin: what it shows can be read, light and dark, and reached by keys."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.looking import PHONE, sideways_scroll, tab_to
from tests.browser.staff import signed_in
from tests.factories import make_article, make_category, make_user

BODY = (
    "<h2>Đề mục</h2><p>Chữ thường với <a href='/van-ban/'>liên kết</a>.</p>"
    "<p><img src='/media/picture/a.png' alt=''></p><p><img src='https://anh.example/b.png' alt='Ảnh'></p>"
    "<p>https://youtu.be/SonHaMinhHo</p><p>Céng hoµ x· héi chñ nghÜa ViÖt Nam</p>"
)
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def too_faint(page):
    """Return what axe finds too faint, in the page and in the frames of the editor."""
    found = Axe().run(page, options=CONTRAST).response["violations"]
    return [node["html"] for violation in found for node in violation["nodes"]]


@pytest.fixture
def open_form(page, site):
    article = make_article(published=False, category=make_category(), body=BODY)
    signed_in(page, site.url, make_user(groups=("Biên tập viên",)))

    def go():
        page.goto(f"{site.url}/quan-tri/news/article/{article.pk}/change/")
        expect(page.locator(".old-text:visible")).to_have_count(1)
        expect(page.locator(".editor-picture")).to_have_count(2)
        return page.frame_locator("#cke_id_body iframe").locator("body")

    return go


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_editor_its_list_and_its_dialog_can_be_read(page, open_form, scheme):
    page.emulate_media(color_scheme=scheme)
    body = open_form()
    assert body.evaluate("body => getComputedStyle(body).colorScheme") in ("light dark", scheme)
    assert too_faint(page) == []
    page.locator(".cke_combo_button").first.click()
    expect(page.frame_locator("iframe.cke_panel_frame").get_by_text("Tiêu đề lớn")).to_be_visible()
    assert too_faint(page) == []
    page.keyboard.press("Escape")
    page.locator(".cke_button__image").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert too_faint(page) == []


def test_editor_follows_the_switch_of_the_admin(page, open_form):
    page.emulate_media(color_scheme="light")
    body = open_form()
    grounds = []
    for theme in ("dark", "light"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        expect(body.locator("xpath=..")).to_have_attribute("data-theme", theme)
        grounds.append(body.evaluate("body => getComputedStyle(body).backgroundColor"))
    assert grounds == ["rgb(33, 28, 24)", "rgb(255, 255, 255)"]


def test_notes_fit_a_phone_and_the_keyboard_reaches_them(page, open_form):
    page.set_viewport_size(PHONE)
    open_form()
    assert sideways_scroll(page) == []
    page.locator("[name=lead]").focus()
    tab_to(page, page.get_by_label("Ảnh này chưa có mô tả"))
    tab_to(page, page.locator(".editor-picture input[type=file]"))
    tab_to(page, page.get_by_role("button", name="Chuyển sang Unicode"))
