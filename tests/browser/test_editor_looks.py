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


# axe looks into no frame; in the editor's there is plain text on plain ground.
FAINT_IN_FRAME = """body => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[0-9.]+/g).map(Number)
      .map((value) => value / 255)
      .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const isClear = (colour) => colour === "transparent" || / 0\\)$/.test(colour);
  const ground = (element) => {
    const colour = element ? getComputedStyle(element).backgroundColor : "rgb(255, 255, 255)";
    return isClear(colour) ? ground(element.parentElement) : colour;
  };
  return [...body.querySelectorAll("*")]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((element) => element.checkVisibility())
    .filter((element) => {
      const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((a, b) => b - a);
      return (a + 0.05) / (b + 0.05) < 4.5;
    })
    .map((element) => element.outerHTML.slice(0, 200));
}"""


def too_faint(page, *frames):
    """Return what is too faint in the page, and in these bodies of the editor's frames."""
    found = Axe().run(page, options=CONTRAST).response["violations"]
    in_page = [node["html"] for violation in found for node in violation["nodes"]]
    return in_page + [html for frame in frames for html in frame.evaluate(FAINT_IN_FRAME)]


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
    assert too_faint(page, body) == []
    page.locator(".cke_combo_button").first.click()
    formats = page.frame_locator("iframe.cke_panel_frame").locator("body")
    expect(formats.get_by_text("Tiêu đề lớn")).to_be_visible()
    assert too_faint(page, formats) == []
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


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_dialogs_speak_vietnamese_and_show_what_is_typed(page, open_form, width):
    page.set_viewport_size({"width": width, "height": 800})
    open_form()
    page.locator(".cke_button__link").click()
    link = page.get_by_role("dialog")
    expect(link.get_by_label("Địa chỉ", exact=False).last).to_be_in_viewport(ratio=1)
    expect(link.get_by_text("URL")).to_have_count(0)
    link.get_by_role("button", name="Bỏ qua").click()
    page.locator(".cke_button__image").click()
    picture = page.get_by_role("dialog", name="Thuộc tính của ảnh")
    box = picture.get_by_label("Chiều rộng")
    box.fill("1200")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    expect(picture.get_by_label("Địa chỉ")).to_be_in_viewport(ratio=1)
    assert sideways_scroll(page) == []


def test_notes_fit_a_phone_and_the_keyboard_reaches_them(page, open_form):
    page.set_viewport_size(PHONE)
    open_form()
    assert sideways_scroll(page) == []
    page.locator("[name=lead]").focus()
    tab_to(page, page.get_by_label("Ảnh này chưa có mô tả"))
    tab_to(page, page.locator(".editor-picture input[type=file]"))
    tab_to(page, page.get_by_role("button", name="Chuyển sang Unicode"))
