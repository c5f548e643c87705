import hashlib
import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile
from PIL import Image

from core.files import checks
from core.files.checks import inspect_image, inspect_upload
from core.files.kinds import KINDS
from tests.core import file_samples as samples
from tests.core.file_samples import as_upload, image_bytes, ole_bytes, pdf_bytes, zip_bytes

XLSM = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
# [MS-PPT] 2.4.10 and 2.4.11: the record that says where macros are, and whether there are any.
PPT_MACROS = (
    b"\x1f\x00\xff\x03\x14\x00\x00\x00\x02\x00\x00\x04\x0c\x00\x00\x00\x07\x00\x00\x00%s\x02\x00\x00\x00"
)


def refusal(content, name, inspect=inspect_upload):
    with pytest.raises(ValidationError) as caught:
        inspect(ContentFile(content, name))
    return caught.value.code


@pytest.mark.parametrize("extension", KINDS)
def test_every_allowed_kind_is_recognised_by_its_content(extension):
    facts = inspect_upload(as_upload(samples.one_of_each()[extension], f"Số 09.{extension.upper()}"))
    assert (facts.extension, facts.content_type) == (extension, KINDS[extension].content_type)
    assert not facts.has_macros


@pytest.mark.parametrize("found", KINDS)
def test_extension_that_belies_the_content_is_refused(found):
    claimed = "pdf" if found != "pdf" else "docx"
    assert refusal(samples.one_of_each()[found], f"a.{claimed}") == "mismatch"


def test_facts_hold_size_and_sum_of_the_bytes():
    content = pdf_bytes()
    facts = inspect_upload(as_upload(content, "a.pdf"))
    assert (facts.size, facts.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_file_is_left_at_its_beginning():
    upload = as_upload(pdf_bytes(), "a.pdf")
    inspect_upload(upload)
    assert upload.tell() == 0


def test_file_is_left_at_its_beginning_when_it_is_refused():
    upload = as_upload(pdf_bytes(), "a.docx")
    with pytest.raises(ValidationError):
        inspect_upload(upload)
    assert upload.tell() == 0


def test_upload_on_disk_is_read_as_one_in_memory():
    with TemporaryUploadedFile("a.pdf", "application/pdf", 0, None) as upload:
        upload.write(pdf_bytes())
        upload.size = upload.tell()
        assert inspect_upload(upload).label == "PDF"


def test_large_file_is_never_read_at_once(monkeypatch):
    class Watched(ContentFile):
        longest = 0

        def read(self, size=-1):
            data = self.file.read(size)
            self.longest = max(self.longest, len(data))
            return data

    content = pdf_bytes()
    watched = Watched(content[:9] + b"%" + b"x" * 3_000_000 + b"\n" + content[9:], "a.pdf")
    inspect_upload(watched)
    assert 0 < watched.longest < 100_000


@pytest.mark.parametrize(
    "name",
    [
        "a" * 200 + ".pdf",
        "a\x00.pdf",
        "a\nb.pdf",
        "gnoht\u202efdp.pdf",
        "a\u2066.pdf",
        "a/b.pdf",
        "..\\a.pdf",
        "",
    ],
)
def test_misleading_name_is_refused(name):
    assert refusal(pdf_bytes(), name) == "name"


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a.pdf.exe", "a.docm", "a", "a.pdf ", ".pdf"])
def test_extension_outside_of_the_list_is_refused(name):
    assert refusal(pdf_bytes(), name) == "extension"


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"<?php system($_GET['c']); ?>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"MZ\x90\x00" + b"\0" * 200,
        b"\x7fELF" + b"\0" * 200,
        b"plain text",
    ],
)
@pytest.mark.parametrize("extension", ["pdf", "jpg", "docx", "zip"])
def test_other_content_under_an_allowed_extension_is_refused(content, extension):
    assert refusal(content, f"a.{extension}") == "type"


def test_empty_file_is_refused():
    assert refusal(b"", "a.pdf") == "empty"


def test_file_far_over_the_limit_is_refused_without_a_look_into_it():
    class Untouchable(ContentFile):
        def read(self, size=-1):
            raise AssertionError

    upload = Untouchable(b"", "a.pdf")
    upload.size = 600 * 1024 * 1024
    with pytest.raises(ValidationError) as caught:
        inspect_upload(upload)
    assert caught.value.messages == ["Tệp nặng 600 MB, vượt mức 50 MB cho phép."]


def test_document_over_the_limit_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 100
    assert refusal(pdf_bytes(), "a.pdf") == "too_large"


def test_picture_has_a_limit_of_its_own(settings):
    settings.UPLOAD_IMAGE_MAX_BYTES = 100
    assert refusal(image_bytes(), "a.jpg") == "too_large"


def test_refusal_is_one_vietnamese_sentence(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    with pytest.raises(ValidationError) as caught:
        inspect_upload(as_upload(b"%PDF-" + b"x" * 2 * 1024 * 1024, "a.pdf"))
    assert caught.value.messages == ["Tệp nặng 2 MB, vượt mức 1 MB cho phép."]


# PDF


def test_pdf_after_a_byte_order_mark_is_accepted():
    assert inspect_upload(as_upload(b"\xef\xbb\xbf\r\n" + pdf_bytes(), "a.pdf")).extension == "pdf"


def test_pdf_after_other_content_is_refused():
    assert refusal(b"<script>alert(1)</script>" + pdf_bytes(), "a.pdf") == "polyglot"


def test_pdf_cut_off_at_its_end_is_refused():
    assert refusal(pdf_bytes()[:-200], "a.pdf") == "broken"


def test_pdf_with_an_archive_behind_it_is_refused():
    assert refusal(pdf_bytes() + zip_bytes({"a.txt": "x"}), "a.pdf") == "polyglot"


def test_pdf_with_a_page_behind_it_is_refused():
    assert refusal(pdf_bytes() + b"<html><script>alert(1)</script>", "a.pdf") == "polyglot"


@pytest.mark.parametrize(
    "page", [b"<html><script>alert(1)</script>", b"<!DOCTYPE html>", b"<?php x", b"<SCRIPT>x"]
)
@pytest.mark.parametrize("before", [b"", b"%\xe2\xe3\xcf\xd3\n1 0 obj <</A(" + b"x" * 900])
def test_pdf_that_begins_as_a_page_is_refused(page, before):
    content = pdf_bytes()
    assert refusal(content[:9] + before + page + content[9:], "a.pdf") == "polyglot"


# Pictures


def test_picture_is_refused_where_pictures_only_are_taken_when_it_is_none():
    assert refusal(pdf_bytes(), "a.pdf", inspect_image) == "extension"


def test_picture_is_taken_where_pictures_only_are_taken():
    assert inspect_image(as_upload(image_bytes("PNG"), "a.png")).label == "Ảnh PNG"


def test_jpeg_spelled_in_full_is_the_same_kind():
    assert inspect_image(as_upload(image_bytes(), "IMG_0001.JPEG")).extension == "jpg"


@pytest.mark.parametrize(
    "tail",
    [b"<script>alert(1)</script>", b"<?php eval($x);", zip_bytes({"a.class": "x"}), samples.RAR_BYTES],
)
@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "GIF"])
def test_picture_that_is_something_else_too_is_refused(picture_format, tail):
    content = image_bytes(picture_format) + tail
    assert (
        refusal(content, f"a.{'jpg' if picture_format == 'JPEG' else picture_format.lower()}") == "polyglot"
    )


def test_script_across_two_chunks_of_a_picture_is_found():
    picture = image_bytes()
    padding = b"x" * (checks._CHUNK - len(picture) - 4)
    assert refusal(picture + padding + b"<script>", "a.jpg") == "polyglot"


def test_video_behind_a_phones_photo_is_left_alone():
    content = image_bytes() + b"\0\0\0\x18ftypmp42" + b"\x01" * 500
    assert inspect_upload(as_upload(content, "a.jpg")).extension == "jpg"


def test_broken_picture_is_refused():
    assert refusal(image_bytes("PNG")[:40], "a.png") == "broken"


def png_of(width, height):
    """Return a PNG of a few bytes that claims a size."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [8_000, 10_000, 60_000])
def test_picture_with_too_many_pixels_is_refused(side):
    assert refusal(png_of(side, side), "a.png") == "bomb"


# Office files


@pytest.mark.parametrize("streams", [["SummaryInformation"], ["__properties_version1.0"], ["VisioDocument"]])
def test_compound_file_of_another_program_is_refused(streams):
    assert refusal(ole_bytes(*streams), "a.doc") == "type"


def test_broken_compound_file_is_refused():
    assert refusal(ole_bytes("WordDocument")[:600], "a.doc") == "broken"


def test_office_file_under_a_password_is_refused():
    assert refusal(ole_bytes("EncryptedPackage", "EncryptionInfo"), "a.docx") == "encrypted"


def test_compound_file_with_an_archive_behind_it_is_refused():
    assert refusal(ole_bytes("WordDocument") + zip_bytes({"a": "x"}), "a.doc") == "polyglot"


def test_office_file_of_a_kind_outside_of_the_list_is_refused():
    template = f"{samples.OOXML}wordprocessingml.template.main+xml"
    assert refusal(samples.ooxml_bytes(template, {"word/document.xml": "<a/>"}), "a.docx") == "type"


def test_open_document_of_a_kind_outside_of_the_list_is_refused():
    assert refusal(samples.odf_bytes("presentation"), "a.odt") == "type"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (ole_bytes("WordDocument", "Macros/VBA/dir"), "a.doc"),
        (ole_bytes("Workbook", "_VBA_PROJECT_CUR/VBA/dir"), "a.xls"),
        (ole_bytes("PowerPoint Document", content=PPT_MACROS % b"\x01\0\0\0"), "a.ppt"),
        (samples.bare_docx_bytes("<a/>", **{"word/vbaProject.bin": "x"}), "a.docx"),
        (samples.ooxml_bytes(XLSM, {"xl/workbook.xml": "x"}), "a.xlsx"),
        (samples.odf_bytes("text", **{"Basic/Standard/Module1.xml": "x"}), "a.odt"),
    ],
)
def test_macros_are_told_not_refused(content, name):
    assert inspect_upload(as_upload(content, name)).has_macros


def test_empty_place_for_macros_in_a_presentation_is_none():
    content = ole_bytes("PowerPoint Document", content=PPT_MACROS % b"\0\0\0\0")
    assert not inspect_upload(as_upload(content, "a.ppt")).has_macros


def test_empty_list_of_macros_is_none():
    content = samples.odf_bytes("text", **{"Basic/script-lc.xml": "<libraries/>"})
    assert not inspect_upload(as_upload(content, "a.odt")).has_macros


# Archives


def test_empty_archive_is_refused():
    assert refusal(zip_bytes({}), "a.zip") == "empty"


def test_archive_cut_off_is_refused():
    assert refusal(zip_bytes({"a.txt": "x" * 5000})[:-30], "a.zip") == "broken"


def test_archive_with_a_broken_list_is_refused():
    content = zip_bytes({"a.txt": "x"}).replace(b"PK\x01\x02", b"PK\x00\x00")
    assert refusal(content, "a.zip") == "broken"


def test_office_file_with_a_part_that_cannot_be_unpacked_is_refused():
    content = samples.docx_bytes()
    start = content.index(b"[Content_Types].xml") + len("[Content_Types].xml")
    assert refusal(content[:start] + b"\xff" * 20 + content[start + 20 :], "a.docx") == "broken"


def test_archive_behind_another_is_refused():
    assert refusal(zip_bytes({"b.txt": "x"}) + zip_bytes({"a.txt": "x"}), "a.zip") == "polyglot"


def test_archive_that_unpacks_to_far_more_than_it_weighs_is_refused():
    assert refusal(zip_bytes({"a.txt": b"\0" * 40_000_000}), "a.zip") == "bomb"


def test_office_file_that_unpacks_to_far_more_than_it_weighs_is_refused():
    assert refusal(samples.bare_docx_bytes(b"\0" * 40_000_000), "a.docx") == "bomb"


def test_archive_that_declares_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(checks, "ZIP_MAX_UNPACKED_BYTES", 1000)
    assert refusal(zip_bytes({"a.txt": "x" * 1001}, stored=True), "a.zip") == "bomb"


def test_archive_of_too_many_files_is_refused(monkeypatch):
    monkeypatch.setattr(checks, "ZIP_MAX_ENTRIES", 3)
    assert refusal(zip_bytes({f"{n}.txt": "x" for n in range(4)}), "a.zip") == "bomb"


def test_office_file_of_a_hundred_thousand_parts_is_refused_before_they_are_listed(monkeypatch):
    content = samples.bare_docx_bytes("<a/>", **{f"word/{number}.xml": "" for number in range(100_000)})
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert refusal(content, "a.docx") == "bomb"


def test_archive_of_too_many_archives_is_refused():
    inner = zip_bytes({"a.txt": "x"})
    assert refusal(zip_bytes({f"{n}.zip": inner for n in range(21)}), "a.zip") == "bomb"


def test_archive_whose_list_is_itself_a_bomb_is_refused_before_the_list_is_read(monkeypatch):
    content = zip_bytes_of_many(10)
    monkeypatch.setattr(checks, "ZIP_MAX_DIRECTORY_BYTES", 200)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert refusal(content, "a.zip") == "bomb"


def zip_bytes_of_many(count):
    return zip_bytes({f"{n}.txt": "x" for n in range(count)})


def test_size_of_the_list_is_read_from_the_zip64_record_where_there_is_one(monkeypatch):
    content = zip_bytes_of_many(10)
    place = content.rindex(b"PK\x05\x06")
    directory_size, directory_start = struct.unpack("<II", content[place + 12 : place + 20])
    record = struct.pack(
        "<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 10, 10, directory_size, directory_start
    )
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, place, 1)
    hidden = content[place : place + 12] + struct.pack("<II", 0, 0) + content[place + 20 :]
    content = content[:place] + record + locator + hidden
    assert inspect_upload(as_upload(content, "a.zip")).extension == "zip"
    monkeypatch.setattr(checks, "ZIP_MAX_DIRECTORY_BYTES", 200)
    assert refusal(content, "a.zip") == "bomb"


def test_archive_whose_files_share_bytes_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x" * 1000)
        archive.writestr("b.txt", "x" * 1000)
        archive.filelist[1].header_offset = 10
    assert refusal(buffer.getvalue(), "a.zip") == "bomb"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\\..\\..\\b.txt"])
def test_archive_that_points_outside_of_its_folder_is_refused(name):
    assert refusal(zip_bytes({name: "x"}), "a.zip") == "type"


def test_office_part_under_a_password_is_refused():
    content = bytearray(zip_bytes({"[Content_Types].xml": "x", "word/document.xml": "x"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(content), "a.docx") == "encrypted"


def test_moving_picture_is_accepted():
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=100)
    assert inspect_upload(as_upload(buffer.getvalue(), "a.gif")).extension == "gif"
