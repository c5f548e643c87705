"""Smaller copies of pictures, for screens that need no more.

Which copies a picture has is told by its name alone, ``<32 hex digits>-<width>.jpg``: no page asks a table
for it. A job makes them after the picture was saved; where one is not there yet, or cannot be made, the
picture itself is handed out in its place (``core.files.serving``, ``deploy/nginx.conf``), so no page ever
misses one.
"""

import io
import re
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from PIL import Image

# In pixels: a phone, a phone of high density or half a page, a page.
WIDTHS = (480, 960, 1440)
# A copy that is hardly smaller than the picture is not worth its place.
MOST_OF_WIDTH = 0.8
_OPTIONS = {"quality": 80, "method": 4}

_PICTURE = re.compile(r"[0-9a-f]{32}-(?P<width>[0-9]{1,5})\.(?:jpg|png|webp)")
_RENDITION = re.compile(r"(?P<picture>.+)\.w[0-9]{1,5}\.webp")


def renditions_of(name: str) -> dict[int, str]:
    """Return the names of the copies of a stored picture by their widths in pixels, the narrowest first."""
    match = _PICTURE.fullmatch(PurePosixPath(name).name)
    if match is None:
        return {}
    most = MOST_OF_WIDTH * int(match["width"])
    return {width: f"{name}.w{width}.webp" for width in WIDTHS if width <= most}


def picture_of(name: str) -> str | None:
    """Return the name of the picture that a name of a copy stands for; None for any other name."""
    match = _RENDITION.fullmatch(name)
    return match["picture"] if match else None


def smallest(url: str) -> str:
    """Return the address of the narrowest copy, for a place that needs no more; that of a picture without."""
    return next(iter(renditions_of(url).values()), url)


def srcset(url: str, *, most: int = WIDTHS[-1]) -> str:
    """Return addresses and widths of the copies up to ``most`` pixels as ``img`` takes them; "" for none."""
    return ", ".join(f"{copy} {width}w" for width, copy in renditions_of(url).items() if width <= most)


def make_renditions(storage: Storage, name: str) -> int:
    """Make the copies of a stored picture that are not there, and return how many.

    Raises FileNotFoundError for a picture that is gone, and what Pillow raises for one that it cannot read.
    """
    missing = {width: copy for width, copy in renditions_of(name).items() if not storage.exists(copy)}
    if not missing:
        return 0
    with storage.open(name) as file, Image.open(file, formats=("JPEG", "PNG", "WEBP")) as image:
        image.draft("RGB", (max(missing), max(missing)))  # A JPEG is decoded at a fraction of its size.
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    for width, copy in missing.items():
        smaller = image.resize(
            (width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS
        )
        buffer = io.BytesIO()
        smaller.save(buffer, "WEBP", **_OPTIONS)
        saved = storage.save(copy, ContentFile(buffer.getvalue()))
        if saved != copy:  # Another worker was faster.
            storage.delete(saved)
    return len(missing)
