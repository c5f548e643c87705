"""Nothing typed is lost: two people on one object, a closed tab, a killed browser, an ended sign-in."""

import json
import os
import signal

import pytest
from playwright.sync_api import expect

from core.models import Autosave
from news.models import Article
from portal.models import StaffSession
from tests.browser.conftest import FLAGS, chromium_path
from tests.browser.looking import DESKTOP, PHONE, problems_of, tab_to
from tests.browser.staff import PASSWORD, autosaved, signed_in
from tests.conftest import BROWSER
from tests.factories import image_bytes, make_article, make_category, make_superuser, tag

TABLET = {"width": 768, "height": 1024}
LIST = "/quan-tri/news/article/"


@pytest.fixture
def me():
    make_category(name="Tin tức")
    return make_superuser(username="chi-huong", last_name="Trần", first_name="Thị Hương")


@pytest.fixture
def colleague():
    return make_superuser(username="anh-hai", last_name="Đỗ", first_name="Hải Đường")


@pytest.fixture
def tab(page, site, me):
    signed_in(page, site.url, me)
    page.clock.install()
    page.on("dialog", lambda dialog: dialog.accept())
    return page


@pytest.fixture
def other(browser, site, colleague):
    """The browser of a colleague."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", user_agent=BROWSER)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield signed_in(page, site.url, colleague)
    context.close()


def opened(page, site, article=None):
    page.goto(f"{site.url}{LIST}{article.pk}/change/" if article else f"{site.url}{LIST}add/")
    expect(page.frame_locator("#cke_id_body iframe").locator("body")).to_be_visible()
    return page


def body_of(page):
    return page.frame_locator("#cke_id_body iframe").locator("body")


def offer(page):
    return page.get_by_role("region", name="Bản đang soạn dở")


def test_two_people_are_told_of_each_other_and_the_later_save_asks(tab, other, site):
    article = make_article(title="Lịch thi lớp 10", body="<p>Thi ngày 2 tháng 6.</p>")
    opened(tab, site, article)
    opened(other, site, article)
    expect(other.get_by_text("Trần Thị Hương đang mở nội dung này")).to_be_visible()
    autosaved(tab)
    expect(tab.get_by_text("Đỗ Hải Đường đang mở nội dung này")).to_be_visible()

    tab.locator("[name=title]").fill("Lịch thi vào lớp 10")
    body_of(tab).fill("Thi ngày 3 tháng 6.")
    other.locator("[name=lead]").fill("Ba môn thi.")
    other.get_by_role("button", name="Lưu và cập nhật trang").click()
    expect(other.locator(".messagelist .success").first).to_be_visible()
    autosaved(tab)
    expect(tab.get_by_text("Đỗ Hải Đường vừa lưu bản khác")).to_be_visible()

    with tab.expect_response(lambda answer: answer.status == 409):
        tab.get_by_role("button", name="Lưu và cập nhật trang").click()
    difference = tab.get_by_role("region", name="Bản đã lưu và bản của bạn khác nhau ở đâu")
    expect(difference.locator("ins").first).to_have_text(" vào")
    expect(difference).to_contain_text("Ba môn thi.")
    expect(tab.locator("[name=title]")).to_have_value("Lịch thi vào lớp 10")
    assert Article.objects.get().title == "Lịch thi lớp 10"
    assert list(problems_of(tab, DESKTOP, TABLET, PHONE)) == []

    tab_to(tab, tab.get_by_role("button", name="Giữ bản của tôi"))
    tab.keyboard.press("Enter")
    expect(tab.locator(".messagelist .success").first).to_be_visible()
    stored = Article.objects.get()
    assert stored.title == "Lịch thi vào lớp 10"
    # What the colleague wrote stays among the versions.
    assert "Ba môn thi." in stored.versions.values_list("lead", flat=True)


def test_stored_version_is_taken_and_ones_own_is_still_there(tab, other, site):
    article = make_article(title="Lịch thi")
    opened(tab, site, article)
    opened(other, site, article)
    other.locator("[name=title]").fill("Của đồng nghiệp")
    other.get_by_role("button", name="Lưu và cập nhật trang").click()
    expect(other.locator(".messagelist .success").first).to_be_visible()
    tab.locator("[name=title]").fill("Của tôi")
    tab.get_by_role("button", name="Lưu và cập nhật trang").click()
    autosaved(tab)
    tab.get_by_role("button", name="Lấy bản đã lưu").click()
    expect(tab.locator("[name=title]")).to_have_value("Của đồng nghiệp")
    expect(offer(tab)).to_be_visible()


def test_draft_of_a_closed_tab_comes_back(tab, site):
    opened(tab, site)
    tab.locator("[name=title]").fill("Hội nghị tổng kết")
    tab.locator("[name=category]").select_option(label="Tin tức")
    body_of(tab).fill("Sáng nay khai mạc.")
    tab.locator("[name=form]").select_option("photos")
    tab.locator("#photos-group .add-row a").click()
    tab.locator("[name=photos-0-alt]").fill("Sân trường")
    expect(autosaved(tab)).to_contain_text("Đã tự lưu bản soạn dở")
    again = tab.context.new_page()
    tab.close()

    opened(again, site)
    expect(offer(again)).to_contain_text("Có bản đang soạn dở lúc")
    assert list(problems_of(again, DESKTOP, TABLET, PHONE)) == []
    offer(again).get_by_role("link", name="Xem khác gì").click()
    expect(again.locator("ins", has_text="Hội nghị tổng kết")).to_be_visible()
    assert list(problems_of(again, DESKTOP, TABLET, PHONE)) == []
    again.get_by_role("link", name="Khôi phục").click()
    expect(again.locator("[name=title]")).to_have_value("Hội nghị tổng kết")
    expect(body_of(again)).to_have_text("Sáng nay khai mạc.")
    expect(again.locator("[name=photos-0-alt]")).to_have_value("Sân trường")
    expect(again.locator(".errornote")).to_have_count(0)
    again.locator("[name=photos-0-picture]").set_input_files(
        {"name": "anh.png", "mimeType": "image/png", "buffer": image_bytes()}
    )
    again.get_by_role("button", name="Lưu nháp").click()
    expect(again.locator(".messagelist .success").first).to_be_visible()
    assert Article.objects.get().photos.get().alt == "Sân trường"
    assert again.evaluate("Object.keys(localStorage).filter(key => key.startsWith('soan-do:'))") == []


def test_draft_that_the_server_let_go_of_is_sent_again(tab, site):
    opened(tab, site)
    tab.locator("[name=title]").fill("Gõ trong thẻ đang mở")
    autosaved(tab)
    Autosave.objects.all().delete()
    with tab.expect_response(
        lambda answer: answer.url.endswith("/nhap/") and "title" in answer.request.post_data
    ):
        tab.clock.fast_forward(21_000)
    expect(tab.locator("[data-draft-status]")).to_contain_text("Đã tự lưu bản soạn dở")
    assert dict(Autosave.objects.get().data)["title"] == "Gõ trong thẻ đang mở"


def test_who_goes_back_to_a_saved_form_has_a_draft_of_what_he_types_then_alone(tab, site, me):
    opened(tab, site)
    tab.locator("[name=title]").fill("Đã lưu")
    tab.locator("[name=category]").select_option(label="Tin tức")
    body_of(tab).fill("Nội dung.")
    token = tab.locator("[name=_draft]").input_value()
    Autosave.objects.finish(me, token)  # As a save does whose answer this tab has left by «Back».
    with tab.expect_response(lambda answer: answer.url.endswith("/nhap/") and answer.ok):
        tab.clock.fast_forward(21_000)
    expect(tab.locator("[name=_draft]")).not_to_have_value(token)
    autosaved(tab)
    assert not Autosave.objects.drafts().exists()
    tab.locator("[name=title]").fill("Gõ thêm")
    expect(autosaved(tab)).to_contain_text("Đã tự lưu bản soạn dở")
    assert dict(Autosave.objects.drafts().get().data)["title"] == "Gõ thêm"


def test_tags_and_topic_come_back(tab, site):
    article = make_article(title="Bài")
    tag(article, "lớp 10")
    opened(tab, site, article)
    tab.evaluate(
        """() => {
            const box = django.jQuery("#id_tag_names");
            box.append(new Option("đề thi", "đề thi", true, true)).trigger("change");
        }"""
    )
    autosaved(tab)
    again = tab.context.new_page()
    tab.close()
    opened(again, site, article)
    offer(again).get_by_role("link", name="Khôi phục").click()
    expect(again.locator("[name=tag_names]")).to_have_values(["lớp 10", "đề thi"])


def process_of(profile):
    """Return the number of the Chromium that a profile belongs to: its lock is a link «machine-number»."""
    return int(os.readlink(profile / "SingletonLock").rpartition("-")[2])


def test_draft_survives_a_killed_browser(browser, site, me, tmp_path):
    """Chromium is killed as by the system; the next one opens the same profile."""
    type_ = browser.browser_type
    options = {"executable_path": chromium_path(), "args": FLAGS, "user_agent": BROWSER, "locale": "vi-VN"}
    first = type_.launch_persistent_context(tmp_path / "profile", **options)
    page = signed_in(first.new_page(), site.url, me)
    page.clock.install()
    opened(page, site)
    page.locator("[name=title]").fill("Viết trước khi máy tắt")
    autosaved(page)
    with first.expect_event("close"):
        os.kill(process_of(tmp_path / "profile"), signal.SIGKILL)

    second = type_.launch_persistent_context(tmp_path / "profile", **options)
    page = signed_in(second.new_page(), site.url, me)
    opened(page, site)
    offer(page).first.get_by_role("link", name="Khôi phục").click()
    expect(page.locator("[name=title]")).to_have_value("Viết trước khi máy tắt")
    second.close()


def test_ended_sign_in_keeps_the_copy_and_goes_on_after_signing_in_again(tab, site, me):
    opened(tab, site)
    tab.locator("[name=title]").fill("Viết lúc còn đăng nhập")
    autosaved(tab)
    StaffSession.objects.all().delete()
    tab.locator("[name=title]").fill("Viết lúc đã hết phiên")
    with tab.expect_response(lambda answer: answer.url.endswith("/nhap/") and answer.status == 401):
        tab.clock.fast_forward(21_000)
    expect(tab.locator("[data-draft-status]")).to_contain_text("được giữ trên máy này")
    assert list(problems_of(tab, DESKTOP, TABLET, PHONE)) == []
    assert dict(Autosave.objects.get().data)["title"] == "Viết lúc còn đăng nhập"

    with tab.context.expect_page() as opening:
        tab.locator("[data-draft-status]").get_by_role("link", name="Đăng nhập lại ở thẻ mới").click()
    again = opening.value
    again.get_by_label("Tên đăng nhập").fill(me.username)
    again.get_by_label("Mật khẩu").fill(PASSWORD)
    again.get_by_role("button", name="Đăng nhập").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("Đã đăng nhập lại")
    again.close()
    expect(autosaved(tab)).to_contain_text("Đã tự lưu bản soạn dở")
    assert dict(Autosave.objects.get().data)["title"] == "Viết lúc đã hết phiên"


def test_copy_of_a_tab_that_was_closed_after_its_sign_in_ended_is_offered(tab, site, me):
    opened(tab, site)
    StaffSession.objects.all().delete()
    tab.locator("[name=title]").fill("Chỉ có trên máy này")
    with tab.expect_response(lambda answer: answer.url.endswith("/nhap/") and answer.status == 401):
        tab.clock.fast_forward(21_000)
    assert not Autosave.objects.filter(data__isnull=False).exists()
    again = tab.context.new_page()
    tab.close()
    signed_in(again, site.url, me)
    opened(again, site)
    offer(again).get_by_role("link", name="Khôi phục").click()
    expect(again.locator("[name=title]")).to_have_value("Chỉ có trên máy này")


def test_signing_out_forgets_the_copies_of_this_browser(tab, site):
    opened(tab, site)
    tab.locator("[name=title]").fill("Máy dùng chung")
    autosaved(tab)
    held = "Object.keys(localStorage).filter(key => key.startsWith('soan-do:')).length"
    assert tab.evaluate(held) == 1
    tab.goto(f"{site.url}/quan-tri/")
    assert tab.evaluate(held) == 1
    tab.get_by_role("button", name="Đăng xuất").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Bạn đã đăng xuất")
    tab.wait_for_function(f"{held} === 0")


COPIES = "() => Object.entries(localStorage).filter(([key]) => key.startsWith('soan-do:'))"


def left_behind(tab, site):
    """Have somebody type what the server never gets: his sign-in ends before it is sent."""
    opened(tab, site)
    StaffSession.objects.all().delete()
    tab.locator("[name=title]").fill("Chỉ có trên máy này")
    with tab.expect_response(lambda answer: answer.url.endswith("/nhap/") and answer.status == 401):
        tab.clock.fast_forward(21_000)
    again = tab.context.new_page()
    tab.close()
    return again


def test_who_signs_out_takes_no_copies_of_others_along(tab, site, me, colleague):
    shared = left_behind(tab, site)
    signed_in(shared, site.url, colleague).goto(f"{site.url}/quan-tri/")
    shared.get_by_role("button", name="Đăng xuất").click()
    expect(shared.get_by_role("heading", level=1)).to_have_text("Bạn đã đăng xuất")
    signed_in(shared, site.url, me)
    opened(shared, site)
    offer(shared).get_by_role("link", name="Khôi phục").click()
    expect(shared.locator("[name=title]")).to_have_value("Chỉ có trên máy này")


def test_copies_stay_a_day_once_somebody_else_works_at_this_browser(tab, site, me, colleague):
    shared = left_behind(tab, site)
    signed_in(shared, site.url, colleague)
    opened(shared, site)
    [[key, kept]] = shared.evaluate(COPIES)
    kept = json.loads(kept)
    assert key.startswith(f"soan-do:{me.pk}:")
    day, now = 24 * 3600 * 1000, shared.evaluate("Date.now()")
    assert day - 60_000 < kept["until"] - now <= day
    shared.evaluate(
        "([key, kept]) => localStorage.setItem(key, kept)", [key, json.dumps(kept | {"until": now - 1})]
    )
    shared.goto(f"{site.url}/quan-tri/")
    shared.wait_for_function(f"({COPIES})().length === 0")


def test_discarded_draft_is_gone_from_this_browser_too(tab, site):
    opened(tab, site)
    tab.locator("[name=title]").fill("Bỏ đi")
    autosaved(tab)
    opened(tab, site)
    offer(tab).get_by_role("button", name="Bỏ").click()
    expect(tab.locator(".messagelist .success")).to_have_text("Đã bỏ bản soạn dở.")
    opened(tab, site)
    expect(offer(tab)).to_have_count(0)


def test_untouched_form_is_no_draft(tab, site):
    article = make_article(body="<p>a</p>\n<p>b</p>")
    opened(tab, site, article)
    autosaved(tab)
    assert Autosave.objects.get().data is None


def test_without_scripts_conflicts_are_found_and_drafts_restored(browser, site, me, other, colleague):
    article = make_article(title="Cũ")
    Autosave.objects.create(
        user=me,
        token="a" * 32,
        kind="news.article",
        object_id=article.pk,
        data=[["title", "Từ bản soạn dở"], ["category", str(article.category_id)], ["_version", "x"]],
        saved_at=article.updated_at,
    )
    context = browser.new_context(java_script_enabled=False, user_agent=BROWSER)
    page = signed_in(context.new_page(), site.url, me)
    page.goto(f"{site.url}{LIST}{article.pk}/change/")
    expect(page.get_by_role("link", name="Khôi phục")).to_be_visible()
    stored = Article.objects.get()
    stored.title, stored.updated_by = "Của đồng nghiệp", colleague
    stored.save()
    page.locator("[name=title]").fill("Của tôi")
    page.get_by_role("button", name="Lưu và cập nhật trang").click()
    expect(page.get_by_text("Đỗ Hải Đường đã lưu bản khác")).to_be_visible()
    page.get_by_role("button", name="Giữ bản của tôi").click()
    assert Article.objects.get().title == "Của tôi"
    context.close()


def test_refused_form_holds_its_files(tab, site):
    opened(tab, site)
    tab.locator("[name=title]").fill("Có ảnh bìa")
    tab.locator("[name=category]").select_option(label="Tin tức")
    tab.locator("[name=cover]").set_input_files(
        {"name": "bìa.png", "mimeType": "image/png", "buffer": image_bytes()}
    )
    tab.get_by_role("button", name="Lưu nháp").click()
    expect(tab.get_by_text("Đã giữ tệp «bìa.png»")).to_be_visible()
    assert list(problems_of(tab, DESKTOP, TABLET, PHONE)) == []
    body_of(tab).fill("Nội dung.")
    tab.get_by_role("button", name="Lưu nháp").click()
    expect(tab.locator(".messagelist .success").first).to_be_visible()
    assert Article.objects.get().cover_width == 64


def test_trash_is_usable_at_every_width(tab, site):
    make_article(title="Bài đã bỏ với tiêu đề khá dài để xem có tràn ra ngoài không", published=False).trash(
        by=None
    )
    tab.goto(f"{site.url}/quan-tri/thung-rac/")
    assert list(problems_of(tab, DESKTOP, TABLET, PHONE)) == []
    tab.get_by_role("button", name="Khôi phục «Bài đã bỏ").click()
    expect(tab.locator(".messagelist .success").first).to_be_visible()
