"""Smaller copies of pictures: named by the picture's own name, made by a job, never missing on a page."""

import io
import logging

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import transaction
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.files import renditions
from core.files.pictures import CleanPicture
from core.files.storage import random_path
from core.jobs import run_ready_jobs
from core.models import Picture
from core.models.jobs import Job
from core.richtext.sanitiser import sanitise
from news.copying import copy_article
from tests.core.file_samples import as_upload, image_bytes
from tests.factories import make_article, make_superuser, upload

pytestmark = pytest.mark.django_db

HEX = "0123456789abcdef" * 2


@pytest.fixture
def storage():
    return storages["default"]


def make_picture(size=(1800, 900), picture_format="JPEG", name="a.jpg", **options):
    return Picture.objects.create(file=as_upload(image_bytes(picture_format, size, **options), name))


@pytest.mark.parametrize(
    ("name", "widths"),
    [
        (f"picture/2026/11/{HEX}-2000.jpg", [480, 960, 1440]),
        (f"{HEX}-1800.png", [480, 960, 1440]),
        (f"/media/article/2026/11/{HEX}-1200.webp", [480, 960]),
        (f"{HEX}-600.jpg", [480]),
        (f"{HEX}-599.jpg", []),
        (f"{HEX}.jpg", []),
        (f"{HEX}-2000.gif", []),
        (f"{HEX}-2000.pdf", []),
        (f"{HEX}-2000.jpg.w480.webp", []),
        ("anh-2000.jpg", []),
        ("", []),
    ],
)
def test_copies_are_told_by_the_name(name, widths):
    found = renditions.renditions_of(name)
    assert list(found) == widths
    assert [renditions.picture_of(copy) for copy in found.values()] == [name] * len(widths)


@given(st.text())
def test_any_name_is_answered(name):
    for copy in renditions.renditions_of(name).values():
        assert renditions.picture_of(copy) == name


def test_job_makes_the_copies_smaller_in_width_and_bytes(storage):
    picture = make_picture()
    copies = renditions.renditions_of(picture.file.name)
    assert not any(map(storage.exists, copies.values()))
    assert run_ready_jobs() == 1
    sizes = [picture.file.size]
    for width, name in reversed(copies.items()):
        with storage.open(name) as file, Image.open(file) as copy:
            assert (copy.format, copy.size) == ("WEBP", (width, width // 2))
        sizes.append(storage.size(name))
    assert sizes == sorted(sizes, reverse=True)


def test_copies_keep_what_is_transparent(storage):
    buffer = io.BytesIO()
    Image.new("RGBA", (700, 300), (200, 0, 0, 0)).save(buffer, "PNG")
    picture = Picture.objects.create(file=upload("a.png", buffer.getvalue()))
    run_ready_jobs()
    (name,) = renditions.renditions_of(picture.file.name).values()
    with storage.open(name) as file, Image.open(file) as copy:
        assert copy.convert("RGBA").getpixel((5, 5))[3] == 0


def test_making_them_twice_makes_them_once(storage):
    picture = make_picture()
    assert renditions.make_renditions(storage, picture.file.name) == 3
    assert renditions.make_renditions(storage, picture.file.name) == 0


def test_small_pictures_and_moving_ones_have_none():
    make_picture((300, 200))
    frames = [Image.new("P", (900, 600), color) for color in (1, 2)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    Picture.objects.create(file=upload("a.gif", buffer.getvalue()))
    assert not Job.objects.exists()


def test_no_copy_is_ordered_for_a_picture_that_was_not_saved():
    with transaction.atomic():
        make_picture()
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_copies_go_with_their_picture(storage, django_capture_on_commit_callbacks):
    picture = make_picture()
    run_ready_jobs()
    names = [picture.file.name, *renditions.renditions_of(picture.file.name).values()]
    assert all(map(storage.exists, names))
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert not any(map(storage.exists, names))


def test_picture_that_is_gone_needs_none(storage):
    picture = make_picture()
    storage.delete(picture.file.name)
    assert run_ready_jobs() == 1
    assert Job.objects.get().status == "SUCCESSFUL"


def test_copy_that_is_not_there_is_the_picture_itself_for_now(client, storage):
    picture = make_picture()
    with picture.file.open() as file:
        whole = file.read()
    address = renditions.smallest(picture.file.url)
    early = client.get(address)
    assert (b"".join(early), early["Content-Type"]) == (whole, "image/jpeg")
    assert early["Cache-Control"] == "public, max-age=300"
    run_ready_jobs()
    late = client.get(address)
    assert (len(b"".join(late)), late["Content-Type"]) == (int(late["Content-Length"]), "image/webp")
    assert int(late["Content-Length"]) < len(whole)
    assert "immutable" in late["Cache-Control"]


def test_broken_picture_breaks_no_page(client, storage, caplog):
    """Its copies cannot be made, which staff see among the jobs; readers get what there is."""
    article = make_article(cover=upload("a.jpg", image_bytes(size=(1800, 900))), cover_alt="Sân trường")
    with open(storage.path(article.cover.name), "r+b") as file:
        file.truncate(200)
    with caplog.at_level(logging.CRITICAL):
        run_ready_jobs()
    assert client.get(article.get_absolute_url()).status_code == 200
    assert len(b"".join(client.get(renditions.smallest(article.cover.url)))) == 200


@pytest.mark.parametrize(
    "address",
    [
        f"/media/picture/2026/11/{HEX}-2000.jpg.w480.webp",
        "/media/..%2f..%2fsettings.py.w480.webp",
        "/media/a.pdf.w480.webp",
        "/media/.w480.webp",
    ],
)
def test_copy_of_nothing_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_page_names_the_copies_with_their_widths(client):
    article = make_article(cover=upload("a.jpg", image_bytes(size=(1300, 700))), cover_alt="Sân trường")
    page = client.get(article.get_absolute_url()).content.decode()
    for width in (480, 960):
        assert f"{article.cover.url}.w{width}.webp {width}w" in page
    assert ".w1440." not in page
    assert f'src="{article.cover.url}"' in page


def test_picture_without_copies_is_named_alone():
    template = Template('{% load files %}<img src="{{ url|smallest }}"{% copies url "100vw" %}>')
    assert template.render(Context({"url": "/media/a.jpg"})) == '<img src="/media/a.jpg">'


def in_text(url, **attrs):
    said = "".join(f' {name}="{value}"' for name, value in attrs.items())
    return sanitise(f'<p><img src="{url}" alt="Sân trường"{said}></p>')


def test_picture_in_a_text_names_its_copies_once_and_for_all():
    url = f"/media/picture/2026/11/{HEX}-1200.jpg"
    html = in_text(url, width=1200, height=800)
    assert f'srcset="{url}.w480.webp 480w, {url}.w960.webp 960w"' in html
    assert 'sizes="(min-width: 48rem) 832px, 100vw"' in html
    assert sanitise(html) == html


@pytest.mark.parametrize(
    ("url", "attrs"),
    [
        # Nothing says how wide it is shown: the copies would stretch it.
        (f"/media/picture/2026/11/{HEX}-1200.jpg", {}),
        (f"/media/picture/2026/11/{HEX}.jpg", {"width": 600}),
        (f"https://example.vn/media/picture/2026/11/{HEX}-1200.jpg", {"width": 600}),
        ("/media/a.jpg", {"width": 600, "srcset": "https://example.vn/a.jpg 2x", "sizes": "100vw"}),
        ("/media/a.jpg", {"width": 600, "srcset": "javascript:alert(1) 1x"}),
    ],
)
def test_other_pictures_in_a_text_name_none(url, attrs):
    assert "srcset" not in in_text(url, **attrs)
    assert "sizes" not in in_text(url, **attrs)


def test_copy_of_a_post_and_the_demo_have_copies_of_their_pictures_too():
    article = make_article(cover=upload("a.jpg", image_bytes(size=(1300, 700))), cover_alt="Sân trường")
    made = copy_article(article, by=make_superuser())
    assert made.cover.name != article.cover.name
    assert list(renditions.renditions_of(made.cover.name)) == [480, 960]
    drawn = CleanPicture(b"", "webp", width=1280, height=720)
    assert renditions.renditions_of(random_path(made, drawn.name))


def test_command_makes_what_is_missing_and_goes_on_where_it_was_stopped(storage, capsys):
    gone, broken, whole = make_picture(), make_picture(), make_picture()
    storage.delete(gone.file.name)
    with storage.open(broken.file.name, "wb") as file:
        file.write(b"no picture")
    article = make_article(cover=as_upload(image_bytes("JPEG", (700, 400)), "b.jpg"), cover_alt="Ảnh")
    call_command("make_renditions")
    told = capsys.readouterr()
    assert "Đã làm 4 bản nhỏ." in told.out
    assert gone.file.name in told.err
    assert broken.file.name in told.err
    for picture in (whole.file, article.cover):
        assert all(map(storage.exists, renditions.renditions_of(picture.name).values()))
    storage.delete(next(iter(renditions.renditions_of(whole.file.name).values())))
    call_command("make_renditions")
    assert "Đã làm 1 bản nhỏ." in capsys.readouterr().out
