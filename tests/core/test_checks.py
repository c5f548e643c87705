"""What an editor is warned of: only that, with its place."""

import pytest

from core.checks import addresses_in, doubts
from news.models import Article
from tests.factories import image_bytes, make_article, upload

LEAD = "Hội nghị có 41 điểm cầu."


def found(body="<p>Nội dung.</p>", **fields):
    """Return place and words of each doubt about a post that nobody has saved."""
    fields = {"title": "Hội nghị tổng kết", "lead": LEAD, **fields}
    return [(doubt.place, doubt.words) for doubt in doubts(Article(body=body, **fields))]


def test_plain_post_raises_no_doubt():
    assert found("<h2>Mục đích</h2><h3>Chung</h3><p>Ngày 17/9/2026.</p><h2>Yêu cầu</h2>") == []


def test_title_in_capitals_is_doubtful():
    [(place, words)] = found(title="THÔNG BÁO TUYỂN SINH LỚP MƯỜI")
    assert place == "Tiêu đề"
    assert "toàn chữ hoa" in words


@pytest.mark.parametrize("image", ['<img src="/media/a.jpg">', '<img alt=" " src="/media/a.jpg">'])
def test_picture_without_a_description_is_named_by_its_number(image):
    [(place, words)] = found(f'<p><img alt="Lễ khai giảng" src="/media/b.jpg"></p><p>{image}</p>')
    assert place == "Nội dung, ảnh thứ 2"
    assert "chưa có mô tả" in words


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("<h3>Mục đích</h3>", "Nội dung, đề mục «Mục đích»"),
        ("<h2>Một</h2><h4>Quá <em>sâu</em></h4>", "Nội dung, đề mục «Quá sâu»"),
        ("<blockquote><h3>Trong</h3></blockquote>", "Nội dung, đề mục «Trong»"),
    ],
)
def test_heading_that_skips_a_level_is_named(body, place):
    assert [where for where, _ in found(body)] == [place]


@pytest.mark.parametrize(
    "number",
    ["0912345678", "0912 345 678", "091.234.5678", "0912-345-678", "+84912345678", "(0237) 3852 123"],
)
def test_telephone_number_is_doubtful(number):
    [(place, words)] = found(f"<p>Mở đầu.</p><p>Gọi {number} để hỏi.</p>")
    assert place == "Nội dung, đoạn 2"
    assert "số điện thoại" in words
    assert number in words


@pytest.mark.parametrize("number", ["038201004567", "038 201 004567", "038.201.004.567"])
def test_citizens_number_is_doubtful_and_is_no_telephone(number):
    [(place, words)] = found(f"<p>Em A, số {number}, lớp 5.</p>")
    assert place == "Nội dung"
    assert "căn cước" in words
    assert number in words


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 02/09/2026, năm học 2025-2026",
        "Số 01/2022/TT-BGDĐT và 0123/SGDĐT",
        "1.234.567.890 đồng",
        "Mã 1234567890123456",
        "Từ 07:00 đến 10:30, 20 000 000 đồng",
        "Tài khoản 0123456789012345",
    ],
)
def test_other_numbers_are_fine(text):
    assert found(f"<p>{text}</p>") == []


def test_digits_in_an_address_are_no_number():
    assert (
        found(source_url="https://zalo.example/?so=0912345678", video_url="https://v.example/038201004567")
        == []
    )


def test_number_in_the_lead_is_found_there():
    assert [place for place, _ in found(lead="Gọi 0912345678.")] == ["Tóm tắt"]


@pytest.mark.django_db
def test_post_without_a_lead_is_doubtful():
    assert [doubt.place for doubt in make_article(lead="", published=False).doubts()] == ["Tóm tắt"]


@pytest.mark.django_db
@pytest.mark.parametrize(("width", "told"), [(500, ["Ảnh đại diện"]), (1199, ["Ảnh đại diện"]), (1200, [])])
def test_cover_that_is_too_narrow_is_doubtful(width, told):
    cover = upload("Ảnh.png", image_bytes((width, 90)))
    found = make_article(published=False, lead=LEAD, cover=cover, cover_alt="Hội nghị").doubts()
    assert [doubt.place for doubt in found] == told
    assert all(f"chỉ rộng {width} điểm ảnh" in doubt.words for doubt in found)


def test_addresses_of_a_text_come_once_each():
    body = (
        '<p><a href="https://a.vn/?x=1&amp;y=2">A</a> <a href="/tin-tuc/">B</a> <a href="/tin-tuc/">C</a></p>'
    )
    assert addresses_in(Article(body=body)) == ["https://a.vn/?x=1&y=2", "/tin-tuc/"]


def test_address_of_the_source_is_one_of_them():
    assert addresses_in(Article(body="<p>A</p>", source_url="https://bao.example/1")) == [
        "https://bao.example/1"
    ]
