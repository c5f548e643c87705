"""Schools, houses and flags."""

import math

from portal.demo.drawing.canvas import Canvas, arc, curve, darker, lighter, mix, star
from portal.demo.drawing.palettes import FLAG, STAR, Palette


def flag(c: Canvas, x: float, y: float, width: float) -> None:
    """The national flag, hanging from the top of its pole at a point."""
    height = width * 2 / 3
    top = curve(
        [(x, y), (x + width * 0.35, y - height * 0.1), (x + width * 0.65, y + height * 0.12), (x + width, y)]
    )
    bottom = [(px, py + height) for px, py in reversed(top)]
    c.polygon(top + bottom, FLAG)
    c.polygon(star(x + width / 2, y + height / 2, height * 0.3), STAR)


def flagpole(c: Canvas, p: Palette, x: float, foot: float, height: float) -> None:
    stone = mix(p.shade, p.hills[1], 0.2)
    c.rect(x - 30, foot - 8, x + 30, foot + 2, darker(stone, 0.08))
    c.rect(x - 20, foot - 18, x + 20, foot - 8, stone)
    c.line([(x, foot - 18), (x, foot - height)], lighter(p.shade, 0.35), 4.5, round_ends=False)
    c.circle(x, foot - height, 5, STAR)
    flag(c, x + 2, foot - height + 8, height * 0.28)


def window(c: Canvas, p: Palette, x: float, y: float, width: float, height: float) -> None:
    c.rect(x - 3, y - 3, x + width + 3, y + height + 4, darker(p.shade, 0.1))
    c.gradient((x, y, x + width, y + height), lighter(p.window, 0.22), p.window)
    c.rect(x + width / 2 - 1.5, y, x + width / 2 + 1.5, y + height, p.wall)
    c.rect(x, y + height * 0.36, x + width, y + height * 0.36 + 3, p.wall)


def door(c: Canvas, p: Palette, x: float, y: float, width: float, height: float) -> None:
    wood = mix(p.wood, p.roof, 0.2)
    c.rect(x - 4, y - 4, x + width + 4, y + height, darker(p.shade, 0.1))
    c.rect(x, y, x + width, y + height, wood)
    c.rect(x + width / 2 - 1.5, y, x + width / 2 + 1.5, y + height, darker(wood, 0.3))


def tiled_roof(
    c: Canvas, p: Palette, x0: float, x1: float, eaves: float, height: float, over: float = 26
) -> None:
    """A hipped roof between two walls; ``eaves`` is the height of its lower edge."""
    slope = height * 0.9
    outline = [
        (x0 - over, eaves),
        (x0 + slope, eaves - height),
        (x1 - slope, eaves - height),
        (x1 + over, eaves),
    ]
    c.polygon(outline, p.roof)
    c.polygon(
        [(x0 - over, eaves), (x0 + slope, eaves - height), (x0 + slope + 46, eaves)], lighter(p.roof, 0.1)
    )
    for k in range(1, 4):
        y = eaves - height * k / 4
        indent = (slope + over) * k / 4
        c.line(
            [(x0 - over + indent, y), (x1 + over - indent, y)], darker(p.roof, 0.12), 1.6, round_ends=False
        )
    c.rect(x0 - over, eaves - 2, x1 + over, eaves + 7, darker(p.roof, 0.25))
    c.rect(x0 + slope - 8, eaves - height - 6, x1 - slope + 8, eaves - height + 3, darker(p.roof, 0.2))


def school(c: Canvas, p: Palette, x: float, foot: float, width: float, floors: int = 2) -> None:
    """A school with galleries in front of its classrooms, as they are built here."""
    storey, bays = 104, max(3, round(width / 118))
    top = foot - storey * floors
    c.polygon(
        [(x, foot), (x + width, foot), (x + width + 150, foot + 26), (x + 90, foot + 26)], p.leaf_dark, 0.16
    )
    c.rect(x, top, x + width, foot, p.wall)
    bay = width / bays
    for floor in range(floors):
        y = foot - storey * (floor + 1)
        c.rect(x, y, x + width, y + 20, mix(p.wall, p.shade, 0.9))  # the shadow under the slab above
        for k in range(bays):
            left = x + bay * k
            if k % 3 == 1:
                door(c, p, left + bay * 0.16, y + 32, bay * 0.26, storey - 32)
                window(c, p, left + bay * 0.55, y + 36, bay * 0.28, 34)
            else:
                window(c, p, left + bay * 0.17, y + 36, bay * 0.28, 34)
                window(c, p, left + bay * 0.56, y + 36, bay * 0.28, 34)
        if floor:
            c.rect(x - 8, y + storey - 30, x + width + 8, y + storey + 5, lighter(p.wall, 0.25))
            c.rect(x - 8, y + storey - 30, x + width + 8, y + storey - 24, darker(p.shade, 0.06))
            for k in range(bays * 5):
                px = x + (k + 0.5) * width / (bays * 5)
                c.rect(px - 2, y + storey - 24, px + 2, y + storey - 4, mix(p.wall, p.shade, 0.75))
    for k in range(bays + 1):
        px = x + bay * k
        c.rect(px - 7, top, px + 7, foot, lighter(p.wall, 0.3))
        c.rect(px + 3, top, px + 7, foot, p.shade)
    c.rect(x - 14, foot - 9, x + width + 14, foot + 4, mix(p.shade, p.hills[1], 0.25))
    tiled_roof(c, p, x - 4, x + width + 4, top, 66)


def cottage(c: Canvas, p: Palette, x: float, foot: float, width: float, height: float = 78) -> None:
    """A classroom of its own: one storey, a gabled roof."""
    top = foot - height
    c.polygon(
        [(x, foot), (x + width, foot), (x + width + 60, foot + 14), (x + 40, foot + 14)], p.leaf_dark, 0.16
    )
    c.rect(x, top, x + width, foot, p.wall)
    c.rect(x, top, x + width, top + 14, p.shade)
    count = max(2, round(width / 62))
    gap = width / count
    for k in range(count):
        if k == count // 2:
            door(c, p, x + gap * k + gap * 0.3, foot - height * 0.66, gap * 0.42, height * 0.66)
        else:
            window(c, p, x + gap * k + gap * 0.26, top + 26, gap * 0.5, height * 0.36)
    c.rect(x - 6, foot - 5, x + width + 6, foot + 3, mix(p.shade, p.hills[1], 0.25))
    tiled_roof(c, p, x, x + width, top, height * 0.62, over=16)


def house_on_stilts(c: Canvas, p: Palette, x: float, foot: float, width: float) -> None:
    """A house on stilts with a large thatched roof, a ladder, and light in its windows."""
    w = width
    wood = mix(p.wood, p.leaf_dark, 0.25)
    deck, eaves = foot - w * 0.2, foot - w * 0.4
    c.rect(x + w * 0.05, deck, x + w * 0.95, foot, darker(wood, 0.62))
    for k in range(6):
        px = x + w * (0.07 + 0.17 * k)
        c.rect(px - w * 0.012, deck, px + w * 0.012, foot, darker(wood, 0.25))
    c.rect(x, deck - w * 0.02, x + w, deck + w * 0.012, lighter(wood, 0.1))
    c.rect(x + w * 0.04, eaves, x + w * 0.96, deck - w * 0.02, wood)
    for k in range(14):
        px = x + w * (0.07 + 0.066 * k)
        c.rect(px - 1, eaves, px + 1, deck - w * 0.02, darker(wood, 0.18))
    for share in (0.16, 0.36, 0.72):
        c.rect(
            x + w * share, eaves + w * 0.045, x + w * (share + 0.1), deck - w * 0.05, lighter(p.window, 0.1)
        )
        c.rect(
            x + w * (share + 0.047),
            eaves + w * 0.045,
            x + w * (share + 0.053),
            deck - w * 0.05,
            darker(wood, 0.3),
        )
    c.rect(x + w * 0.54, eaves + w * 0.03, x + w * 0.64, deck - w * 0.02, darker(p.window, 0.12))
    straw = mix(p.wood, p.roof, 0.25)
    roof = [
        (x - w * 0.07, eaves + w * 0.02),
        (x + w * 0.16, eaves - w * 0.3),
        (x + w * 0.84, eaves - w * 0.3),
        (x + w * 1.07, eaves + w * 0.02),
    ]
    c.polygon(roof, straw)
    c.polygon([roof[0], roof[1], (x + w * 0.34, eaves + w * 0.02)], lighter(straw, 0.1))
    for k in range(1, 5):
        y = eaves + w * 0.02 - w * 0.32 * k / 5
        inset = w * 0.23 * k / 5
        c.line(
            [(x - w * 0.07 + inset, y), (x + w * 1.07 - inset, y)], darker(straw, 0.14), 1.6, round_ends=False
        )
    c.rect(x + w * 0.14, eaves - w * 0.315, x + w * 0.86, eaves - w * 0.295, darker(straw, 0.25))
    for side in (0, w * 0.05):
        c.line([(x + w * 0.56 + side, deck), (x + w * 0.48 + side, foot + 4)], lighter(wood, 0.12), w * 0.012)
    for k in range(1, 6):
        t = k / 6
        px = x + w * 0.56 - w * 0.08 * t
        py = deck + (foot - deck) * t
        c.line([(px, py), (px + w * 0.05, py)], lighter(wood, 0.12), w * 0.009)


def gate(c: Canvas, p: Palette, x: float, foot: float, width: float) -> None:
    """A school gate: two pillars, a beam with the shape of a name board, leaves of iron bars."""
    height = width * 0.56
    top = foot - height
    for left in (x, x + width - 46):
        c.rect(left, top + 40, left + 46, foot, p.wall)
        c.rect(left + 32, top + 40, left + 46, foot, p.shade)
        c.rect(left - 6, foot - 20, left + 52, foot, mix(p.shade, p.hills[1], 0.2))
        c.rect(left - 7, top + 32, left + 53, top + 44, darker(p.shade, 0.1))
    c.rect(x - 26, top - 4, x + width + 26, top + 34, p.roof, radius=4)
    c.rect(x - 26, top + 26, x + width + 26, top + 34, darker(p.roof, 0.2))
    crown = arc(x + width / 2, top - 2, width * 0.24, 42, 180, 360, 40)
    c.polygon(crown, lighter(p.roof, 0.08))
    c.circle(x + width / 2, top - 16, 13, STAR)
    board = mix(p.accents[1], p.paper, 0.35)
    for k, length in enumerate((0.62, 0.4)):
        c.rect(
            x + width * (0.5 - length / 2),
            top + 6 + 11 * k,
            x + width * (0.5 + length / 2),
            top + 11 + 11 * k,
            board,
            radius=2,
        )
    iron = mix(p.board, p.hills[2], 0.3)
    for left, right, swing in (
        (x + 46, x + 46 + width * 0.17, 16),
        (x + width - 46, x + width - 46 - width * 0.17, 16),
    ):
        step = (right - left) / 7
        for k in range(8):
            px = left + step * k
            drop = swing * k / 7
            c.line([(px, top + 128 - drop * 0.4), (px, foot - 4 + drop)], iron, 3.4, round_ends=False)
        for share in (0.08, 0.55, 0.96):
            y0 = top + 128 + (foot - 4 - top - 128) * share
            c.line([(left, y0), (right, y0 + swing * (share * 1.4 - 0.4))], iron, 4)


def bunting(c: Canvas, p: Palette, x0: float, x1: float, y: float, sag: float) -> None:
    """A string of small pennants."""
    rope = curve([(x0, y), ((x0 + x1) / 2, y + sag * 2), (x1, y)], 60)
    c.line(rope, darker(p.shade, 0.25), 1.6)
    count = max(6, round((x1 - x0) / 44))
    for k in range(count):
        px, py = rope[min(60, round(60 * (k + 0.5) / count))]
        swing = math.sin(k * 1.7) * 3
        c.polygon([(px - 12, py), (px + 12, py), (px + swing, py + 28)], (FLAG, *p.accents[1:])[k % 4])
