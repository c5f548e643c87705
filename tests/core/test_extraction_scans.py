"""Scanned pages. What needs tesseract is skipped where it is not installed (README.md)."""

import io
import stat
from pathlib import Path

import pytest

from core import extraction
from core.extraction import Limits, find_tesseract, reader, recognise
from tests.core.file_samples import image_bytes, one_page_pdf_bytes, pdf_bytes, pdf_stream, scan_bytes

LETTER = "THÔNG BÁO\nVề việc tuyển sinh lớp 10 năm học 2026-2027\nKính gửi: Hiệu trưởng các trường"
needs_tesseract = pytest.mark.skipif(not find_tesseract(), reason="tesseract with «vie» is not installed")


@pytest.fixture(autouse=True)
def _tesseract_is_looked_for_anew():
    find_tesseract.cache_clear()
    yield
    find_tesseract.cache_clear()


def on_disk(tmp_path, content):
    path = tmp_path / "tep"
    path.write_bytes(content)
    return path.open("rb")


def program(folder, script):
    """Make a program called tesseract in a folder."""
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def read(content, tesseract=""):
    return reader.read(io.BytesIO(content), "pdf", str(tesseract))


def page_with_picture(text, width, height):
    """Return a PDF whose page has a text, and a picture of a size in points (the page has 600 by 800)."""
    picture = b"/XObject<</I 5 0 R>>/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    content = b"q %d 0 0 %d 0 0 cm /I Do Q BT /F1 4 Tf 9 9 Td (%s) Tj ET" % (width, height, text)
    jpeg = b"/Subtype/Image/Width 60/Height 40/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
    return one_page_pdf_bytes(pdf_stream(content), pdf_stream(image_bytes(), jpeg), resources=picture)


def test_page_that_is_a_picture_is_a_scan():
    reading = read(scan_bytes("Một", "Hai"))
    assert (reading.text, reading.pages, reading.scans) == (b"", 2, 2)


def test_picture_under_the_stamp_of_a_signature_is_a_scan():
    assert read(page_with_picture(b"Ky boi: So GDDT", 600, 800)).scans == 1


@pytest.mark.parametrize(
    "content",
    [
        pdf_bytes("Thong bao"),
        page_with_picture(b"Thong bao", 100, 100),
        page_with_picture(b"Thong bao tuyen sinh lop 10 " * 10, 600, 800),
    ],
)
def test_page_of_text_is_none(content):
    assert read(content).scans == 0


def test_only_some_scans_of_a_file_are_counted(monkeypatch):
    monkeypatch.setattr(reader, "MAX_SCANS", 2)
    assert read(scan_bytes("Một", "Hai", "Ba")).scans == 2


@needs_tesseract
def test_scan_is_recognised_in_vietnamese(tmp_path):
    with on_disk(tmp_path, scan_bytes(LETTER)) as file:
        extracted = recognise(file)
    assert extracted.text == LETTER
    assert (extracted.pages, extracted.scans, extracted.recognised) == (1, 1, 1)


def test_recognised_page_stands_in_its_place(tmp_path):
    reading = read(page_with_picture(b"Ky so", 600, 800), program(tmp_path, "echo Thông báo tuyển sinh"))
    assert reading.text.decode() == "Thông báo tuyển sinh"
    assert reading.recognised == 1


def test_text_of_the_page_stays_where_nothing_longer_is_made_out(tmp_path):
    assert read(page_with_picture(b"Ky so", 600, 800), program(tmp_path, "echo K")).text == b"Ky so"


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$", "true"])
def test_page_that_cannot_be_made_out_is_left(tmp_path, script):
    reading = read(scan_bytes("Một", "Hai"), program(tmp_path, script))
    assert (reading.text, reading.scans, reading.recognised) == (b"", 2, 0)


def test_page_that_takes_too_long_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "SCAN_PAGE_SECONDS", 0.05)
    assert read(scan_bytes("Một"), program(tmp_path, "exec sleep 10")).recognised == 0


def test_no_page_is_begun_when_the_time_for_scans_is_over(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "SCANS_SECONDS", 0)
    assert read(scan_bytes("Một"), program(tmp_path, "echo Thông báo")).recognised == 0


def test_sheet_of_any_size_becomes_a_picture_of_a_few_million_points(tmp_path):
    kept = tmp_path / "picture"
    huge = page_with_picture(b"", 14_400, 14_400).replace(b"0 0 600 800", b"0 0 14400 14400")
    read(huge, program(tmp_path, f"cat > {kept}"))
    assert 7_000_000 < kept.stat().st_size < 8_100_000


def test_tesseract_runs_within_the_limits_of_the_reader(tmp_path, monkeypatch):
    program(tmp_path, 'echo "$(ulimit -v) $(ulimit -c) $OMP_THREAD_LIMIT $SECRET_KEY"')
    monkeypatch.setattr(extraction, "find_tesseract", lambda: str(tmp_path / "tesseract"))
    monkeypatch.setenv("SECRET_KEY", "bí mật")
    with on_disk(tmp_path, scan_bytes("Một")) as file:
        assert recognise(file).text == f"{512 * 1024} 0 1"


def test_nothing_goes_on_when_a_reader_was_stopped(tmp_path, monkeypatch):
    program(tmp_path, f"echo $$ > {tmp_path}/pid; exec sleep 30")
    monkeypatch.setattr(extraction, "find_tesseract", lambda: str(tmp_path / "tesseract"))
    with on_disk(tmp_path, scan_bytes("Một")) as file:
        limits = Limits(memory_bytes=512 * 1024 * 1024, cpu_seconds=30, wall_seconds=2)
        assert recognise(file, limits).error == "Đọc quá 2 giây nên đã dừng."
    process = Path("/proc") / (tmp_path / "pid").read_text().strip()
    # Killed, it is a zombie until its new parent looks after it.
    assert not process.exists() or "State:\tZ" in (process / "status").read_text()


def test_tesseract_without_vietnamese_counts_as_none(tmp_path, monkeypatch):
    program(tmp_path, "echo eng")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_tesseract() == ""


def test_tesseract_with_vietnamese_is_found(tmp_path, monkeypatch):
    path = program(tmp_path, "echo eng; echo vie")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_tesseract() == str(path)


def test_machine_without_tesseract_has_none(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_tesseract() == ""
