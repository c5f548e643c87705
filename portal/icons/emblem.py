"""The emblem as something to draw with, whatever staff put up: any shape, with or without a ground."""

import logging
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from core.files.checks import BROKEN_IMAGE
from portal.models import SiteSettings

logger = logging.getLogger(__name__)

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
# --color-brand of static/css/tokens.css.
BRAND: Colour = (0x7D, 0x12, 0x15)
DEFAULT = Path(__file__).with_name("emblem.png")
# The ground of DEFAULT, inside of its ring.
DEFAULT_GROUND: Colour = (0x8A, 0x13, 0x19)

# Of 255: what differs less from the corners is the noise of a JPEG, what is brighter is lost on paper.
NOISE = 24
PALE = 225


@dataclass(frozen=True)
class Emblem:
    """The emblem without the empty margin round it.

    ``shape`` is white where there is something to see. ``ground`` is the colour that it has behind it, None
    where that is transparent. ``tile`` is what it stands out from. ``is_stand_in`` tells that it is the
    default because the one that staff put up cannot be read.
    """

    picture: Image.Image
    shape: Image.Image
    ground: Colour | None
    tile: Colour
    is_stand_in: bool = False

    @property
    def needs_tile(self) -> bool:
        """Tell whether it would be lost on white paper."""
        return self.ground is None and self.tile == BRAND

    @cached_property
    def reach(self) -> float:
        """How far it reaches from its middle, in halves of its longer side: 1 a circle, 1.41 a square."""
        small = self.shape.copy()
        small.thumbnail((96, 96))
        middle_x, middle_y = (small.width - 1) / 2, (small.height - 1) / 2
        seen = (
            math.hypot(x - middle_x, y - middle_y)
            for y in range(small.height)
            for x in range(small.width)
            if small.getpixel((x, y)) > 127
        )
        return max(seen, default=0) / (max(small.size) / 2) or 1


def load(site: SiteSettings) -> Emblem:
    """Return the emblem of the site; the default one where staff put up none, or it cannot be read."""
    if not site.emblem:
        return _default()
    try:
        with site.emblem.storage.open(site.emblem.name) as file, Image.open(file) as picture:
            return _take(picture.convert("RGBA"))
    except BROKEN_IMAGE as error:
        logger.warning("Không đọc được biểu trưng %s, dùng biểu trưng mặc định: %s", site.emblem.name, error)
        return _default(is_stand_in=True)


def _default(is_stand_in: bool = False) -> Emblem:
    with Image.open(DEFAULT) as picture:
        emblem = picture.convert("RGBA")
    return Emblem(emblem, emblem.getchannel("A"), None, DEFAULT_GROUND, is_stand_in)


def _take(picture: Image.Image) -> Emblem:
    ground = _ground(picture)
    shape = picture.getchannel("A")
    if ground is not None:
        away = ImageChops.difference(picture.convert("RGB"), Image.new("RGB", picture.size, ground))
        shape = ImageChops.lighter(*away.split()[:2])
        shape = ImageChops.lighter(shape, away.getchannel("B")).point(lambda value: 255 * (value > NOISE))
    box = shape.getbbox() or (0, 0, *picture.size)
    picture, shape = picture.crop(box), shape.crop(box)
    return Emblem(picture, shape, ground, ground or _tile(picture))


def _ground(picture: Image.Image) -> Colour | None:
    """Return the colour that all four corners have; None where they are transparent, or differ."""
    right, bottom = picture.width - 1, picture.height - 1
    corners = [picture.getpixel(at) for at in ((0, 0), (right, 0), (0, bottom), (right, bottom))]
    first = corners[0]
    if any(alpha < 255 for *_, alpha in corners):
        return None
    if any(abs(one - other) > NOISE for corner in corners for one, other in zip(corner, first, strict=True)):
        return None
    return first[:3]


def _tile(picture: Image.Image) -> Colour:
    """Return white, which emblems are drawn for, or the portal's colour for one that is nearly white."""
    seen = picture.getchannel("A").point(lambda value: 255 * (value > 127))
    if seen.getbbox() is None:
        return WHITE
    brightness = ImageStat.Stat(picture.convert("L"), mask=seen).mean[0]
    return BRAND if brightness > PALE else WHITE
