"""What stands in rooms and lies on tables."""

import math

from portal.demo.drawing.canvas import Canvas, arc, curve, darker, leaf, lighter, mix
from portal.demo.drawing.nature import landscape
from portal.demo.drawing.palettes import Palette


def room(c: Canvas, p: Palette, floor: float, *, panel: float = 0) -> None:
    """A wall and a floor; ``floor`` is where they meet, ``panel`` the top of a darker lower wall."""
    c.gradient((0, 0, c.width, floor), lighter(p.room, 0.12), p.room)
    if panel:
        c.rect(0, panel, c.width, floor, p.room_low)
        c.rect(0, panel - 5, c.width, panel + 3, lighter(p.room_low, 0.35))
    c.rect(0, floor - 14, c.width, floor, lighter(p.room_low, 0.25))
    c.gradient((0, floor, c.width, c.height), lighter(p.floor, 0.1), darker(p.floor, 0.1))


def view(c: Canvas, p: Palette, x0: float, y0: float, x1: float, y1: float, *, seed: int = 5) -> None:
    """A window with a landscape behind its bars, and its light on the wall around it."""
    c.glow((x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) * 1.1, lighter(p.sky[1], 0.4), 0.5)
    frame = lighter(p.wall, 0.3)
    c.rect(x0 - 14, y0 - 14, x1 + 14, y1 + 14, frame, radius=4)
    c.inset((x0, y0, x1, y1), lambda inner: landscape(inner, p, 0.78, seed=seed, sun=(0.72, 0.24)))
    c.rect((x0 + x1) / 2 - 5, y0, (x0 + x1) / 2 + 5, y1, frame)
    c.rect(x0, y0 + (y1 - y0) * 0.36, x1, y0 + (y1 - y0) * 0.36 + 8, frame)
    c.rect(x0 - 24, y1 + 12, x1 + 24, y1 + 26, darker(frame, 0.06), radius=3)


def table(c: Canvas, p: Palette, y: float, x0: float = -20, x1: float = 1300) -> None:
    """The near edge of a wooden table, from which the picture is seen."""
    c.gradient((max(0, x0), y, min(c.width, x1), c.height), lighter(p.wood, 0.12), p.wood)
    c.rect(x0, y, x1, y + 9, lighter(p.wood, 0.3))
    grain = darker(p.wood, 0.08)
    for k, (share, length) in enumerate(((0.1, 300), (0.5, 420), (0.24, 360), (0.72, 260), (0.4, 300))):
        top = y + 34 + k * 26
        c.line([(x0 + (x1 - x0) * share, top), (x0 + (x1 - x0) * share + length, top)], grain, 2)


def book(c: Canvas, p: Palette, x: float, y: float, width: float, height: float, colour: str) -> None:
    """A closed book lying on its back; ``y`` is its lower edge."""
    c.rect(x, y - height, x + width, y, colour, radius=5)
    c.rect(x + 12, y - height + 6, x + width - 5, y - 6, p.paper)
    c.rect(x + 12, y - height / 2 - 1, x + width - 5, y - height / 2 + 1, darker(p.paper, 0.1))
    c.rect(x, y - height, x + 16, y, darker(colour, 0.1), radius=5)
    c.rect(x + 5, y - height, x + 9, y, lighter(colour, 0.3))


def open_book(c: Canvas, p: Palette, x: float, y: float, width: float) -> None:
    """An open book lying on a table, seen from the reader's place; ``x``, ``y`` its middle below."""
    w = width / 2
    for side in (-1, 1):
        page = [
            (x, y),
            (x, y - w * 0.34),
            *curve(
                [(x, y - w * 0.34), (x + side * w * 0.5, y - w * 0.52), (x + side * w * 0.94, y - w * 0.34)],
                14,
            ),
            (x + side * w, y - w * 0.02),
            *curve([(x + side * w, y - w * 0.02), (x + side * w * 0.5, y - w * 0.14), (x, y)], 14),
        ]
        c.polygon([(px + side * 7, py + 9) for px, py in page], darker(p.accents[0], 0.1))
        c.polygon(page, p.paper if side < 0 else mix(p.paper, p.shade, 0.35))
        for k in range(4):
            t = 0.2 + 0.2 * k
            c.line(
                curve(
                    [
                        (x + side * w * 0.12, y - w * (0.34 - 0.28 * t) - 4),
                        (x + side * w * 0.5, y - w * (0.5 - 0.32 * t) - 2),
                        (x + side * w * 0.86, y - w * (0.33 - 0.27 * t)),
                    ],
                    12,
                ),
                mix(p.paper, p.hills[2], 0.35),
                2.6,
            )


def vase(c: Canvas, p: Palette, x: float, foot: float, height: float, colour: str) -> None:
    h = height
    left = curve(
        [
            (x - h * 0.16, foot - h),
            (x - h * 0.1, foot - h * 0.8),
            (x - h * 0.42, foot - h * 0.4),
            (x - h * 0.2, foot),
        ],
        24,
    )
    right = [(2 * x - px, py) for px, py in reversed(left)]
    c.polygon(left + right, colour)
    c.polygon([*left, *[(px + h * 0.13, py) for px, py in reversed(left)]], lighter(colour, 0.18))
    c.ellipse(x, foot - h, h * 0.16, h * 0.035, darker(colour, 0.25))


def potted_plant(c: Canvas, p: Palette, x: float, foot: float, size: float) -> None:
    clay = p.accents[0]
    for angle in (-158, -132, -110, -90, -68, -46, -22):
        c.polygon(
            leaf(x, foot - size * 0.42, size * 0.8, size * 0.2, angle), p.leaf if angle % 4 else p.leaf_dark
        )
    c.polygon(
        [
            (x - size * 0.27, foot - size * 0.46),
            (x + size * 0.27, foot - size * 0.46),
            (x + size * 0.19, foot),
            (x - size * 0.19, foot),
        ],
        clay,
    )
    c.rect(
        x - size * 0.31, foot - size * 0.52, x + size * 0.31, foot - size * 0.4, darker(clay, 0.1), radius=4
    )


def flower(c: Canvas, x: float, y: float, size: float, colour: str, heart: str, petals: int = 9) -> None:
    for k in range(petals):
        angle = 360 / petals * k + x
        c.polygon(leaf(x, y, size, size * 0.5, angle), colour if k % 2 else lighter(colour, 0.16))
    c.circle(x, y, size * 0.3, heart)


def rose(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    c.circle(x, y, size, colour)
    c.polygon(arc(x, y, size, size, 40, 200, 24), darker(colour, 0.12))
    c.circle(x - size * 0.1, y - size * 0.14, size * 0.72, lighter(colour, 0.1))
    c.line(arc(x, y - size * 0.1, size * 0.46, size * 0.42, 150, 420, 24), darker(colour, 0.18), size * 0.13)
    c.circle(x, y - size * 0.1, size * 0.2, darker(colour, 0.14))


def clock(c: Canvas, p: Palette, x: float, y: float, radius: float) -> None:
    c.circle(x, y, radius, darker(p.wood, 0.1))
    c.circle(x, y, radius * 0.86, p.paper)
    for k in range(12):
        angle = math.radians(30 * k)
        start, end = radius * 0.68, radius * (0.8 if k % 3 else 0.76)
        c.line(
            [
                (x + start * math.cos(angle), y + start * math.sin(angle)),
                (x + end * math.cos(angle), y + end * math.sin(angle)),
            ],
            p.board,
            2.6,
        )
    for angle, length, width in ((-128, 0.42, 4.6), (-8, 0.62, 3)):
        turn = math.radians(angle)
        c.line(
            [(x, y), (x + radius * length * math.cos(turn), y + radius * length * math.sin(turn))],
            p.board,
            width,
        )


def globe(c: Canvas, p: Palette, x: float, foot: float, radius: float) -> None:
    r = radius
    y = foot - r * 1.5
    c.rect(x - r * 0.5, foot - r * 0.14, x + r * 0.5, foot, darker(p.wood, 0.2), radius=5)
    c.line([(x, foot - r * 0.1), (x, y + r)], darker(p.wood, 0.2), r * 0.12)
    c.line(arc(x, y, r * 1.16, r * 1.16, -68, 112, 30), darker(p.accents[1], 0.15), r * 0.09)
    c.circle(x, y, r, p.accents[3])
    for points in (
        [(-0.6, -0.5), (-0.2, -0.75), (0.1, -0.5), (-0.1, -0.2), (-0.3, 0.05), (-0.55, -0.1)],
        [(-0.25, 0.15), (0.05, 0.2), (0.1, 0.5), (-0.1, 0.8), (-0.25, 0.5)],
        [(0.35, -0.6), (0.7, -0.4), (0.8, 0.0), (0.55, 0.25), (0.4, -0.1)],
    ):
        c.polygon([(x + dx * r, y + dy * r) for dx, dy in points], mix(p.leaf, p.ground, 0.4))
    c.circle(x - r * 0.35, y - r * 0.38, r * 0.22, lighter(p.accents[3], 0.45), 0.6)
