"""A document's file through both halves of production: the application decides, nginx sends."""

import http.client
from typing import NamedTuple
from urllib.parse import quote

import pytest
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from core.models import Counter
from stats.buffer import buffer
from tests.conftest import BROWSER
from tests.core.file_samples import one_page_pdf_bytes, pdf_stream
from tests.deploy.servers import needs_nginx, nginx
from tests.factories import make_document_file, pdf_bytes, upload

pytestmark = [needs_nginx, pytest.mark.usefixtures("committing_db")]

NAME = "Số 09 Thông báo tuyển sinh lớp 10.pdf"
# What portal/settings.py chooses where PORTAL_ENV is «production»; TLS ends in front of nginx.
IN_PRODUCTION = {
    "X_ACCEL_REDIRECT_PREFIX": "/noi-bo/",
    "CLIENT_ADDRESS_HEADER": "X-Forwarded-For",
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "SECURE_SSL_REDIRECT": True,
}
# Large enough for parts, and no two of them are alike.
CONTENT = one_page_pdf_bytes(pdf_stream(b""), pdf_stream(b" ".join(b"%d" % n for n in range(50_000))))


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    content: bytes


@pytest.fixture(scope="module")
def application(tmp_path_factory, django_db_setup):
    with override_settings(**IN_PRODUCTION, STATIC_ROOT=tmp_path_factory.mktemp("static")):
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture
def fetch(application, tmp_path):
    """Return a function that asks nginx for a path, as a visitor does."""
    with nginx(tmp_path, application=application) as port:

        def ask(path, method="GET", **headers):
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            client.request(
                method, path, headers={"X-Forwarded-Proto": "https", "User-Agent": BROWSER, **named}
            )
            answer = client.getresponse()
            content = answer.read()
            client.close()
            return Answer(answer.status, answer.headers, content)

        yield ask


@pytest.fixture
def file():
    return make_document_file(file=upload(NAME, CONTENT))


def assert_harmless(answer):
    """Nothing that comes is shown or run in the portal's name, or kept by anybody but who asked."""
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Set-Cookie"] is answer.headers["X-Accel-Redirect"] is None


def downloads(file):
    buffer.flush()
    return Counter.objects.of(file).downloads, Counter.objects.of(file.document).downloads


def test_file_comes_whole_under_its_vietnamese_name_and_may_run_nothing(fetch, file):
    answer = fetch(file.get_absolute_url())
    assert (answer.status, answer.content) == (200, CONTENT)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=\"So 09 Thong bao tuyen sinh lop 10.pdf\"; filename*=UTF-8''{quote(NAME)}"
    )
    assert_harmless(answer)


def test_head_has_the_headers_of_the_file_and_is_no_download(fetch, file):
    answer = fetch(file.get_absolute_url(), "HEAD")
    assert (answer.status, answer.content) == (200, b"")
    assert int(answer.headers["Content-Length"]) == len(CONTENT)
    assert_harmless(answer)
    assert downloads(file) == (0, 0)


@pytest.mark.parametrize(
    ("wanted", "part"),
    [("bytes=100-", slice(100, None)), ("bytes=7-7", slice(7, 8)), ("bytes=-9", slice(-9, None))],
)
def test_later_part_comes_with_the_right_bytes_and_is_no_download(fetch, file, wanted, part):
    answer = fetch(file.get_absolute_url(), Range=wanted)
    assert (answer.status, answer.content) == (206, CONTENT[part])
    first = range(len(CONTENT))[part][0]
    assert answer.headers["Content-Range"].startswith(f"bytes {first}-")
    assert_harmless(answer)
    assert downloads(file) == (0, 0)


def test_file_that_is_fetched_in_three_parts_is_one_download(fetch, file):
    path, content = file.get_absolute_url(), b""
    for number, wanted in enumerate(("bytes=0-99999", "bytes=100000-199999", "bytes=200000-")):
        # What a visitor says of where they are counts for nothing.
        answer = fetch(path, Range=wanted, X_Forwarded_For=f"10.0.0.{number}")
        assert answer.status == 206
        content += answer.content
    assert content == CONTENT
    assert fetch(path, Range="bytes=0-99", X_Forwarded_For="10.0.0.9").status == 206
    assert downloads(file) == (1, 1)


def test_known_file_is_answered_with_304_and_is_no_download(fetch, file):
    path = file.get_absolute_url()
    known = fetch(path, "HEAD").headers
    etag, changed = known["ETag"], known["Last-Modified"]
    for conditions in (
        {"If_None_Match": etag},
        {"If_None_Match": f"W/{etag}"},
        {"If_Modified_Since": changed},
        {"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"If_None_Match": etag, "If_Modified_Since": changed},
    ):
        answer = fetch(path, **conditions)
        assert (answer.status, answer.content) == (304, b""), conditions
        assert answer.headers["ETag"] == etag
    assert downloads(file) == (0, 0)


def test_file_that_was_replaced_comes_whole_to_who_has_the_old_one_and_is_a_download(fetch, file):
    path = file.get_absolute_url()
    known = fetch(path, "HEAD").headers
    file.file = upload(NAME, pdf_bytes("Ban da sua"))
    file.save()
    answer = fetch(path, If_None_Match=known["ETag"], If_Modified_Since=known["Last-Modified"])
    assert (answer.status, answer.content) == (200, pdf_bytes("Ban da sua"))
    assert downloads(file) == (1, 1)


def test_download_goes_on_only_with_the_file_that_it_began_with(fetch, file):
    path = file.get_absolute_url()
    known = fetch(path, "HEAD").headers
    for validator in (known["ETag"], known["Last-Modified"]):
        assert fetch(path, Range="bytes=100-", If_Range=validator).content == CONTENT[100:]
    assert downloads(file) == (0, 0)
    answer = fetch(path, Range="bytes=100-", If_Range='"khac"')
    assert (answer.status, answer.content) == (200, CONTENT)
    assert downloads(file) == (1, 1)


def test_many_parts_at_once_are_answered_with_the_whole(fetch, file):
    answer = fetch(file.get_absolute_url(), Range="bytes=5-6,100-200")
    assert (answer.status, answer.content) == (200, CONTENT)
    assert downloads(file) == (1, 1)


def test_file_of_a_withdrawn_document_is_gone_at_once(fetch, file, tmp_path):
    path = file.get_absolute_url()
    etag = fetch(path).headers["ETag"]
    file.document.withdraw(by=None, note="Ban hành nhầm")
    for conditions in ({}, {"If_None_Match": etag}, {"Range": "bytes=0-9"}):
        answer = fetch(path, **conditions)
        assert answer.status == 410
        assert "Ban hành nhầm" in answer.content.decode()
    assert not [kept for kept in (tmp_path / "portal-cache").rglob("*") if kept.is_file()]


def test_nobody_reaches_the_store_of_the_files_itself(fetch, file):
    assert fetch(f"/noi-bo/{file.file.name}").status == 404
