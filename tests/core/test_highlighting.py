import re

from core.templatetags.highlighting import highlight


def test_words_of_the_query_are_marked():
    assert highlight("Hội nghị sơ kết", "hội nghị") == "<mark>Hội</mark> <mark>nghị</mark> sơ kết"


def test_a_query_without_marks_finds_words_with_them():
    assert highlight("Đại hội", "dai") == "<mark>Đại</mark> hội"


def test_decomposed_letters_are_found_and_come_out_composed():
    assert highlight("Đa\u0323i ho\u0323\u0302i", "hội") == "Đại <mark>hội</mark>"


def test_only_whole_words_are_marked():
    assert highlight("Hội nghị", "ho") == "Hội nghị"


def test_parts_of_a_document_number_are_marked():
    assert highlight("Thông báo 09/TB-SGDĐT", "09/tb") == "Thông báo <mark>09</mark>/<mark>TB</mark>-SGDĐT"


def test_text_is_escaped_inside_and_outside_of_marks():
    assert highlight("<b>an</b> & toàn", "b an") == (
        "&lt;<mark>b</mark>&gt;<mark>an</mark>&lt;/b&gt; &amp; toàn"
    )


def test_a_query_of_no_words_marks_nothing():
    assert highlight("«An toàn»", '"-"') == "«An toàn»"


def test_words_of_a_phrase_are_marked_beside_each_other_only():
    assert highlight("Năm học của học sinh lớp 10", '"hoc sinh" "10"') == (
        "Năm học của <mark>học</mark> <mark>sinh</mark> lớp <mark>10</mark>"
    )


def test_words_that_must_not_be_there_are_not_marked():
    assert highlight("Trường mầm non", "trường -mầm") == "<mark>Trường</mark> mầm non"


def marked(text, query):
    return re.findall("<mark>(.*?)</mark>", highlight(text, query))


def test_syllables_are_marked_alone_only_where_they_stand_beside_no_other():
    text = "Tuyển sinh vào lớp 10: học sinh nộp hồ sơ ở lớp, sau 10 ngày có kết quả tuyển sinh"
    expected = ["Tuyển", "sinh", "lớp", "10", "tuyển", "sinh"]
    assert marked(text, "tuyển sinh lớp 10") == expected


def test_word_that_stands_beside_no_other_is_still_marked():
    assert marked("Tuyển sinh vào lớp chuyên toán, học sinh", "tuyển sinh toán") == [
        "Tuyển",
        "sinh",
        "toán",
    ]
    assert marked("Học sinh của lớp", "tuyển sinh lớp 10") == ["sinh", "lớp"]
