"""Scripts in PDFs are told to people."""

import zlib

import pytest

from core.files import pdf
from core.files.checks import inspect_upload
from tests.core import file_samples as samples
from tests.core.file_samples import as_upload, pdf_bytes


def script_in_object_stream(padding=b""):
    packed = zlib.compress(padding + b"<</S/JavaScript/JS(app.alert\\(1\\))>>")
    return samples.pdf_stream(packed, b"/Type/ObjStm/N 1/First 0/Filter/FlateDecode")


@pytest.mark.parametrize(
    "code",
    [
        b"<</S/JavaScript/JS(app.alert\\(1\\))>>",
        b"<</S /JavaScript /JS 5 0 R>>",
        b"<</S/J#61va#53cript/JS(x)>>",
        b"<</S/Launch/F(cmd.exe)>>",
        script_in_object_stream(),
        script_in_object_stream(b" " * 70_000),
    ],
)
def test_scripts_in_a_pdf_are_told_not_refused(code):
    content = samples.one_page_pdf_bytes(samples.pdf_stream(b""), code, catalog=b"/OpenAction 5 0 R")
    assert inspect_upload(as_upload(content, "a.pdf")).has_macros


@pytest.mark.parametrize(
    "harmless",
    [
        b"<</S/GoTo/D[3 0 R/Fit]>>",
        b"(JavaScript)",
        b"<</JavaScripts 1>>",
        samples.pdf_stream(b"cut off", b"/Type/ObjStm/Filter/FlateDecode"),
        b"/ObjStm",
    ],
)
def test_pdf_without_scripts_is_not_told_to_have_any(harmless):
    content = samples.one_page_pdf_bytes(samples.pdf_stream(b""), harmless, catalog=b"/OpenAction 5 0 R")
    assert not inspect_upload(as_upload(content, "a.pdf")).has_macros


def test_script_between_two_pieces_of_a_pdf_is_seen():
    padding = b"%" + b"x" * (pdf._CHUNK - 20) + b"\n"
    content = pdf_bytes()
    content = content[:9] + padding + b"<</S/JavaScript>>" + content[9:]
    assert inspect_upload(as_upload(content, "a.pdf")).has_macros


def test_object_streams_are_unpacked_up_to_a_limit(monkeypatch):
    monkeypatch.setattr(pdf, "_BUDGET", 10_000)
    content = samples.one_page_pdf_bytes(samples.pdf_stream(b""), script_in_object_stream(b" " * 70_000))
    assert not inspect_upload(as_upload(content, "a.pdf")).has_macros
