"""A canvas for flat pictures of 1280x720, drawn larger and reduced for smooth edges."""

import math
import random
from collections.abc import Callable, Iterable, Sequence

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1280, 720

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def mix(first: str, second: str, share: float) -> str:
    """Return the colour that has this share (0 to 1) of the second one; colours are ``#rrggbb``."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def lighter(colour: str, share: float) -> str:
    return mix(colour, "#ffffff", share)


def darker(colour: str, share: float) -> str:
    return mix(colour, "#0e1a24", share)


def dice(seed: int) -> random.Random:
    """Return random numbers that are the same every time: a picture must not change when drawn anew."""
    return random.Random(seed)  # noqa: S311


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float, steps: int = 40) -> list[Point]:
    """Return points on an ellipse from one angle to another, in degrees, clockwise from three o'clock."""
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


def curve(points: Sequence[Point], steps: int = 24) -> list[Point]:
    """Return a Bezier curve by its control points."""
    degree = len(points) - 1
    path = []
    for step in range(steps + 1):
        t = step / steps
        weights = [math.comb(degree, i) * (1 - t) ** (degree - i) * t**i for i in range(degree + 1)]
        path.append(
            (
                sum(w * x for w, (x, _) in zip(weights, points, strict=True)),
                sum(w * y for w, (_, y) in zip(weights, points, strict=True)),
            )
        )
    return path


def leaf(x: float, y: float, length: float, width: float, angle: float) -> list[Point]:
    """Return the outline of a pointed leaf that starts at a point; the angle is in degrees, 90 is down."""
    turn = math.radians(angle)
    along, across = (math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))

    def at(share: float, side: float) -> Point:
        return (
            x + along[0] * length * share + across[0] * width * side,
            y + along[1] * length * share + across[1] * width * side,
        )

    shares = [step / 12 for step in range(13)]
    swell = [math.sin(math.pi * share**0.8) / 2 for share in shares]
    left = [at(share, width_here) for share, width_here in zip(shares, swell, strict=True)]
    right = [at(share, -width_here) for share, width_here in zip(shares, swell, strict=True)]
    return left + right[::-1]


def star(x: float, y: float, radius: float) -> list[Point]:
    """Return a five-pointed star that stands on two points."""
    radii = [radius, radius * 0.4] * 5
    angles = [math.radians(angle) for angle in range(-90, 270, 36)]
    return [(x + r * math.cos(a), y + r * math.sin(a)) for r, a in zip(radii, angles, strict=True)]


class Canvas:
    """What scenes draw on. ``scale`` is how much larger than the finished picture everything is drawn."""

    def __init__(self, scale: int = 3, width: float = WIDTH, height: float = HEIGHT) -> None:
        self.scale = scale
        self.width, self.height = width, height
        self._image = Image.new("RGB", (round(width * scale), round(height * scale)))
        self._draw = ImageDraw.Draw(self._image)

    def finish(self) -> Image.Image:
        """Return the picture at its size."""
        return self._image.reduce(self.scale)

    def enlarged(self) -> Image.Image:
        """Return the picture as it is drawn, larger by the scale."""
        return self._image

    def polygon(self, points: Iterable[Point], colour: str, alpha: float = 1) -> None:
        scaled = [(x * self.scale, y * self.scale) for x, y in points]
        if alpha >= 1:
            self._draw.polygon(scaled, colour)
            return
        left, top = math.floor(min(x for x, _ in scaled)), math.floor(min(y for _, y in scaled))
        right, bottom = math.ceil(max(x for x, _ in scaled)), math.ceil(max(y for _, y in scaled))
        mask = Image.new("L", (right - left + 1, bottom - top + 1))
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], round(255 * alpha))
        self._image.paste(colour, (left, top), mask)

    def rect(
        self, x0: float, y0: float, x1: float, y1: float, colour: str, *, radius: float = 0, alpha: float = 1
    ) -> None:
        if alpha < 1:
            self.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], colour, alpha)
        else:
            box = [x0 * self.scale, y0 * self.scale, x1 * self.scale - 1, y1 * self.scale - 1]
            self._draw.rounded_rectangle(box, radius * self.scale, colour)

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: str, alpha: float = 1) -> None:
        if alpha < 1:
            self.polygon(arc(x, y, rx, ry, 0, 360, 72), colour, alpha)
        else:
            s = self.scale
            self._draw.ellipse([(x - rx) * s, (y - ry) * s, (x + rx) * s, (y + ry) * s], colour)

    def circle(self, x: float, y: float, radius: float, colour: str, alpha: float = 1) -> None:
        self.ellipse(x, y, radius, radius, colour, alpha)

    def line(self, points: Sequence[Point], colour: str, width: float, *, round_ends: bool = True) -> None:
        scaled = [(x * self.scale, y * self.scale) for x, y in points]
        thickness = max(1, round(width * self.scale))
        self._draw.line(scaled, colour, thickness, joint="curve")
        if round_ends and thickness > 2:
            for x, y in (points[0], points[-1]):
                self.circle(x, y, width / 2, colour)

    def gradient(self, box: Box, top: str, bottom: str) -> None:
        x0, y0, x1, y1 = (round(value * self.scale) for value in box)
        strip = Image.new("RGB", (1, y1 - y0))
        for y in range(y1 - y0):
            strip.putpixel((0, y), _channels(mix(top, bottom, y / max(1, y1 - y0 - 1))))
        self._image.paste(strip.resize((x1 - x0, y1 - y0)), (x0, y0))

    def glow(self, x: float, y: float, radius: float, colour: str, alpha: float) -> None:
        """Light that fades towards a radius."""
        size = round(2 * radius * self.scale)
        mask = Image.radial_gradient("L").point(
            lambda value: round(max(0, 1 - value / 180) ** 2 * 255 * alpha)
        )
        place = (round((x - radius) * self.scale), round((y - radius) * self.scale))
        self._image.paste(colour, place, mask.resize((size, size), Image.Resampling.BICUBIC))

    def haze(self, y0: float, y1: float, colour: str, first: float, last: float) -> None:
        """A veil over the whole width, from one strength at its top to another at its bottom."""
        height = round((y1 - y0) * self.scale)
        mask = Image.new("L", (1, height))
        for y in range(height):
            mask.putpixel((0, y), round(255 * (first + (last - first) * y / height)))
        self._image.paste(colour, (0, round(y0 * self.scale)), mask.resize((self._image.width, height)))

    def picture(self, box: Box, picture: Image.Image) -> None:
        """Put a finished picture into a rectangle."""
        x0, y0, x1, y1 = (round(value * self.scale) for value in box)
        self._image.paste(picture.resize((x1 - x0, y1 - y0), Image.Resampling.LANCZOS), (x0, y0))

    def text(self, x: float, y: float, text: str, font: ImageFont.FreeTypeFont, colour: str) -> None:
        """Write a line that begins at a point of its baseline; the font's size is the canvas's, enlarged."""
        self._draw.text((x * self.scale, y * self.scale), text, colour, font, anchor="ls")

    def inset(self, box: Box, paint: Callable[["Canvas"], None]) -> None:
        """Draw a picture in a rectangle of this one: a view through a window, the content of a screen."""
        x0, y0, x1, y1 = box
        inner = Canvas(self.scale, x1 - x0, y1 - y0)
        paint(inner)
        self._image.paste(inner._image, (round(x0 * self.scale), round(y0 * self.scale)))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
