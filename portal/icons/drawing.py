"""Icons: the emblem in a square."""

import io

from PIL import Image

from portal.icons.emblem import Emblem

# The sizes of a tab, of a tab on a dense screen, and of a search result.
FAVICON_SIZES = (16, 32, 48)
# Android cuts a maskable icon as it likes, but not within this part of the middle (W3C Manifest: 0.8).
SAFE_ZONE = 0.76

_CLEAR = (0, 0, 0, 0)


def favicon(emblem: Emblem) -> bytes:
    """Return the icon of a tab, in all of FAVICON_SIZES, each made from the emblem itself."""
    *smaller, largest = (_square(emblem, size) for size in FAVICON_SIZES)
    buffer = io.BytesIO()
    largest.save(buffer, "ICO", sizes=[(size, size) for size in FAVICON_SIZES], append_images=smaller)
    return buffer.getvalue()


def icon(emblem: Emblem, size: int) -> bytes:
    """Return the emblem alone in a square."""
    return as_png(_square(emblem, size))


def maskable(emblem: Emblem, size: int) -> bytes:
    """Return the emblem on a tile of which the edge may be cut away in any shape."""
    return as_png(_on_tile(emblem, size, SAFE_ZONE / max(emblem.reach, 1)))


def touch_icon(emblem: Emblem, size: int) -> bytes:
    """Return the emblem on a tile for iOS, which rounds the corners and makes what is clear black."""
    return as_png(_on_tile(emblem, size, min(0.8, 1.05 / max(emblem.reach, 1))))


def as_png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def place(canvas: Image.Image, picture: Image.Image, box: tuple[int, int, int, int]) -> None:
    """Draw a picture into the middle of a box (left, top, width, height), as large as fits."""
    left, top, width, height = box
    scale = min(width / picture.width, height / picture.height)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    fitted = picture.resize(size, Image.Resampling.LANCZOS)
    canvas.alpha_composite(fitted, (left + (width - fitted.width) // 2, top + (height - fitted.height) // 2))


def _square(emblem: Emblem, size: int) -> Image.Image:
    if emblem.needs_tile:
        return _on_tile(emblem, size, 0.9)
    canvas = Image.new("RGBA", (size, size), emblem.ground or _CLEAR)
    place(canvas, emblem.picture, (0, 0, size, size))
    return canvas


def _on_tile(emblem: Emblem, size: int, share: float) -> Image.Image:
    canvas = Image.new("RGBA", (size, size), emblem.tile)
    side = round(size * share)
    margin = (size - side) // 2
    place(canvas, emblem.picture, (margin, margin, side, side))
    return canvas.convert("RGB")
