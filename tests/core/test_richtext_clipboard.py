"""Whole clipboards, as Word, LibreOffice, Google Docs and Excel make them (samples/clipboard)."""

# ruff: noqa: E501 - text of the clipboard has no short lines

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.richtext.oldtext import find_old_text
from core.richtext.sanitiser import find_lost_images, sanitise
from core.text import nfc
from tests.core.richtext_checks import assert_harmless

CLIPBOARD = Path(__file__).parent / "samples" / "clipboard"
SAMPLES = {path.stem: path.read_text(encoding="utf-8") for path in CLIPBOARD.glob("*.html")}
WORD = SAMPLES["word-plan"]


@pytest.fixture(scope="module")
def plan():
    return sanitise(WORD).replace("\n", " ")


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_clipboard_comes_out_allowed_stable_and_in_nfc(name):
    clean = sanitise(SAMPLES[name])
    assert_harmless(clean)
    assert sanitise(clean) == clean
    assert nfc(clean) == clean
    assert not any(
        junk in clean.lower() for junk in ("mso", "style=", "<span", "<font", "<o:p", "&nbsp;&nbsp;")
    )


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_any_piece_of_a_clipboard_is_stored_the_second_time_as_the_first(name, data):
    html = SAMPLES[name]
    start = data.draw(st.integers(0, len(html)))
    end = data.draw(st.integers(start, len(html)))
    clean = sanitise(html[start:end])
    assert_harmless(clean)
    assert sanitise(clean) == clean


def test_headings_begin_under_the_title_and_stay_centred(plan):
    assert '<h2 class="align-center">KẾ HOẠCH</h2> <h3>I. MỤC ĐÍCH, YÊU CẦU</h3>' in plan


def test_lists_keep_nesting_kinds_and_numbers_over_a_paragraph_between(plan):
    plain = plan.replace(' class="align-justify"', "")
    assert (
        '<ol><li>Mục đích<ol type="a" class="list-bracket list-lower-alpha"><li>Nâng cao chất lượng</li><li>Bảo đảm an toàn'
        '<ol type="i" class="list-lower-roman"><li>Trong phòng thi</li><li>Ngoài phòng thi</li></ol></li></ol></li>'
        '<li>Yêu cầu<ul class="list-dash"><li>Đúng tiến độ<ul class="list-plus"><li>Có báo cáo</li></ul></li></ul></li></ol> '
        '<p>Đoạn xen giữa danh sách.</p> <ol start="3"><li>Tổ chức thực hiện</li><li>Kinh phí</li></ol>'
    ) in plain
    assert "<ol><li>Bắt đầu lại từ một</li><li>Việc thứ hai</li></ol>" in plain
    assert (
        "<p>1.1. Số hai cấp giữ nguyên</p> <p>Điều 2. Phạm vi áp dụng</p> <p>đ) Điểm đ của danh sách</p>"
        in plain
    )
    assert '<ol type="I" start="4" class="list-upper-roman"><li>Chương bốn</li>' in plain


def test_points_keep_letter_and_bracket_and_the_vietnamese_letter_its_place():
    """Every letter is there as a number of the Latin alphabet, or as text: no browser counts it otherwise."""
    points = sanitise(SAMPLES["word-points"]).replace(' class="align-justify"', "")
    opened = '<ol type="a" class="list-bracket list-lower-alpha">'
    assert (
        f"<ol><li><p>Phòng Giáo dục Trung học</p>{opened}<li>Chủ trì xây dựng kế hoạch</li><li>Tập huấn giáo viên</li>"
        "<li>Kiểm tra cơ sở vật chất</li><li>Tổng hợp báo cáo</li></ol><p>đ) Phối hợp với Công an tỉnh</p>"
        '<ol type="a" start="5" class="list-bracket list-lower-alpha"><li>Bố trí điểm thi</li><li value="7">Niêm phong đề thi</li>'
        '<li>Bảo quản bài thi</li><li>Phân công coi thi</li><li value="11">Công bố kết quả</li></ol></li>'
        f"<li>Phòng Tổ chức cán bộ{opened}<li>Lập danh sách"
        '<ol type="i" class="list-brackets list-lower-roman"><li>Giám thị</li><li>Thư ký</li></ol></li>'
        "<li>Trình Giám đốc ký</li></ol></li><li>Văn phòng Sở</li></ol>"
    ) in points
    assert '<ol class="list-bracket"><li>Đơn đăng ký</li>' in points
    assert '<ol type="A" class="list-bracket list-upper-alpha"><li>Thi tập trung</li>' in points


def test_table_keeps_merged_cells_and_its_head_and_loses_widths_and_the_row_for_others(plan):
    assert '<thead><tr><th scope="col" rowspan="2" class="align-center"><strong>STT</strong></th>' in plan
    assert '<th scope="col" colspan="2" class="align-center"><strong>Số học sinh</strong></th>' in plan
    assert plan.count("<tr>") == 4
    assert "width=" not in plan.replace('width="160"', "")


def test_footnotes_lead_there_and_back(plan):
    assert (
        'Hà Nội<a href="#chu-thich-1" id="goi-chu-thich-1"><sup>[1]</sup></a>, Kỳ thi tốt nghiệp được tổ chức'
        in plan
    )
    assert '<p><a href="#goi-chu-thich-2" id="chu-thich-2"><sup>[2]</sup></a> Theo giờ Hà Nội.</p>' in plan


def test_comments_and_what_was_struck_out_stay_with_the_writers(plan):
    for private in ("NV1", "Anh Nam", "câu đã bỏ"):
        assert private not in plan
    assert "câu thêm vào" in plan
    assert "<u>" not in plan


def test_tab_keeps_apart_what_it_kept_apart_and_is_no_indent(plan):
    assert "Nơi nhận:</em>\u2003GIÁM ĐỐC" in plan
    assert '<p class="align-justify">Căn cứ Kế hoạch' in plan


def test_picture_that_stayed_on_the_machine_is_told():
    assert [picture.reason for picture in find_lost_images(WORD)] == ["local"]
    assert [picture.reason for picture in find_lost_images(SAMPLES["google-docs"])] == ["remote"]


def test_libreoffice_keeps_ranks_footnotes_and_tabs():
    clean = sanitise(SAMPLES["libreoffice"])
    assert (
        '<h2 class="align-center">Thông báo tuyển sinh</h2>\n<h3>Đối tượng</h3>\n<h4>Trong tỉnh</h4>' in clean
    )
    assert '<a href="#chu-thich-1" id="goi-chu-thich-1"><sup>1</sup></a>' in clean
    assert "<p>Nơi nhận:\u2003<strong>GIÁM ĐỐC</strong></p>" in clean
    assert '<ol start="3"><li>Giấy khai sinh</li></ol>' in clean


def test_google_docs_says_the_kind_of_a_list_on_its_items():
    clean = sanitise(SAMPLES["google-docs"])
    assert '<ol><li>Khai mạc<ol type="a" class="list-lower-alpha"><li>Chào cờ</li>' in clean


def test_sheet_has_lines_also_where_excel_says_so_in_its_own_styles():
    clean = sanitise(SAMPLES["excel"])
    assert "table-plain" not in clean
    assert '<td class="align-right">1.024</td>' in clean


@pytest.mark.parametrize(
    ("name", "encoding", "heading", "line"),
    [
        ("word-tcvn3", "TCVN3 (ABC)", "KẾ HOẠCH NĂM HỌC", "Nâng cao chất lượng giáo dục ở các trường học."),
        ("word-vni", "VNI", "KẾ HOẠCH NĂM HỌC", "Nâng cao chất lượng giáo dục ở các trường học."),
    ],
)
def test_old_fonts_are_recognised_with_their_capitals_and_nothing_is_converted_unasked(
    name, encoding, heading, line
):
    old = find_old_text(SAMPLES[name])
    stored = sanitise(SAMPLES[name])
    assert old.name == encoding
    assert {heading, line} <= {after for _, after in old.changes}
    assert all(before in stored for before, _ in old.changes)
    assert not any("Unicode" in before for before, _ in old.changes)


@pytest.mark.parametrize("name", ["word-tcvn3", "word-vni"])
def test_stored_old_text_is_recognised_by_its_words(name):
    old = find_old_text(sanitise(SAMPLES[name]))
    assert "Nâng cao chất lượng giáo dục ở các trường học." in dict(old.changes).values()


@pytest.mark.parametrize("name", ["word-plan", "word-points", "libreoffice", "google-docs", "excel"])
def test_unicode_is_left_alone(name):
    assert find_old_text(SAMPLES[name]) is None


def test_unicode_in_an_old_font_is_left_alone():
    assert find_old_text("<p><span style='font-family:\".VnTime\"'>Sở Giáo dục và Đào tạo</span></p>") is None
    html = "<p style='font-family:\".VnTimeH\"'>Sở Giáo dục</p><p>Céng hoµ x· héi</p>"
    assert find_old_text(html).changes == [("Céng hoµ x· héi", "Cộng hoà xã hội")]


def test_old_font_named_by_the_old_element_counts():
    html = '<p><font face=".VnTimeH">hµ néi</font>, <font face=".VnTime">mét</font></p>'
    assert find_old_text(html).changes == [("hµ néi, mét", "HÀ NỘI, một")]


def test_footnotes_pasted_twice_lead_each_to_its_own():
    once = '<p>a<a href="#_ftn1" name="_ftnref1">[1]</a></p><p><a href="#_ftnref1" name="_ftn1">[1]</a> b</p>'
    clean = sanitise(once + once)
    assert clean.count('href="#chu-thich-1"') == clean.count('id="chu-thich-1"') == 1
    assert clean.count('href="#chu-thich-2"') == clean.count('id="chu-thich-2"') == 1
    assert sanitise(clean) == clean


@pytest.mark.parametrize(
    "html",
    [
        '<p>a<a href="#_ftn1" name="_ftnref1">[1]</a></p>',
        '<p><a href="#a" id="b">x</a><a href="#a" id="b">y</a></p>',
        '<p><a href="#top">x</a><a href="#" id="">y</a></p>',
        '<p><a href="#a" id="a">x</a></p>',
    ],
)
def test_link_within_the_text_that_leads_nowhere_becomes_its_words(html):
    assert "<a" not in sanitise(html)


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>a\tb</p>", "<p>a\u2003b</p>"),
        ("<p>\ta \t b\t</p>", "<p>a\u2003b</p>"),
        ("<p>a\n\tb</p>", "<p>a b</p>"),
        ("<p>a\u2003\u2003b\u2003</p>", "<p>a\u2003b</p>"),
    ],
)
def test_tab_is_one_wide_space_within_a_line(html, clean):
    assert sanitise(html) == clean
    assert sanitise(clean) == clean


@pytest.mark.parametrize("size", ["image-small", "image-half", "image-full"])
def test_size_of_a_picture_is_a_class_with_and_without_a_caption(size):
    plain = sanitise(f'<p><img src="/a.png" class="{size} image-left x"></p>')
    assert f'class="{" ".join(sorted(("image-left", size)))}"' in plain
    captioned = sanitise(
        f'<figure class="image {size}"><img src="/a.png"><figcaption>a</figcaption></figure>'
    )
    assert f'<figure class="image {size}">' in captioned
    dissolved = sanitise(
        f'<div class="image-center"><figure class="image {size}"><img src="/a.png"></figure></div>'
    )
    assert f'class="{size}"' in dissolved
    for html in (plain, captioned, dissolved):
        assert sanitise(html) == html
