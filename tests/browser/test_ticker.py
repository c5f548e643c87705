"""The ticker and the emergency bar in a real browser."""

from datetime import datetime

import pytest
from playwright.sync_api import expect

from portal.models import Announcement
from tests.browser.furnished import make_announcements
from tests.browser.looking import DESKTOP, PHONE, sideways_scroll

pytestmark = pytest.mark.thorough

TURN = 6_000  # milliseconds


@pytest.fixture
def announcements():
    make_announcements()


@pytest.fixture
def opened(page, site, announcements):
    """The home page, whose clock stands still."""
    return open_home(page, site)


def open_home(page, site):
    page.set_viewport_size(DESKTOP)
    page.clock.install(time=datetime(2026, 11, 27, 8))
    page.goto(site.url)
    page.locator(".ticker.is-running").wait_for()
    page.clock.pause_at(datetime(2026, 11, 27, 9))
    return page


def turned(page, milliseconds=TURN) -> int:
    """Let time pass; return by how many announcements the ticker went on in it, of three."""
    before = shown(page)
    page.clock.run_for(milliseconds)
    return (shown(page) - before) % 3


def shown(page) -> int:
    return page.locator("[data-ticker-list]").evaluate(
        "list => Math.round(list.scrollLeft / list.clientWidth)"
    )


def test_announcements_come_one_after_the_other_and_round_again(opened):
    assert [turned(opened) for _ in range(4)] == [1, 1, 1, 1]
    assert turned(opened, 3_000) in (0, 1)


def test_pause_stops_them_and_is_remembered_by_the_browser(opened, site):
    pause = opened.get_by_role("button", name="Dừng chạy thông báo")
    pause.click()
    opened.mouse.move(0, 0)
    opened.locator("body").evaluate("() => document.activeElement.blur()")
    assert turned(opened) == 0
    opened.reload()
    expect(pause).to_have_attribute("aria-pressed", "true")
    assert turned(opened) == 0

    pause.click()
    opened.mouse.move(0, 0)
    opened.locator("body").evaluate("() => document.activeElement.blur()")
    assert turned(opened) == 1
    opened.reload()
    expect(pause).to_have_attribute("aria-pressed", "false")


def test_pause_needs_no_pointer(opened):
    pause = opened.get_by_role("button", name="Dừng chạy thông báo")
    pause.focus()
    opened.keyboard.press("Space")
    expect(pause).to_have_attribute("aria-pressed", "true")
    opened.keyboard.press("Enter")
    expect(pause).to_have_attribute("aria-pressed", "false")


def test_browser_that_keeps_nothing_can_pause_all_the_same(page, site, announcements):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'Security'); } })"
    )
    open_home(page, site)
    pause = page.get_by_role("button", name="Dừng chạy thông báo")
    pause.click()
    expect(pause).to_have_attribute("aria-pressed", "true")


def test_nothing_moves_for_those_who_ask_for_less_motion(page, site, announcements):
    page.emulate_media(reduced_motion="reduce")
    open_home(page, site)
    assert turned(page, 10 * TURN) == 0
    expect(page.get_by_role("button", name="Dừng chạy thông báo")).not_to_be_visible()

    before = shown(page)
    page.get_by_role("button", name="Thông báo sau").click()
    assert (shown(page) - before) % 3 == 1


def test_they_stand_still_under_the_pointer(opened):
    opened.locator("[data-ticker-list]").hover()
    assert turned(opened) == 0
    opened.mouse.move(0, 0)
    assert turned(opened) == 1


def test_they_stand_still_under_the_focus(opened):
    opened.locator("[data-ticker-list]").focus()
    assert turned(opened) == 0
    opened.get_by_role("link", name="Đến nội dung chính").focus()
    assert turned(opened) == 1


def test_screen_readers_find_them_all_and_are_not_told_of_a_turn(opened):
    ticker = opened.locator(".ticker")
    before = ticker.aria_snapshot()
    assert before.count("listitem") == 3
    assert turned(opened) == 1
    assert ticker.aria_snapshot() == before
    assert ticker.locator("[role=status], [role=alert], [role=log], [role=marquee]").count() == 0
    assert ticker.locator("[aria-live]").evaluate_all("found => found.map(each => each.ariaLive)") == ["off"]


def test_turn_moves_nothing_else_on_the_page(opened):
    height = "document.querySelector('footer').getBoundingClientRect().top"
    before = opened.evaluate(height)
    for _ in range(3):
        turned(opened)
        assert opened.evaluate(height) == before


def test_without_scripts_all_announcements_are_read(browser, site, announcements):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(site.url)
    ticker = page.get_by_role("region", name="Thông báo", exact=True)
    for text in ("Lịch thi vào lớp 10", "bảo trì", "Nộp báo cáo"):
        expect(ticker.get_by_text(text)).to_be_in_viewport()
    expect(ticker.get_by_role("button")).to_have_count(0)
    assert sideways_scroll(page) == []
    context.close()


def test_where_there_is_none_nothing_is_left_of_either(page, site):
    page.goto(site.url)
    assert page.locator(".ticker, .emergency").count() == 0
    assert page.evaluate("document.querySelector('header').getBoundingClientRect().top") == 0


def test_emergency_stands_first_and_is_the_first_stop_after_the_skip_link(page, site, announcements):
    page.set_viewport_size(PHONE)
    page.goto(site.url)
    bar = page.get_by_role("region", name="Thông báo khẩn")
    assert bar.bounding_box()["y"] == 0
    assert bar.get_by_role("listitem").all_inner_texts() == [
        f"Thông báo khẩn: {each.text}" for each in Announcement.objects.filter(kind="emergency")
    ]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(bar.get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/tin-tuc/")


def test_emergency_stays_for_those_without_scripts_and_on_paper(browser, site, announcements):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url)
    expect(page.locator(".emergency")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".emergency")).to_be_visible()
    context.close()
