"""A post on its way between two people: written, returned, mended, looked at, warned of, published, read."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core.models import WebLink
from core.models.weblinks import note_uses
from news.models import Article, Pick, PickList
from tests.browser.looking import DESKTOP, PHONE, problems_of
from tests.browser.staff import Staff, signed_in
from tests.factories import make_article, make_category, make_user

TITLE = "Lịch kiểm tra cuối học kỳ I khối trung học"


@pytest.fixture
def category():
    return make_category(name="Tin hoạt động")


def person(browser_context, site, group, **names):
    user = make_user(groups=(group,), **names)
    return user, Staff(signed_in(browser_context.new_page(), site.url, user), site.url)


@pytest.fixture
def tabs(browser, site):
    """Two people, each at a browser of their own."""
    contexts = [browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh") for _ in range(2)]
    writer = person(contexts[0], site, "Cộng tác viên", last_name="Lê Thị", first_name="Mai")
    editor = person(contexts[1], site, "Biên tập viên", last_name="Trần Văn", first_name="Hòa")
    yield writer[1], editor[1]
    for each in contexts:
        each.close()


def desk(staff):
    staff.page.goto(f"{staff.address}/quan-tri/")
    return staff.page


def board(staff, title):
    return desk(staff).locator(".board", has=staff.page.get_by_role("heading", name=re.compile(title)))


def test_post_goes_from_its_writer_to_its_reader_by_way_of_an_editor(tabs, category, page, site):
    writer, editor = tabs

    # Written and handed in.
    writer.start("Viết bài mới")
    writer.fill(title=TITLE)
    writer.choose("category", "Tin hoạt động")
    writer.paste("Các trường kiểm tra từ 21/12. Hỏi thầy Nam, 0912 345 678.")
    writer.page.get_by_role("button", name="Gửi duyệt").click()
    expect(writer.page.locator(".messagelist .success")).to_contain_text("Đã gửi duyệt")

    # Announced, and returned with the reason.
    waiting = board(editor, "Chờ bạn duyệt")
    expect(waiting).to_contain_text(TITLE)
    expect(waiting).to_contain_text("Lê Thị Mai")
    waiting.get_by_role("link", name=TITLE).click()
    editor.page.get_by_role("button", name="Trả lại…").click()
    editor.page.locator("#ly-do-tra-lai textarea").fill("Thiếu giờ kiểm tra của từng môn.")
    editor.page.locator("#ly-do-tra-lai").get_by_role("button", name="Trả lại").click()
    expect(editor.page.locator(".messagelist .success")).to_contain_text("Đã trả lại")

    # Mended.
    returned = board(writer, "Trả lại cho bạn sửa")
    expect(returned).to_contain_text("Thiếu giờ kiểm tra của từng môn.")
    returned.get_by_role("link", name=TITLE).click()
    text = writer.page.frame_locator("#cke_id_body iframe").locator("body")
    text.press("Control+End")
    writer.page.keyboard.type(" Toán: 7 giờ 30. Ngữ văn: 9 giờ 30.")
    writer.page.get_by_role("button", name="Gửi duyệt").click()
    expect(writer.page.locator(".messagelist .success")).to_contain_text("Đã gửi duyệt")

    # Looked at, as wide as a phone, with what is not saved yet.
    board(editor, "Chờ bạn duyệt").get_by_role("link", name=TITLE).click()
    editor.fill(title=f"{TITLE}, năm học 2026-2027")
    with editor.page.expect_popup() as opened:
        editor.page.get_by_role("button", name="Xem trước").click()
    preview = opened.value
    preview.get_by_label("Điện thoại (390 px)").check()
    frame = preview.frame_locator(".preview-frame")
    expect(frame.get_by_role("heading", level=1)).to_have_text(f"{TITLE}, năm học 2026-2027")
    assert preview.locator(".preview-frame").evaluate("frame => frame.clientWidth") == 390
    assert frame.locator("html").evaluate("html => html.scrollWidth") <= 390
    assert Article.objects.get().title == TITLE
    preview.close()

    # Warned of, and published all the same; the form is still there, and its text.
    editor.page.get_by_role("button", name="Xuất bản").click()
    warnings = editor.page.locator(".doubts")
    expect(warnings).to_contain_text("Tóm tắt: chưa có")
    expect(warnings).to_contain_text("0912 345 678")
    editor.page.get_by_role("link", name="Quay lại sửa").click()
    assert editor.page.locator("[name=title]").input_value() == f"{TITLE}, năm học 2026-2027"
    editor.fill(lead="Lịch chung của các trường trung học trong tỉnh.")
    editor.page.get_by_role("button", name="Xuất bản").click()
    expect(warnings).not_to_contain_text("Tóm tắt")
    editor.page.get_by_role("button", name="Vẫn xuất bản").click()
    expect(editor.page.locator(".messagelist .success")).to_contain_text("Đã xuất bản")

    # Read.
    page.goto(f"{site.url}/tin-tuc/")
    page.get_by_role("link", name=f"{TITLE}, năm học 2026-2027").click()
    expect(page.locator("main")).to_contain_text("Toán: 7 giờ 30.")
    expect(page.locator("body")).not_to_contain_text("Bản xem trước")


def test_preview_of_what_cannot_be_saved_leaves_the_form_as_it_was(tabs, category):
    _, editor = tabs
    editor.start("Viết bài mới")
    editor.choose("category", "Tin hoạt động")
    editor.paste("Nội dung đang viết.")
    editor.page.locator("[name=title]").evaluate("box => box.removeAttribute('required')")
    with editor.page.expect_popup() as opened:
        editor.page.get_by_role("button", name="Xem trước").click()
    expect(opened.value.get_by_role("alert")).to_contain_text("Còn chỗ chưa hợp lệ")
    opened.value.close()
    editor.fill(title="Giờ thì có")
    editor.page.get_by_role("button", name="Lưu nháp").click()
    expect(editor.page.locator(".messagelist .success")).to_be_visible()
    assert "Nội dung đang viết." in Article.objects.get().body


def test_link_that_an_editor_makes_opens_for_a_stranger(tabs, page):
    _, editor = tabs
    article = make_article(title="Sắp công bố", published=False)
    editor.page.goto(f"{editor.address}/quan-tri/news/article/{article.pk}/xem-truoc/")
    editor.page.get_by_label("Liên kết dùng được trong").select_option("3")
    editor.page.get_by_role("button", name="Tạo liên kết").click()
    address = editor.page.locator(".preview-share li input[readonly]").input_value()
    assert page.goto(address).status == 200
    expect(page.get_by_text("Bản xem trước, chưa công bố.")).to_be_visible()
    editor.page.get_by_role("button", name="Thu hồi").click()
    expect(editor.page.locator(".messagelist .success")).to_contain_text("Đã thu hồi")
    assert page.goto(address).status == 404


def test_title_that_is_there_already_is_said_when_its_box_is_left(tabs, category):
    _, editor = tabs
    make_article(title=TITLE, category=category)
    editor.start("Viết bài mới")
    editor.fill(title=TITLE.lower())
    editor.page.locator("[name=lead]").focus()
    expect(editor.page.locator(".field-title .box-note")).to_contain_text("Đã có bài cùng tiêu đề")
    expect(editor.page.locator(".field-title .box-note").get_by_role("link")).to_have_count(1)


def test_copy_opens_as_a_new_draft(tabs):
    _, editor = tabs
    article = make_article(title=TITLE, body="<p>Nội dung cũ.</p>")
    editor.page.goto(f"{editor.address}/quan-tri/news/article/{article.pk}/change/")
    editor.page.get_by_text("Việc khác").click()
    editor.page.get_by_role("button", name="Sao chép thành bài mới").click()
    expect(editor.page.locator("[name=title]")).to_have_value(f"Bản sao: {TITLE}")
    assert Article.objects.count() == 2


@pytest.mark.thorough
def test_pages_of_the_newsroom_are_for_everybody(tabs, category):
    """Axe finds nothing, and nothing is wider than the window, on a phone and on a desk."""
    _, editor = tabs
    article = make_article(
        title="THÔNG BÁO LỊCH KIỂM TRA CUỐI HỌC KỲ", lead="", published=False, category=category
    )
    make_article(title="Hẹn giờ", at=timezone.now() + timedelta(days=1), category=category)
    make_article(title="Đã đăng", category=category)
    WebLink.objects.create(address="https://a.example/", status=WebLink.Status.BROKEN, reason="không còn")
    note_uses(article, ["https://a.example/"])
    picks = PickList.objects.create(title="Tiêu điểm")
    Pick.objects.create(list=picks, article=article)
    home = f"{editor.address}/quan-tri"
    found = {}
    for address in (
        f"/news/article/{article.pk}/xem-truoc/",
        f"/news/article/{article.pk}/xem-lai/",
        "/lich/",
        "/bao-cao/bai-viet/",
        "/core/weblink/",
        "/news/pick/",
        "/news/pick/add/",
    ):
        editor.page.goto(home + address)
        if problems := list(problems_of(editor.page, PHONE, DESKTOP)):
            found[address] = problems
    assert found == {}
