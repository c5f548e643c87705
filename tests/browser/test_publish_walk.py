"""From the staff's sign-in to the public page, with text as messy as real portals hold."""

import base64
import re
import time

import pytest
from playwright.sync_api import expect

from core.richtext.text import to_text
from documents.models import Document
from news.models import Article
from tests.browser.staff import Staff
from tests.factories import image_bytes, make_body, make_category, make_user, pdf_bytes

# Spaces for indents, numbers typed by hand inside lists, no-break spaces, decomposed letters, a signature
# pushed to the right by spaces, an address of a picture in the middle of a sentence.
MESSY_TEXT = """        Ng\u00e0y 17/9, Sở tổ chức hội nghị trực tuyến với 41 điểm cầu.\u00a0 Có các phòng dự.

 1. T\u0103ng cường kỷ cương, nền nếp trong toàn ngành.
 11. 11. Đẩy mạnh thu hút nguồn lực xã hội.

- Duy trì phổ cập giáo dục, xóa mù chữ.

                                                                     Đỗ Thu Trang"""

MESSY_HTML = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--StartFragment-->
<p class=MsoNormal align=center style='text-align:center;mso-margin-top-alt:auto'><b><span
style='font-size:14.0pt;font-family:"Times New Roman",serif'>KẾT LUẬN GIAO BAN<o:p></o:p></span></b></p>
<p class=MsoNormal>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;Hội nghị nghe 19 ý kiến<span
style='mso-spacerun:yes'>  </span>phát biểu.</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<ol type=I><li>NHIỆM VỤ TRỌNG TÂM<ol start=3 type=1><li>Rà soát mạng lưới trường lớp.</li>
<li>Bồi dưỡng giáo viên.</li></ol></li></ol>
<table class=MsoTableGrid border=1 style='width:500pt'><tr><td
colspan=2 style='background:#eee'>Chỉ tiêu</td></tr>
<tr><td>Trường chuẩn quốc gia</td><td>15</td></tr></table>
<p><img src="data:image/png;base64,{picture}" alt="Đại biểu dự hội nghị"></p>
<script>alert(1)</script><p onclick="alert(2)">Tin tưởng rằng năm học mới sẽ thành công./.</p>
<!--EndFragment--></body></html>"""


@pytest.fixture
def staff(page, site):
    return Staff(page, site.url)


@pytest.fixture
def files(tmp_path):
    cover = tmp_path / "Ảnh hội nghị.jpg"
    cover.write_bytes(image_bytes((1280, 720), "JPEG"))
    notice = tmp_path / "Số 09 Thông báo.pdf"
    notice.write_bytes(pdf_bytes("Ket luan giao ban"))
    return {"cover": cover, "notice": notice}


def readable(page) -> str:
    """Return what a reader sees in the main part of the page, with runs of white space as one space."""
    return " ".join(page.locator("main").inner_text().split())


def test_post_goes_from_paste_to_page_in_two_minutes(staff, page, files, site):
    make_category(name="Tin tức – Sự kiện")
    user = make_user(groups=("Biên tập viên",), first_name="Hà", last_name="Trần Thu")
    started = time.monotonic()

    staff.sign_in(user.username)
    staff.start("Viết bài mới")
    staff.fill(
        title="Hội nghị tổng kết năm học và triển khai nhiệm vụ",
        lead="Hội nghị trực tuyến với 41 điểm cầu.",
        cover_alt="Quang cảnh điểm cầu chính",
        cover_caption="Điểm cầu chính tại Sở",
    )
    staff.choose("category", "Tin tức – Sự kiện")
    staff.paste(MESSY_TEXT)
    page.locator("[name=cover]").set_input_files(files["cover"])
    staff.attach("attachments", 0, files["notice"], "Thông báo kết luận")
    staff.open_section("Lịch đăng")
    staff.set_moment("published_at", "10/01/2022", "16:26")
    staff.open_section("Tác giả, nguồn tin")
    staff.fill(
        author_text="Đỗ Thu Trang",
        posted_by="Văn phòng Sở",
        source_name="Trường THCS Bình Minh",
        source_url="https://thcs-binhminh.example.vn/tin/1",
    )
    address = staff.publish()
    assert time.monotonic() - started < 120

    answer = page.goto(site.url + address)
    assert answer.status == 200
    shown = readable(page)
    for text in (
        "Hội nghị tổng kết năm học và triển khai nhiệm vụ",
        "Hội nghị trực tuyến với 41 điểm cầu.",
        "Thứ hai, 10/01/2022 16:26",
        "Văn phòng Sở",
        "Điểm cầu chính tại Sở",
        "Ngày 17/9, Sở tổ chức hội nghị trực tuyến với 41 điểm cầu.",
        "Tăng cường kỷ cương, nền nếp trong toàn ngành.",
        "Đẩy mạnh thu hút nguồn lực xã hội.",
        "- Duy trì phổ cập giáo dục, xóa mù chữ.",
        "Đỗ Thu Trang",
        "Trường THCS Bình Minh",
        "Thông báo kết luận",
    ):
        assert text in shown, text
    assert page.get_by_alt_text("Quang cảnh điểm cầu chính").is_visible()
    expect(page.get_by_role("navigation", name=re.compile("vị trí|Bạn đang", re.IGNORECASE))).to_contain_text(
        "Tin tức – Sự kiện"
    )
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Tải về")).first.click()
    assert download.value.suggested_filename == "Số 09 Thông báo.pdf"
    assert download.value.path().read_bytes() == files["notice"].read_bytes()


def test_word_keeps_its_structure_and_loses_its_junk(staff, page, site):
    make_category(name="Tin hoạt động")
    user = make_user(groups=("Biên tập viên",))
    staff.sign_in(user.username)
    staff.start("Viết bài mới")
    staff.fill(title="Kết luận giao ban quý ba")
    staff.choose("category", "Tin hoạt động")
    picture = base64.b64encode(image_bytes((320, 180))).decode()
    staff.paste("", MESSY_HTML.replace("{picture}", picture))
    page.goto(site.url + staff.publish())

    text = page.locator(".rich-text")
    expect(text.locator("ol ol > li")).to_have_count(2)
    expect(text.locator("ol ol")).to_have_attribute("start", "3")
    expect(text.locator("td[colspan='2']")).to_have_text("Chỉ tiêu")
    expect(text.locator("img")).to_have_attribute("src", re.compile(r"^/media/"))
    assert text.locator("img").evaluate("image => image.complete && image.naturalWidth") == 320
    body = Article.objects.get().body
    for junk in ("mso", "Mso", "style=", "font", "<o:p", "onclick", "script", "data:"):
        assert junk not in body, junk
    assert "phát biểu." in to_text(body)


@pytest.fixture
def upload_on_its_way(staff, page):
    """The request of a picture that was pasted and is held up, while its post is being published."""
    make_category(name="Tin hoạt động")
    staff.sign_in(make_user(groups=("Biên tập viên",)).username)
    staff.start("Viết bài mới")
    staff.fill(title="Kết luận giao ban quý tư", lead="Ba việc cần làm ngay.")
    staff.choose("category", "Tin hoạt động")
    picture = base64.b64encode(image_bytes((320, 180))).decode()
    held = []
    page.route("**/quan-tri/anh/tai-len/", lambda route: held.append(route))
    with page.expect_request("**/quan-tri/anh/tai-len/"):
        staff.paste("", f"<p>Hội nghị</p><p><img src='data:image/png;base64,{picture}' alt='Đại biểu'></p>")
    page.get_by_role("button", name="Xuất bản").click()
    expect(page.get_by_text("Đang tải ảnh lên")).to_be_visible()
    return held.pop()


def test_form_waits_for_a_picture_that_is_still_on_its_way(page, upload_on_its_way):
    assert not Article.objects.exists()
    upload_on_its_way.continue_()
    # The form went off by itself, and the picture is in the text with its words.
    expect(page.locator(".messagelist .success").first).to_be_visible()
    body = Article.objects.get().body
    assert '<img src="/media/' in body
    assert 'alt="Đại biểu"' in body


def test_form_stays_when_a_picture_cannot_be_sent(page, upload_on_its_way):
    upload_on_its_way.abort()
    expect(page.get_by_text("Có ảnh chưa tải lên được")).to_be_visible()
    assert not Article.objects.exists()
    assert page.locator("[name=title]").input_value() == "Kết luận giao ban quý tư"


def test_notice_goes_into_the_register_with_its_file(staff, page, files, site):
    make_body(name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà", codes=["SGDĐT"])
    user = make_user(groups=("Văn thư",))
    staff.sign_in(user.username)
    staff.start("Đăng văn bản")
    staff.fill(
        number="Số: 09 /TB-SGDĐT",
        issued_on="07/01/2022",
        subject="Kết luận của Giám đốc Sở tại hội nghị giao ban học kỳ I",
    )
    staff.choose("type", "Thông báo (TB)")
    page.locator(".field-issuing_body .select2-selection").click()
    page.locator(".select2-dropdown").get_by_role("searchbox").fill("so giao duc")
    page.locator(".select2-results__option", has_text="Sơn Hà").first.click()
    staff.attach("files", 0, files["notice"])
    page.goto(site.url + staff.publish())

    shown = readable(page)
    for text in (
        "Thông báo số 09/TB-SGDĐT",
        "Kết luận của Giám đốc Sở tại hội nghị giao ban học kỳ I",
        "Sở Giáo dục và Đào tạo tỉnh Sơn Hà",
        "07/01/2022",
        "Số 09 Thông báo",
        "PDF",
    ):
        assert text in shown, text
    assert Document.objects.get().number_key == "09/TB-SGDĐT"

    page.goto(f"{site.url}/tim-kiem/?q=09/tb")
    expect(page.locator("main")).to_contain_text("Kết luận của Giám đốc Sở")
