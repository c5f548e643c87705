import io
import re
import subprocess
import sys

import docx
import pytest

from core import extraction
from core.extraction import extract, reader
from core.files.kinds import KINDS
from tests.core import file_samples as samples
from tests.core.file_samples import bare_docx_bytes, pdf_bytes, word_xml, zip_bytes

SENTENCE = "Về việc tuyển sinh lớp 10 năm học 2026-2027"


def on_disk(tmp_path, content):
    path = tmp_path / "tep"
    path.write_bytes(content)
    return path.open("rb")


def text_of(content, extension):
    """Read in this process, which is enough where the file is harmless."""
    return reader.read(io.BytesIO(content), extension).text.decode()


def with_damaged_first_part(archive):
    """Return a ZIP whose first entry cannot be unpacked."""
    start = 30 + len("word/document.xml")
    return archive[:start] + b"\xff" * 10 + archive[start + 10 :]


@pytest.mark.parametrize("extension", [kind.extension for kind in KINDS.values() if kind.has_text])
def test_every_kind_that_is_said_to_have_text_is_read(tmp_path, extension):
    with on_disk(tmp_path, samples.one_of_each()[extension]) as file:
        extracted = extract(file, extension)
    assert extracted.text
    assert extracted.error == ""


def test_pdf_gives_the_text_of_every_page():
    reading = reader.read(io.BytesIO(pdf_bytes("Trang mot", "Trang hai")), "pdf")
    assert reading.text.decode() == "Trang mot\nTrang hai"
    assert reading.pages == 2


def test_empty_page_gives_no_text_and_is_no_scan(tmp_path):
    with on_disk(tmp_path, pdf_bytes("")) as file:
        assert extract(file, "pdf") == extraction.Extracted(text="", pages=1, scans=0, error="")


def test_pdf_under_a_password_says_so():
    with pytest.raises(reader.Refused, match="đặt mật khẩu"):
        text_of(pdf_bytes("Mat", encrypt="mat-khau"), "pdf")


def test_damaged_page_does_not_hide_the_others():
    damaged = re.sub(rb"/Kids \[ \d", b"/Kids [ 9", pdf_bytes("Mot", "Hai"))  # object 9 is no page
    reading = reader.read(io.BytesIO(damaged), "pdf")
    assert reading.text.decode() == "Hai"
    assert reading.pages == 2


def test_broken_pdf_says_so(tmp_path):
    with on_disk(tmp_path, b"%PDF-1.7 xxx %%EOF") as file:
        assert extract(file, "pdf").error == "Tệp PDF bị hỏng."


def test_docx_gives_paragraphs_tables_header_and_footer():
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    document.add_table(1, 2).rows[0].cells[1].text = "Trường THPT Số 1"
    document.sections[0].header.paragraphs[0].text = "SỞ GIÁO DỤC VÀ ĐÀO TẠO"
    document.sections[0].footer.paragraphs[0].text = "Nơi nhận"
    buffer = io.BytesIO()
    document.save(buffer)
    text = text_of(buffer.getvalue(), "docx")
    assert text.startswith(SENTENCE)
    for part in ("Trường THPT Số 1", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Nơi nhận"):
        assert part in text


def test_word_split_into_runs_stays_one_word():
    content = word_xml(
        "<w:p><w:r><w:t>tuyển</w:t></w:r><w:r><w:t>sinh</w:t></w:r></w:p><w:p><w:t>lớp</w:t></w:p>"
    )
    assert text_of(bare_docx_bytes(content), "docx") == "tuyểnsinh\nlớp"


def test_tab_and_line_break_part_words():
    content = word_xml("<w:p><w:t>Số</w:t><w:tab/><w:t>09</w:t><w:br/><w:t>hết</w:t></w:p>")
    assert text_of(bare_docx_bytes(content), "docx") == "Số 09\nhết"


def test_text_of_a_text_box_is_taken_once():
    content = word_xml(
        '<mc:A xmlns:mc="urn:mc"><mc:Choice><w:t>hộp</w:t></mc:Choice>'
        "<mc:Fallback><w:t>hộp</w:t></mc:Fallback></mc:A>"
    )
    assert text_of(bare_docx_bytes(content), "docx") == "hộp"


def test_deleted_text_is_left_out():
    content = word_xml("<w:p><w:t>còn</w:t><w:del><w:delText>bỏ</w:delText></w:del></w:p>")
    assert text_of(bare_docx_bytes(content), "docx") == "còn"


def test_xlsx_gives_shared_and_inline_text_without_numbers():
    text = text_of(samples.xlsx_bytes(("Trường", "Xã"), inline="Điểm thi"), "xlsx")
    assert text.split("\n") == ["Trường", "Xã", "Điểm thi"]


def test_pptx_gives_slides_in_the_order_of_their_numbers():
    slides = [f"Trang {number}" for number in range(1, 12)]
    reading = reader.read(io.BytesIO(samples.pptx_bytes(*slides)), "pptx")
    assert reading.text.decode().split("\n") == slides
    assert reading.pages == 11


def test_open_document_gives_text_inside_of_spans_and_after_spaces():
    content = "<text:h>Kế hoạch</text:h><text:p>Số<text:s/><text:span>09</text:span><text:tab/>TB</text:p>"
    assert text_of(samples.odf_bytes("text", content), "odt") == "Kế hoạch\nSố 09 TB"


def test_text_is_in_one_spelling():
    content = word_xml("<w:p><w:t>Thông báo</w:t></w:p>")
    assert text_of(bare_docx_bytes(content), "docx") == "Thông báo"


def test_null_and_line_end_hyphens_go():
    assert reader._join(["tuyển\x00 sinh\ufffe\r\nlớp", "  10 \r\n\r\n x"]).decode() == "tuyển sinhlớp 10\nx"


def test_text_is_cut_at_the_limit(monkeypatch):
    monkeypatch.setattr(reader, "MAX_TEXT_BYTES", 10)
    assert reader._join(["ữ" * 4, "x"]).decode(errors="ignore") == "ữữữ"


def test_pdf_pages_past_the_limit_are_not_read(monkeypatch):
    monkeypatch.setattr(reader, "MAX_PAGES", 1)
    assert text_of(pdf_bytes("Mot", "Hai"), "pdf") == "Mot"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"PK\x03\x04 xxx", "Tệp bị hỏng."),
        (bare_docx_bytes("<w:document>"), "Nội dung XML của tệp bị hỏng."),
        (
            zip_bytes({"word/document.xml": word_xml("<w:p/>")}, stored=True).replace(b"w:p/", b"w:q/"),
            "Tệp bị hỏng hoặc đặt mật khẩu.",
        ),
        (with_damaged_first_part(zip_bytes({"word/document.xml": word_xml("<w:p/>")})), "Tệp bị hỏng hoặc"),
    ],
)
def test_broken_office_file_says_so(content, error):
    with pytest.raises(reader.Refused, match=error):
        reader.read(io.BytesIO(content), "docx")


def test_old_word_file_gives_what_its_reader_sees():
    lines = text_of(samples.stored("cong-van.doc"), "doc").split("\n")
    assert lines[0] == SENTENCE
    # Cells of a table; of a link its text without its address; no deleted words of tracked changes.
    assert lines[1] == "Trường THPT Số 1 Xã Đông Hà Xem trang của Sở"
    assert lines[2] == "Hạn nộp ngày 15/6"
    assert lines[3:] == ["SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Nơi nhận"]


def test_old_word_file_in_pieces_of_8_and_16_bits_is_read_as_one():
    content = samples.doc_bytes("Về việc tuyển sinh lớp ", "10 – «déjà vu»".encode("cp1252"), "\rnăm học\r")
    assert text_of(content, "doc") == "Về việc tuyển sinh lớp 10 – «déjà vu»\nnăm học"


def test_tone_marks_set_after_their_letter_are_joined_to_it():
    # As the Vietnamese code page of Windows (1258) has them, and Word 97 kept them.
    assert text_of(samples.doc_bytes("viê\u0323c ho\u0323c tâ\u0323p"), "doc") == "việc học tập"


def test_old_workbook_gives_sheets_and_cells_without_numbers():
    text = text_of(samples.stored("bang.xls"), "xls")
    assert text.split("\n") == ["Điểm thi", "Trường THPT Số 1", "Xã Đông Hà", "Sheet2", "Cafe plain"]


def test_old_presentation_gives_its_slides_without_the_texts_of_the_template():
    text = text_of(samples.stored("trinh-chieu.ppt"), "ppt")
    assert text.split("\n") == ["Hội nghị tổng kết năm học", "Cafe", "Plain second"]


@pytest.mark.parametrize("name", ["cong-van.doc", "bang.xls", "trinh-chieu.ppt"])
def test_broken_old_office_file_says_so(name):
    with pytest.raises(reader.Refused, match="Tệp bị hỏng hoặc đặt mật khẩu"):
        text_of(samples.stored(name)[:1000], name[-3:])


def test_reading_process_has_little_memory_and_time_and_no_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "bí mật")
    probe = tmp_path / "probe.py"
    probe.write_text(
        "import os, resource, sys\n"
        f"sys.path.insert(0, {str(extraction._READER.parent)!r})\n"
        "import reader\n"
        "reader._limit(*map(int, sys.argv[2:4]))\n"
        "limits = [resource.getrlimit(getattr(resource, name))[0] for name in ('RLIMIT_AS', 'RLIMIT_CPU')]\n"
        "sys.stdout.write('{}\\n' + repr((limits, sorted(os.environ))))\n"
    )
    monkeypatch.setattr(extraction, "_READER", probe)
    with on_disk(tmp_path, b"x") as file:
        limits, environment = eval(extract(file, "pdf").text)  # noqa: S307 - what the line above wrote
    assert limits == [512 * 1024 * 1024, 30]
    assert "SECRET_KEY" not in environment


def test_reader_imports_nothing_of_the_project():
    code = (
        f"import runpy, sys; runpy.run_path({str(extraction._READER)!r});"
        "print('core' in sys.modules, 'django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
