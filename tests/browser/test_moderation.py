"""An answer that a moderator types is not lost to the button beside it, with scripts and without."""

import pytest
from playwright.sync_api import expect

from news.models import Comment
from tests.browser.staff import signed_in
from tests.factories import make_comment, make_user

ANSWER = "Chào chị, lịch thi là ngày 05/06."


@pytest.fixture
def comment():
    return make_comment(status="waiting", text="Bao giờ thi ạ?")


def opened(page, site, comment):
    signed_in(page, site.url, make_user(groups=("Biên tập viên",)))
    page.goto(f"{site.url}/quan-tri/news/comment/{comment.pk}/change/")
    page.get_by_label("Câu trả lời").fill(ANSWER)
    return page


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


@pytest.mark.parametrize("is_dropped", [False, True])
def test_script_asks_before_an_answer_is_dropped(page, site, comment, is_dropped):
    opened(page, site, comment)
    page.on("dialog", lambda dialog: dialog.accept() if is_dropped else dialog.dismiss())
    page.get_by_role("button", name="Đánh dấu là rác").click()
    if is_dropped:
        expect(page.locator(".messagelist .success")).to_contain_text("Đã đánh dấu là rác")
    else:
        expect(page.get_by_label("Câu trả lời")).to_have_value(ANSWER)
    assert status_of(comment) == ("spam" if is_dropped else "waiting")


def test_without_scripts_the_server_asks(browser, site, comment):
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = opened(context.new_page(), site, comment)
    page.get_by_role("button", name="Đánh dấu là rác").click()
    expect(page.get_by_role("alert")).to_contain_text("chưa gửi")
    expect(page.get_by_label("Câu trả lời")).to_have_value(ANSWER)
    assert status_of(comment) == "waiting"
    page.get_by_role("button", name="Bỏ câu trả lời").click()
    expect(page.locator(".messagelist .success")).to_contain_text("Đã đánh dấu là rác")
    assert status_of(comment) == "spam"
    context.close()


def test_enter_in_the_name_sends_the_answer(page, site, comment):
    opened(page, site, comment)
    page.get_by_label("Người trả lời").fill("Phòng Khảo thí")
    page.get_by_label("Người trả lời").press("Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("Đã trả lời")
    assert Comment.objects.get(is_official=True).text == ANSWER
    assert status_of(comment) == "approved"
