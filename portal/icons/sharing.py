"""The picture that other sites show beside a link to a page without one: the emblem and the names."""

import re

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from portal.icons.drawing import as_png, place
from portal.icons.emblem import BRAND, Colour, Emblem
from portal.models import SiteSettings

# What Facebook, Zalo and others ask for, in pixels.
WIDTH, HEIGHT = 1200, 630
SUBTITLE = "Cổng thông tin điện tử"

# Its licence stands beside it (OFL). It has the Latin and the Vietnamese letters.
FONT = settings.BASE_DIR / "portal" / "demo" / "fonts" / "CongVuSerif-Bold.ttf"
NAME_SIZES = range(76, 27, -4)
# Stacked marks (ễ, Ổ, ậ) need air above and below.
LEADING = 1.3

# As in static/css/tokens.css.
_PAPER = "#ffffff"
_GOLD = "#f0c04f"
_MUTED = "#5d5248"

_EMBLEM = (90, 120, 290, 290)
_TEXT_LEFT, _TEXT_WIDTH = 450, 660
_TEXT_MIDDLE, _TEXT_HEIGHT = 265, 390
_BAND = 100
_LINE = 8
# Of several syllables; these are in the name of every department.
_WORDS = re.compile("giáo dục|(và )?đào tạo|thành phố", re.IGNORECASE)

Row = tuple[str, ImageFont.FreeTypeFont, Colour | str]


def picture(emblem: Emblem, site: SiteSettings) -> bytes:
    """Return the picture as PNG."""
    canvas = Image.new("RGBA", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(canvas)
    _draw_emblem(canvas, draw, emblem)
    _draw_names(draw, site)
    draw.rectangle((0, HEIGHT - _BAND, WIDTH, HEIGHT), fill=BRAND)
    draw.rectangle((0, HEIGHT - _BAND, WIDTH, HEIGHT - _BAND + _LINE - 1), fill=_GOLD)
    middle = HEIGHT - (_BAND - _LINE) / 2
    draw.text((_TEXT_LEFT, middle), SUBTITLE, fill="white", font=font(36), anchor="lm")
    return as_png(canvas.convert("RGB"))


def font(size: int) -> ImageFont.FreeTypeFont:
    # Each letter with its marks is one sign in NFC: nothing has to be put together.
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def wrapped(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Return a text in as few lines as fit into a width in pixels, of about the same length each."""
    lines = _broken(text, face, width)
    narrow, wide = 0.0, width
    while wide - narrow > 4:
        middle = (narrow + wide) / 2
        if len(_broken(text, face, middle)) > len(lines):
            narrow = middle
        else:
            wide = middle
    return _broken(text, face, wide)


def _broken(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines: list[str] = []
    # The spaces of a word do not end a line.
    for word in _WORDS.sub(lambda match: match[0].replace(" ", "\N{NO-BREAK SPACE}"), text).split(" "):
        if lines and face.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _draw_emblem(canvas: Image.Image, draw: ImageDraw.ImageDraw, emblem: Emblem) -> None:
    left, top, width, height = _EMBLEM
    if emblem.needs_tile:
        draw.rounded_rectangle((left, top, left + width, top + height), radius=32, fill=emblem.tile)
        left, top, width, height = left + 30, top + 30, width - 60, height - 60
    place(canvas, emblem.picture, (left, top, width, height))


def _draw_names(draw: ImageDraw.ImageDraw, site: SiteSettings) -> None:
    """Write the names as large as they fit, the department's under that of the authority above it."""
    rows = next(filter(_fits, (_rows(site, size) for size in NAME_SIZES)), _rows(site, NAME_SIZES[-1]))
    top = _TEXT_MIDDLE - _height(rows) / 2
    for text, face, colour in rows:
        draw.text((_TEXT_LEFT, top + face.size * LEADING / 2), text, fill=colour, font=face, anchor="lm")
        top += face.size * LEADING


def _rows(site: SiteSettings, size: int) -> list[Row]:
    """Return the lines of both names, that of the department in a size."""
    rows: list[Row] = []
    for name, face, colour in (
        (site.parent_name, font(max(size // 2, NAME_SIZES[-1])), _MUTED),
        (site.name, font(size), BRAND),
    ):
        if name:
            rows += [(line, face, colour) for line in wrapped(name, face, _TEXT_WIDTH)]
    return rows


def _height(rows: list[Row]) -> float:
    return sum(face.size * LEADING for _, face, _ in rows)


def _fits(rows: list[Row]) -> bool:
    return _height(rows) <= _TEXT_HEIGHT and all(
        face.getlength(text) <= _TEXT_WIDTH for text, face, _ in rows
    )
