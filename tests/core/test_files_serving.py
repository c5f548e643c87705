import re
from urllib.parse import unquote

import pytest
from django.core.files.storage import default_storage
from django.http import Http404
from django.test import RequestFactory

from core.files.serving import content_disposition, serve_attachment
from core.models import Picture
from tests.core.file_samples import as_upload, docx_bytes, image_bytes
from tests.factories import make_article_attachment, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def attachment():
    return make_article_attachment(file=as_upload(docx_bytes("Nội dung"), "Số 09 Thông báo.docx"))


def bytes_of(attachment):
    with attachment.file.open("rb") as file:
        return file.read()


def ask(attachment, method="get", **headers):
    request = getattr(RequestFactory(), method)("/tep", headers=headers)
    return serve_attachment(request, attachment)


def content_of(response):
    content = b"".join(response)
    response.close()
    return content


def test_download_is_the_file_byte_for_byte(attachment):
    response = ask(attachment)
    assert response.status_code == 200
    assert content_of(response) == bytes_of(attachment)
    assert int(response["Content-Length"]) == attachment.size


def test_download_has_the_type_of_the_content_and_may_run_nothing(attachment):
    response = ask(attachment)
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in response
    response.close()


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Số 09 Thông báo.pdf", "So 09 Thong bao.pdf"),
        ("ĐẶNG đình.docx", "DANG dinh.docx"),
        ('a"b\\c%41;d.pdf', "abc41;d.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
        ("文件.pdf", ".pdf"),
    ],
)
def test_name_survives_and_cannot_end_the_header(name, plain):
    header = content_disposition(name)
    match = re.fullmatch(r"attachment; filename=\"([ -~]*)\"; filename\*=UTF-8''([A-Za-z0-9%._~-]+)", header)
    assert match[1] == plain
    assert unquote(match[2]) == name


def test_download_carries_its_original_name(attachment):
    response = ask(attachment)
    assert "So%CC" not in response["Content-Disposition"]
    assert "filename*=UTF-8''S%E1%BB%91%2009%20Th%C3%B4ng%20b%C3%A1o.docx" in response["Content-Disposition"]
    response.close()


def test_known_file_is_answered_with_304(attachment):
    response = ask(attachment, if_none_match=f'"{attachment.sha256}"')
    assert response.status_code == 304
    assert response["ETag"] == f'"{attachment.sha256}"'
    assert response.content == b""


def test_head_gives_the_headers_without_the_file(attachment):
    response = ask(attachment, "head")
    assert response.status_code == 200
    assert int(response["Content-Length"]) == attachment.size
    assert response["Accept-Ranges"] == "bytes"
    assert response.content == b""


@pytest.mark.parametrize(
    ("wanted", "part"),
    [("bytes=0-0", slice(0, 1)), ("bytes=10-19", slice(10, 20)), ("bytes=100-", slice(100, None)),
     ("bytes=-7", slice(-7, None)), ("bytes=5-99999999", slice(5, None)), ("bytes=-99999999", slice(None))],
)  # fmt: skip
def test_range_gives_its_part_of_the_file(attachment, wanted, part):
    whole = bytes_of(attachment)
    response = ask(attachment, range=wanted)
    assert response.status_code == 206
    assert content_of(response) == whole[part]
    first = range(len(whole))[part][0]
    last = range(len(whole))[part][-1]
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(whole)}"
    assert int(response["Content-Length"]) == last - first + 1


@pytest.mark.parametrize(
    "wanted", ["bytes=0-1,5-6", "bytes=9-1", "bytes=-", "lines=1-2", "bytes=a-b", "bytes=1"]
)
def test_range_that_makes_no_sense_gives_the_whole(attachment, wanted):
    response = ask(attachment, range=wanted)
    assert response.status_code == 200
    response.close()


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "bytes=-0"])
def test_range_outside_of_the_file_gives_416(attachment, wanted):
    response = ask(attachment, range=wanted)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{attachment.size}"


def test_download_goes_on_only_with_the_same_file(attachment):
    same = ask(attachment, range="bytes=5-", if_range=f'"{attachment.sha256}"')
    other = ask(attachment, range="bytes=5-", if_range='"khac"')
    assert (same.status_code, other.status_code) == (206, 200)
    same.close()
    other.close()


def test_lost_file_gives_404_and_an_error_in_the_log(attachment, caplog):
    attachment.file.storage.delete(attachment.file.name)
    with pytest.raises(Http404):
        ask(attachment)
    assert f"Mất tệp {attachment.file.name} của news.ArticleAttachment {attachment.pk}" in caplog.text


def test_behind_nginx_the_app_only_says_which_file(attachment, settings):
    settings.X_ACCEL_REDIRECT_PREFIX = "/noi-bo/"
    response = ask(attachment)
    assert response["X-Accel-Redirect"] == f"/noi-bo/{attachment.file.name}"
    assert response["Content-Type"] == attachment.content_type
    assert "Th%C3%B4ng" in response["Content-Disposition"]
    assert response.content == b""


def test_behind_nginx_conditions_and_ranges_are_left_to_it(attachment, settings):
    settings.X_ACCEL_REDIRECT_PREFIX = "/noi-bo/"
    date = "Mon, 02 Mar 2026 05:00:00 GMT"
    response = ask(attachment, range="bytes=5-", if_match='"của nginx"', if_unmodified_since=date)
    assert response.status_code == 200
    assert response["X-Accel-Redirect"]


def test_behind_nginx_a_lost_file_is_told_too(attachment, settings):
    settings.X_ACCEL_REDIRECT_PREFIX = "/noi-bo/"
    attachment.file.storage.delete(attachment.file.name)
    with pytest.raises(Http404):
        ask(attachment)


def test_file_is_closed_with_the_response(attachment):
    response = ask(attachment)
    part = response._resource_closers[0].__self__
    response.close()
    assert part._file.closed


def test_picture_is_public_and_kept_for_ever(client):
    picture = Picture.objects.create(file=as_upload(image_bytes(), "a.jpg"))
    response = client.get(picture.file.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response).startswith(b"\xff\xd8\xff")
    assert not response.cookies


def test_picture_that_the_browser_has_gives_304(client):
    picture = Picture.objects.create(file=as_upload(image_bytes(), "a.jpg"))
    etag = client.head(picture.file.url)["ETag"]
    assert client.get(picture.file.url, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize(
    "path", ["khong-co.jpg", "../private/a.jpg", "%2e%2e/private/a.jpg", "a.pdf", "a", "picture/"]
)
def test_nothing_but_pictures_of_the_folder_is_served(client, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_other_files_in_the_folder_of_pictures_are_not_served(client):
    name = default_storage.save("a.html", upload("a.html", b"<script>alert(1)</script>"))
    assert client.get(f"/media/{name}").status_code == 404


def test_media_is_read_only(client):
    assert client.post("/media/a.jpg").status_code == 405
