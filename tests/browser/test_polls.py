"""Voting in a real browser: in a block with scripts, on the page without, by keyboard alone."""

from dataclasses import replace

import pytest
from django.test import Client
from playwright.sync_api import expect

from stats.buffer import buffer
from stats.models import Ballot
from stats.polls.casting import GATE
from tests.browser.looking import DESKTOP, PHONE, problems_of, tab_to
from tests.conftest import BROWSER
from tests.factories import make_ballot, make_poll
from tests.portal.blocks import only
from tests.stats.ballots import ballot_of, counts

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


BROKEN = "<html><head><title>502</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"


def answer_broken(route):
    route.fulfill(status=502, body=BROKEN, content_type="text/html")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("fail", [answer_broken, lambda route: route.abort()], ids=["502", "away"])
def test_what_is_no_part_of_ours_stays_out_of_the_block(page, site, poll, method, fail):
    page.goto(site.url)
    page.route("**/phieu/", lambda route: fail(route) if route.request.method == method else route.fallback())
    block = page.locator("[data-poll]")
    choice, button = block.get_by_label("Sáng thứ bảy"), block.get_by_role("button", name="Bỏ phiếu")
    choice.check()
    button.click()
    expect(block.get_by_role("status")).to_contain_text("Lựa chọn của bạn vẫn còn")
    expect(choice).to_be_checked()
    assert "502" not in block.inner_text()
    assert not Ballot.objects.exists()
    page.unroute("**/phieu/")
    button.click()
    expect(block.get_by_text(THANKS)).to_be_visible()
    assert counts(poll)["Sáng thứ bảy"] == 1


def test_block_leads_to_the_page_where_voting_in_it_does_not_work(page, site, poll):
    page.goto(site.url)
    page.route("**/phieu/", answer_broken)
    block = page.locator("[data-poll]")
    block.get_by_label("Sáng thứ bảy").check()
    block.get_by_role("button", name="Bỏ phiếu").click()
    block.get_by_role("link", name="mở trang của thăm dò").click()
    main = page.locator("main")
    expect(main.get_by_label("Sáng thứ bảy")).to_be_checked()
    expect(main.get_by_text("Phiếu chưa được gửi.")).to_be_visible()


def test_words_that_changed_under_the_block_are_read_again(page, site, poll):
    page.goto(site.url)
    block = page.locator("[data-poll]")
    block.get_by_label("Sáng thứ bảy").check()
    poll.choices.filter(text="Sáng thứ bảy").update(text="Sáng thứ hai")
    block.get_by_role("button", name="Bỏ phiếu").click()
    expect(block.get_by_role("alert")).to_contain_text("Câu hỏi hoặc lựa chọn vừa được sửa.")
    expect(block.get_by_label("Sáng thứ hai")).to_be_checked()
    assert not Ballot.objects.exists()
    block.get_by_role("button", name="Bỏ phiếu").click()
    expect(block.get_by_text(THANKS)).to_be_visible()


def vote_plainly(poll, times):
    """Use up what goes through without work, from the address that the browser has."""
    for _ in range(times):
        voter = Client(HTTP_USER_AGENT="Khác", REMOTE_ADDR="127.0.0.1")
        voter.get(poll.get_absolute_url())
        voter.post(poll.get_absolute_url(), ballot_of(poll, "Tối trong tuần"))


@pytest.fixture
def crowded(poll, monkeypatch):
    """A poll that nobody votes on without work any more."""
    few = replace(GATE, plain_in_all=1)
    monkeypatch.setattr("stats.polls.casting.GATE", few)
    monkeypatch.setattr("stats.polls.views.GATE", few)
    vote_plainly(poll, 1)
    return poll


def test_work_is_seen_in_the_block(page, site, crowded):
    page.goto(site.url)
    block = page.locator("[data-poll]")
    page.evaluate(
        """() => {
            window.said = [];
            const status = document.querySelector("[data-poll] [data-status]");
            const listener = new MutationObserver(() => window.said.push(status.textContent));
            listener.observe(status, {childList: true});
        }"""
    )
    block.get_by_label("Sáng thứ bảy").check()
    block.get_by_role("button", name="Bỏ phiếu").click()
    expect(block.get_by_text(THANKS)).to_be_visible(timeout=15_000)
    assert page.evaluate("window.said") == ["Máy của bạn đang tự kiểm tra, chờ vài giây…", "Đang gửi…"]


def test_work_that_fails_leaves_the_button_alive(page, site, crowded):
    page.goto(site.url + crowded.get_absolute_url())
    main = page.locator("main")
    main.get_by_label("Sáng thứ bảy").check()
    page.evaluate(
        """() => {
            window.importKey = crypto.subtle.importKey.bind(crypto.subtle);
            crypto.subtle.importKey = () => Promise.reject(new Error());
        }"""
    )
    button = main.get_by_role("button", name="Bỏ phiếu")
    button.click()
    expect(main.get_by_role("status")).to_have_text("Máy không tự kiểm tra được. Hãy bấm lần nữa.")
    page.evaluate("() => { crypto.subtle.importKey = window.importKey; }")
    button.click()
    expect(main.get_by_text(THANKS)).to_be_visible(timeout=15_000)


def test_page_that_is_refused_again_and_again_stops_sending_by_itself(page, site, crowded):
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.add_init_script("btoa = () => 'x';")  # The work comes to nothing.
    page.goto(site.url + crowded.get_absolute_url())
    main = page.locator("main")
    main.get_by_label("Sáng thứ bảy").check()
    main.get_by_role("button", name="Bỏ phiếu").click()
    expect(main.locator("form[data-again='3']")).to_be_visible(timeout=20_000)
    expect(main.get_by_label("Sáng thứ bảy")).to_be_checked()
    expect(main.get_by_role("status")).to_be_empty()
    assert len([url for url in sent if "/tham-do/" in url]) == 4


@pytest.mark.parametrize("place", ["block", "page"])
def test_plain_http_is_said_where_no_machine_can_work(page, site, crowded, place):
    page.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    page.goto(site.url + ("/" if place == "block" else crowded.get_absolute_url()))
    part = page.locator("[data-poll]" if place == "block" else "main .poll")
    part.get_by_label("Sáng thứ bảy").check()
    part.get_by_role("button", name="Bỏ phiếu").click()
    expect(part.get_by_role("alert")).to_contain_text("Trang đang mở qua HTTP")
    expect(part.get_by_role("alert")).not_to_contain_text("JavaScript")
    expect(part.get_by_label("Sáng thứ bảy")).to_be_checked()


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
