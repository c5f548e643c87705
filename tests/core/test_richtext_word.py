"""Text as Word and LibreOffice put it on the clipboard."""

# ruff: noqa: E501 - text of the clipboard has no short lines

import pytest

from core.richtext.sanitiser import sanitise
from core.richtext.text import to_text

SYMBOL = "font-family:Symbol"


def item(marker, text, level=1, font="", conditional=True):
    ignored = (
        f"<span style='{font};mso-fareast-font-family:\"Times New Roman\"'><span style='mso-list:Ignore'>{marker}"
        "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span></span>"
    )
    if conditional:
        ignored = f"<![if !supportLists]>{ignored}<![endif]>"
    return (
        f"<p class=MsoListParagraphCxSpMiddle style='margin-left:{level}.0in;text-indent:-.25in;"
        f"mso-list:l0 level{level} lfo1'>{ignored}{text}<o:p></o:p></p>\n\n"
    )


def test_nested_list_of_paragraphs_becomes_nested_lists():
    html = (
        item("1.", "Mục đích")
        + item("a)", "Nâng cao chất lượng", level=2)
        + item("b)", "Bảo đảm an toàn", level=2)
        + item("2.", "Yêu cầu")
        + item("-", "Đúng tiến độ", level=2)
        + item("+", "Có báo cáo", level=3)
        + item("3.", "Tổ chức thực hiện")
    )
    assert sanitise(html) == (
        '<ol><li>Mục đích<ol type="a" class="list-bracket list-lower-alpha"><li>Nâng cao chất lượng</li><li>Bảo đảm an toàn</li></ol></li>'
        '<li>Yêu cầu<ul class="list-dash"><li>Đúng tiến độ<ul class="list-plus"><li>Có báo cáo</li></ul></li></ul>'
        "</li><li>Tổ chức thực hiện</li></ol>"
    )


def test_list_that_goes_on_after_a_paragraph_keeps_its_number():
    html = item("1.", "Một") + item("2.", "Hai") + "<p class=MsoNormal>Lời giải thích</p>" + item("3.", "Ba")
    assert sanitise(html) == (
        '<ol><li>Một</li><li>Hai</li></ol>\n<p>Lời giải thích</p>\n<ol start="3"><li>Ba</li></ol>'
    )


def test_list_that_restarts_or_skips_keeps_its_numbers():
    html = item("1.", "Một") + item("4.", "Bốn") + item("1.", "Lại một") + item("2.", "Hai")
    assert sanitise(html) == (
        '<ol><li>Một</li><li value="4">Bốn</li><li value="1">Lại một</li><li>Hai</li></ol>'
    )


@pytest.mark.parametrize(
    ("markers", "opened"),
    [
        (["i.", "ii.", "iii."], '<ol type="i" class="list-lower-roman">'),
        (["IV.", "V."], '<ol type="I" start="4" class="list-upper-roman">'),
        (["h)", "i)", "j)"], '<ol type="a" start="8" class="list-bracket list-lower-alpha">'),
        (["A.", "B."], '<ol type="A" class="list-upper-alpha">'),
        (["ix)", "x)"], '<ol type="i" start="9" class="list-bracket list-lower-roman">'),
        (["(1)", "(2)"], '<ol class="list-brackets">'),
        (["(a)", "(b)"], '<ol type="a" class="list-brackets list-lower-alpha">'),
        (["3)", "4)"], '<ol start="3" class="list-bracket">'),
        (["A)", "B)"], '<ol type="A" class="list-bracket list-upper-alpha">'),
        (["·", "·"], "<ul>"),
        (["–", "-"], '<ul class="list-dash">'),
    ],
)
def test_kind_of_list_is_read_from_its_markers(markers, opened):
    items = "<li>x</li>" * len(markers)
    html = "".join(item(marker, "x") for marker in markers)
    assert sanitise(html) == f"{opened}{items}</{opened[1:3]}>"


def test_letter_in_a_font_of_symbols_is_a_bullet():
    html = item("o", "Một", font='font-family:"Courier New"'.replace('"', "&quot;")) + item(
        "§", "Hai", font=SYMBOL
    )
    assert sanitise(html) == "<ul><li>Một</li><li>Hai</li></ul>"


@pytest.mark.parametrize(
    "marker", ["1.1.", "Điều 2.", "đ)", "I.1.", "Bước 1:", "1:", "(a.", "01.", "vv)", "aa)", "a)."]
)
def test_number_that_html_cannot_show_stays_in_the_text_of_the_item_above(marker):
    clean = sanitise(
        item("1.", "Một") + item(marker, "Phạm vi", level=2, conditional=False) + item("2.", "Hai")
    )
    assert clean == f"<ol><li><p>Một</p><p>{marker} Phạm vi</p></li><li>Hai</li></ol>"


def test_number_that_html_cannot_show_under_no_item_is_a_paragraph():
    clean = sanitise(item("a)", "Một") + item("đ)", "Hai") + item("e)", "Ba"))
    assert clean == (
        '<ol type="a" class="list-bracket list-lower-alpha"><li>Một</li></ol>\n<p>đ) Hai</p>\n'
        '<ol type="a" start="5" class="list-bracket list-lower-alpha"><li>Ba</li></ol>'
    )


def test_list_without_numbers_has_nothing_round_them():
    clean = sanitise('<ol class="list-none list-bracket"><li>Một</li></ol>')
    assert clean == '<ol class="list-none"><li>Một</li></ol>'


def test_other_signs_round_the_number_make_another_list():
    assert sanitise(item("a)", "Một") + item("b.", "Hai")) == (
        '<ol type="a" class="list-bracket list-lower-alpha"><li>Một</li></ol>\n'
        '<ol type="a" start="2" class="list-lower-alpha"><li>Hai</li></ol>'
    )


@pytest.mark.parametrize(
    ("level_text", "opened"),
    [
        ("%1)", '<ol type="a" class="list-bracket list-lower-alpha">'),
        ("(%2)", '<ol type="a" class="list-brackets list-lower-alpha">'),
        ("%1.", '<ol type="a" class="list-lower-alpha">'),
    ],
)
def test_word_for_the_web_says_on_its_items_what_stands_round_the_number(level_text, opened):
    html = (
        '<div class="ListContainerWrapper BCX0"><ol class="NumberListStyle1 BCX0" role="list" start="1" '
        f'style="margin: 0px; list-style-type: lower-alpha;"><li data-leveltext="{level_text}" data-listid="9" '
        'data-aria-level="1" class="OutlineElement Ltr BCX0"><p class="Paragraph BCX0">Một</p></li></ol></div>'
    )
    assert sanitise(html) == f"{opened}<li>Một</li></ol>"


def test_kind_of_a_list_may_be_changed_and_its_brackets_stay():
    html = '<ol class="list-bracket list-lower-alpha" style="list-style-type:upper-roman"><li>a</li></ol>'
    assert sanitise(html) == '<ol type="I" class="list-bracket list-upper-roman"><li>a</li></ol>'


def test_list_paragraph_without_a_marker_is_a_paragraph():
    assert sanitise("<p style='mso-list:l0 level1 lfo1'>a</p>") == "<p>a</p>"


def test_list_in_a_cell_of_a_table_becomes_a_list():
    html = (
        f"<table class=MsoTableGrid border=1><tr><td>{item('1.', 'Một')}{item('2.', 'Hai')}</td></tr></table>"
    )
    assert "<td><ol><li>Một</li><li>Hai</li></ol></td>" in sanitise(html)


def test_head_of_a_letter_keeps_its_centred_bold_lines_and_has_no_rules():
    html = """
    <div class=WordSection1><table class=MsoNormalTable border=0 cellspacing=0 cellpadding=0
     style='border-collapse:collapse;mso-padding-alt:0in 5.4pt 0in 5.4pt'>
     <tr style='mso-yfti-irow:0'><td width=220 valign=top style='width:165.3pt;padding:0in 5.4pt'>
      <p class=MsoNormal align=center style='text-align:center'><span style='font-size:13.0pt'>UBND TỈNH<o:p></o:p></span></p>
      <p class=MsoNormal align=center style='text-align:center'><b><span style='font-size:13.0pt'>SỞ GIÁO DỤC<o:p></o:p></span></b></p>
     </td><td><p class=MsoNormal align=center style='text-align:center'><b style='mso-bidi-font-weight:normal'>Độc lập</b></p></td></tr>
    </table><p class=MsoNormal><o:p>&nbsp;</o:p></p></div>"""
    clean = sanitise(html)
    assert '<table class="table-plain">' in clean
    assert (
        '<p class="align-center">UBND TỈNH</p><p class="align-center"><strong>SỞ GIÁO DỤC</strong></p>'
        in clean
    )
    assert '<td class="align-center"><strong>Độc lập</strong></td>' in clean
    assert clean.endswith("</table></div>")


def test_merged_cells_stay_merged():
    html = """<table class=MsoTableGrid border=1 style='border-collapse:collapse;border:none'>
     <tr><td rowspan=2 style='border:solid windowtext 1.0pt'><p>STT</p></td><td colspan=2><p align=center>Số học sinh</p></td></tr>
     <tr><td><p>Nam</p></td><td><p>Nữ</p></td></tr></table>"""
    assert (
        sanitise(html)
        .replace("\n", "")
        .endswith(
            '<table><tbody><tr><td rowspan="2">STT</td><td colspan="2" class="align-center">Số học sinh</td></tr>'
            "<tr><td>Nam</td><td>Nữ</td></tr></tbody></table></div>"
        )
    )


def test_tabs_footnotes_islands_and_fields_leave_only_text():
    html = """<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
    <style>p.MsoNormal {mso-style-parent:""}</style><xml><o:OfficeDocumentSettings>x</o:OfficeDocumentSettings></xml>
    <p class=MsoNormal>Nơi nhận:<span style='mso-tab-count:2'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span>GIÁM ĐỐC<a
    style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span
    style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference>[1]</span><![endif]></span></span></a></p>
    <p><span style='mso-hide:all'>TOC</span><![if !vml]><img src="file:///C:/Users/a/image001.png" v:shapes="_x0000_i1025"><![endif]></p>"""
    assert sanitise(html) == "<p>Nơi nhận:\u2003GIÁM ĐỐC<sup>[1]</sup></p>"


def test_decomposed_text_of_a_mac_is_composed():
    assert sanitise(
        "<p class=MsoNormal><span>Ky\u0300 thi to\u0302\u0301t nghie\u0323\u0302p</span></p>"
    ) == ("<p>Kỳ thi tốt nghiệp</p>")


def test_libreoffice_lists_and_fonts_are_tidied():
    html = """<ol><li><p style="margin-bottom: 0cm"><font face="Liberation Serif, serif"><font size="3">Một</font></font></p>
    <ol type="a"><li><p align="justify">Hai</p></li></ol></li></ol><p><br/>

    </p>"""
    assert (
        sanitise(html)
        == '<ol><li>Một<ol type="a" class="list-lower-alpha"><li class="align-justify">Hai</li></ol></li></ol>'
    )


def test_plain_text_of_a_pasted_report_has_its_numbers_in_cells_and_lines():
    clean = sanitise(item("1.", "Một") + "<table><tr><td>Trường</td><td>2.907</td></tr></table>")
    assert to_text(clean) == "Một\nTrường 2.907"


def test_text_between_two_items_ends_their_list():
    html = f"<div>{item('1.', 'Một')}Lời giải thích{item('2.', 'Hai')}</div>"
    assert sanitise(html) == '<ol><li>Một</li></ol>\n<p>Lời giải thích</p>\n<ol start="2"><li>Hai</li></ol>'


def test_list_of_another_kind_on_the_same_level_is_a_list_of_its_own():
    assert sanitise(item("-", "Một") + item("a)", "Hai")) == (
        '<ul class="list-dash"><li>Một</li></ul>\n<ol type="a" class="list-bracket list-lower-alpha"><li>Hai</li></ol>'
    )
