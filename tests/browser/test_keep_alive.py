"""The notice before a sign-in ends, and what becomes of a page whose sign-in has ended."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from news.models import Article
from portal.models import StaffSession
from tests.browser.looking import DESKTOP, PHONE, problems_of
from tests.browser.staff import PASSWORD, signed_in
from tests.factories import make_category, make_superuser

FORM = "/quan-tri/news/article/add/"


@pytest.fixture
def user():
    make_category(name="Tin tức")
    return make_superuser(username="chi-huong")


@pytest.fixture
def tab(page, site, user):
    signed_in(page, site.url, user)
    page.clock.install()
    page.goto(f"{site.url}{FORM}")
    return page


def let_pass(minutes, *tabs):
    """Let time pass: for the server, whose clock says when something was last done, and for the tabs."""
    StaffSession.objects.update(seen_at=timezone.now() - timedelta(minutes=minutes))
    for tab in tabs:
        tab.clock.fast_forward(minutes * 60_000)


def notice(tab):
    return tab.get_by_role("alertdialog")


def test_notice_comes_a_minute_before_the_end_and_leaves_the_focus_where_it_is(tab):
    tab.locator("[name=title]").focus()
    let_pass(59, tab)
    expect(notice(tab)).to_contain_text("giây bạn sẽ được đăng xuất")
    expect(tab.locator("[name=title]")).to_be_focused()
    expect(notice(tab).get_by_role("link")).to_have_count(0)
    assert list(problems_of(tab, DESKTOP, PHONE)) == []


def test_button_renews_the_sign_in_on_the_server(tab):
    let_pass(59, tab)
    expect(notice(tab)).to_be_visible()
    with tab.expect_response(lambda response: response.request.method == "POST"):
        tab.get_by_role("button", name="Tiếp tục làm việc").click()
    expect(notice(tab)).to_be_hidden()
    assert timezone.now() - StaffSession.objects.get().seen_at < timedelta(minutes=1)


def test_typing_is_work(tab, eventually):
    let_pass(30, tab)
    tab.locator("[name=title]").press("a")
    eventually(lambda: timezone.now() - StaffSession.objects.get().seen_at < timedelta(minutes=1))


def test_typing_in_the_editor_is_work(tab, eventually):
    tab.frame_locator("#cke_id_body iframe").locator("body").click()
    let_pass(30, tab)
    tab.keyboard.type("a")
    eventually(lambda: timezone.now() - StaffSession.objects.get().seen_at < timedelta(minutes=1))


def test_server_hears_of_work_once_a_minute(tab):
    sent = []
    tab.on("request", lambda request: sent.append(request) if "con-lam" in request.url else None)
    let_pass(2, tab)
    with tab.expect_response("**/tai-khoan/con-lam/"):
        tab.locator("[name=title]").press_sequentially("Lịch thi vào lớp 10")
    assert len([request for request in sent if request.method == "POST"]) == 1


def test_work_in_one_tab_keeps_the_other(tab, site):
    other = tab.context.new_page()
    other.clock.install()
    other.goto(f"{site.url}/quan-tri/")
    let_pass(59, tab, other)
    expect(notice(tab)).to_be_visible()
    expect(notice(other)).to_be_visible()
    other.get_by_role("button", name="Tiếp tục làm việc").click()
    expect(notice(other)).to_be_hidden()
    expect(notice(tab)).to_be_hidden()


def test_nothing_is_lost_when_a_sign_in_ends_in_mid_form(tab, site, user):
    tab.locator("[name=title]").fill("Lịch thi vào lớp 10")
    tab.locator("[name=category]").select_option(label="Tin tức")
    tab.frame_locator("#cke_id_body iframe").locator("body").fill("Thi ngày 2 tháng 6.")
    let_pass(60, tab)
    expect(notice(tab)).to_contain_text("Bạn đã được đăng xuất")
    tab.get_by_role("button", name="Lưu nháp").click()
    expect(tab.locator("[name=title]")).to_have_value("Lịch thi vào lớp 10")
    assert not Article.objects.exists()

    with tab.context.expect_page() as opened:
        notice(tab).get_by_role("link", name="Đăng nhập lại ở thẻ mới").click()
    again = opened.value
    again.get_by_label("Tên đăng nhập").fill(user.username)
    again.get_by_label("Mật khẩu").fill(PASSWORD)
    again.get_by_role("button", name="Đăng nhập").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("Đã đăng nhập lại")
    again.close()

    tab.bring_to_front()
    tab.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(notice(tab)).to_be_hidden()
    tab.get_by_role("button", name="Lưu nháp").click()
    expect(tab.locator(".messagelist .success").first).to_be_visible()
    assert Article.objects.get().title == "Lịch thi vào lớp 10"


def test_sign_in_that_was_ended_elsewhere_loses_nothing_either(tab):
    tab.locator("[name=title]").fill("Lịch thi vào lớp 10")
    StaffSession.objects.all().delete()
    tab.clock.fast_forward(2 * 60_000)
    tab.get_by_role("button", name="Lưu nháp").click()
    expect(notice(tab)).to_contain_text("Bạn đã được đăng xuất")
    expect(tab.locator("[name=title]")).to_have_value("Lịch thi vào lớp 10")
