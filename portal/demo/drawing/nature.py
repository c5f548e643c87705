"""Sky, hills, trees and water, the parts that outdoor scenes share."""

import math

from portal.demo.drawing.canvas import Canvas, Point, arc, curve, darker, dice, leaf, lighter, mix
from portal.demo.drawing.palettes import Palette


def sky(c: Canvas, p: Palette, sun: Point = (0.76, 0.3), *, disc: float = 44) -> None:
    """The sky with a low sun (or the moon); ``sun`` in shares of the canvas."""
    c.gradient((0, 0, c.width, c.height), *p.sky)
    disc *= 0.3 + 0.7 * c.height / 720  # smaller in a window
    x, y = sun[0] * c.width, sun[1] * c.height
    c.glow(x, y, 7.5 * disc, p.sun, 0.75)
    c.circle(x, y, disc, p.sun)


def stars(c: Canvas, p: Palette, count: int = 70, seed: int = 3) -> None:
    rng = dice(seed)
    for _ in range(count):
        x, y = rng.uniform(0, c.width), rng.uniform(0, c.height * 0.5)
        c.circle(x, y, rng.choice((0.9, 1.2, 1.7)), mix(p.sky[0], p.sun, rng.uniform(0.45, 0.95)))


def ridge_line(c: Canvas, base: float, height: float, seed: int, waves: float = 2) -> list[Point]:
    """Return the top line of a range of hills: a sum of four waves of growing frequency."""
    rng = dice(seed)
    parts = [(waves * 1.9**k * rng.uniform(0.8, 1.2), rng.uniform(0, math.tau), 0.48**k) for k in range(4)]
    total = sum(weight for _, _, weight in parts)
    points = []
    for step in range(161):
        x = c.width * step / 160
        swing = sum(w * math.sin(math.tau * f * step / 160 + phase) for f, phase, w in parts) / total
        points.append((x, base - height * (0.5 + swing / 2)))
    return points


def ridge(c: Canvas, base: float, height: float, colour: str, seed: int, waves: float = 2) -> None:
    line = ridge_line(c, base, height, seed, waves)
    c.polygon([*line, (c.width, c.height), (0, c.height)], colour)


def ranges(c: Canvas, p: Palette, horizon: float, seed: int = 1) -> None:
    """Three ranges of hills behind each other, with haze in the valleys; ``horizon`` is a share."""
    y = c.height * horizon
    size = c.height / 720
    for depth, (colour, height) in enumerate(zip(p.hills[:3], (190, 150, 95), strict=True)):
        ridge(c, y - (60 - 32 * depth) * size, height * size, colour, seed + depth, 1.3 + 0.5 * depth)
        veil = 0.42 - 0.1 * depth
        c.haze(y - 90 * size, y, p.sky[1], 0, veil)
        c.haze(y, y + 90 * size, p.sky[1], veil, 0)


def landscape(c: Canvas, p: Palette, horizon: float = 0.68, seed: int = 1, sun: Point = (0.76, 0.3)) -> None:
    """Sky, hills and an empty meadow."""
    sky(c, p, sun)
    ranges(c, p, horizon, seed)
    meadow(c, p, c.height * horizon)


def meadow(c: Canvas, p: Palette, y: float) -> None:
    c.gradient((0, y, c.width, c.height), lighter(p.ground, 0.16), darker(p.ground, 0.1))


def cloud(c: Canvas, x: float, y: float, width: float, colour: str, alpha: float = 0.9) -> None:
    """A flat-bottomed cloud, ``x`` and ``y`` its left end and its bottom."""
    w = width
    outline = [
        *arc(x + w * 0.16, y - w * 0.1, w * 0.16, w * 0.1, 90, 270, 16),
        *arc(x + w * 0.36, y - w * 0.2, w * 0.17, w * 0.15, 190, 320, 16),
        *arc(x + w * 0.62, y - w * 0.17, w * 0.2, w * 0.13, 215, 330, 16),
        *arc(x + w * 0.86, y - w * 0.08, w * 0.14, w * 0.08, 270, 450, 16),
    ]
    c.polygon(outline, colour, alpha)


def round_tree(c: Canvas, p: Palette, x: float, y: float, height: float, *, colour: str = "") -> None:
    """A broad-leaved tree whose foot is at a point."""
    leaf_colour = colour or p.leaf
    trunk = mix(p.wood, p.leaf_dark, 0.45)
    h = height
    c.ellipse(x + h * 0.1, y, h * 0.36, h * 0.045, p.leaf_dark, 0.22)
    c.polygon(
        [(x - h * 0.035, y), (x - h * 0.02, y - h * 0.5), (x + h * 0.02, y - h * 0.5), (x + h * 0.04, y)],
        trunk,
    )
    c.line([(x, y - h * 0.32), (x + h * 0.14, y - h * 0.52)], trunk, h * 0.025)
    c.line([(x, y - h * 0.38), (x - h * 0.13, y - h * 0.56)], trunk, h * 0.022)
    dark = mix(leaf_colour, p.leaf_dark, 0.65)
    for dx, dy, r in ((-0.2, 0.55, 0.2), (0.22, 0.56, 0.21), (0.02, 0.5, 0.2), (0.0, 0.76, 0.25)):
        c.circle(x + dx * h, y - dy * h, r * h, dark)
    for dx, dy, r in ((-0.23, 0.6, 0.165), (-0.04, 0.8, 0.205), (0.16, 0.64, 0.15), (-0.05, 0.58, 0.14)):
        c.circle(x + dx * h, y - dy * h, r * h, leaf_colour)
    for dx, dy, r in ((-0.12, 0.86, 0.1), (-0.28, 0.64, 0.075)):
        c.circle(x + dx * h, y - dy * h, r * h, lighter(leaf_colour, 0.12))


def pine(c: Canvas, p: Palette, x: float, y: float, height: float) -> None:
    h = height
    c.rect(x - h * 0.03, y - h * 0.2, x + h * 0.03, y, mix(p.wood, p.leaf_dark, 0.5))
    for level, half in ((0.14, 0.24), (0.36, 0.19), (0.58, 0.13)):
        tip = level + 0.42
        c.polygon(
            [(x - half * h, y - level * h), (x, y - tip * h), (x + half * h, y - level * h)], p.leaf_dark
        )
        c.polygon([(x - half * h, y - level * h), (x, y - tip * h), (x, y - level * h)], p.leaf)


def palm(c: Canvas, p: Palette, x: float, y: float, height: float) -> None:
    """An areca palm: a straight thin stem and a crown of arched fronds."""
    h = height
    stem = mix(p.wood, p.shade, 0.35)
    c.line([(x, y), (x + h * 0.02, y - h * 0.74)], stem, h * 0.028, round_ends=False)
    top = (x + h * 0.02, y - h * 0.74)
    c.line([top, (top[0], top[1] - h * 0.08)], p.leaf, h * 0.036)
    crown = (top[0], top[1] - h * 0.08)
    for angle in (-172, -140, -112, -90, -66, -38, -8):
        turn = math.radians(angle)
        end = (crown[0] + math.cos(turn) * h * 0.3, crown[1] + math.sin(turn) * h * 0.16 + h * 0.05)
        middle = (crown[0] + math.cos(turn) * h * 0.17, crown[1] + math.sin(turn) * h * 0.24)
        upper = curve([crown, middle, end], 14)
        lower = curve([end, (middle[0], middle[1] + h * 0.075), crown], 14)
        c.polygon(upper + lower, p.leaf if angle % 4 else p.leaf_dark)


def bush(c: Canvas, p: Palette, x: float, y: float, width: float) -> None:
    w = width
    for dx, r, colour in ((0.25, 0.22, p.leaf_dark), (0.72, 0.25, p.leaf_dark), (0.48, 0.3, p.leaf)):
        c.polygon(arc(x + dx * w, y, r * w, r * w * 0.95, 180, 360, 24), colour)


def bamboo(
    c: Canvas, p: Palette, x: float, foot: float, top: float, lean: float, width: float, seed: int
) -> None:
    """A culm with its nodes and some leaves, from the foot up to ``top``, bent by ``lean``."""
    rng = dice(seed)
    stem = curve([(x, foot), (x, (foot + top) / 2), (x + lean, top)], 40)
    colour = mix(p.leaf, p.ground, rng.uniform(0.15, 0.45))
    c.line(stem, colour, width)
    c.line([(px - width * 0.24, py) for px, py in stem], lighter(colour, 0.22), width * 0.2)
    for px, py in stem[4::5]:
        c.line(
            [(px - width * 0.62, py), (px + width * 0.62, py)], darker(colour, 0.28), max(1.4, width * 0.13)
        )
    for px, py in stem[9::3]:
        for _ in range(2):
            angle = rng.choice((rng.uniform(15, 60), rng.uniform(120, 165)))
            length = width * rng.uniform(4, 6.5)
            c.polygon(leaf(px, py, length, width * 0.95, angle), rng.choice((p.leaf, p.leaf_dark, colour)))


def grass(c: Canvas, p: Palette, y: float, seed: int = 5, count: int = 90) -> None:
    """Tufts along the lower edge of a picture."""
    rng = dice(seed)
    for _ in range(count):
        x, base = rng.uniform(-20, c.width + 20), rng.uniform(y, c.height + 14)
        colour = rng.choice((p.leaf, p.leaf_dark, mix(p.leaf, p.ground, 0.5)))
        for angle in (-112, -92, -70):
            c.polygon(leaf(x, base, rng.uniform(16, 34), 5, angle + rng.uniform(-9, 9)), colour)


def water(c: Canvas, p: Palette, points: list[Point], seed: int = 2) -> None:
    """A surface that mirrors the sky, with some quiet ripples."""
    rng = dice(seed)
    colour = mix(p.sky[0], p.hills[1], 0.25)
    c.polygon(points, colour)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    for _ in range(26):
        y = rng.uniform(top + 16, bottom)
        x = rng.uniform(left, right - 80)
        length = rng.uniform(30, 110) * (0.5 + (y - top) / (bottom - top + 1))
        c.rect(x, y, x + length, y + 2, lighter(colour, 0.3), alpha=0.55)
