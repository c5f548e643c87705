"""Document numbers: every spelling that people use, one canonical form; numbers cited in running text."""

import dataclasses
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.models import DocumentType
from documents.numbering import DocumentNumber, NumberError, find_numbers, parse_number
from tests.factories import make_body

# The kinds of the register (Decree 30/2020/NĐ-CP, Appendix III, legal, of the Party).
KINDS = [
    "NQ", "QĐ", "CT", "QC", "QyĐ", "TC", "TB", "HD", "CTr", "KH", "PA", "ĐA", "DA", "BC", "BB", "TTr", "HĐ",
    "CĐ", "BGN", "BTT", "GUQ", "GM", "GGT", "GNP", "PG", "PC", "PB",
    "PL", "L", "NQLT", "NĐ", "TT", "TTLT", "VBHN", "KL",
]  # fmt: skip
ISSUERS = ["BGDĐT", "BGD&ĐT", "UBND", "SGDĐT", "SGD&ĐT", "BCĐ", "PGDĐT", "THCS KH", "BNV"]


def parse(text, kinds=KINDS, issuers=ISSUERS):
    return parse_number(text, kinds, issuers)


def canonical(text):
    return parse(text).canonical


def cited(text, issuers=ISSUERS):
    return [
        (text[found.start : found.end], found.number.canonical)
        for found in find_numbers(text, KINDS, issuers)
    ]


TABLE = [
    ("Số: 09 /TB-SGDĐT", DocumentNumber(9, "", None, "TB", "SGDĐT", "", "09/TB-SGDĐT")),
    ("126/KH-THCS KH", DocumentNumber(126, "", None, "KH", "THCS KH", "", "126/KH-THCS KH")),
    ("Số:831 /SGDĐT-QLT", DocumentNumber(831, "", None, "", "SGDĐT", "QLT", "831/SGDĐT-QLT")),
    ("Số 96/PGDĐT ngày 3/2/2023", DocumentNumber(96, "", None, "", "PGDĐT", "", "96/PGDĐT")),
    ("175/KH--BCĐ", DocumentNumber(175, "", None, "KH", "BCĐ", "", "175/KH-BCĐ")),
    ("12a/KH-UBND", DocumentNumber(12, "a", None, "KH", "UBND", "", "12a/KH-UBND")),
    ("15/2025/TT-BGDĐT", DocumentNumber(15, "", 2025, "TT", "BGDĐT", "", "15/2025/TT-BGDĐT")),
    ("42/2022/NĐCP", DocumentNumber(42, "", 2022, "NĐ", "CP", "", "42/2022/NĐ-CP")),
    (
        "23/2015/TTLT-BGDĐT-BNV",
        DocumentNumber(23, "", 2015, "TTLT", "BGDĐT-BNV", "", "23/2015/TTLT-BGDĐT-BNV"),
    ),
    ("148/2025/QH15", DocumentNumber(148, "", 2025, "", "QH15", "", "148/2025/QH15")),
    ("Nghị quyết số 29-NQ/TƯ", DocumentNumber(29, "", None, "NQ", "TW", "", "29-NQ/TW")),
    ("131/qđ-ttg", DocumentNumber(131, "", None, "QĐ", "TTg", "", "131/QĐ-TTg")),
]


@pytest.mark.parametrize(("text", "number"), TABLE)
def test_number_is_read_in_its_parts(text, number):
    assert parse(text) == number


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "number"), TABLE)
def test_kinds_of_the_table_suffice_where_no_body_is_known(text, number):
    assert parse_number(text) == number


def test_number_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        parse("09/TB-SGDĐT").ordinal = 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # As the field's pages have them.
        ("30/2020/NĐ-CP", "30/2020/NĐ-CP"),
        ("175/KH-BCĐ", "175/KH-BCĐ"),
        ("Số 176/KH--BCĐ", "176/KH-BCĐ"),
        ("06/KH-THCS KH", "06/KH-THCS KH"),
        ("07/QĐ-THCS KH", "07/QĐ-THCS KH"),
        ("6051/BGD&ĐT-CV", "6051/BGD&ĐT-CV"),
        ("05/VBHN-BGDĐT", "05/VBHN-BGDĐT"),
        ("29-NQ/TW", "29-NQ/TW"),
        ("05-CT/TW", "05-CT/TW"),
        ("Kết luận số 51-KL/TW của ngày 30/5/2019", "51-KL/TW"),
        ("Quyết định số 1527/QĐ-UBND ngày 10/12/2016", "1527/QĐ-UBND"),
        ("theo Kế hoạch số 4640/KH-UBND ngày 12/8/2020 của UBND tỉnh", "4640/KH-UBND"),
        ("Số: 09 /TB-SGDĐT về việc Kết luận của đồng chí Giám đốc", "09/TB-SGDĐT"),
        # Spaces, NBSP, dashes, eth, letters with their marks apart, lower case.
        ("9/TB-SGDĐT", "09/TB-SGDĐT"),
        ("0009/TB-SGDĐT", "09/TB-SGDĐT"),
        ("  175 / KH - BCĐ  ", "175/KH-BCĐ"),
        ("175 /\u00a0KH – BCĐ", "175/KH-BCĐ"),
        ("126/KH-THCS\u00a0\u00a0KH", "126/KH-THCS KH"),
        ("175/KH—BCĐ", "175/KH-BCĐ"),
        ("175/KH\u2011BCĐ", "175/KH-BCĐ"),
        ("175/KH\u00adBCĐ", "175/KH-BCĐ"),
        ("17\u200b5/KH-BCĐ\ufeff", "175/KH-BCĐ"),
        ("15//2025/TT-BGDĐT", "15/2025/TT-BGDĐT"),
        ("131/QÐ-TTg", "131/QĐ-TTg"),
        ("131/qð-ttg", "131/QĐ-TTg"),
        (unicodedata.normalize("NFD", "Số ký hiệu: 29-NQ/TƯ"), "29-NQ/TW"),
        (unicodedata.normalize("NFD", "01/QyĐ-ĐHSPHÀNỘI"), "01/QyĐ-ĐHSPHÀNỘI"),
        ("12A/KH-UBND", "12a/KH-UBND"),
        ("125bis/QĐ-UBND", "125bis/QĐ-UBND"),
        ("831/sgdđt-qlt", "831/SGDĐT-QLT"),
        ("126/kh-thcs kh", "126/KH-THCS KH"),
        ("6051/bgd & đt-cv", "6051/BGD&ĐT-CV"),
        ("12/KH-MN 19-5", "12/KH-MN 19-5"),
        ("12/KH-MN 19/5", "12/KH-MN 19-5"),
        ("12/KH-THCS Năm Căn", "12/KH-THCS Năm Căn"),
        # Words before, a date or the subject after, punctuation round it.
        ("Số:09/TB-SGDĐT", "09/TB-SGDĐT"),
        ("Số09/TB-SGDĐT", "09/TB-SGDĐT"),
        ("So 09/TB-SGDĐT", "09/TB-SGDĐT"),
        ("Số : 09/TB-SGDĐT", "09/TB-SGDĐT"),
        ("Số ký hiệu: 09/TB-SGDĐT", "09/TB-SGDĐT"),
        ("Thông báo số: 09/TB-SGDĐT", "09/TB-SGDĐT"),
        ("Công văn 831/SGDĐT-QLT", "831/SGDĐT-QLT"),
        ("Quyết định của Bộ trưởng số 12/QĐ-BGDĐT", "12/QĐ-BGDĐT"),
        ("96/PGDĐT, ngày 3/2/2023", "96/PGDĐT"),
        ("96/PGDĐT (ngày 3/2/2023)", "96/PGDĐT"),
        ("96/PGDĐT, 3/2/2023", "96/PGDĐT"),
        ("96/PGDĐT (3-2-2023)", "96/PGDĐT"),
        ("Số 09/TB-SGDĐT (kèm theo danh sách)", "09/TB-SGDĐT"),
        ("Số １２/TB-SGDĐT", "12/TB-SGDĐT"),
        ("«09/TB-SGDĐT».", "09/TB-SGDĐT"),
        # Joint and Party documents, written in the wrong order of signs.
        ("23/2015/TTLT/BGDĐT-BNV", "23/2015/TTLT-BGDĐT-BNV"),
        ("29/NQ-TW", "29-NQ/TW"),
        ("29 – NQ/TW", "29-NQ/TW"),
        ("29-NQ-TW", "29-NQ/TW"),
        ("12-CV/TU", "12-CV/TU"),
        ("45-KH/TĐTN-TNTH", "45-KH/TĐTN-TNTH"),
        ("15/2025-TT-BGDĐT", "15/2025/TT-BGDĐT"),
        ("15/2025/TTBGDĐT", "15/2025/TT-BGDĐT"),
    ],
)
def test_all_spellings_have_one_canonical_form(text, expected):
    assert canonical(text) == expected


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("qđ", "QĐ"), ("qyđ", "QyĐ"), ("QYĐ", "QyĐ"), ("QyĐ", "QyĐ"), ("ct", "CT"), ("ctr", "CTr"),
        ("CTR", "CTr"),
        ("hd", "HD"), ("HĐ", "HĐ"), ("hđ", "HĐ"), ("da", "DA"), ("đa", "ĐA"), ("ttr", "TTr"), ("nđ", "NĐ"),
        ("QD", "QĐ"), ("qd", "QĐ"), ("QyD", "QyĐ"), ("ND", "NĐ"), ("CD", "CĐ"), ("L", "L"),
    ],
)  # fmt: skip
def test_kind_is_spelt_as_in_the_table_and_never_taken_for_another(typed, kind):
    assert parse(f"01/{typed}-ABC").type_code == kind


def test_every_kind_stays_itself():
    assert [parse(f"01/{kind}-UBND").type_code for kind in KINDS] == KINDS


def test_kind_typed_without_marks_is_not_guessed_where_two_would_fit():
    assert parse_number("01/DA-UBND", ["ĐA", "ĐÁ"], []).type_code == ""


def test_marks_that_were_typed_are_not_taken_off():
    number = parse("12/KĐH-BNV")
    assert (number.type_code, number.issuer_code) == ("", "KĐH")


@pytest.mark.parametrize(
    ("text", "issuer", "unit"),
    [
        ("01/TB-sgdđt", "SGDĐT", ""),
        ("01/TB-SGDDT", "SGDĐT", ""),
        ("01/TB-sgd&đt", "SGD&ĐT", ""),
        ("01/TB-thcs kh", "THCS KH", ""),
        ("01/TB-ABCd", "ABCd", ""),
        ("01/TB-abcd", "ABCD", ""),
        ("01/SGDĐT-GDTrH", "SGDĐT", "GDTrH"),
        ("01/sgdđt-gdtrh", "SGDĐT", "GDTRH"),
        ("01/UBND-VX-NC", "UBND-VX", "NC"),
        ("01/CV-SGDĐT", "SGDĐT", ""),
    ],
)
def test_codes_take_the_spelling_of_the_table_else_their_own(text, issuer, unit):
    number = parse(text)
    assert (number.issuer_code, number.unit_code) == (issuer, unit)


def test_copy_has_its_mark_for_a_kind():
    assert [parse(f"05/{mark}-UBND").type_code for mark in ("sy", "TrS", "sl")] == ["SY", "TrS", "SL"]


def test_inspectorate_is_not_a_circular_of_the_government():
    assert parse("831/TTCP-VP").type_code == ""


def test_kind_alone_is_a_body_where_a_body_has_that_code():
    assert parse_number("12/PC", KINDS, ["PC"]).issuer_code == "PC"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "gồm số thứ tự"),
        ("Thông báo", "gồm số thứ tự"),
        ("09", "gồm số thứ tự"),
        ("09/", "gồm số thứ tự"),
        ("TB-SGDĐT/09", "gồm số thứ tự"),
        ("10/01/2022", "gồm số thứ tự"),
        ("2025-2026", "gồm số thứ tự"),
        ("15/2025", "gồm số thứ tự"),
        ("15/25/TT-BGDĐT", "gồm số thứ tự"),
        ("0912 345 678", "gồm số thứ tự"),
        ("V/v 12/KH-UBND", "gồm số thứ tự"),
        ("09/TB-SGDĐT, 10/TB-SGDĐT", "gồm số thứ tự"),
        ("09/TB_SGDĐT", "gồm số thứ tự"),
        ("09/TB-SGDĐT/2025", "gồm số thứ tự"),
        ("09/TB-SGDĐT\x00", "gồm số thứ tự"),
        ("09/КН-UBND", "gồm số thứ tự"),  # Cyrillic letters
        ("\ud800/KH-UBND", "gồm số thứ tự"),
        ("00/TB-SGDĐT", "từ 1"),
        ("12345678/TB-SGDĐT", "tối đa 7 chữ số"),
        ("15/1944/TT-BGDĐT", "từ 1945 đến 2100"),
        ("15/2101/TT-BGDĐT", "từ 1945 đến 2100"),
        ("09/TB", "thiếu chữ viết tắt của cơ quan"),
        ("09/TB-25", "thiếu chữ viết tắt của cơ quan"),
        ("9/A", "thiếu chữ viết tắt của cơ quan"),
        ("831-SGDĐT/QLT", "văn bản của Đảng"),
        (f"09/TB-{'A' * 94}", "dài quá 99 ký tự"),
        (f"9/TB-{'A' * 94}", "dài quá 99 ký tự"),  # in canonical form
        (f"{'Thông báo ' * 10}09/TB-SGDĐT", "dài quá 99 ký tự"),
    ],
)
def test_what_is_no_number_is_refused_in_vietnamese_with_an_example(text, message):
    with pytest.raises(NumberError, match=message) as refused:
        parse(text)
    assert "ví dụ" in str(refused.value)


def test_ordinal_year_and_length_have_limits_that_are_allowed():
    assert parse("1234567/TB-SGDĐT").ordinal == 1234567
    assert [parse(f"15/{year}/TT-BGDĐT").year for year in (1945, 2100)] == [1945, 2100]
    assert len(canonical(f"09/TB-{'A' * 93}")) == 99


@pytest.mark.django_db
def test_bodies_of_the_table_give_the_spelling_of_all_their_codes():
    make_body(codes=["BGDĐT", "BGD&ĐT"])
    make_body(codes=["TTrS"])
    assert parse_number("12/qđ-bgd&đt").issuer_code == "BGD&ĐT"
    assert parse_number("15/2025/TT-BGDDT").issuer_code == "BGDĐT"
    assert parse_number("12/kh-ttrs").issuer_code == "TTrS"


@pytest.mark.django_db
def test_tables_are_read_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        parse_number("12/QĐ-UBND")
        parse_number("12/KH-UBND")
        find_numbers("Kế hoạch số 12/KH-UBND")


def test_given_codes_need_no_table():
    assert parse_number("12/QĐ-UBND", ["QĐ"], []).type_code == "QĐ"  # Without a database mark a query fails.


@pytest.mark.django_db
def test_new_kind_counts_from_its_commit_on(django_capture_on_commit_callbacks):
    assert parse_number("12/XYz-UBND").type_code == ""
    with django_capture_on_commit_callbacks(execute=True):
        DocumentType.objects.create(name="Loại mới", code="XYz")
    assert parse_number("12/xyz-ubnd").canonical == "12/XYz-UBND"


PIECES = st.sampled_from([
    "Số: ", "số ", "Nghị quyết số ", "9", "012", "12a", "2025", "15/2025", "/", "-", "–", " / ", "--", " ",
    "\u00a0", "KH", "QyĐ", "qđ", "QÐ", "hd", "Ctr", "NĐCP", "nđcp", "CV", "L", "TTLT", "TW", "TƯ", "tư",
    "ttg", "SGDDT", "THCS KH", "BGD&ĐT", "bgd & đt", "QH15", "ABCd", "đ", "&", ".", "ngày 3/2/2023", "\u0301",
    "\u200b", "ß", "İ",
])  # fmt: skip
CODES = st.text(alphabet="ABCDĐGHKLQTƯưđabd&. ", min_size=1, max_size=8)


@st.composite
def numbers_as_typed(draw):
    """A number more or less as people type it, with kinds and codes known and unknown."""
    first = draw(st.sampled_from([*KINDS, *ISSUERS, "NĐCP", "CV", "SY"]) | CODES)
    rest = draw(st.lists(st.sampled_from([*ISSUERS, *KINDS, "CP", "ttg", "TƯ", "QLT"]) | CODES, max_size=4))
    year = draw(st.sampled_from(["", "", "/2025", "/1945", " / 2100"]))
    ordinal = draw(st.integers(1, 9_999_999)), draw(st.sampled_from(["", "", "a", "B", "đ", "bis"]))
    sign = draw(st.sampled_from(["/", " /", "-", " – "]))
    text = f"{ordinal[0]}{ordinal[1]}{year}{sign}{draw(st.sampled_from('-/')).join([first, *rest])}"
    return draw(st.sampled_from([text, text.lower(), text.upper(), unicodedata.normalize("NFD", text)]))


TEXTS = st.text() | st.lists(PIECES, max_size=9).map("".join) | numbers_as_typed()


@given(TEXTS)
@example("9/TB-" + "A" * 94)
def test_any_text_gives_a_number_that_its_canonical_form_parses_to_or_a_number_error(text):
    try:
        number = parse(text)
    except NumberError:
        return
    assert parse(number.canonical) == number


@given(numbers_as_typed())
def test_only_a_number_without_a_kind_has_a_unit(text):
    try:
        number = parse(text)
    except NumberError:
        return
    assert number.type_code in {"", *KINDS, "SY", "TrS", "SL"}
    assert not (number.type_code and number.unit_code)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Thông tư số 15/2025/TT-BGDĐT ngày 24/7/2025, Công văn 831/SGDĐT-QLT, Nghị quyết số 29-NQ/TW.",
            ["15/2025/TT-BGDĐT", "831/SGDĐT-QLT", "29-NQ/TW"],
        ),
        ("Tập trung thực hiện Nghị quyết số 29-NQ/TƯ của BCH Trung ương", ["29-NQ/TW"]),
        ("giao tại Quyết định số 1527/QĐ-UBND ngày 10/12/2016; đồng thời", ["1527/QĐ-UBND"]),
        ("Kết luận số 51-KL/TW của ngày 30/5/2019", ["51-KL/TW"]),
        ("(theo Kế hoạch số 4640/KH-UBND ngày 12/8/2020)", ["4640/KH-UBND"]),
        ("Số: 09 /TB-SGDĐT về việc Kết luận", ["09/TB-SGDĐT"]),
        ("Số:831 /SGDĐT-QLT\n\nv hướng dẫn xét công nhận", ["831/SGDĐT-QLT"]),
        ("Số 96/PGDĐT\n\nHướng dẫn ôn tập", ["96/PGDĐT"]),
        ("06/KH-THCS KH\n\nKế hoạch nghỉ tết nguyên đán Quý Mão 2023", ["06/KH-THCS KH"]),
        ("Số 175/KH--BCĐ", ["175/KH-BCĐ"]),
        ("Kế hoạch 175 / KH – BCÐ của Ban Chỉ đạo", ["175/KH-BCĐ"]),
        ("Luật Nhà giáo số 73/2025/QH15 và Luật 91/2025/QH15", ["73/2025/QH15", "91/2025/QH15"]),
        ("thay thế Công văn số 12/SGDĐT-VP, 13/SGDĐT-VP;", ["12/SGDĐT-VP", "13/SGDĐT-VP"]),
        ("Nghị định số 42/2022/NĐCP.", ["42/2022/NĐ-CP"]),
        ("quyết định số 131/qđ-ttg ngày 25/01/2022", ["131/QĐ-TTg"]),
        ("Quyết định số 131/QD-TTg", ["131/QĐ-TTg"]),
        ("Công văn số 55/KTX về nội trú", ["55/KTX"]),
        ("Văn bản số 77/TCHC-NS của trường", ["77/TCHC-NS"]),
        ("Kế hoạch số 12/KH-UBND - Lạng Sơn", ["12/KH-UBND"]),
        ("Kế hoạch số 12/KH-UBND - UBND tỉnh giao", ["12/KH-UBND"]),
        ("«12/KH-UBND»/.", ["12/KH-UBND"]),
        ("05/VBHN-BGDĐT...", ["05/VBHN-BGDĐT"]),
        ("6051/BGD&ĐT-CV, 7/QĐ-BCĐ.ATTP.", ["6051/BGD&ĐT-CV", "07/QĐ-BCĐ.ATTP"]),
    ],
)  # fmt: skip
def test_numbers_are_found_in_running_text(text, expected):
    assert [number for _, number in cited(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Thứ hai - 10/01/2022 16:26, ngày 23.1.2019-08:05",
        "năm học 2025-2026, giai đoạn 2018 – 2025, 2025-2026/HK1-SGDĐT",
        "thắng 3-1, 9/10 điểm, tỷ lệ 1/2, đạt 24/7, 12/TB Khá",
        "xếp loại 9 / TB - Khá, 15/HS, 50/KH đạt",
        "điện thoại 0205.3812.345/0912 345 678, 024-3.825.1234/BGDĐT-VP",
        "số 12/5A Lê Lợi, số 5/A Trần Phú, số 12/KTX Văn Khê, số 12/Nguyễn-Trãi, ngõ 12/KĐT-MD",
        "công văn 12/ngày, số 3/ab-cd, 12/kh-ubnd",
        "https://son-ha.edu.vn/2018/12/KH-UBND/09/TB-SGDĐT và tep/2022/01/KH-SGDĐT.pdf",
        "Covid-19/KH-UBND, 1.234/KH-UBND",
        "12/KH-, 12/KH, /KH-UBND, 12KH-UBND, 15/2025/TT, TB-SGDĐT/09",
        "3/UBND xã, 12/SGDĐT đã nộp",
        "12345678/KH-UBND, 0/KH-UBND",
        "09/TB-SGDĐT/2, 09/TB-SGDĐT-2025, 09/TB-SGDĐT_2, 09/TB-SGDĐT & ĐT",
    ],
)
def test_dates_scores_rates_telephones_addresses_and_links_are_no_numbers(text):
    assert cited(text) == []


def test_citation_is_the_place_in_the_text_as_it_is():
    text = unicodedata.normalize("NFD", "Căn cứ (Quyết định số 12 / QÐ–UBND), ngày 1/2/2026")
    assert [unicodedata.normalize("NFC", piece) for piece, _ in cited(text)] == ["12 / QÐ–UBND"]


def test_letters_with_their_marks_apart_are_found():
    text = unicodedata.normalize("NFD", "Quyết định số 12/QĐ-ĐHSPHÀNỘI ngày 1/2/2026")
    assert [number for _, number in cited(text)] == ["12/QĐ-ĐHSPHÀNỘI"]


@pytest.mark.django_db
def test_table_tells_which_bodies_are_known(django_capture_on_commit_callbacks):
    assert find_numbers("12/KHCN-VP đã gửi") == []
    with django_capture_on_commit_callbacks(execute=True):
        make_body(codes=["KHCN"])
    assert [found.number.issuer_code for found in find_numbers("12/KHCN-VP đã gửi")] == ["KHCN"]


@given(
    TEXTS,
    st.sampled_from(["", "theo Công văn số ", "theo số: "]),
    st.sampled_from(["", ", ", " ngày 3/2/2023"]),
)
def test_what_is_found_parses_to_the_same_number(text, before, after):
    whole = before + text + after
    for found in find_numbers(whole, KINDS, ISSUERS):
        assert parse(whole[found.start : found.end]) == found.number


@pytest.mark.parametrize(
    "text",
    [
        "1" * 200_000, "1/" * 100_000, "1-" * 100_000, "1 / - " * 35_000, "/-" * 100_000, "- " * 100_000,
        "1/AB-" * 40_000, "1/" + "A-" * 100_000, "1/" + "A" * 200_000,
        "1/A" + "&A" * 100_000, "1/A-B" + " " * 200_000,
        "1234567/ 2025/ A-" * 12_000, " ngày" * 40_000, ",;(" * 70_000,
        "Số " * 70_000, "1/a\u0301" * 50_000,
    ],
    ids=lambda text: f"{text[:8]!a}",
)  # fmt: skip
def test_hostile_text_takes_less_than_a_second(text):
    began_at = time.process_time()
    assert find_numbers(text, KINDS, ISSUERS) == []
    with pytest.raises(NumberError):
        parse(text)
    assert time.process_time() - began_at < 1


@pytest.mark.parametrize("text", ["12/KH-UBND ", "số 1/AB-", "1/A "])
def test_thousands_of_numbers_take_less_than_a_second(text):
    began_at = time.process_time()
    find_numbers(text * 3_000, KINDS, ISSUERS)
    assert time.process_time() - began_at < 1
