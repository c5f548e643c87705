"""«Tải tất cả»: who gets all files of a document as one ZIP, and that each is counted."""

import io
import zipfile
from pathlib import Path

import pytest

from core.models import Counter
from core.text import format_file_size
from stats.buffer import buffer
from tests.factories import make_document, make_document_file, make_user, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    document = make_document(number="09/TB-SGDĐT")
    make_document_file(document, file=upload("Thông báo.pdf"))
    make_document_file(document, file=upload("Phụ lục.pdf"), role="annex")
    return document


def address(document) -> str:
    return f"/van-ban/tep/tat-ca/{document.pk}/"


def names(response) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))).namelist()


def test_page_offers_all_files_with_their_size(client, document):
    page = client.get(document.get_absolute_url()).content.decode()

    assert f'href="{address(document)}"' in page
    size = format_file_size(sum(file.size for file in document.files.all()))
    assert f"Tải tất cả (ZIP, {size})" in page


def test_page_of_one_file_does_not_offer_a_zip(client):
    file = make_document_file()

    assert "tat-ca" not in client.get(file.document.get_absolute_url()).content.decode()


def test_zip_is_named_by_the_number_and_holds_all_files(client, document):
    response = client.get(address(document))

    assert "filename*=UTF-8''09-TB-SGD%C4%90T.zip" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert names(response) == ["Thông báo.pdf", "Phụ lục.pdf"]


def test_zip_is_a_download_of_each_file(client, document):
    client.get(address(document))
    client.head(address(document))

    buffer.flush()
    assert [counter.downloads for counter in Counter.objects.of_many(document.files.all())] == [1, 1]


def test_known_copy_is_no_download(client, document):
    etag = client.get(address(document)).headers["ETag"]
    buffer.clear()
    client.get(address(document), headers={"if_none_match": etag})

    buffer.flush()
    assert not Counter.objects.exists()


def test_files_of_a_draft_are_not_found(client):
    draft = make_document(published=False)
    make_document_file(draft)

    assert client.get(address(draft)).status_code == 404


def test_clerk_gets_the_files_of_a_draft_uncounted(client):
    draft = make_document(published=False)
    make_document_file(draft, file=upload("Dự thảo.pdf"))
    client.force_login(make_user("documents.change_document", "documents.publish_document"))

    assert names(client.get(address(draft))) == ["Dự thảo.pdf"]
    buffer.flush()
    assert not Counter.objects.exists()


def test_files_of_a_withdrawn_document_are_gone(client, document):
    document.withdraw(by=None, note="Ban hành nhầm")

    answer = client.get(address(document))

    assert answer.status_code == 410
    assert "Ban hành nhầm" in answer.content.decode()


def test_document_without_files_has_no_zip(client):
    assert client.get(address(make_document())).status_code == 404


def test_missing_file_is_said_in_words(client, document):
    Path(document.files.last().file.path).unlink()

    answer = client.get(address(document))

    assert answer.status_code == 503
    assert "Tệp «Phụ lục» hiện không có trên máy chủ" in answer.content.decode()
    buffer.flush()
    assert not Counter.objects.exists()
