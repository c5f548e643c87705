"""Videos and maps of other sites: a card that leads to them, and their frame once somebody presses it.

A text holds only the link, in one spelling for each video or place (:func:`card_of`). When a page is made
the link learns where its frame is (:func:`with_frames`); js/modules/embed.js puts the frame in its place on
a click. Before that nobody else hears of the reader, and without scripts the link is a link.
"""

import re
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlencode, urlsplit

_VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_YOUTUBE_HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com"}
_YOUTUBE_PATHS = {"embed", "shorts", "live", "v"}
_GOOGLE_HOSTS = {"google.com", "www.google.com", "google.com.vn", "www.google.com.vn"}
_OSM_HOSTS = {"openstreetmap.org", "www.openstreetmap.org"}
_NUMBER = r"(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)"
_AT = re.compile(rf"@{_NUMBER},{_NUMBER}(?:,([0-9]{{1,2}}))?")
_PLACE = re.compile(rf"!3d{_NUMBER}!4d{_NUMBER}")
_FRAMED_PLACE = re.compile(rf"!2d{_NUMBER}!3d{_NUMBER}")
_POINT = re.compile(rf"{_NUMBER},\s*{_NUMBER}")
_OSM_PLACE = re.compile(rf"map=([0-9]{{1,2}})/{_NUMBER}/{_NUMBER}")
_CLOSE = "16"  # the zoom at which a school and the streets round it are seen
_LONGEST_QUERY = 200
# Degrees of longitude that a map shows at zoom 0.
_WORLD = 360.0

# What a page may put into a frame, by what the address of a card begins with.
YOUTUBE_FRAMES = "https://www.youtube-nocookie.com"
FRAMES = {
    "https://www.youtube.com/watch?v=": YOUTUBE_FRAMES,
    "https://www.google.com/maps?q=": "https://www.google.com/maps",
    "https://www.openstreetmap.org/?mlat=": "https://www.openstreetmap.org/export/embed.html",
}
# Google Maps sends its frame on to another address below this one.
_FURTHER = {"https://www.google.com/maps": ["https://www.google.com/maps/embed"]}


@dataclass(frozen=True)
class Card:
    """A video or a map: its address in one spelling, what it is, and where."""

    url: str
    name: str
    site: str

    @property
    def label(self) -> str:
        return f"{self.name} trên {self.site}"

    @property
    def frame(self) -> str:
        """The address of the frame: a player, which sets no cookie before somebody presses play, or a map."""
        parts = urlsplit(self.url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if self.site == "YouTube":
            return f"{YOUTUBE_FRAMES}/embed/{query['v']}?autoplay=1&rel=0"
        if self.site == "Google Maps":
            return f"{self.url}&{urlencode({'hl': 'vi', 'output': 'embed'})}"
        zoom, latitude, longitude = _OSM_PLACE.search(parts.fragment).groups()
        half = _WORLD / 2 ** int(zoom)
        x, y = float(longitude), float(latitude)
        box = ",".join(f"{edge:.5f}" for edge in (x - half, y - half / 2, x + half, y + half / 2))
        marked = {"bbox": box, "layer": "mapnik", "marker": f"{latitude},{longitude}"}
        return f"https://www.openstreetmap.org/export/embed.html?{urlencode(marked)}"


def card_of(address: str) -> Card | None:
    """Return the card of a video or map by any of its addresses; None for an address of anything else."""
    address = address.strip()
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        is_plain = parts.port is None and not parts.username
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not is_plain:
        return None
    for read in (_youtube, _google, _osm):
        if card := read(parts):
            return card
    return None


def host_of(url: str) -> str:
    """Return the host of an address as people read it, without «www.»."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


# As the sanitiser writes it.
_LINK = re.compile(r'(<p class="embed"><a href="([^"]*)"[^>]*)>(.*?)</a></p>', re.DOTALL)


def with_frames(html: str) -> str:
    """Return sanitised rich text whose cards know their frames and say whom a click will ask."""

    def framed(match: re.Match[str]) -> str:
        card = card_of(unescape(match[2]))
        if card is None:
            return match[0]
        return (
            f'{match[1]} data-embed="{escape(card.frame)}">{match[3]}</a>'
            f"<small>Cổng chỉ nối tới {card.site} khi bạn bấm xem.</small></p>"
        )

    return _LINK.sub(framed, html) if 'class="embed"' in html else html


def frame_sources(content: bytes) -> list[str]:
    """Return what a page may put into frames: only the sites of the cards that it holds."""
    if b" data-embed=" not in content:
        return []
    sources = []
    for source in FRAMES.values():
        if f'data-embed="{source}'.encode() in content:
            sources += [source, *_FURTHER.get(source, [])]
    return sources


def _youtube(parts: SplitResult) -> Card | None:
    steps = parts.path.strip("/").split("/")
    if parts.hostname == "youtu.be":
        found = steps[0]
    elif parts.hostname not in _YOUTUBE_HOSTS:
        return None
    elif steps[0] in _YOUTUBE_PATHS:
        found = steps[1] if len(steps) > 1 else ""
    else:
        found = parse_qs(parts.query).get("v", [""])[0]
    if not _VIDEO_ID.fullmatch(found):
        return None
    return Card(f"https://www.youtube.com/watch?v={found}", "Video", "YouTube")


def _google(parts: SplitResult) -> Card | None:
    is_maps = parts.hostname == "maps.google.com" or (
        parts.hostname in _GOOGLE_HOSTS and parts.path.split("/")[1:2] == ["maps"]
    )
    if not is_maps:
        return None
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    where, zoom = "", _CLOSE
    if match := _AT.search(parts.path):
        where, zoom = f"{match[1]},{match[2]}", match[3] or zoom
    if match := _PLACE.search(parts.path):
        where = f"{match[1]},{match[2]}"
    if match := _FRAMED_PLACE.search(query.get("pb", "")):
        where = f"{match[2]},{match[1]}"
    steps = parts.path.strip("/").split("/")
    if not where and len(steps) > 2 and steps[1] in ("place", "search"):
        where = unquote(steps[2].replace("+", " "))
    where = where or next((query[name] for name in ("q", "query", "ll") if query.get(name)), "")
    where = " ".join(where.split())
    if not where or len(where) > _LONGEST_QUERY:
        return None
    if query.get("z", "").isdecimal() and len(query["z"]) <= 2:
        zoom = query["z"]
    point = _POINT.fullmatch(where)
    where = f"{point[1]},{point[2]}" if point else where
    return Card(
        f"https://www.google.com/maps?q={quote(where, safe=',')}&z={int(zoom)}", "Bản đồ", "Google Maps"
    )


def _osm(parts: SplitResult) -> Card | None:
    place = _OSM_PLACE.search(parts.fragment)
    if parts.hostname not in _OSM_HOSTS or not place:
        return None
    zoom, latitude, longitude = place.groups()
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    marked = _POINT.fullmatch(f"{query.get('mlat')},{query.get('mlon')}")
    if marked:
        latitude, longitude = marked.groups()
    if abs(float(latitude)) > 90 or abs(float(longitude)) > 180 or int(zoom) > 19:
        return None
    url = f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map={int(zoom)}/{latitude}/{longitude}"
    return Card(url, "Bản đồ", "OpenStreetMap")
