"""What search does not see of files, said where they are downloaded."""

import pytest

from core import search
from core.jobs import run_ready_jobs
from core.models import FileText
from core.search.entries import INDEXED_CHARACTERS
from tests.core.file_samples import as_upload, image_bytes
from tests.factories import make_article_attachment, make_document_file, pdf_bytes, upload

pytestmark = pytest.mark.django_db


def gap(file):
    [read] = search.with_readings(type(file).objects.filter(pk=file.pk))
    search.note_gaps([read])
    return read.gap


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        ({"status": "pending"}, ""),
        ({"status": "done", "text": "Nội dung", "pages": 2}, ""),
        (
            {"status": "failed", "error": "Tệp hỏng hoặc quá nặng (MemoryError)."},
            "Cổng không đọc được chữ trong tệp này, nên tìm kiếm không thấy nội dung của tệp.",
        ),
        (
            {"status": "empty", "pages": 3},
            "Tệp này là bản chụp hoặc không có chữ, nên tìm kiếm không thấy nội dung của tệp.",
        ),
        (
            {"status": "done", "text": "Nội dung", "pages": 2001},
            "Tệp rất dài: tìm kiếm chỉ thấy nội dung của 2.000 trang đầu.",
        ),
        (
            {"status": "done", "text": "x" * (INDEXED_CHARACTERS + 1), "pages": 90},
            "Tệp rất dài: tìm kiếm chỉ thấy phần đầu của nội dung.",
        ),
    ],
)
def test_what_is_not_searched_is_said_in_a_sentence(known, sentence):
    file = make_document_file()
    FileText.objects.filter(pk=file.sha256).update(**known)
    assert gap(file) == sentence


def test_file_that_holds_no_text_has_no_gap():
    assert gap(make_document_file(file=as_upload(image_bytes(), "a.jpg"))) == ""


@pytest.mark.parametrize("make", [make_document_file, make_article_attachment])
def test_page_says_it_as_soon_as_the_file_was_read(client, make, django_capture_on_commit_callbacks):
    owner = make(file=upload(content=pdf_bytes(""))).owner
    assert "không có chữ" not in client.get(owner.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        run_ready_jobs()
    page = client.get(owner.get_absolute_url()).content.decode()
    assert "1 trang" in page
    assert "không có chữ" in page
