"""What people came for is on the first screen, and the home page is short on a phone."""

import pytest
from playwright.sync_api import expect

from portal.models import Announcement
from tests.browser.furnished import furnish
from tests.browser.looking import DESKTOP, sideways_scroll
from tests.factories import image_bytes, make_article, make_category, make_document, upload
from tests.portal.blocks import only

PHONE = {"width": 360, "height": 800}
TITLE = (
    "Sở Giáo dục và Đào tạo tổ chức hội nghị trực tuyến toàn tỉnh tổng kết năm học 2025–2026, triển khai "
    "nhiệm vụ trọng tâm năm học 2026–2027 và trao thưởng học sinh giỏi cấp quốc gia, quốc tế"
)


def bottom_of(locator):
    box = locator.bounding_box()
    return box["y"] + box["height"]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_first_document_of_the_register_is_on_the_first_screen(browser, site, size, scripts):
    furnish()
    Announcement.objects.filter(kind="emergency").delete()  # It stands before everything.
    for number in range(1, 8):
        make_document(number=f"{number}/KH-SGDĐT", subject="Về việc sửa chữa trường học sau mưa lũ")
    context = browser.new_context(viewport=size, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{site.url}/van-ban/")
    first = page.locator(".register tbody tr").first.get_by_role("link", name="Về việc sửa chữa")
    assert bottom_of(first) <= size["height"]
    context.close()


@pytest.mark.parametrize(("size", "most"), [(PHONE, 230), (DESKTOP, 110)], ids=["phone", "desktop"])
def test_very_long_title_leaves_room_for_the_text(page, site, size, most):
    article = make_article(title=TITLE, lead="Hội nghị có 41 điểm cầu.")
    document = make_document(subject=TITLE)
    page.set_viewport_size(size)
    page.goto(site.url + article.get_absolute_url())
    assert page.locator("h1").bounding_box()["height"] <= most
    assert bottom_of(page.locator(".lead")) <= size["height"]
    page.goto(site.url + document.get_absolute_url())
    assert page.locator("h1").bounding_box()["height"] <= most + 50  # With the kind and number over it.


def test_short_title_is_as_large_as_ever(page, site):
    page.goto(site.url + make_article(title="Hội nghị tổng kết").get_absolute_url())
    assert page.locator("h1").get_attribute("class") == ""
    large = page.locator("h1").evaluate("h1 => parseFloat(getComputedStyle(h1).fontSize)")
    page.goto(site.url + make_article(title=TITLE).get_absolute_url())
    assert page.locator("h1").evaluate("h1 => parseFloat(getComputedStyle(h1).fontSize)") < large


def test_block_shows_the_newest_documents_on_a_phone_and_leads_to_all(page, site):
    only("documents.newest", query="", number=8)
    for number in range(1, 9):
        make_document(number=f"{number}/KH-SGDĐT")
    page.set_viewport_size(PHONE)
    page.goto(site.url)
    expect(page.locator(".block-documents > li:visible")).to_have_count(5)
    expect(page.locator(".block .section-head a")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".block-documents > li:visible")).to_have_count(8)
    page.emulate_media(media="screen")
    page.set_viewport_size(DESKTOP)
    expect(page.locator(".block-documents > li:visible")).to_have_count(8)


def test_cards_are_pushed_aside_on_a_phone(page, site):
    only("news.category", category=None, layout="cards", number=4)
    for number in range(4):
        make_article(title=f"Bài {number}", cover=upload("a.png", image_bytes((160, 90))), cover_alt="Ảnh")
    page.set_viewport_size(PHONE)
    page.goto(site.url)
    cards = page.locator(".block-cards > li")
    assert len({round(box["y"]) for box in (card.bounding_box() for card in cards.all())}) == 1
    assert sideways_scroll(page) == []
    page.keyboard.press("Tab")
    cards.last.get_by_role("link").focus()
    expect(cards.last).to_be_in_viewport(ratio=0.95)


def test_categories_are_short_on_a_phone(page, site):
    category = make_category(name="Tin hoạt động")
    only("news.sections", number=4)
    for number in range(5):
        cover = upload("a.png", image_bytes((160, 90)))
        make_article(category=category, title=f"Bài {number}", lead="Tóm tắt.", cover=cover, cover_alt="Ảnh")
    page.set_viewport_size(PHONE)
    page.goto(site.url)
    section = page.locator(".block-sections > section")
    expect(section.locator(".lead")).to_be_hidden()
    expect(section.locator(".headline-list > li:visible")).to_have_count(2)
    picture = section.locator(".cover").bounding_box()
    assert picture["width"] < 120
