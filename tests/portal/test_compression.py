"""Small pages on the wire: no indentation, and compressed where nothing in them is secret."""

import gzip
import re

import pytest

from tests.factories import make_article, make_document_file, make_superuser

pytestmark = pytest.mark.django_db

ACCEPT = {"Accept-Encoding": "gzip, br"}


def encoding(response):
    return response.headers.get("Content-Encoding", "")


def test_public_pages_are_compressed_for_who_can_read_that(client):
    article = make_article()
    for address in ("/", article.get_absolute_url(), "/tim-kiem/?q=thi", "/khong-co/"):
        plain, small = client.get(address), client.get(address, headers=ACCEPT)
        assert (encoding(plain), encoding(small)) == ("", "gzip")
        assert gzip.decompress(small.content) == plain.content
        assert "Accept-Encoding" in small.headers["Vary"]


def test_page_that_has_not_changed_is_not_sent_again_to_who_got_it_compressed(client):
    etag = client.get("/", headers=ACCEPT).headers["ETag"]
    answer = client.get("/", headers={**ACCEPT, "If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_pages_with_a_token_or_for_staff_are_never_compressed(client):
    assert encoding(client.get("/dang-nhap/", headers=ACCEPT)) == ""
    client.force_login(make_superuser())
    for address in ("/quan-tri/", "/quan-tri/news/article/add/", "/quan-tri/portal/block/"):
        answer = client.get(address, headers=ACCEPT)
        assert (answer.status_code, encoding(answer)) == (200, "")


def test_files_go_out_as_they_are(client):
    file = make_document_file()
    answer = client.get(file.get_absolute_url(), headers=ACCEPT)
    assert encoding(answer) == ""
    assert len(b"".join(answer.streaming_content)) == file.size


def test_pages_have_no_indentation_but_that_of_the_text(client):
    article = make_article(body="<pre>if a:\n    b\n\tc</pre>")
    page = client.get(article.get_absolute_url()).content.decode()
    assert "<pre>if a:\n    b\n\tc</pre>" in page
    assert re.findall(r"\n[ \t]+<", page) == []
