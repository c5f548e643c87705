"""Files made to harm whoever reads them: the real process answers, within its limits."""

import io
import socket
import struct
import time
import zipfile

import pytest

from core.extraction import Limits, extract, reader
from core.files.kinds import KINDS
from tests.core import file_samples as samples
from tests.core.file_samples import bare_docx_bytes, ooxml_bytes, pdf_bytes, pdf_stream, word_xml, zip_bytes

pytestmark = pytest.mark.thorough

MEGABYTE = 1024 * 1024
# Half of what the site allows: what keeps within these keeps within those.
LIMITS = Limits(memory_bytes=512 * MEGABYTE, cpu_seconds=15, wall_seconds=45)
TOO_HEAVY = "Tệp hỏng hoặc quá nặng"
WITH_TEXT = [kind.extension for kind in KINDS.values() if kind.has_text]


def answer(tmp_path, content, extension, limits=LIMITS):
    """Return what the reading process answers, after a look at the clock."""
    path = tmp_path / "tep"
    path.write_bytes(content)
    started = time.monotonic()
    with path.open("rb") as file:
        extracted = extract(file, extension, limits)
    assert time.monotonic() - started < limits.wall_seconds
    assert len(extracted.text.encode()) <= reader.MAX_TEXT_BYTES
    return extracted


@pytest.mark.parametrize("extension", WITH_TEXT)
def test_empty_file_has_an_error(tmp_path, extension):
    assert answer(tmp_path, b"", extension).error.startswith("Tệp")


@pytest.mark.parametrize("extension", WITH_TEXT)
def test_half_a_file_gives_an_answer(tmp_path, extension):
    content = samples.one_of_each()[extension]
    answer(tmp_path, content[: len(content) // 2], extension)


@pytest.mark.parametrize("extension", WITH_TEXT)
def test_file_of_another_kind_has_an_error(tmp_path, extension):
    assert answer(tmp_path, b"<html><script>alert(1)</script></html>" * 100, extension).error


# PDF


@pytest.mark.parametrize("layers", [1, 3])
def test_pdf_that_unpacks_to_hundreds_of_megabytes_ends_in_an_error(tmp_path, layers):
    extracted = answer(tmp_path, samples.pdf_bomb_bytes(200_000_000, layers), "pdf")
    assert extracted.text == ""
    assert extracted.error.startswith(TOO_HEAVY)


def test_pdf_of_forms_within_forms_ends_in_an_error(tmp_path):
    def form(level):
        content = b"/X%d Do " % (level + 1) * 10 if level < 9 else b"BT /F1 12 Tf (aaaa) Tj ET " * 10
        resources = samples.PDF_FONTS + b"/XObject<</X%d %d 0 R>>" % (level + 1, 5 + level)
        return pdf_stream(content, b"/Subtype/Form/BBox[0 0 600 800]/Resources<<%s>>" % resources)

    levels = [form(level) for level in range(1, 10)]
    content = samples.one_page_pdf_bytes(pdf_stream(b"/X1 Do"), *levels, resources=b"/XObject<</X1 5 0 R>>")
    assert answer(tmp_path, content, "pdf").error.startswith(TOO_HEAVY)


def test_of_ten_thousand_pages_all_are_counted_and_the_first_are_read(tmp_path):
    extracted = answer(tmp_path, samples.long_pdf_bytes(10_000), "pdf")
    assert extracted.pages == 10_000
    assert extracted.text.count("Trang") == reader.MAX_PAGES


@pytest.mark.parametrize("claim", [b"4294967290", b"2000000000", b"-7"])
def test_number_of_pages_is_counted_not_believed(tmp_path, claim):
    content = pdf_bytes("Mot").replace(b"/Count 1", b"/Count " + claim)
    assert answer(tmp_path, content, "pdf").pages == 1


def test_page_tree_that_holds_itself_gives_an_answer(tmp_path):
    content = samples.bare_pdf_bytes(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 100000/Kids[2 0 R 2 0 R 2 0 R]>>"
    )
    assert answer(tmp_path, content, "pdf").text == ""


@pytest.mark.parametrize("catalog", [b"/X" + b"[" * 1_000_000, b"/X" + b"<</A" * 200_000])
def test_pdf_of_deeply_nested_objects_gives_an_answer(tmp_path, catalog):
    answer(tmp_path, samples.one_page_pdf_bytes(pdf_stream(b""), catalog=catalog), "pdf")


def test_script_in_a_pdf_does_not_run(tmp_path):
    content = samples.script_pdf_bytes(b"while(true){}")
    assert answer(tmp_path, content, "pdf").text == "Chu"


# Office files of XML in a ZIP


def test_file_that_declares_too_much_is_not_unpacked(tmp_path):
    error = answer(tmp_path, bare_docx_bytes(b"\0" * 101 * MEGABYTE), "docx").error
    assert error == "Tệp giải nén ra quá lớn nên không đọc chữ."


def test_file_that_unpacks_to_more_than_it_declares_is_broken(tmp_path):
    content = bytearray(bare_docx_bytes(b"<w>" + b" " * 100_000_000 + b"</w>"))
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 1000)
    assert answer(tmp_path, bytes(content), "docx").error == "Tệp bị hỏng hoặc đặt mật khẩu."


def test_archive_inside_of_an_archive_stays_packed(tmp_path):
    bomb = bare_docx_bytes(b" " * 99 * MEGABYTE)
    content = bare_docx_bytes(word_xml("<w:p><w:t>Chữ</w:t></w:p>"), **{"word/embeddings/a.docx": bomb})
    limits = Limits(memory_bytes=64 * MEGABYTE, cpu_seconds=2, wall_seconds=10)
    assert answer(tmp_path, content, "docx", limits).text == "Chữ"


def test_hundred_thousand_parts_give_an_answer(tmp_path):
    content = zip_bytes({f"word/document{number}.xml": "<t>a</t>" for number in range(100_000)})
    assert answer(tmp_path, content, "docx").text.startswith("a\na\n")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_part_that_is_listed_many_times_is_read_once(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for _ in range(1000):
            archive.writestr("word/document.xml", "<t>a</t>")
    assert answer(tmp_path, buffer.getvalue(), "docx").text == "a"


def test_list_of_shared_texts_is_cut_at_the_limit(tmp_path):
    texts = b"<sst>" + b"<si><t>a</t></si>" * 1_500_000 + b"</sst>"
    extracted = answer(tmp_path, ooxml_bytes("main", {"xl/sharedStrings.xml": texts}), "xlsx")
    assert extracted.error == ""
    assert len(extracted.text) == reader.MAX_TEXT_BYTES


def test_xml_that_takes_too_long_is_given_up(tmp_path):
    content = bare_docx_bytes(b"<w>" + b"<a/>" * 20_000_000 + b"</w>")
    limits = Limits(memory_bytes=512 * MEGABYTE, cpu_seconds=1, wall_seconds=30)
    assert answer(tmp_path, content, "docx", limits).error == "Đọc tốn quá 1 giây nên đã dừng."


def test_xml_that_takes_too_much_memory_is_given_up(tmp_path):
    names = b"".join(b'<a xmlns:b%d="urn:%d">' % (number, number) for number in range(200_000))
    limits = Limits(memory_bytes=64 * MEGABYTE, cpu_seconds=15, wall_seconds=30)
    assert answer(tmp_path, bare_docx_bytes(b"<w>" + names), "docx", limits).error


@pytest.mark.parametrize("extension", ["docx", "xlsx", "pptx", "odt", "ods"])
def test_nothing_is_fetched_or_read_for_a_file(tmp_path, extension):
    parts = {
        "docx": "word/document.xml",
        "xlsx": "xl/sharedStrings.xml",
        "pptx": "ppt/slides/slide1.xml",
        "odt": "content.xml",
        "ods": "content.xml",
    }
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a"
        doctype = f'<!DOCTYPE a SYSTEM "{address}" [<!ENTITY a SYSTEM "{address}"><!ENTITY b SYSTEM "file:///etc/passwd">'
        doctype += f'<!ENTITY % c SYSTEM "{address}"> %c;]>'
        for xml in (doctype + word_xml("<w:t>&a;&b;</w:t>"), (doctype + "<a/>").encode("utf-16")):
            extracted = answer(tmp_path, zip_bytes({parts[extension]: xml}), extension)
            assert extracted.error == "Tệp có khai báo XML không an toàn nên không đọc chữ."
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(
    "doctype",
    ['<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>', "<!DOCTYPE html>"],
)
def test_document_type_is_refused_as_entity_bombs_need_one(tmp_path, doctype):
    content = bare_docx_bytes(doctype + word_xml("<w:p>&b;</w:p>"))
    assert "không an toàn" in answer(tmp_path, content, "docx").error


# Office files of before 2007


def test_text_that_a_word_file_names_a_thousand_times_ends_in_an_error(tmp_path):
    content = samples.doc_bytes(b"chu " * 250_000, times=1000)
    assert len(content) < 2 * MEGABYTE
    assert answer(tmp_path, content, "doc").error.startswith(TOO_HEAVY)


@pytest.mark.parametrize("name", ["cong-van.doc", "bang.xls", "trinh-chieu.ppt"])
def test_damage_in_an_old_office_file_gives_an_answer(tmp_path, name):
    content = bytearray(samples.stored(name))
    content[600::97] = b"\xff" * len(content[600::97])
    answer(tmp_path, bytes(content), name[-3:])


# The process itself


def test_file_that_takes_too_long_is_given_up(tmp_path):
    limits = Limits(memory_bytes=512 * MEGABYTE, cpu_seconds=15, wall_seconds=0.5)
    content = bare_docx_bytes(b"<w>" + b"<a/>" * 20_000_000 + b"</w>")
    path = tmp_path / "tep"
    path.write_bytes(content)
    with path.open("rb") as file:
        assert extract(file, "docx", limits).error == "Đọc quá 0.5 giây nên đã dừng."
