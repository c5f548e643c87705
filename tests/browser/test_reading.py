"""How readers choose to read: larger text, high contrast, light or dark; kept in their browser alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories import at, make_article, make_document, make_document_file

pytestmark = pytest.mark.thorough

PHONE = {"width": 360, "height": 740}
NAME = "Cỡ chữ và màu"
# Where text or its ground would show a choice: how large, in which colours.
LOOK = """() => ["html", "body", "h1", ".rich-text p", ".meta", ".button"].map((name) => {
  const { fontSize, color, backgroundColor } = getComputedStyle(document.querySelector(name));
  return [name, fontSize, color, backgroundColor];
})"""
SHIFTS = """() => new Promise((resolve) => {
  let moved = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (moved += entry.value)))
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(moved)));
})"""


@pytest.fixture
def article():
    return make_article(title="Khai giảng năm học mới", lead="Sáng nay.", at=at(2026, 3, 12))


@pytest.fixture
def opened(page, site, article):
    """The page of an article on a phone, its choices open."""
    page.set_viewport_size(PHONE)
    page.goto(site.url + article.get_absolute_url(), wait_until="networkidle")  # The scripts come after it.
    page.get_by_text(NAME).click()
    expect(page.locator(".reading-panel")).to_be_visible()
    return page


def choose(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def pressed(page):
    return page.locator("[data-reading] [aria-pressed=true]").all_inner_texts()


def size_of(page):
    return page.locator(".rich-text p").evaluate("element => parseFloat(getComputedStyle(element).fontSize)")


def ground(page):
    return page.locator("body").evaluate("element => getComputedStyle(element).backgroundColor")


def test_text_grows_in_three_steps_and_stays_so_on_the_next_page(opened, site):
    usual = size_of(opened)
    choose(opened, "Lớn")
    larger = size_of(opened)
    choose(opened, "Rất lớn")
    largest = size_of(opened)

    assert usual * 1.15 < larger < largest
    assert largest >= usual * 1.35
    opened.reload()
    assert size_of(opened) == largest
    opened.get_by_text(NAME).click()
    expect(opened.locator(".reading-panel")).to_be_visible()
    assert pressed(opened) == ["Rất lớn", "Theo máy"]


def test_choices_need_no_mouse_and_escape_closes_them(page, site, article):
    page.goto(site.url + article.get_absolute_url(), wait_until="networkidle")  # The scripts come after it.
    page.get_by_text(NAME).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".reading-panel")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    expect(page.locator("[data-reading] [aria-pressed=true]")).to_have_text(["Lớn", "Theo máy"])
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Lớn", exact=True).is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_choices_are_named_in_groups_and_accessible(opened):
    assert opened.get_by_role("group", name="Cỡ chữ").get_by_role("button").count() == 3
    assert opened.get_by_role("group", name="Giao diện sáng/tối").get_by_role("button").count() == 3
    for name in ("Rất lớn", "Tối", "Tương phản cao"):
        choose(opened, name)
        assert Axe().run(opened).response["violations"] == []


def test_the_reader_decides_on_light_or_dark_whatever_the_system_says(opened):
    choose(opened, "Tối")
    assert ground(opened) == "rgb(23, 19, 16)"

    choose(opened, "Sáng")
    opened.emulate_media(color_scheme="dark")
    assert ground(opened) == "rgb(251, 248, 243)"

    choose(opened, "Theo máy")
    assert ground(opened) == "rgb(23, 19, 16)"


def test_high_contrast_follows_the_system_until_the_reader_decides(opened):
    button = opened.get_by_role("button", name="Tương phản cao")
    assert button.get_attribute("aria-pressed") == "false"

    opened.emulate_media(contrast="more")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert ground(opened) == "rgb(255, 255, 255)"

    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert ground(opened) == "rgb(251, 248, 243)"
    opened.reload()
    assert ground(opened) == "rgb(251, 248, 243)"

    opened.get_by_text(NAME).click()
    button.click()
    assert opened.evaluate("localStorage.getItem('reading-contrast')") == ""


def test_without_scripts_the_system_decides_and_no_dead_button_shows(browser, site, article):
    context = browser.new_context(java_script_enabled=False, contrast="more", color_scheme="dark")
    page = context.new_page()
    page.goto(site.url + article.get_absolute_url())

    assert not page.get_by_text(NAME).is_visible()
    assert ground(page) == "rgb(0, 0, 0)"
    context.close()


def test_with_forced_colours_the_choice_that_is_on_can_be_told(opened):
    opened.emulate_media(forced_colors="active")
    grounds = opened.locator("[data-reading] [name=size]").evaluate_all(
        "buttons => buttons.map((button) => getComputedStyle(button).backgroundColor)"
    )

    assert grounds[0] != grounds[1] == grounds[2]


def test_what_was_chosen_is_there_at_the_first_paint(opened):
    for name in ("Rất lớn", "Tối", "Tương phản cao"):
        choose(opened, name)
    opened.reload()

    assert opened.evaluate(SHIFTS) == 0
    # A script that waits for nothing and that the parser waits for, ahead of the styles.
    assert opened.locator("head script").first.evaluate(
        "script => !script.async && !script.defer && !script.type"
        " && script.compareDocumentPosition(document.querySelector('link[rel=stylesheet]')) === 4"
    )


def test_another_tab_follows(opened, context, site, article):
    other = context.new_page()
    other.goto(site.url + article.get_absolute_url())
    choose(opened, "Rất lớn")

    expect(other.locator("html")).to_have_attribute("data-size", "2")


def test_choices_are_kept_without_a_cookie(opened, context):
    choose(opened, "Lớn")
    opened.reload()

    assert context.cookies() == []


def test_paper_is_the_same_for_everyone(opened):
    opened.emulate_media(media="print")
    usual = opened.evaluate(LOOK)
    opened.emulate_media(media="screen")
    for name in ("Rất lớn", "Tối", "Tương phản cao"):
        choose(opened, name)
    opened.emulate_media(media="print")

    assert opened.evaluate(LOOK) == usual
    assert not opened.get_by_text(NAME).is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_high_contrast_all_text_has_seven_to_one(page, site, article, scheme):
    document = make_document(urgency="urgent", due_on=at(2026, 12, 1).date())
    make_document_file(document)
    page.emulate_media(color_scheme=scheme, contrast="more")
    for address in ("/", article.get_absolute_url(), "/van-ban/", document.get_absolute_url()):
        page.goto(site.url + address)
        only = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
        assert Axe().run(page, options=only).response["violations"] == []


def test_the_register_is_cards_where_large_text_leaves_no_room_for_a_table(page, site):
    make_document()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site.url}/van-ban/")
    shape = "element => getComputedStyle(element).display"
    assert page.locator(".register").evaluate(shape) == "table"

    page.evaluate("document.documentElement.dataset.size = '2'")
    assert page.locator(".register").evaluate(shape) == "block"


def test_with_the_largest_text_the_name_of_the_department_keeps_off_the_menu_button(opened):
    choose(opened, "Rất lớn")

    assert opened.locator(".masthead-brand").evaluate("brand => brand.scrollWidth <= brand.clientWidth")
