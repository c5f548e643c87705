"""Pictures as nginx hands them out by itself."""

import contextlib
import http.client

import pytest

from core.files.renditions import make_renditions, renditions_of
from core.models import Picture
from tests.core.file_samples import image_bytes
from tests.deploy.servers import needs_nginx, nginx
from tests.factories import upload

pytestmark = [needs_nginx, pytest.mark.django_db]


@pytest.fixture
def fetch(tmp_path, settings):
    with nginx(settings.MEDIA_ROOT.parent, application="http://127.0.0.1:9") as port:

        def ask(path):
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            with contextlib.closing(client):
                client.request("GET", path)
                answer = client.getresponse()
                return answer.status, answer.headers, answer.read()

        yield ask


def test_copy_that_is_not_there_is_the_picture_itself_for_now(fetch, settings):
    picture = Picture.objects.create(file=upload("a.jpg", image_bytes(size=(700, 300))))
    (copy,) = renditions_of(picture.file.name).values()
    with picture.file.open() as file:
        whole = file.read()

    status, headers, content = fetch(f"/media/{copy}")
    assert (status, content) == (200, whole)
    assert headers["Cache-Control"] == "public, max-age=300"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"

    make_renditions(picture.file.storage, picture.file.name)
    status, headers, content = fetch(f"/media/{copy}")
    assert (status, headers["Content-Type"]) == (200, "image/webp")
    assert len(content) < len(whole)
    assert "immutable" in headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/media/a.jpg", "/media/a.jpg.w480.webp", "/media/.w480.webp"])
def test_what_is_not_there_is_not_found(fetch, path):
    assert fetch(path)[0] == 404
