"""What Word, LibreOffice, Google Docs and Excel put on the clipboard, pasted, saved and read on the page."""

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.models import Picture
from core.richtext.sanitiser import sanitise
from news.models import Article
from tests.browser.looking import PHONE, sideways_scroll, tab_to, violations
from tests.browser.staff import signed_in
from tests.factories import image_bytes, make_article, make_category, make_user

CLIPBOARD = Path(__file__).parent.parent / "core" / "samples" / "clipboard"
# The others are looked at when everything is.
HOLDING_MOST = ("word-plan", "word-points")
NAMES = [
    path.stem if path.stem in HOLDING_MOST else pytest.param(path.stem, marks=pytest.mark.thorough)
    for path in sorted(CLIPBOARD.glob("*.html"))
]
# As the system's clipboard delivers it: all forms of what was copied, with one event.
PASTE = """
(body, forms) => {
    const data = new DataTransfer();
    for (const [type, text] of Object.entries(forms)) data.setData(type, text);
    body.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}
"""
UPLOAD = "**/quan-tri/anh/tai-len/"


def sample(name):
    return (CLIPBOARD / f"{name}.html").read_text(encoding="utf-8").replace("{picture}", encoded())


def rtf_with(picture: bytes) -> str:
    """Return RTF as Word puts it beside the HTML: the picture as hex digits."""
    return (
        r"{\rtf1\ansi{\*\shppict{\pict{\*\picprop\shplid1025}\picscalex100\picwgoal2400\pichgoal1360\pngblip"
        r"\bliptag-1{\*\blipuid 0123456789abcdef0123456789abcdef}" + picture.hex() + r"}}\par}"
    )


@pytest.fixture
def editing(page, site):
    """A post of the staff's, open in the admin."""
    article = make_article(published=False, category=make_category(name="Tin"), body="<p>Bài cũ.</p>")
    signed_in(page, site.url, make_user(groups=("Biên tập viên",)))
    page.goto(f"{site.url}/quan-tri/news/article/{article.pk}/change/")
    expect(body_of(page)).to_be_visible()
    return article


def body_of(page):
    return page.frame_locator("#cke_id_body iframe").locator("body")


def paste(page, html="", text=" ", rtf=""):
    """Replace the text in the editor by what is pasted."""
    body = body_of(page)
    body.click()
    page.keyboard.press("Control+A")
    forms = {"text/html": html, "text/rtf": rtf, "text/plain": text}
    body.evaluate(PASTE, {kind: value for kind, value in forms.items() if value})
    expect(body).not_to_contain_text("Bài cũ.")


def save(page):
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    expect(body_of(page)).to_be_visible()


def stored(article):
    return Article.objects.get(pk=article.pk).body


@pytest.mark.parametrize("name", NAMES)
def test_paste_is_stored_as_the_tidier_makes_it_and_saving_again_changes_nothing(page, editing, name):
    paste(page, sample(name))
    save(page)
    first = stored(editing)
    assert re.sub(r"/media/[^\"]*", "/media/", first) == expected(name)
    page.reload()
    expect(body_of(page)).to_be_visible()
    save(page)
    assert stored(editing) == first


def expected(name):
    """Return the sample tidied, with its picture as it comes back from the upload."""
    html = re.sub(r"data:image/png;base64,[^\"]*", "/media/", sample(name))
    return sanitise(html)


@pytest.mark.parametrize("name", NAMES)
def test_text_that_came_another_way_is_the_same_after_the_editor(page, editing, name):
    body = sanitise(sample(name).replace("data:image/png;base64,", "/media/"))
    Article.objects.filter(pk=editing.pk).update(body=body)
    page.reload()
    expect(body_of(page)).to_be_visible()
    save(page)
    assert stored(editing) == body


def test_page_shows_what_was_pasted_to_a_phone_and_the_keyboard(page, site, editing):
    paste(page, sample("word-plan"))
    save(page)
    Article.objects.get(pk=editing.pk).publish(by=None)
    page.set_viewport_size(PHONE)
    page.goto(site.url + editing.get_absolute_url())
    text = page.locator(".rich-text")
    assert text.locator("ol").evaluate_all(
        "all => all.map(list => getComputedStyle(list).listStyleType)"
    ) == [*("decimal", "lower-alpha-bracket", "lower-roman", "decimal", "decimal", "upper-roman")]
    assert text.locator("ol[start='3'] > li").count() == 2
    assert page.locator("main :is(h1, h2, h3, h4)").evaluate_all("all => all.map(each => each.localName)")[
        :4
    ] == [*("h1", "h2", "h3", "h3")]
    # A wide table scrolls in its own box, which the keyboard reaches; the page does not.
    assert sideways_scroll(page) == []
    assert violations(page) == []
    box = text.locator(".table-scroll").nth(1)
    tab_to(page, box)
    # The number leads to its note, and the note back.
    text.get_by_role("link", name="[1]").first.click()
    expect(page).to_have_url(re.compile("#chu-thich-1$"))
    expect(text.locator("#chu-thich-1")).to_be_in_viewport()
    text.locator("#chu-thich-1").click()
    expect(text.locator("#goi-chu-thich-1")).to_be_in_viewport()


def test_points_have_the_letters_and_brackets_that_people_cite(page, site, editing):
    paste(page, sample("word-points"))
    points = body_of(page).locator("ol.list-bracket.list-lower-alpha")
    expect(points.first).to_have_css("list-style-type", "lower-alpha-bracket")
    save(page)
    Article.objects.get(pk=editing.pk).publish(by=None)
    page.goto(site.url + editing.get_absolute_url())
    letters = [*"abcd", *"eghik"]  # «đ)» is text, between the two.
    assert markers_of(page, ".rich-text") == [
        *("1. ", *(f"{letter}) " for letter in letters), "2. ", "a) ", "(i) ", "(ii) ", "b) ", "3. "),
        *("1) ", "2) ", "A) ", "B) "),
    ]
    expect(page.locator(".rich-text")).to_contain_text("đ) Phối hợp với Công an tỉnh")


def markers_of(page, place):
    """Return the markers of the lists in an element, in their order, as they are drawn and read out."""
    client = page.context.new_cdp_session(page)
    client.send("DOM.enable")
    root = client.send("DOM.getDocument")["root"]["nodeId"]
    node = client.send("DOM.querySelector", {"nodeId": root, "selector": place})["nodeId"]
    found = client.send("Accessibility.queryAXTree", {"nodeId": node, "role": "ListMarker"})
    return [marker["name"]["value"] for marker in found["nodes"]]


def test_picture_that_word_put_beside_the_text_is_uploaded(page, editing):
    picture = image_bytes((160, 90))
    with page.expect_response(UPLOAD):
        paste(page, sample("word-plan"), rtf=rtf_with(picture))
    image = body_of(page).locator("img[alt='Lễ khai giảng']")
    expect(image).to_have_attribute("src", re.compile("^/media/picture/"))
    save(page)
    assert (
        f'<img src="{Picture.objects.get().file.url}" alt="Lễ khai giảng" width="160" height="90"'
        in stored(editing)
    )


def test_picture_that_stayed_on_the_machine_is_asked_for_and_put_in_its_place(page, editing, tmp_path):
    paste(page, sample("word-plan"))
    row = page.locator(".editor-picture.is-lost")
    expect(row).to_contain_text("Ảnh «clip_image001.png» chưa vào bài")
    file = tmp_path / "anh.webp"
    file.write_bytes(image_bytes((320, 180), "WEBP"))
    with page.expect_response(UPLOAD):
        row.locator("input[type=file]").set_input_files(file)
    expect(row).to_have_count(0)
    save(page)
    assert f'src="{Picture.objects.get().file.url}" alt="Lễ khai giảng"' in stored(editing)


def test_saving_without_the_picture_says_so_and_loses_nothing_else(page, editing):
    paste(page, sample("word-plan"))
    expect(page.locator(".editor-picture.is-lost")).to_be_visible()
    save(page)
    expect(page.locator(".messagelist .warning")).to_contain_text(
        "Có 1 ảnh trong bài người đọc sẽ không thấy"
    )
    assert "<img" not in stored(editing)
    assert "Nơi nhận" in stored(editing)


def test_picture_of_another_site_is_flagged_and_kept(page, site, editing):
    paste(page, sample("google-docs"))
    row = page.locator(".editor-picture.is-remote")
    expect(row).to_contain_text("lh7-rt.googleusercontent.com")
    expect(row).to_contain_text("người đọc sẽ không thấy")
    save(page)
    expect(page.locator(".messagelist .warning")).to_contain_text("người đọc sẽ không thấy")
    assert "https://lh7-rt.googleusercontent.com/docsz/" in stored(editing)
    page.get_by_role("button", name="Xuất bản").click()
    expect(page.locator(".doubts")).to_contain_text("nằm ở trang khác (lh7-rt.googleusercontent.com)")


def test_words_for_a_picture_are_asked_for_as_soon_as_it_is_there(page, editing):
    with page.expect_response(UPLOAD):
        paste(page, f"<p>Lễ khai giảng</p><p><img src='data:image/png;base64,{encoded()}'></p>")
    box = page.get_by_label("Ảnh này chưa có mô tả")
    box.fill("Học sinh lớp 1 vào trường")
    box.press("Enter")
    expect(page.locator(".editor-picture")).to_have_count(0)
    save(page)
    assert 'alt="Học sinh lớp 1 vào trường"' in stored(editing)


@pytest.mark.parametrize(
    "source", ["data:image/svg+xml,<svg/>", "data:image/png;base64,!!", "data:,x", "blob:https://a.vn/1"]
)
def test_data_that_is_no_picture_costs_no_text_and_is_told(page, editing, source):
    paste(page, f"<p>Lễ khai giảng</p><p><img src='{source}'></p><p>Kết thúc</p>")
    expect(body_of(page)).to_contain_text("Kết thúc")
    expect(page.locator(".editor-picture.is-lost")).to_contain_text("chưa vào bài")


def test_picture_that_the_browser_holds_is_uploaded(page, editing):
    source = page.evaluate(
        """data => {
            const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
            return URL.createObjectURL(new Blob([bytes], {type: "image/png"}));
        }""",
        encoded(),
    )
    with page.expect_response(UPLOAD):
        paste(page, f"<p>Lễ khai giảng</p><p><img src='{source}' alt='Học sinh'></p>")
    expect(body_of(page).locator("img[alt='Học sinh']")).to_have_attribute(
        "src", re.compile("^/media/picture/")
    )


def test_dropped_picture_takes_the_same_way(page, editing):
    body = body_of(page)
    body.click()
    with page.expect_response(UPLOAD):
        body.evaluate(
            """(body, data) => {
                const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
                const transfer = new DataTransfer();
                transfer.items.add(new File([bytes], "anh.webp", {type: "image/webp"}));
                const place = body.querySelector("p").getBoundingClientRect();
                body.dispatchEvent(new DragEvent("drop", {
                    dataTransfer: transfer, bubbles: true, cancelable: true,
                    clientX: place.x + 5, clientY: place.y + 5,
                }));
            }""",
            encoded("WEBP"),
        )
    expect(body.locator("img.cke_widget_element")).to_have_attribute("src", re.compile("^/media/picture/"))
    expect(page.get_by_label("Ảnh này chưa có mô tả")).to_be_visible()


def test_paste_while_the_portal_is_away_is_kept_and_tidied_when_it_is_saved(page, editing):
    page.route("**/quan-tri/soan-thao/dan/", lambda route: route.abort())
    paste(page, sample("word-plan"))
    expect(page.get_by_text("Chưa làm sạch được phần vừa dán")).to_be_visible()
    page.unroute("**/quan-tri/soan-thao/dan/")
    save(page)
    assert "mso" not in stored(editing)
    assert "Nâng cao chất lượng" in stored(editing)


@pytest.mark.parametrize(("name", "label"), [("word-tcvn3", "TCVN3 (ABC)"), ("word-vni", "VNI")])
def test_old_letters_are_shown_before_and_after_and_converted_by_one_press(page, editing, name, label):
    paste(page, sample(name))
    note = page.locator(".old-text", has_text=label)
    expect(note).to_contain_text("KẾ HOẠCH NĂM HỌC")
    assert "Độc lập" not in body_of(page).inner_text()
    note.get_by_role("button", name="Chuyển sang Unicode").click()
    expect(body_of(page)).to_contain_text("Độc lập - Tự do - Hạnh phúc.")
    expect(note).to_be_hidden()
    save(page)
    expect(page.locator(".old-text:visible")).to_have_count(0)
    clean = stored(editing)
    assert '<h2 class="align-center">KẾ HOẠCH NĂM HỌC</h2>' in clean
    assert '<ol><li class="align-justify">Nâng cao chất lượng giáo dục ở các trường học.</li>' in clean


def test_old_letters_that_are_stored_are_found_when_the_form_opens_and_stay_until_somebody_wants(
    page, site, editing
):
    Article.objects.filter(pk=editing.pk).update(
        body="<p>Céng hoµ x· héi chñ nghÜa ViÖt Nam</p>", title="Héi nghÞ tæng kÕt"
    )
    page.reload()
    expect(page.locator(".old-text:visible")).to_have_count(2)
    title, body = page.locator(".old-text:visible").all()
    expect(title).to_contain_text("Hội nghị tổng kết")
    body.get_by_role("button", name="Giữ nguyên").click()
    title.get_by_role("button", name="Chuyển sang Unicode").click()
    save(page)
    article = Article.objects.get(pk=editing.pk)
    assert (article.title, article.body) == ("Hội nghị tổng kết", "<p>Céng hoµ x· héi chñ nghÜa ViÖt Nam</p>")


def encoded(kind="PNG"):
    return base64.b64encode(image_bytes((200, 120), kind)).decode()
