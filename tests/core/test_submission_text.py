"""What strangers write, as it is taken in and as it is shown."""

import time

import pytest
from bs4 import BeautifulSoup

from core.checks import doubts
from core.submissions import SubmissionForm, warnings_of
from core.templatetags.submissions import plain_text
from core.text import only_visible, personal_numbers
from news.models import Article, Comment
from tests.core.richtext_payloads import PAYLOADS


def form(**data):
    return SubmissionForm({"ho_ten": "Hà", "noi_dung": "Em cảm ơn.", "ma": "x"} | data)


def error_of(**data):
    filled = form(**data)
    assert not filled.is_valid()
    ((message,),) = filled.errors.values()
    return message


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Kính gửi \u202eSở\u202c", "Kính gửi Sở"),
        ("a\u200bd\u200dm\ufeffin\u2060", "admin"),
        ("\u3164\u2800\u115f.", "."),
        ("Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"),
        ("a\x00b\x07c", "abc"),
        ("một\r\nhai\u2028ba", "một\nhai\nba"),
        ("\U000e0041\U000e0042x", "x"),
        ("Đ\u00adó", "Đó"),
    ],
)
def test_only_what_is_seen_is_taken_in(typed, kept):
    assert only_visible(typed) == kept


def test_towers_of_marks_are_cut_and_vietnamese_ones_are_not():
    assert len(only_visible("x" + "\u0301" * 50)) == 4
    assert only_visible("ỆỖẨỢữằ") == "ỆỖẨỢữằ"


def test_empty_lines_in_a_row_become_one_and_line_ends_count_once():
    filled = form(noi_dung="một\r\n\r\n\r\n\r\n\r\nhai  \r\n" + "x" * 1_990)
    assert filled.is_valid()
    assert filled.cleaned_data["noi_dung"].startswith("một\n\nhai\nx")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"noi_dung": ""}, "Bạn chưa viết gì. Hãy viết rồi gửi."),
        ({"noi_dung": " \u200b\n "}, "Bạn chưa viết gì. Hãy viết rồi gửi."),
        ({"noi_dung": "…!!!"}, "Bạn chưa viết gì. Hãy viết rồi gửi."),
        ({"noi_dung": "x" * 2_001}, "Dài quá 2.000 ký tự (đang là 2001). Hãy rút gọn."),
        (
            {"noi_dung": "https://a.vn HTTP://b.vn www.c.vn"},
            "Chỉ được nhắc tới nhiều nhất 2 địa chỉ trang web. Hãy bớt đi.",
        ),
        ({"ho_ten": "\u202e"}, "Hãy ghi tên của bạn, hoặc tên mà bạn muốn hiện trên cổng."),
        ({"ho_ten": "12345"}, "Hãy ghi tên của bạn, hoặc tên mà bạn muốn hiện trên cổng."),
        ({"ho_ten": "x" * 61}, "Tên dài quá 60 ký tự, hãy rút gọn."),
        (
            {"ho_ten": "www.ca-cuoc.example"},
            "Ô này chỉ ghi tên, không ghi địa chỉ trang web hay thư điện tử.",
        ),
        (
            {"thu_dien_tu": "ha@"},
            "Địa chỉ thư điện tử chưa đúng. Hãy sửa, hoặc xóa đi: ô này không bắt buộc.",
        ),
    ],
)
def test_what_is_too_much_or_too_little_is_said(data, message):
    assert error_of(**data) == message


def test_name_is_one_line():
    filled = form(ho_ten="Trần\n  Thị \t Hà")
    assert filled.is_valid()
    assert filled.cleaned_data["ho_ten"] == "Trần Thị Hà"


def test_box_for_the_text_cuts_nothing_off_by_itself():
    assert "maxlength" not in str(form()["noi_dung"])


def test_same_sending_has_one_key_and_another_has_its_own():
    keys = {}
    for name, data in {
        "first": {},
        "again": {},
        "other text": {"noi_dung": "Khác."},
        "other form": {"ma": "y"},
        "no number": {"ma": ""},
    }.items():
        filled = form(**data)
        assert filled.is_valid()
        keys[name] = filled.key()
    assert keys["first"] == keys["again"]
    assert len({keys["first"], keys["other text"], keys["other form"]}) == 3
    assert keys["no number"] is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gọi mẹ cháu số 0912 345 678.", [("số điện thoại", "0912 345 678")]),
        ("+84 912-345-678", [("số điện thoại", "+84 912-345-678")]),
        (
            "Zalo 84912345678, gọi.0912345678",
            [("số điện thoại", "84912345678"), ("số điện thoại", "0912345678")],
        ),
        ("CCCD 031 305 009 876 ạ", [("số căn cước", "031 305 009 876")]),
        ("CMND 145678901", [("số giấy tờ", "145678901")]),
        ("Họp 10.30 ngày 21/12/2026, công văn 1234/SGDĐT", []),
        ("2.907.693 lượt, 125.000.000 đồng, 84 500 000 000 đồng", []),
        ("https://zalo.example/0912345678", []),
    ],
)
def test_numbers_of_persons_are_found(text, found):
    assert personal_numbers(text) == found


@pytest.mark.parametrize(
    "text",
    ["038.201.004.567", "84912345678", "(0237) 3852 123", "CMND 145678901", "125.000.000 đồng", "01/2022"],
)
def test_moderators_and_editors_are_told_the_same(text):
    told = warnings_of(Comment(name="Hà", text=text))
    assert len(told) == len(doubts(Article(title="Tin", body=f"<p>{text}</p>")))


@pytest.mark.parametrize(
    ("fields", "warnings"),
    [
        ({"text": "Số của cháu: 0912.345.678"}, ["có số giống số điện thoại"]),
        ({"text": "Căn cước 031305009876"}, ["có số giống số căn cước"]),
        ({"text": "CMND 145678901"}, ["có số giống số giấy tờ"]),
        (
            {"text": "Viết cho ha@example.vn hay xem https://example.vn"},
            ["có địa chỉ thư điện tử", "có liên kết"],
        ),
        ({"text": "Cảm ơn.", "name": "Sở Giáo dục tỉnh"}, ["tên giống tên cơ quan"]),
        ({"text": "Cảm ơn.", "name": "Sở Giáo dục tỉnh", "is_official": True}, []),
        ({"text": "Kinh phí 1.250.000.000 đồng cho 38 trường."}, []),
    ],
)
def test_moderators_are_told_what_to_look_at_twice(fields, warnings):
    assert warnings_of(Comment(**{"name": "Hà"} | fields)) == warnings


def test_addresses_are_linked_without_our_word_for_them_and_lines_are_kept():
    html = plain_text("Xem https://moet.example/a?b=1&c=2.\nVà www.example.vn, ha@example.vn")
    page = BeautifulSoup(html, "html.parser")
    links = page.find_all("a")
    assert [link["href"] for link in links] == ["https://moet.example/a?b=1&c=2", "http://www.example.vn"]
    assert {tuple(link["rel"]) for link in links} == {("nofollow", "ugc", "noopener")}
    assert len(page.find_all("br")) == 1
    assert "ha@example.vn" in page.get_text()


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_hostile_html_is_shown_as_the_text_that_it_is(text):
    text = only_visible(text)
    page = BeautifulSoup(plain_text(text), "html.parser")
    assert {element.name for element in page.find_all(True)} <= {"a", "br"}
    for link in page.find_all("a"):
        assert set(link.attrs) == {"href", "rel"}
        assert link["href"].startswith(("http://", "https://"))


def test_bare_names_of_hosts_are_links_too():
    comment = Comment(name="Hà", text="Vào casino1.com và b88.net/abc")
    assert warnings_of(comment) == ["có liên kết"]
    assert not SubmissionForm({"ho_ten": "Hà", "noi_dung": "a.com b.net c.org"}).is_valid()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("xem https://a.vn/b.Cảm ơn", "https://a.vn/b"),
        ("xem https://a.vn/b.Xin cảm ơn", "https://a.vn/b"),
        ("https://a.vn/b.cảm ơn", "https://a.vn/b"),
        ("https://a.vn.Cảm ơn", "https://a.vn"),
        ("https://a.vn/b,đúng không", "https://a.vn/b"),
        ("https://a.vn/b...Không", "https://a.vn/b"),
        ("(xem https://a.vn/b)rất hay", "https://a.vn/b"),
        ("[https://a.vn/b]nhé", "https://a.vn/b"),
        ("“https://a.vn/b”đó", "https://a.vn/b"),
        ("«https://a.vn/b».Hay", "https://a.vn/b"),
        ('"https://a.vn/b"', "https://a.vn/b"),
        ("https://a.vn/b?!", "https://a.vn/b"),
        ("https://a.vn/b…", "https://a.vn/b"),
        ("ở đây:https://a.vn/b", "https://a.vn/b"),
        ("www.a.vn/b.Cảm ơn", "www.a.vn/b"),
        # What belongs to an address stays with it.
        ("https://a.vn/De_an.Pdf", "https://a.vn/De_an.Pdf"),
        ("https://www.Moet.gov.vn/b", "https://www.Moet.gov.vn/b"),
        ("https://a.vn/b_(c).html", "https://a.vn/b_(c).html"),
        ("https://a.vn/bài-viết?q=1,2&r=x.y", "https://a.vn/bài-viết?q=1,2&r=x.y"),
        ("https://vi.wiki.vn/Thể_loại:Giáo_dục", "https://vi.wiki.vn/Thể_loại:Giáo_dục"),
        ("https://vi.wiki.vn/TP.Hồ_Chí_Minh", "https://vi.wiki.vn/TP.Hồ_Chí_Minh"),
        ("https://tiếngviệt.vn/b", "https://tiếngviệt.vn/b"),
    ],
)
def test_address_ends_where_the_sentence_goes_on(text, address):
    page = BeautifulSoup(plain_text(text), "html.parser")
    assert [link.get_text() for link in page.select("a")] == [address]
    assert page.get_text() == text


def test_addresses_without_a_space_between_them_are_two():
    page = BeautifulSoup(plain_text("https://a.vn/b.Và:https://c.vn/d.Hết"), "html.parser")
    assert [link["href"] for link in page.select("a")] == ["https://a.vn/b", "https://c.vn/d"]


def test_text_of_many_addresses_takes_no_time():
    text = "https://a.Bc" * 170
    started = time.process_time()
    assert BeautifulSoup(plain_text(text), "html.parser").get_text() == text
    assert time.process_time() - started < 0.5
