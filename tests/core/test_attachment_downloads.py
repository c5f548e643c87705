"""Who gets a file, and that the download is counted."""

import pytest

from core.models import Counter
from stats.buffer import buffer
from tests.factories import (
    at,
    make_article,
    make_article_attachment,
    make_document,
    make_document_file,
    make_user,
    pdf_bytes,
    upload,
)

pytestmark = pytest.mark.django_db


def content(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_file_comes_back_byte_for_byte_under_its_own_name(client):
    file = make_document_file(file=upload("Số 09 Thông báo.pdf", pdf_bytes("Noi dung")))
    answer = client.get(file.get_absolute_url())
    assert content(answer) == pdf_bytes("Noi dung")
    assert (
        "filename*=UTF-8''S%E1%BB%91%2009%20Th%C3%B4ng%20b%C3%A1o.pdf"
        in answer.headers["Content-Disposition"]
    )


def test_download_is_counted_for_the_object(client):
    file = make_document_file()
    content(client.get(file.get_absolute_url()))
    client.head(file.get_absolute_url())
    buffer.flush()
    assert Counter.objects.of(file.document).downloads == 1


@pytest.fixture(params=["", "/noi-bo/"], ids=["alone", "behind nginx"])
def validators(request, settings, client):
    """Return a function that looks at a file and gives what a later request may send back.

    Behind nginx the answer here is always 200: parts and conditions are nginx's (tests/deploy).
    """
    settings.X_ACCEL_REDIRECT_PREFIX = request.param

    def look(file):
        headers = client.head(file.get_absolute_url()).headers
        return headers["ETag"], headers["Last-Modified"]

    return look


def get(client, file, **headers):
    b"".join(client.get(file.get_absolute_url(), headers=headers))
    buffer.flush()
    return Counter.objects.of(file).downloads


def test_later_part_is_not_counted(client, validators):
    file = make_document_file()
    etag, changed = validators(file)
    assert get(client, file, range="bytes=100-") == 0
    assert get(client, file, range="bytes=100-", if_range=etag) == 0
    assert get(client, file, range="bytes=100-", if_range=changed) == 0


def test_renewal_of_a_copy_that_is_still_right_is_not_counted(client, validators):
    file = make_document_file()
    etag, changed = validators(file)
    assert get(client, file, if_none_match=etag) == 0
    assert get(client, file, if_none_match=etag, if_modified_since=changed) == 0
    assert get(client, file, if_modified_since=changed) == 0


def test_renewal_of_a_copy_that_was_replaced_is_counted(client, validators):
    file = make_document_file()
    etag, changed = validators(file)
    file.file = upload(content=pdf_bytes("Ban da sua"))
    file.save()
    assert get(client, file, if_none_match=etag, if_modified_since=changed) == 1


def test_download_that_begins_anew_as_the_file_was_replaced_is_counted(client, validators):
    file = make_document_file()
    etag, _ = validators(file)
    file.file = upload(content=pdf_bytes("Ban da sua"))
    file.save()
    assert get(client, file, range="bytes=100-", if_range=etag) == 1


@pytest.mark.parametrize("range_header", ["bytes=0-", "bytes=0-99"])
def test_download_in_parts_is_counted_by_its_first(client, range_header):
    file = make_document_file()
    content(client.get(file.get_absolute_url(), headers={"range": range_header}))
    content(client.get(file.get_absolute_url(), headers={"range": "bytes=100-"}))
    buffer.flush()
    assert Counter.objects.of(file.document).downloads == 1


def test_person_is_counted_once_a_file_in_half_an_hour(client, time_machine):
    time_machine.move_to(at(2026, 3, 2, 8, 0), tick=False)
    file, other = make_document_file(), make_document_file()
    for url in (file.get_absolute_url(), file.get_absolute_url(), other.get_absolute_url()):
        content(client.get(url))
    buffer.flush()
    assert [Counter.objects.of(each).downloads for each in (file, other)] == [1, 1]
    time_machine.move_to(at(2026, 3, 2, 8, 30), tick=False)
    content(client.get(file.get_absolute_url()))
    buffer.flush()
    assert Counter.objects.of(file).downloads == 2


def test_two_people_are_two_downloads(client):
    file = make_document_file()
    content(client.get(file.get_absolute_url(), headers={"user-agent": "Một"}))
    content(client.get(file.get_absolute_url(), headers={"user-agent": "Hai"}))
    content(client.get(file.get_absolute_url(), headers={"user-agent": "Hai"}, REMOTE_ADDR="10.0.0.9"))
    buffer.flush()
    assert Counter.objects.of(file).downloads == 3


def test_download_counts_for_the_file_and_its_document(client):
    document = make_document()
    files = [make_document_file(document), make_document_file(document)]
    for file in files:
        content(client.get(file.get_absolute_url()))
    buffer.flush()
    assert [Counter.objects.of(each).downloads for each in (*files, document)] == [1, 1, 2]


def test_another_name_redirects(client):
    file = make_document_file()
    answer = client.get(f"/van-ban/tep/{file.pk}/ten-cu.pdf")
    assert (answer.status_code, answer.headers["Location"]) == (301, file.get_absolute_url())


def test_file_of_a_draft_is_not_found(client):
    file = make_article_attachment(make_article(published=False))
    assert client.get(file.get_absolute_url()).status_code == 404


def test_file_of_a_withdrawn_document_is_gone(client):
    document = make_document()
    file = make_document_file(document)
    document.withdraw(by=None, note="Ban hành nhầm")
    assert client.get(file.get_absolute_url()).status_code == 410


def test_writer_gets_the_files_of_own_draft_uncounted(client):
    writer = make_user("news.change_article")
    article = make_article(published=False, created_by=writer)
    file = make_article_attachment(article)
    client.force_login(writer)
    assert content(client.get(file.get_absolute_url())) == pdf_bytes()
    buffer.flush()
    assert Counter.objects.of(article).downloads == 0


def test_writer_gets_the_files_of_own_post_that_waits(client):
    writer = make_user("news.change_article")
    article = make_article(published=False, created_by=writer)
    file = make_article_attachment(article)
    article.submit(by=writer)
    client.force_login(writer)
    assert content(client.get(file.get_absolute_url())) == pdf_bytes()


def test_writer_does_not_get_the_files_of_anothers_draft(client):
    file = make_article_attachment(make_article(published=False))
    client.force_login(make_user("news.change_article"))
    assert client.get(file.get_absolute_url()).status_code == 404


def test_file_that_does_not_exist_is_not_found(client):
    assert client.get("/van-ban/tep/1/x.pdf").status_code == 404
