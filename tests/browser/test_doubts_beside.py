"""A writer sees what is doubtful while writing, not only after «Gửi duyệt»."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import DESKTOP, PHONE, problems_of
from tests.browser.staff import signed_in
from tests.factories import image_bytes, make_category, make_user


@pytest.fixture
def writing(page, site):
    make_category(name="Tin tức")
    signed_in(page, site.url, make_user(groups=("Cộng tác viên",)))
    page.clock.install()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{site.url}/quan-tri/news/article/add/")
    expect(body_of(page)).to_be_visible()
    return page


def body_of(page):
    return page.frame_locator("#cke_id_body iframe").locator("body")


def autosaved(page):
    """Have twenty seconds pass, and wait until what is typed has arrived."""
    with page.expect_response(lambda answer: answer.url.endswith("/nhap/") and answer.ok):
        page.clock.fast_forward(21_000)


def test_what_is_doubtful_stands_beside_the_form_after_the_autosave_and_leads_to_its_box(writing):
    beside = writing.locator("[data-doubts]")
    expect(beside).to_be_hidden()
    writing.get_by_label("Tiêu đề").fill("HỘI NGHỊ TỔNG KẾT NĂM HỌC")
    body_of(writing).fill("Hỏi thêm theo số 0912345678.")
    autosaved(writing)
    told = beside.locator("summary")
    expect(told).to_have_text("Nên xem lại 3 chỗ")
    expect(told.get_by_role("status")).to_have_count(1)
    told.click()
    for size in (PHONE, DESKTOP):
        writing.set_viewport_size(size)
        expect(beside.get_by_text("có số điện thoại «0912345678»")).to_be_in_viewport()
    assert list(problems_of(writing, PHONE, DESKTOP)) == []
    beside.get_by_role("link", name="Nội dung").click()
    expect(body_of(writing)).to_be_focused()
    body_of(writing).fill("Hỏi thêm ở Văn phòng Sở.")
    autosaved(writing)
    expect(told).to_have_text("Nên xem lại 2 chỗ")
    expect(beside.get_by_role("link", name="Tóm tắt")).to_be_visible()


def test_tag_that_is_not_there_is_told_at_its_box_and_stays_in_it(writing):
    section = writing.locator("details", has=writing.get_by_role("heading", name="Sự kiện, thẻ")).first
    section.locator("summary").first.click()
    box = writing.locator(".field-tag_names .select2-search__field")
    box.click()
    box.press_sequentially("chưa ai đặt,")
    note = writing.locator(".field-tag_names .box-note")
    expect(note).to_contain_text("Chưa có thẻ «chưa ai đặt». Hãy chọn thẻ đã có")
    expect(writing.locator("[name=tag_names] option:checked")).to_have_text("chưa ai đặt")
    autosaved(writing)
    expect(writing.locator("[data-doubts] a[href='#id_tag_names']")).to_have_count(1)
    box.press("Backspace")
    expect(note).to_be_hidden()


def test_cover_that_is_too_narrow_is_told_as_soon_as_it_is_chosen(writing, tmp_path):
    small, large = tmp_path / "nho.png", tmp_path / "lon.png"
    small.write_bytes(image_bytes((500, 280)))
    large.write_bytes(image_bytes((1280, 720)))
    note = writing.locator(".field-cover .box-note")
    expect(note).to_be_hidden()
    writing.locator("[name=cover]").set_input_files(small)
    expect(note).to_contain_text("Ảnh này chỉ rộng 500 điểm ảnh")
    writing.locator("[name=cover]").scroll_into_view_if_needed()
    writing.locator("[name=cover]").set_input_files(large)
    expect(note).to_be_hidden()
