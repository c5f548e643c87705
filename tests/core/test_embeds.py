"""Videos and maps: known by their addresses, one spelling, their frames, and what a page may frame."""

import pytest
from bs4 import BeautifulSoup

from core.embeds import card_of, frame_sources, with_frames
from core.richtext.sanitiser import sanitise
from portal.blocks import text as text_block
from portal.models import Page
from tests.factories import make_article, make_document

VIDEO = "https://www.youtube.com/watch?v=SonHaMinhHo"
PLACE = "https://www.google.com/maps?q=21.0278,105.8342&z=17"
OSM = "https://www.openstreetmap.org/?mlat=21.02&mlon=105.83#map=17/21.02/105.83"
CARD = '<p class="embed"><a href="{}" rel="noopener noreferrer">{}</a></p>'


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://youtu.be/SonHaMinhHo?si=x", VIDEO),
        ("youtube.com/watch?v=SonHaMinhHo&t=3s", VIDEO),
        ("https://www.youtube.com/shorts/SonHaMinhHo", VIDEO),
        (
            "https://www.google.com/maps/place/S%E1%BB%9F/@21.02,105.83,17z/data=!4m6!3d21.0278!4d105.8342",
            PLACE,
        ),
        ("https://www.google.com/maps/@21.0278,105.8342,17z?hl=vi", PLACE),
        ("https://maps.google.com/?q=21.0278,105.8342&z=17", PLACE),
        ("https://google.com.vn/maps?ll=21.0278,105.8342&z=17", PLACE),
        (
            "https://www.google.com/maps/embed?pb=!1m18!1m12!1m3!1d37!2d105.8342!3d21.0278!2m3!1f0",
            PLACE.replace("17", "16"),
        ),
        (
            "https://www.google.com/maps/search/S%E1%BB%9F+Gi%C3%A1o+d%E1%BB%A5c/",
            "https://www.google.com/maps?q=S%E1%BB%9F%20Gi%C3%A1o%20d%E1%BB%A5c&z=16",
        ),
        ("https://www.openstreetmap.org/#map=17/21.02/105.83", OSM),
        ("https://www.openstreetmap.org/way/23#map=17/21.02/105.83&layers=N", OSM),
        ("https://maps.app.goo.gl/abc", None),
        ("https://www.google.com/search?q=maps", None),
        ("https://www.google.com.evil.example/maps?q=1,2", None),
        ("https://www.google.com:444/maps?q=1,2", None),
        ("https://a:b@www.google.com/maps?q=1,2", None),
        ("https://www.openstreetmap.org/#map=17/210.02/105.83", None),
        ("https://www.openstreetmap.org/about", None),
        ("javascript://www.youtube.com/watch?v=SonHaMinhHo", None),
        ("https://vtv.example/xem", None),
        ("https://[", None),
    ],
)
def test_address_is_read(address, url):
    card = card_of(address)
    assert (card and card.url) == url
    if card:
        assert card_of(card.url) == card


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>https://youtu.be/SonHaMinhHo</p>", CARD.format(VIDEO, "Video trên YouTube")),
        (
            '<p> <a href="https://youtu.be/SonHaMinhHo">https://youtu.be/SonHaMinhHo</a> </p>',
            CARD.format(VIDEO, "Video trên YouTube"),
        ),
        (
            '<p class="embed"><a href="https://youtu.be/SonHaMinhHo">Khai giảng</a></p>',
            CARD.format(VIDEO, "Khai giảng"),
        ),
        (
            '<iframe width="560" src="https://www.youtube.com/embed/SonHaMinhHo?si=1"></iframe><p>a</p>',
            CARD.format(VIDEO, "Video trên YouTube") + "\n<p>a</p>",
        ),
        (
            '<p>&lt;iframe src="https://www.youtube.com/embed/SonHaMinhHo"&gt;&lt;/iframe&gt;</p>',
            CARD.format(VIDEO, "Video trên YouTube"),
        ),
        # A link with the writer's words, or among others, is a link.
        (
            f'<p><a href="{VIDEO}">Xem phim</a></p>',
            f'<p><a href="{VIDEO}" rel="noopener noreferrer">Xem phim</a></p>',
        ),
        (f"<p>Xem {VIDEO} nhé</p>", f"<p>Xem {VIDEO} nhé</p>"),
        # What is no card has no class of one.
        ('<p class="embed">a</p>', "<p>a</p>"),
        (
            '<p class="embed"><a href="https://evil.example/">a</a></p>',
            '<p><a href="https://evil.example/" rel="noopener noreferrer">a</a></p>',
        ),
        ('<iframe src="https://evil.example/"></iframe><p>a</p>', "<p>a</p>"),
        ('<iframe src="javascript:pwned()//www.youtube.com/embed/SonHaMinhHo"></iframe><p>a</p>', "<p>a</p>"),
    ],
)
def test_line_of_its_own_becomes_a_card(html, clean):
    assert sanitise(html) == clean
    assert sanitise(clean) == clean


def test_page_learns_the_frame_and_says_whom_a_click_asks():
    shown = BeautifulSoup(
        with_frames(sanitise(f'<p class="embed"><a href="{OSM}">Trụ sở</a></p>')), "html.parser"
    )
    assert shown.a["data-embed"].startswith(
        "https://www.openstreetmap.org/export/embed.html?bbox=105.82725%2C"
    )
    assert shown.a.get_text() == "Trụ sở"
    assert shown.small.get_text() == "Cổng chỉ nối tới OpenStreetMap khi bạn bấm xem."


@pytest.mark.parametrize(
    ("body", "sources"),
    [
        ("<p>a</p>", []),
        (f"<p>{VIDEO}</p>", ["https://www.youtube-nocookie.com"]),
        (f"<p>{PLACE}</p>", ["https://www.google.com/maps", "https://www.google.com/maps/embed"]),
        (
            f"<p>{VIDEO}</p><p>{OSM}</p>",
            ["https://www.youtube-nocookie.com", "https://www.openstreetmap.org/export/embed.html"],
        ),
    ],
)
def test_page_may_frame_what_it_holds_and_nothing_else(body, sources):
    assert frame_sources(with_frames(sanitise(body)).encode()) == sources


@pytest.mark.django_db
def test_every_page_with_rich_text_has_cards_with_their_style_and_policy(client):
    body = f"<p>{VIDEO}</p>"
    page = Page.objects.create(title="Giới thiệu", body=body)
    page.publish(by=None)
    for shown in (make_article(body=body), make_document(body=body), page):
        response = client.get(shown.get_absolute_url())
        html = response.content.decode()
        assert 'data-embed="https://www.youtube-nocookie.com/embed/SonHaMinhHo' in html
        assert "css/embed" in html
        assert "<iframe" not in html
        policy = response.headers["Content-Security-Policy"]
        assert "frame-src https://www.youtube-nocookie.com;" in f"{policy};"


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_article, make_document])
def test_page_without_cards_frames_nobody_and_loads_no_style_for_them(client, make):
    response = client.get(make(body="<p>a</p>").get_absolute_url())
    assert "frame-src" not in response.headers["Content-Security-Policy"]
    assert "css/embed" not in response.content.decode()


def test_block_of_text_takes_a_card():
    assert 'class="embed"' in text_block({"text": f"<p>{VIDEO}</p>"}, None)["text"]
