"""The files of the demo: the decree's layout, text that can be extracted, the same bytes every time."""

import io
import unicodedata

import docx
import pypdfium2
import pytest

from core.files.checks import inspect_upload
from portal.demo import letter, markup
from portal.demo.content import Paper, papers, posts
from portal.demo.pdf import to_pdf
from portal.demo.word import to_docx
from tests.factories import upload

BY_KEY = {paper.key: paper for paper in papers()}
# One of each kind, and one of each issuing body.
SAMPLE = list({paper.kind: paper for paper in papers() if paper.issued}.values())
SAMPLE += list({paper.issuer: paper for paper in papers() if paper.issued}.values())


def pdf_text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


def docx_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join("\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).split())


def missing_words(paper: Paper, text: str) -> list[str]:
    return [word for word in markup.plain(letter.compose(paper).blocks).split() if word not in text]


@pytest.mark.parametrize("paper", SAMPLE, ids=lambda paper: paper.key)
def test_pdf_holds_every_word_in_composed_letters(paper):
    text = pdf_text(to_pdf(letter.compose(paper)))
    assert unicodedata.is_normalized("NFC", text)
    assert missing_words(paper, text) == []


def test_pdf_has_the_parts_that_the_decree_asks_for():
    text = pdf_text(to_pdf(letter.compose(BY_KEY["2022 09/TB-SGDĐT"])))
    for part in (
        "UBND TỈNH SƠN HÀ",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 09/TB-SGDĐT",
        "Sơn Hà, ngày 10 tháng 01 năm 2022",
        "THÔNG BÁO",
        "Nơi nhận:",
        "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",
        "Lương Hữu Đạt",
    ):
        assert part in text


def test_letter_without_kind_has_its_subject_under_the_number():
    text = pdf_text(to_pdf(letter.compose(BY_KEY["2023 831/SGDĐT-QLCL"])))
    assert "Số: 831/SGDĐT-QLCL" in text
    assert "V/v tổ chức kiểm tra cuối năm" in text
    assert "CÔNG VĂN" not in text


def test_summary_of_a_circular_is_no_letter_of_the_ministry():
    text = pdf_text(to_pdf(letter.compose(BY_KEY["2024 29/2024/TT-BGDĐT"])))
    assert text.startswith("Giới thiệu Thông tư số 29/2024/TT-BGDĐT")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" not in text
    assert letter.SUMMARY_NOTICE in text


def test_every_letter_says_that_it_is_fictional():
    assert letter.NOTICE in pdf_text(to_pdf(letter.compose(BY_KEY["2026 04/CT-UBND"])))
    document = docx.Document(io.BytesIO(to_docx(letter.compose(BY_KEY["2026 611/KH-SGDĐT"]))))
    assert letter.NOTICE in document.sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize("paper", [p for p in papers() if p.docx][::8], ids=lambda paper: paper.key)
def test_word_file_holds_the_same_text(paper):
    assert missing_words(paper, docx_text(to_docx(letter.compose(paper)))) == []


@pytest.mark.parametrize("write", [to_pdf, to_docx])
def test_files_have_the_same_bytes_every_time(write):
    composed = letter.compose(BY_KEY["2025 1207/HD-SGDĐT"])
    assert write(composed) == write(composed)


def test_files_pass_the_check_of_uploads(settings):
    paper = BY_KEY["2026 611/KH-SGDĐT"]
    for write, extension in ((to_pdf, "pdf"), (to_docx, "docx")):
        name = letter.file_name(paper, extension)
        assert inspect_upload(upload(name, write(letter.compose(paper)))).extension == extension


def test_post_files_hold_their_text():
    file = next(file for post in posts() for file in post.attachments if file.text.startswith("thuc-don"))
    assert "Thịt lợn rim đậu phụ" in pdf_text(to_pdf(letter.compose_attachment(file)))


def test_last_article_of_a_decision_ends_the_text():
    assert letter.compose(BY_KEY["2024 742/QĐ-UBND"]).blocks[-1].text.endswith("Quyết định này./.")
