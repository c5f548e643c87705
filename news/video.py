"""Addresses of videos."""

import re
from urllib.parse import parse_qs, urlsplit

_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com"}
_PATHS = {"embed", "shorts", "live", "v"}
# The one address that a page may put into a frame (Content-Security-Policy: frame-src).
FRAMES = "https://www.youtube-nocookie.com"


def youtube_id(url: str) -> str:
    """Return the id of a YouTube video by any of its addresses; "" for an address of anything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    steps = parts.path.strip("/").split("/")
    if parts.hostname == "youtu.be":
        found = steps[0]
    elif parts.hostname not in _HOSTS:
        return ""
    elif steps[0] in _PATHS:
        found = steps[1] if len(steps) > 1 else ""
    else:
        found = parse_qs(parts.query).get("v", [""])[0]
    return found if _ID.fullmatch(found) else ""


def frame_address(video_id: str) -> str:
    """Return the address of the player, which sets no cookie before somebody presses play."""
    return f"{FRAMES}/embed/{video_id}?autoplay=1&rel=0"


def host_of(url: str) -> str:
    """Return the host of an address as people read it, without «www.»."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
