"""The form of a post as an editor meets it: what its kind needs, what was refused, what is missing."""

import pytest
from playwright.sync_api import expect

from news.models import Article
from tests.browser.looking import DESKTOP, PHONE, problems_of, tab_to
from tests.browser.staff import Staff, signed_in
from tests.factories import image_bytes, make_article, make_category, make_photo, make_user

PHOTOS, VIDEO, LINK = "#photos-group", ".field-video_url", ".field-link_url"


@pytest.fixture
def editor(page, site):
    make_category(name="Tin hoạt động")
    return Staff(signed_in(page, site.url, make_user(groups=("Biên tập viên",))), site.url)


def visible(page):
    return {part for part in (PHOTOS, VIDEO, LINK) if page.locator(part).is_visible()}


def test_form_shows_what_the_kind_of_post_is_made_of(editor):
    editor.start("Viết bài mới")
    for kind, parts in (
        ("Phóng sự ảnh", {PHOTOS}),
        ("Video", {VIDEO}),
        ("Liên kết", {LINK}),
        ("Bài viết", set()),
    ):
        editor.choose("form", kind)
        assert visible(editor.page) == parts, kind
    expect(editor.page.get_by_role("heading", name="Video, liên kết")).to_be_hidden()


def test_what_was_typed_for_another_kind_stays_and_says_so(editor):
    editor.start("Viết bài mới")
    editor.choose("form", "Video")
    editor.fill(video_url="https://video.example/1")
    editor.choose("form", "Bài viết")
    assert visible(editor.page) == {VIDEO}
    expect(editor.page.locator(f"{VIDEO} .unused-part")).to_have_text(
        "Thể loại «Bài viết» không cần phần này. Những gì đã nhập vẫn được lưu."
    )
    editor.choose("form", "Video")
    expect(editor.page.locator(f"{VIDEO} .unused-part")).to_be_hidden()


def test_pictures_that_are_there_are_shown_whatever_the_kind(editor):
    article = make_article(published=False)
    make_photo(article)
    editor.page.goto(f"{editor.address}/quan-tri/news/article/{article.pk}/change/")
    assert visible(editor.page) == {PHOTOS}


def test_what_was_refused_has_the_focus_and_leads_to_its_boxes(editor):
    page = editor.page
    editor.start("Viết bài mới")
    page.get_by_role("button", name="Lưu nháp").click()
    problems = page.get_by_role("alert")
    expect(problems).to_be_focused()
    assert list(problems_of(page, PHONE)) == []
    problems.get_by_role("link", name="Chuyên mục").click()
    expect(page.locator("[name=category]")).to_be_focused()
    problems.get_by_role("link", name="Nội dung").click()
    expect(page.locator("#cke_id_body iframe")).to_be_focused()
    tab_to(page, page.locator("[name=cover]"))


def test_without_scripts_the_list_has_the_focus_and_its_links_lead_to_the_boxes(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="vi-VN")
    editor = Staff(signed_in(context.new_page(), site.url, make_user(groups=("Biên tập viên",))), site.url)
    page = editor.page
    editor.start("Viết bài mới")
    page.get_by_role("button", name="Lưu nháp").click()
    assert page.evaluate("document.activeElement.className") == "errornote problems"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=title]")).to_be_focused()
    assert visible(page) == {PHOTOS, VIDEO, LINK}
    context.close()


def test_reason_that_is_missing_is_asked_for_beside_its_box(editor):
    article = make_article(title="Chờ duyệt", published=False, created_by=make_user())
    article.submit(by=None)
    page = editor.page
    page.goto(f"{editor.address}/quan-tri/news/article/{article.pk}/change/")
    editor.fill(lead="Đang gõ dở.")
    page.get_by_role("button", name="Trả lại…").click()
    dialog = page.get_by_role("dialog", name="Trả lại người viết")
    dialog.get_by_role("button", name="Trả lại").click()
    expect(dialog.get_by_role("alert")).to_have_text("Hãy ghi lý do.")
    expect(dialog.get_by_label("Lý do")).to_be_focused()
    expect(page.locator("[name=lead]")).to_have_value("Đang gõ dở.")
    dialog.get_by_label("Lý do").fill("Thiếu số liệu.")
    expect(dialog.get_by_text("Hãy ghi lý do.")).to_be_hidden()
    dialog.get_by_role("button", name="Trả lại").click()
    expect(page.locator(".messagelist .success")).to_contain_text("Đã trả lại")
    assert Article.objects.get().lead == "Đang gõ dở."


@pytest.mark.parametrize(("window", "scale"), [(1700, 1), (1280, 0.7), (360, 0.24)])
def test_preview_for_a_desk_is_as_wide_as_one_and_fits_the_window(editor, window, scale):
    article = make_article(published=False)
    page = editor.page
    page.set_viewport_size({"width": window, "height": 800})
    page.goto(f"{editor.address}/quan-tri/news/article/{article.pk}/xem-truoc/")
    frame = page.locator(".preview-frame")
    assert frame.evaluate("frame => frame.contentWindow.innerWidth") == 1366
    box = frame.bounding_box()
    assert abs(box["width"] / 1368 - scale) < 0.03
    assert box["x"] + box["width"] <= window
    page.get_by_label("Điện thoại (390 px)").check()
    assert frame.evaluate("frame => frame.contentWindow.innerWidth") == 390


def test_report_is_whole_on_a_phone(editor):
    make_article(title="Hội nghị tổng kết năm học 2025–2026 và triển khai nhiệm vụ năm học mới")
    page = editor.page
    page.set_viewport_size(PHONE)
    page.goto(f"{editor.address}/quan-tri/bao-cao/bai-viet/")
    frame = page.locator(".figures-frame")
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")


def some_pictures(tmp_path):
    made = {"anh 10.png": (60, 40), "anh 2.png": (50, 40), "anh 1.png": (40, 40)}
    for name, size in made.items():
        (tmp_path / name).write_bytes(image_bytes(size))
    (tmp_path / "anh 3.png").write_bytes(b"no picture")
    return [tmp_path / name for name in (*made, "anh 3.png")]


def test_many_pictures_are_chosen_at_once_and_none_is_lost_by_an_error(editor, tmp_path):
    page = editor.page
    editor.start("Viết bài mới")
    editor.fill(title="Ngày hội STEM", lead="Ngày hội có 12 trường.")
    editor.choose("form", "Phóng sự ảnh")
    page.get_by_label("Chọn nhiều ảnh một lượt").set_input_files(some_pictures(tmp_path))
    expect(page.locator(".many-told")).to_have_text("Đã thêm 3 trong 4 ảnh. Hãy mô tả từng ảnh rồi lưu bài.")
    expect(page.locator(".many-refused li")).to_contain_text(["anh 3.png: Nội dung tệp không thuộc"])
    names = page.locator(f"{PHOTOS} .form-row:not(.empty-form) .file-box-name")
    expect(names).to_have_text(["anh 1.png", "anh 2.png", "anh 10.png"])
    expect(page.locator("#id_photos-0-alt")).to_be_focused()
    assert list(problems_of(page, PHONE, DESKTOP)) == []
    with page.expect_response("**/giu-tam/*/bo/") as answer:
        page.locator("#photos-1 .inline-deletelink").click()
    assert answer.value.status == 204
    page.get_by_role("button", name="Lưu nháp").click()  # Neither category nor descriptions.
    expect(page.locator(".held-file")).to_have_count(2)
    for number in (0, 1):
        picture = page.locator(f"#photos-{number} .picture-preview")
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == (40, 60)[number]
        page.locator(f"#id_photos-{number}-alt").fill(f"Mô tả {number}")
    editor.choose("category", "Tin hoạt động")
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    photos = Article.objects.get().photos.values_list("width", "alt", "order")
    assert list(photos) == [(40, "Mô tả 0", 1), (60, "Mô tả 1", 3)]


def test_form_that_is_sent_while_pictures_come_waits_for_them(editor, tmp_path):
    page = editor.page
    article = make_article(published=False, form="photos", body="")
    make_photo(article, order=4)
    page.goto(f"{editor.address}/quan-tri/news/article/{article.pk}/change/")
    going = []
    page.route("**/quan-tri/anh/giu-tam/", lambda route: going.append(route))
    page.get_by_label("Chọn nhiều ảnh một lượt").set_input_files(some_pictures(tmp_path)[2])
    expect(page.get_by_role("progressbar", name="Đang tải ảnh lên")).to_be_visible()
    page.get_by_role("button", name="Lưu", exact=False).first.click()
    expect(page.locator(".many-told")).to_have_text("Đang tải ảnh lên. Bài sẽ tự lưu ngay khi ảnh tải xong.")
    going[0].continue_()
    expect(page.locator("#id_photos-1-alt").locator("xpath=..").locator(".errorlist")).to_be_visible()
    expect(page.locator("#id_photos-1-order")).to_have_value("5")


def test_pictures_are_dropped_onto_the_story(editor):
    page = editor.page
    editor.start("Viết bài mới")
    editor.choose("form", "Phóng sự ảnh")
    page.evaluate(
        """bytes => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "a.png", {type: "image/png"}));
            const drop = new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
            document.querySelector("#photos-heading").dispatchEvent(drop);
        }""",
        list(image_bytes()),
    )
    expect(page.locator("#photos-0 .file-box-name")).to_have_text("a.png")
