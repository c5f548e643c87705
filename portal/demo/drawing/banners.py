"""Banners and partners' logos: words beside a scene, words beside a mark.

The words stand here, as they are part of the picture; :func:`words` gives them to those who cannot see it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageFont

from portal.demo.drawing.canvas import Canvas, arc, darker, leaf, lighter, star
from portal.demo.drawing.palettes import PALETTES, STAR
from portal.demo.drawing.registry import SCENES

FONT = Path(__file__).parent.parent / "fonts" / "CongVuSerif-Bold.ttf"
LACQUER, TEAL, OCHRE, INDIGO = "#7d1215", "#1f4f49", "#7a4a12", "#2b3f66"
PAPER, GOLD = "#fffaf0", "#f0c04f"
LOGO_LETTERS = 34


@dataclass(frozen=True)
class Shape:
    """The size of a banner in pixels, of its letters, and the share of its width that the words have."""

    width: int
    height: int
    letters: int
    share: float


# Across the page, beside another one, in a side column; and the first two on a phone.
ACROSS = Shape(1600, 200, 62, 0.56)
HALF = Shape(1200, 300, 58, 0.6)
SIDE = Shape(640, 300, 44, 0.64)
PHONE = Shape(656, 216, 48, 0.7)


@dataclass(frozen=True)
class Poster:
    """What a banner says and shows: of its scene what lies round ``heart``, ``zoom`` times as near."""

    scene: str
    palette: str
    ground: str
    lines: tuple[str, ...]
    note: str
    shapes: dict[str, Shape]
    heart: tuple[float, float] = (640, 360)
    zoom: float = 1


POSTERS = {
    "admission": Poster(
        "exam_hall",
        "sky",
        INDIGO,
        ("Tuyển sinh, thi cử",),
        "Lịch thi, đăng ký, kết quả",
        {"wide": ACROSS, "phone": PHONE},
        heart=(640, 420),
        zoom=1.1,
    ),
    "transcript": Poster(
        "laptop",
        "sage",
        TEAL,
        ("Học bạ số",),
        "Xem ở nhà, ký trên máy",
        {"wide": HALF, "phone": PHONE},
        heart=(700, 400),
        zoom=1.3,
    ),
    "good_people": Poster(
        "bouquet",
        "sand",
        OCHRE,
        ("Gương người tốt",),
        "Kể về một thầy cô của bạn",
        {"wide": HALF, "phone": PHONE},
        heart=(640, 330),
        zoom=1.2,
    ),
    "looking_up": Poster(
        "papers",
        "sky",
        TEAL,
        ("Tra cứu", "văn bản"),
        "Bằng số hoặc vài từ",
        {"wide": SIDE},
        heart=(690, 420),
        zoom=1.5,
    ),
    "reception": Poster(
        "school_gate",
        "dawn",
        LACQUER,
        ("Tiếp", "công dân"),
        "Ngày 15 hằng tháng",
        {"wide": SIDE},
        heart=(640, 360),
        zoom=1.3,
    ),
    "book_fair": Poster(
        "library",
        "sand",
        OCHRE,
        ("Hội sách", "Bến Chữ"),
        "Mở cả cuối tuần",
        {"wide": SIDE},
        heart=(330, 300),
        zoom=1.4,
    ),
}


@dataclass(frozen=True)
class Logo:
    """A partner's name in lines, its colour, and what paints its mark into a square of 100."""

    lines: tuple[str, ...]
    colour: str
    mark: Callable[[Canvas, str], None]


def _newspaper(c: Canvas, colour: str) -> None:
    c.rect(14, 12, 86, 88, colour, radius=6)
    c.rect(24, 22, 76, 34, PAPER)
    c.rect(24, 42, 48, 78, lighter(colour, 0.55))
    for y in (42, 52, 62, 72):
        c.rect(54, y, 76, y + 5, PAPER)


def _mast(c: Canvas, colour: str) -> None:
    c.polygon([(50, 38), (68, 90), (32, 90)], colour)
    c.polygon([(50, 56), (58, 90), (42, 90)], PAPER)
    c.circle(50, 32, 9, colour)
    for radius in (22, 36):
        c.line(arc(50, 32, radius, radius, -48, 48), colour, 6)
        c.line(arc(50, 32, radius, radius, 132, 228), colour, 6)


def _open_book(c: Canvas, colour: str) -> None:
    for side in (-1, 1):
        x = 50 + side * 3
        c.polygon([(x, 34), (x + side * 38, 22), (x + side * 38, 72), (x, 84)], colour)
        for y in (40, 51, 62):
            c.line([(x + side * 8, y + 2), (x + side * 30, y - 5)], PAPER, 4)
    c.circle(50, 14, 8, GOLD)


def _sprout(c: Canvas, colour: str) -> None:
    c.rect(46, 44, 54, 84, colour)
    for length, angle in ((44, -38), (44, -142), (34, -90)):
        c.polygon(leaf(50, 52, length, length * 0.5, angle), lighter(colour, 0.12))
    c.polygon(arc(50, 86, 40, 16, 180, 360), colour)


def _emblem_star(c: Canvas, colour: str) -> None:
    c.circle(50, 50, 42, colour)
    c.circle(50, 50, 35, lighter(colour, 0.14))
    c.polygon(star(50, 52, 30), STAR)


def _columns(c: Canvas, colour: str) -> None:
    c.polygon([(8, 40), (50, 12), (92, 40)], colour)
    for x in (18, 38, 58, 78):
        c.rect(x - 2, 46, x + 8, 78, colour)
    c.rect(10, 82, 90, 90, colour)
    c.circle(50, 31, 5, GOLD)


LOGOS = {
    "newspaper": Logo(("Báo", "Sơn Hà"), LACQUER, _newspaper),
    "broadcaster": Logo(("Đài Phát thanh –", "Truyền hình Sơn Hà"), INDIGO, _mast),
    "library": Logo(("Thư viện tỉnh", "Sơn Hà"), OCHRE, _open_book),
    "learning": Logo(("Hội Khuyến học", "tỉnh Sơn Hà"), TEAL, _sprout),
    "youth": Logo(("Tỉnh đoàn", "Sơn Hà"), INDIGO, _emblem_star),
    "college": Logo(("Trường Cao đẳng", "Sư phạm Sơn Hà"), LACQUER, _columns),
}


def names() -> Iterator[str]:
    """Yield the names of all pictures: «admission-wide», «admission-phone», «library-logo»."""
    for name, poster in POSTERS.items():
        yield from (f"{name}-{kind}" for kind in poster.shapes)
    yield from (f"{name}-logo" for name in LOGOS)


def draw(name: str, scale: int = 3) -> Image.Image:
    """Return a picture at its size."""
    subject, kind = name.rsplit("-", 1)
    if kind == "logo":
        return _draw_logo(LOGOS[subject], scale)
    poster = POSTERS[subject]
    return _draw_poster(poster, poster.shapes[kind], scale)


def words(name: str) -> str:
    """Return what is written in a banner or a logo."""
    if name in LOGOS:
        return " ".join(LOGOS[name].lines)
    poster = POSTERS[name]
    return f"{' '.join(poster.lines)}: {poster.note[0].lower()}{poster.note[1:]}"


def _draw_poster(poster: Poster, shape: Shape, scale: int) -> Image.Image:
    c = Canvas(scale, shape.width, shape.height)
    edge = shape.width * shape.share
    lean = shape.height * 0.3
    c.picture((edge - lean, 0, shape.width, shape.height), _seen(poster, shape, edge - lean, scale))
    c.polygon([(0, 0), (edge, 0), (edge - lean, shape.height), (0, shape.height)], poster.ground)
    c.polygon([(0, 0), (edge * 0.42, 0), (0, shape.height)], lighter(poster.ground, 0.07))
    c.line([(edge, -8), (edge - lean, shape.height + 8)], GOLD, shape.height * 0.03, round_ends=False)
    left = shape.height * 0.16
    note = shape.letters * 0.6
    step = shape.letters * 1.16
    y = (shape.height - step * len(poster.lines) - note * 1.3) / 2 + step * 0.8
    for line in poster.lines:
        c.text(left, y, line, _font(shape.letters * scale), PAPER)
        y += step
    c.text(left, y - step + note * 1.65, poster.note, _font(note * scale), GOLD)
    return c.finish()


def _seen(poster: Poster, shape: Shape, left: float, scale: int) -> Image.Image:
    """Return the part of the scene that the banner has room for."""
    wide, high = (shape.width - left) * scale, shape.height * scale
    whole = Canvas(scale)
    SCENES[poster.scene].paint(whole, PALETTES[poster.palette])
    full = whole.enlarged()
    share = min(full.width / wide, full.height / high) / poster.zoom
    x = min(max(poster.heart[0] * scale - wide * share / 2, 0), full.width - wide * share)
    y = min(max(poster.heart[1] * scale - high * share / 2, 0), full.height - high * share)
    return full.crop((round(x), round(y), round(x + wide * share), round(y + high * share)))


def _draw_logo(logo: Logo, scale: int) -> Image.Image:
    font = _font(LOGO_LETTERS * scale)
    # Measured large: the width must not hang on how letters are fitted to the pixels of a scale.
    width = 124 + round(max(_font(LOGO_LETTERS * 10).getlength(line) for line in logo.lines) / 10)
    c = Canvas(scale, width, 112)
    c.rect(0, 0, width, 112, "#ffffff")
    square = Canvas(scale, 100, 100)
    square.rect(0, 0, 100, 100, "#ffffff")
    logo.mark(square, logo.colour)
    c.picture((0, 6, 100, 106), square.enlarged())
    for y, line in zip((49, 91), logo.lines, strict=True):
        c.text(116, y, line, font, darker(logo.colour, 0.1))
    return c.finish()


@cache
def _font(size: float) -> ImageFont.FreeTypeFont:
    # The layout that comes with Pillow: the letters are composed, and it places them alike on any machine.
    return ImageFont.truetype(FONT, round(size), layout_engine=ImageFont.Layout.BASIC)
