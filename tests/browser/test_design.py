"""The design in a real browser: /_design/ in every way to read, marks and lines of text."""

import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageChops

from tests.browser.staff import Staff
from tests.factories import make_article, make_user

pytestmark = pytest.mark.thorough

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
NARROWEST = {"width": 320, "height": 640}
# The page shows side by side what never stands on one page: so ids come twice. For 7 : 1 it is asked where
# the reader asks for high contrast.
RULES = {"duplicate-id-aria": {"enabled": False}, "color-contrast-enhanced": {"enabled": False}}
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa"]}

# Where capitals with two marks stand, and what could cut them off: its own box, or a line that is too low.
PLACES = (
    ".masthead-name",
    ".page-head h1",
    ".page-head h2",
    ".page-head h3",
    ".page-head .lead",
    ".page-head .clamp",
    ".button",
    ".chip",
    ".effect",
    ".title-link.clamp",
    ".breadcrumbs [aria-current]",
    ".site-menu-item",
    ".ticker-list .clamp",
)
MARKS = "Ẩ Ễ Ỗ Ự"
# Above and below an element, in CSS pixels: what would stick out of it is there.
AROUND = 12


@pytest.fixture
def design(page, site):
    Staff(page, site.url).sign_in(make_user().username)
    page.set_viewport_size(DESKTOP)
    page.emulate_media(reduced_motion="reduce")  # The ticker stands still for its picture.
    page.goto(f"{site.url}/_design/")
    return page


@pytest.mark.parametrize(
    ("scheme", "contrast", "size"),
    [
        ("light", "no-preference", PHONE),
        ("light", "no-preference", DESKTOP),
        ("dark", "no-preference", DESKTOP),
        ("light", "more", DESKTOP),
        ("dark", "more", DESKTOP),
    ],
)
def test_every_component_is_accessible_in_every_way_to_read(design, scheme, contrast, size):
    design.emulate_media(color_scheme=scheme, contrast=contrast)
    design.set_viewport_size(size)
    rules = {**RULES, "color-contrast-enhanced": {"enabled": contrast == "more"}}
    found = Axe().run(design, options={"runOnly": WCAG, "rules": rules}).response["violations"]

    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


def test_no_component_is_wider_than_the_narrowest_screen_with_the_largest_text(design):
    design.set_viewport_size(NARROWEST)
    for size in ("", "1", "2"):
        design.evaluate("size => { document.documentElement.dataset.size = size }", size)
        assert design.evaluate("document.documentElement.scrollWidth") == NARROWEST["width"]


@pytest.mark.parametrize("size", ["", "2"])
def test_no_mark_is_cut_off(design, size):
    design.evaluate("size => { document.documentElement.dataset.size = size }", size)
    cut = []
    for place in PLACES:
        element = design.locator(place).locator("visible=true").first
        element.evaluate("(element, text) => { element.textContent = text }", MARKS)
        before = picture(design, element)
        element.evaluate("element => { element.style.overflow = 'visible' }")
        if ImageChops.difference(before, picture(design, element)).getbbox():
            cut.append(place)

    assert cut == []


def test_marks_of_a_line_do_not_touch_the_line_above(design):
    """What hangs below the letters of a line and what stands above those of the next fit into its height."""
    touching = {}
    for place in PLACES:
        needed, height = design.locator(place).first.evaluate(
            """element => {
              const style = getComputedStyle(element);
              const canvas = document.createElement("canvas").getContext("2d");
              canvas.font = style.font;
              const ink = canvas.measureText("ẨỄỖẰgyợỵ");
              const height = ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent;
              return [height, parseFloat(style.lineHeight)];
            }"""
        )
        if needed > height:
            touching[place] = needed, height

    assert touching == {}


def picture(page, element):
    """Return what is drawn where an element is, and a little above and below it."""
    element.scroll_into_view_if_needed()
    box = element.bounding_box()
    clip = {**box, "y": box["y"] - AROUND, "height": box["height"] + 2 * AROUND}
    return Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")


def test_lines_of_an_article_are_as_long_as_reads_well(page, site):
    sentence = "Một anh lái xe đường dài cảm ơn thầy giáo Địa lí đã bắt anh vẽ lại bản đồ bảy lần. "
    article = make_article(body=f"<p>{sentence * 12}</p>")
    page.set_viewport_size(DESKTOP)
    page.goto(site.url + article.get_absolute_url())
    lines = page.locator(".rich-text p").evaluate(
        """paragraph => {
          const text = paragraph.firstChild;
          const tops = [...text.data].map((_, place) => {
            const range = document.createRange();
            range.setStart(text, place);
            range.setEnd(text, place + 1);
            return Math.round(range.getBoundingClientRect().bottom);
          });
          return [...new Set(tops)].map((top) => tops.filter((each) => each === top).length);
        }"""
    )

    full = lines[:-1]
    assert len(full) > 10
    assert sum(full) / len(full) >= 60
    assert max(full) <= 75
