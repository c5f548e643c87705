"""Several attachments as one ZIP: whole, with their names, streamed, and never a broken one."""

import io
import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import RequestFactory

from core.files.archive import MissingFileError, serve_archive
from tests.factories import make_document, make_document_file, pdf_bytes, upload

pytestmark = pytest.mark.django_db


def serve(files, **headers):
    return serve_archive(RequestFactory().get("/", headers=headers), files, "09-TB-SGDĐT.zip")


def read(response) -> bytes:
    return b"".join(response.streaming_content)


def opened(response) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(read(response)))
    assert archive.testzip() is None
    return archive


def make_files(*names: str) -> list:
    document = make_document()
    return [make_document_file(document, file=upload(name, pdf_bytes(f"Tep {name!a}"))) for name in names]


def rename(file, name: str):
    """Give a file a name that no upload would bring, as an import may."""
    file.original_name = name
    return file


def test_every_file_comes_byte_for_byte_under_its_own_name():
    files = make_files("Số 09 Thông báo.pdf", "Phụ lục.pdf")

    archive = opened(serve(files))

    assert archive.namelist() == ["Số 09 Thông báo.pdf", "Phụ lục.pdf"]
    assert [archive.read(name) for name in archive.namelist()] == [
        Path(file.file.path).read_bytes() for file in files
    ]


def test_vietnamese_names_are_marked_as_utf8():
    archive = opened(serve(make_files("Thông báo.pdf")))

    assert archive.infolist()[0].flag_bits & 0x800


def test_names_that_differ_by_case_only_are_told_apart():
    files = make_files("Mẫu.pdf", "mẫu.PDF", "Mẫu.pdf")

    assert opened(serve(files)).namelist() == ["Mẫu.pdf", "mẫu (2).PDF", "Mẫu (3).pdf"]


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("../../etc/passwd.pdf", ".._.._etc_passwd.pdf"),
        ("C:\\Windows\\x.pdf", "C__Windows_x.pdf"),
        ("a\x00b\nc.pdf", "a_b_c.pdf"),
        ("... .pdf", "tep.pdf"),
    ],
)
def test_name_cannot_lead_out_of_the_folder(hostile, harmless):
    (file,) = make_files("x.pdf")

    (name,) = opened(serve([rename(file, hostile)])).namelist()

    assert name.removeprefix("..").lstrip("_") == harmless.removeprefix("..").lstrip("_")
    assert not set('/\\:*?"<>|') & set(name)


def test_longest_name_fits_a_file_system():
    (file,) = make_files("x.pdf")

    (name,) = opened(serve([rename(file, "ế" * 250 + ".pdf")])).namelist()

    assert len(name.encode()) <= 255
    assert name.endswith("ế.pdf")


def test_length_is_announced_and_true():
    response = serve(make_files("Số 09.pdf", "b.pdf", "Đề án.pdf"))

    assert int(response.headers["Content-Length"]) == len(read(response))


def test_same_files_give_the_same_bytes_and_tag():
    files = make_files("a.pdf", "b.pdf")
    first, second = serve(files), serve(files)

    assert first.headers["ETag"] == second.headers["ETag"]
    assert read(first) == read(second)


def test_changed_file_changes_the_tag():
    files = make_files("a.pdf", "b.pdf")
    before = serve(files).headers["ETag"]
    files[1].file = upload("b.pdf", pdf_bytes("Ban moi"))
    files[1].save()

    assert serve(files).headers["ETag"] != before


def test_known_copy_is_not_sent_again():
    files = make_files("a.pdf", "b.pdf")

    assert serve(files, if_none_match=serve(files).headers["ETag"]).status_code == 304


def test_head_opens_no_file():
    files = make_files("a.pdf", "b.pdf")
    response = serve_archive(RequestFactory().head("/"), files, "x.zip")

    assert response.content == b""
    assert int(response.headers["Content-Length"]) > 0


def test_missing_file_is_said_before_anything_is_sent():
    files = make_files("a.pdf", "b.pdf")
    Path(files[1].file.path).unlink()

    with pytest.raises(MissingFileError, match="b"):
        serve(files)


def test_file_cut_short_while_it_is_sent_breaks_off():
    (file,) = make_files("a.pdf")
    response = serve([file])
    Path(file.file.path).write_bytes(b"%PDF")

    with pytest.raises(OSError, match="ngắn đi"):
        read(response)


def test_archive_never_stands_whole_in_memory():
    (file,) = make_files("a.pdf")
    with open(file.file.path, "r+b") as large:
        large.truncate(40 * 1024 * 1024)
    response = serve([file, file])
    tracemalloc.start()
    for _ in response.streaming_content:
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 2 * 1024 * 1024


def test_file_is_closed_when_the_reader_goes_away():
    (file,) = make_files("a.pdf")
    response = serve([file])
    next(iter(response.streaming_content))
    response.close()

    assert not any(Path(link).name == Path(file.file.path).name for link in open_files())


def open_files() -> list[str]:
    return [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]


def test_entry_has_the_local_time_of_the_upload():
    (file,) = make_files("a.pdf")
    file.created_at = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)

    assert opened(serve([file])).infolist()[0].date_time == (2026, 3, 3, 1, 30, 0)
