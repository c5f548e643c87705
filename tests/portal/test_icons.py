"""Favicon, app icons and manifest: made from the emblem, whatever staff put up, and fresh at once."""

import io
import json
import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from portal import icons
from portal.icons import emblem as emblems
from portal.models import SiteSettings
from tests.factories import make_superuser

pytestmark = pytest.mark.django_db

SIZES = {
    "favicon.ico": (48, 48),
    "apple-touch-icon.png": (180, 180),
    "icon-192.png": (192, 192),
    "icon-512.png": (512, 512),
    "maskable-512.png": (512, 512),
    "chia-se.png": (1200, 630),
}
RED = (200, 16, 16)


def drawn(size, box, fill=RED, *, ground=(0, 0, 0, 0), shape="rectangle"):
    """Return a picture with one figure on it."""
    picture = Image.new("RGBA", size, ground)
    getattr(ImageDraw.Draw(picture), shape)(box, fill=fill)
    return picture


def saved(picture, format="PNG", **options):
    buffer = io.BytesIO()
    picture.save(buffer, format, **options)
    return SimpleUploadedFile(f"huy-hieu.{format.lower()}", buffer.getvalue())


def put_up(picture, format="PNG", **options):
    """Have a picture as the emblem, as a site does that was just started."""
    cache.clear()
    return SiteSettings.objects.create(emblem=saved(picture, format, **options))


CIRCLE = drawn((400, 400), (0, 0, 399, 399), shape="ellipse")
SHAPES = {
    "circle": (CIRCLE, "PNG"),
    "wide": (drawn((900, 200), (0, 0, 899, 199)), "PNG"),
    "tall": (drawn((90, 800), (10, 10, 80, 700)), "WEBP"),
    "a line": (Image.new("RGBA", (2000, 3), RED), "PNG"),
    "a point": (Image.new("RGBA", (1, 1), RED), "PNG"),
    "nothing to see": (Image.new("RGBA", (40, 40)), "PNG"),
    "photo": (Image.linear_gradient("L").resize((300, 500)), "JPEG"),
    "grey": (Image.linear_gradient("L"), "PNG"),
    "few colours": (CIRCLE.convert("P"), "GIF"),
}


def picture_of(client, name):
    """Return an icon as the pages name it."""
    response = client.get(icons.address(SiteSettings.load(), name))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == icons.ICONS[name].content_type
    return Image.open(io.BytesIO(response.content))


def head_of(client, address="/"):
    return BeautifulSoup(client.get(address).content, "html.parser").head


@pytest.mark.parametrize("shape", [None, *SHAPES])
def test_every_icon_has_its_size_whatever_the_emblem(client, shape):
    if shape:
        put_up(*SHAPES[shape])
    assert {name: picture_of(client, name).size for name in icons.ICONS} == SIZES


def test_favicon_has_the_sizes_of_tabs_and_of_search_results(client):
    put_up(CIRCLE)
    for address in ("/favicon.ico", icons.address(SiteSettings.load(), "favicon.ico")):
        icon = Image.open(io.BytesIO(client.get(address).content))
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_emblem_is_padded_to_a_square_without_its_empty_margin(client):
    put_up(drawn((900, 500), (300, 200, 599, 299)))
    icon = picture_of(client, "icon-192.png")
    # 300 by 100 pixels of it are to be seen: as wide as the icon, and a third as high.
    assert icon.getbbox() == (0, 64, 192, 128)
    assert icon.getpixel((96, 96))[:3] == RED


def test_emblem_on_a_ground_keeps_it_all_round(client):
    put_up(drawn((300, 200), (100, 50, 199, 149), ground=(18, 52, 86)).convert("RGB"), "JPEG", quality=60)
    for name in ("icon-192.png", "apple-touch-icon.png", "maskable-512.png"):
        icon = picture_of(client, name).convert("RGB")
        corner = icon.getpixel((1, 1))
        assert max(abs(one - other) for one, other in zip(corner, (18, 52, 86), strict=True)) < 12, name
        assert icon.getpixel((icon.width // 2, icon.height // 2))[0] > 150, name


def test_touch_icon_and_maskable_icon_are_clear_nowhere(client):
    put_up(CIRCLE)
    for name in ("apple-touch-icon.png", "maskable-512.png"):
        icon = picture_of(client, name)
        assert icon.mode == "RGB", name
        assert icon.getpixel((0, 0)) == (255, 255, 255), name


@pytest.mark.parametrize("shape", ["circle", "wide", "tall"])
def test_maskable_icon_has_the_whole_emblem_in_its_safe_zone(client, shape):
    put_up(*SHAPES[shape])
    icon = picture_of(client, "maskable-512.png")
    outside = Image.new("L", icon.size, 255)
    radius = 0.4 * 512
    ImageDraw.Draw(outside).ellipse((256 - radius, 256 - radius, 256 + radius, 256 + radius), fill=0)
    tile = Image.new("RGB", icon.size, icon.getpixel((0, 0)))
    assert Image.composite(icon, tile, outside).getcolors() == [(512 * 512, icon.getpixel((0, 0)))]
    # And it fills it: something is to be seen near the edge of the zone.
    assert max(icon.convert("L").point(lambda value: 255 * (value < 200)).getbbox()) > 256 + 0.34 * 512


def test_white_emblem_stands_on_the_colour_of_the_portal(client):
    put_up(drawn((400, 400), (0, 0, 399, 399), fill="white", shape="ellipse"))
    for name in ("icon-192.png", "apple-touch-icon.png", "maskable-512.png"):
        assert picture_of(client, name).getpixel((0, 0))[:3] == emblems.BRAND, name


def test_pages_name_icons_and_manifest_and_each_answers(client):
    for address in ("/", "/khong-co-trang-nay/"):
        links = {
            " ".join(link["rel"]): link["href"]
            for link in head_of(client, address).find_all("link")
            if link["rel"] != ["stylesheet"] and not link["href"].endswith(".svg")
        }
        version = icons.version_of(SiteSettings.load())
        assert links["icon"] == f"/bieu-tuong/{version}/favicon.ico"
        assert links["apple-touch-icon"] == f"/bieu-tuong/{version}/apple-touch-icon.png"
        assert links["manifest"] == "/site.webmanifest"
        for name in ("icon", "apple-touch-icon", "manifest"):
            assert client.get(links[name]).status_code == 200


def test_drawing_of_the_default_emblem_is_named_only_while_it_is_the_emblem(client):
    assert head_of(client).find("link", type="image/svg+xml")
    put_up(CIRCLE)
    assert not head_of(client, "/tin-tuc/").find("link", type="image/svg+xml")


def test_admin_has_the_same_icons(client):
    client.force_login(make_superuser())
    link = head_of(client, "/quan-tri/").find("link", rel="icon")
    assert link["href"] == icons.address(SiteSettings.load(), "favicon.ico")


def test_icon_is_kept_for_ever(client):
    address = icons.address(SiteSettings.load(), "icon-192.png")
    response = client.get(address)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(address, headers={"if-none-match": response.headers["ETag"]}).status_code == 304


def test_former_address_of_an_icon_leads_to_the_present_one(client):
    former = icons.address(SiteSettings.load(), "chia-se.png")
    put_up(CIRCLE)
    response = client.get(former)
    assert response.status_code == 301
    assert response.headers["Location"] == icons.address(SiteSettings.load(), "chia-se.png") != former
    assert response.headers["Cache-Control"] == "no-cache"


def test_unknown_icon_is_not_found(client):
    assert client.get(icons.address(SiteSettings.load(), "icon-7.png")).status_code == 404


def test_changed_emblem_shows_on_the_next_request(client, django_capture_on_commit_callbacks):
    site = put_up(CIRCLE)
    addresses = ("/favicon.ico", "/site.webmanifest", "/")
    before = {address: client.get(address).content for address in addresses}
    with django_capture_on_commit_callbacks(execute=True):
        site.emblem = saved(drawn((100, 100), (0, 0, 99, 99), fill="blue"))
        site.save()

    assert all(client.get(address).content != before[address] for address in addresses)
    assert picture_of(client, "icon-192.png").getpixel((96, 96))[:3] == (0, 0, 255)


def test_changed_name_gives_the_shared_picture_another_address(client, django_capture_on_commit_callbacks):
    site = SiteSettings.objects.create(name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà")
    before = icons.address(SiteSettings.load(), "chia-se.png")
    client.get(before)
    with django_capture_on_commit_callbacks(execute=True):
        site.name = "Sở Giáo dục và Đào tạo tỉnh Bình Minh"
        site.save()
    assert icons.address(SiteSettings.load(), "chia-se.png") != before


@pytest.mark.parametrize("is_missing", [True, False], ids=["missing", "broken"])
def test_emblem_that_cannot_be_read_breaks_nothing(client, caplog, is_missing):
    default = {name: picture_of(client, name).tobytes() for name in ("icon-192.png", "maskable-512.png")}
    site = put_up(CIRCLE)
    if is_missing:
        site.emblem.storage.delete(site.emblem.name)
    else:
        path = site.emblem.path
        with open(path, "r+b") as file:
            file.truncate(200)

    assert client.get("/").status_code == 200
    assert {name: picture_of(client, name).size for name in icons.ICONS} == SIZES
    assert {name: picture_of(client, name).tobytes() for name in default} == default
    assert site.emblem.name in caplog.text
    # It may be put back: nobody keeps the stand-in.
    response = client.get(icons.address(SiteSettings.load(), "icon-192.png"))
    assert "immutable" not in response.headers["Cache-Control"]


def test_manifest_has_the_names_of_the_department_and_icons_that_answer(client):
    SiteSettings.objects.create(name="Sở Giáo dục và Đào tạo tỉnh Đắk Lắk", short_name="Sở GDĐT Đắk Lắk")
    response = client.get("/site.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json"
    # Readable as it is: letters, not escapes.
    assert "tỉnh Đắk Lắk" in response.content.decode()
    said = json.loads(response.content)

    assert (said["name"], said["short_name"], said["lang"]) == (
        "Sở Giáo dục và Đào tạo tỉnh Đắk Lắk",
        "Sở GDĐT Đắk Lắk",
        "vi",
    )
    assert [(icon["sizes"], icon["purpose"]) for icon in said["icons"]] == [
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]
    for icon in said["icons"]:
        picture = Image.open(io.BytesIO(client.get(icon["src"]).content))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_colours_are_those_of_the_stylesheet(client):
    tokens = (settings.BASE_DIR / "static/css/tokens.css").read_text()

    def pair(name):
        return re.search(rf"--color-{name}: (?:var\(--usual, )?light-dark\((#\w+), (#\w+)\)", tokens).groups()

    head = head_of(client)
    themes = {tag["media"]: tag["content"] for tag in head.find_all("meta", {"name": "theme-color"})}
    assert tuple(themes[f"(prefers-color-scheme: {scheme})"] for scheme in ("light", "dark")) == pair("brand")
    manifest = client.get("/site.webmanifest").json()
    assert manifest["theme_color"] == pair("brand")[0] == "#{:02x}{:02x}{:02x}".format(*emblems.BRAND)
    assert manifest["background_color"] == pair("page")[0]
