"""Voting in a real browser: in a block with scripts, on the page without, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from stats.buffer import buffer
from stats.models import Ballot
from tests.browser.looking import DESKTOP, PHONE, problems_of, tab_to
from tests.conftest import BROWSER
from tests.factories import make_ballot, make_poll
from tests.portal.blocks import only
from tests.stats.ballots import counts

THANKS = "Phiếu của bạn đã được ghi. Cảm ơn bạn."


@pytest.fixture
def poll():
    made = make_poll(
        "Sáng thứ bảy", "Chiều chủ nhật", "Tối trong tuần", question="Nên họp phụ huynh lúc nào?"
    )
    only("stats.poll", "home-side", poll=None)
    return made


@pytest.fixture
def visitor(browser):
    """Return a function that opens the tab of another browser, which is not counted."""
    opened = []

    def new(**options):
        context = browser.new_context(locale="vi-VN", **options)
        context.route("**/dem/**", lambda route: route.abort())
        opened.append(context)
        return context.new_page()

    yield new
    for context in opened:
        context.close()


def test_vote_in_the_block_leaves_the_page_where_it_is(page, site, poll):
    page.goto(site.url)
    block = page.locator("[data-poll]")
    block.get_by_label("Chiều chủ nhật").check()
    block.get_by_role("button", name="Bỏ phiếu").click()
    expect(block.get_by_text(THANKS)).to_be_visible()
    expect(block.locator("[data-answer]")).to_be_focused()
    expect(block.get_by_role("meter", name="Chiều chủ nhật")).to_be_visible()
    assert page.url == f"{site.url}/"
    assert counts(poll) == {"Sáng thứ bảy": 0, "Chiều chủ nhật": 1, "Tối trong tuần": 0}


def test_nothing_chosen_is_said_in_the_block_and_can_be_mended_there(page, site, poll):
    page.goto(site.url)
    block = page.locator("[data-poll]")
    block.get_by_role("button", name="Bỏ phiếu").click()
    expect(block.get_by_role("alert")).to_contain_text("Bạn chưa chọn mục nào.")
    expect(block.get_by_role("alert")).to_be_focused()
    block.get_by_label("Sáng thứ bảy").check()
    block.get_by_role("button", name="Bỏ phiếu").click()
    expect(block.get_by_text(THANKS)).to_be_visible()
    assert counts(poll)["Sáng thứ bảy"] == 1


def test_double_click_is_one_ballot(page, site, poll):
    page.goto(site.url)
    block = page.locator("[data-poll]")
    block.get_by_label("Sáng thứ bảy").check()
    block.get_by_role("button", name="Bỏ phiếu").dblclick()
    expect(block.get_by_text(THANKS)).to_be_visible()
    assert Ballot.objects.count() == 1


def test_browsers_of_one_room_do_their_work_unseen(visitor, site, poll):
    for number in range(1, 9):
        page = visitor()
        page.goto(site.url)
        block = page.locator("[data-poll]")
        block.get_by_label("Tối trong tuần").check()
        block.get_by_role("button", name="Bỏ phiếu").click()
        expect(block.get_by_text(THANKS)).to_be_visible(timeout=15_000)
        assert counts(poll)["Tối trong tuần"] == number


def test_page_of_the_poll_does_the_work_too(visitor, site, poll):
    for number in range(1, 4):
        page = visitor()
        page.goto(site.url + poll.get_absolute_url())
        page.get_by_label("Sáng thứ bảy").first.check()
        page.locator("main").get_by_role("button", name="Bỏ phiếu").click()
        expect(page.locator("main").get_by_text(THANKS)).to_be_visible(timeout=15_000)
        assert counts(poll)["Sáng thứ bảy"] == number


def test_without_scripts_the_block_leads_to_the_page_where_the_vote_is_cast(visitor, site, poll):
    page = visitor(java_script_enabled=False)
    page.goto(site.url)
    page.get_by_label("Chiều chủ nhật").check()
    page.get_by_role("button", name="Bỏ phiếu").click()
    assert poll.get_absolute_url() in page.url
    main = page.locator("main")
    expect(main.get_by_label("Chiều chủ nhật")).to_be_checked()
    main.get_by_role("button", name="Bỏ phiếu").click()
    expect(main.get_by_text(THANKS)).to_be_visible()
    assert counts(poll)["Chiều chủ nhật"] == 1


def test_who_has_voted_sees_the_results_in_the_block_again(browser, site, poll):
    context = browser.new_context(locale="vi-VN", user_agent=BROWSER)
    page = context.new_page()
    page.goto(site.url + poll.get_absolute_url())
    main = page.locator("main")
    main.get_by_label("Sáng thứ bảy").check()
    main.get_by_role("button", name="Bỏ phiếu").click()
    expect(main.get_by_text(THANKS)).to_be_visible()
    page.goto(site.url)
    block = page.locator("[data-poll]")
    expect(block.get_by_role("meter", name="Sáng thứ bảy")).to_be_visible()
    expect(block.get_by_text(THANKS)).to_be_visible()
    context.close()
    buffer.flush()


def test_server_that_is_away_leads_to_the_page_of_the_poll(page, site, poll):
    page.goto(site.url)
    page.route("**/phieu/", lambda route: route.abort())
    block = page.locator("[data-poll]")
    block.get_by_label("Sáng thứ bảy").check()
    block.get_by_role("button", name="Bỏ phiếu").click()
    page.wait_for_url(f"**{poll.get_absolute_url()}?chon=*")
    expect(page.locator("main").get_by_label("Sáng thứ bảy")).to_be_checked()


def test_vote_by_keyboard_alone(page, site, poll):
    page.set_viewport_size(PHONE)
    page.goto(site.url)
    block = page.locator("[data-poll]")
    tab_to(page, block.get_by_label("Sáng thứ bảy"))
    page.keyboard.press("ArrowDown")
    tab_to(page, block.get_by_role("button", name="Bỏ phiếu"))
    page.keyboard.press("Enter")
    expect(block.get_by_text(THANKS)).to_be_visible()
    assert counts(poll)["Chiều chủ nhật"] == 1


@pytest.mark.thorough
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_polls_are_accessible_in_every_state(page, site, scheme):
    page.emulate_media(color_scheme=scheme)
    single, several = make_poll("Có", "Không"), make_poll("A", "B", "C", max_choices=2, results="always")
    make_ballot(several, "A", "C")
    only("stats.poll", "home-side", poll=single.pk)
    found = []
    for address in ("/", "/tham-do/", single.get_absolute_url(), several.get_absolute_url()):
        page.goto(site.url + address)
        found += problems_of(page, PHONE, DESKTOP)
    page.locator("main").get_by_role("button", name="Bỏ phiếu").click()
    expect(page.locator("main").get_by_role("alert")).to_be_visible()
    found += problems_of(page, PHONE, DESKTOP)
    page.goto(site.url)
    page.get_by_label("Có", exact=True).check()
    page.get_by_role("button", name="Bỏ phiếu").click()
    expect(page.get_by_role("meter").first).to_be_visible()
    found += problems_of(page, PHONE, DESKTOP)
    assert found == []
