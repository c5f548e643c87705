"""Things on shelves and benches."""

import math

from portal.demo.drawing.canvas import Canvas, Point, arc, curve, darker, dice, leaf, lighter, mix, star
from portal.demo.drawing.furnishings import (
    potted_plant,
    room,
    rose,
    table,
    view,
)
from portal.demo.drawing.palettes import Palette
from portal.demo.drawing.registry import scene


@scene("giá đồ chơi lớp mẫu giáo với khối gỗ, bàn tính, đoàn tàu, chong chóng giấy và con quay")
def toy_shelf(c: Canvas, p: Palette) -> None:
    c.gradient((0, 0, 1280, 720), lighter(p.room, 0.16), p.room)
    for k, x in enumerate(range(40, 1280, 170)):
        c.circle(x + (k % 2) * 40, 60 + 34 * (k % 3), 16, p.accents[k % 4], 0.25)
    c.rect(110, 150, 1170, 690, darker(p.wood, 0.04), radius=12)
    for row in range(2):
        top, low = 176 + row * 262, 408 + row * 262
        c.gradient((136, top, 1144, low), darker(p.room_low, 0.12), p.room_low)
        c.rect(110, low, 1170, low + 26, lighter(p.wood, 0.16))
    c.rect(110, 150, 1170, 176, lighter(p.wood, 0.16), radius=10)
    c.rect(634, 176, 656, 690, lighter(p.wood, 0.06))
    red, gold, teal, blue = p.accents
    low = 408
    c.rect(166, 232, 182, low, teal)
    c.rect(416, 232, 432, low, teal)
    c.rect(156, 392, 442, low, darker(teal, 0.12), radius=4)
    for row, (colour, left) in enumerate(((red, 5), (gold, 3), (blue, 6), (teal, 2))):
        y = 252 + row * 38
        c.line([(176, y), (424, y)], darker(p.shade, 0.3), 4)
        for k in range(8):
            x = 198 + k * 22 if k < left else 252 + k * 22
            c.ellipse(min(x, 410), y, 11, 15, colour)
            c.ellipse(min(x, 410) - 3, y - 5, 3, 5, lighter(colour, 0.4))
    for x, y, size, colour in (
        (486, low, 62, red),
        (552, low, 54, blue),
        (508, low - 62, 56, gold),
        (516, low - 118, 46, teal),
    ):
        c.rect(x, y - size, x + size, y, colour, radius=6)
        c.rect(x + 7, y - size + 7, x + size - 7, y - 7, lighter(colour, 0.14), radius=4)
    c.polygon([(512, low - 164), (566, low - 164), (539, low - 200)], red)
    y = low - 26
    for k, colour in enumerate((red, gold, blue)):
        x = 700 + k * 138
        c.rect(x, y - 62, x + 112, y, colour, radius=9)
        c.rect(x + 112, y - 18, x + 140, y - 10, p.board)
        if k == 0:
            c.rect(x + 62, y - 118, x + 112, y - 54, darker(colour, 0.12), radius=7)
            c.rect(x + 72, y - 106, x + 102, y - 80, lighter(p.sky[1], 0.3), radius=4)
            c.rect(x + 16, y - 96, x + 38, y - 58, p.board, radius=4)
            c.circle(x + 26, y - 118, 13, lighter(p.room, 0.6), 0.8)
            c.circle(x + 44, y - 142, 18, lighter(p.room, 0.6), 0.7)
        else:
            for j in range(3):
                c.circle(x + 24 + j * 32, y - 68, 18, (gold, teal, red)[(j + k) % 3])
            c.rect(x, y - 62, x + 112, y, colour, radius=9)
        for dx in (26, 86):
            c.circle(x + dx, y + 2, 22, p.board)
            c.circle(x + dx, y + 2, 9, p.paper)
    low = 670
    for x, h, colours in ((214, 118, (red, gold)), (316, 150, (teal, blue))):
        c.line([(x, low), (x, low - h)], lighter(p.wood, 0.2), 7)
        for k in range(4):
            start = 45 + 90 * k
            tip = arc(x, low - h, 62, 62, start, start, 1)[0]
            corner = arc(x, low - h, 62, 62, start + 50, start + 50, 1)[0]
            c.polygon([(x, low - h), tip, corner], colours[k % 2])
            middle = ((x + tip[0]) / 2, (low - h + tip[1]) / 2)
            c.polygon([(x, low - h), tip, middle, corner], lighter(colours[k % 2], 0.18))
        c.circle(x, low - h, 8, p.paper)
    c.polygon([(420, low - 92), (556, low - 92), (500, low - 16), (488, low), (476, low - 16)], gold)
    c.polygon([(420, low - 92), (466, low - 92), (482, low - 12), (476, low - 16)], lighter(gold, 0.2))
    c.ellipse(488, low - 92, 68, 17, red)
    c.ellipse(488, low - 96, 44, 10, lighter(red, 0.2))
    c.line([(488, low - 98), (488, low - 134)], darker(p.wood, 0.15), 9)
    c.ellipse(600, low - 26, 24, 26, blue)
    c.polygon(arc(600, low - 26, 24, 26, 200, 340, 16), lighter(blue, 0.2))
    x, foot = 770, low
    for k, (w, colour) in enumerate(((170, teal), (138, gold), (108, red), (80, blue), (54, teal))):
        c.rect(x - w / 2, foot - 32 * (k + 1), x + w / 2, foot - 32 * k - 3, colour, radius=14)
        c.rect(
            x - w / 2 + 10,
            foot - 32 * (k + 1) + 4,
            x + w / 2 - 24,
            foot - 32 * k - 22,
            lighter(colour, 0.24),
            radius=5,
        )
    c.circle(x, foot - 174, 18, red)
    paper = mix(red, p.paper, 0.4)
    for bx, by, s in ((930, 600, 1), (1050, 620, 0.8)):
        c.polygon(
            [(bx, by + 50 * s), (bx - 66 * s, by - 24 * s), (bx + 8 * s, by + 6 * s)], darker(paper, 0.06)
        )
        c.polygon([(bx, by + 50 * s), (bx + 70 * s, by - 34 * s), (bx + 8 * s, by + 6 * s)], paper)
        c.polygon(
            [(bx - 16 * s, by + 34 * s), (bx - 62 * s, by + 36 * s), (bx - 92 * s, by + 14 * s)],
            lighter(paper, 0.25),
        )
        c.polygon(
            [(bx + 26 * s, by + 30 * s), (bx + 84 * s, by + 36 * s), (bx + 8 * s, by + 50 * s)],
            darker(paper, 0.12),
        )
        paper = mix(blue, p.paper, 0.45)
    for k in range(3):
        x = 880 + k * 84
        c.rect(x, 100, x + 62, 150, (red, gold, teal)[k], radius=6)
        c.rect(x + 8, 108, x + 54, 142, lighter((red, gold, teal)[k], 0.2), radius=4)
    potted_plant(c, p, 230, 152, 110)


@scene("chiếc cúp vàng giữa vòng nguyệt quế, hai bên là huy chương và hoa")
def trophy(c: Canvas, p: Palette) -> None:
    c.gradient((0, 0, 1280, 720), darker(p.room_low, 0.06), lighter(p.room, 0.1))
    c.glow(640, 280, 620, lighter(p.room, 0.7), 0.8)
    cloth = mix(p.accents[0], p.board, 0.2)
    c.rect(0, 0, 1280, 64, cloth)
    for k in range(9):
        x = k * 160
        c.polygon(arc(x, 60, 84, 46, 0, 180, 30), mix(cloth, darker(cloth, 0.25), (k % 2) * 0.6))
    c.rect(0, 0, 1280, 22, darker(cloth, 0.2))
    c.rect(0, 58, 1280, 66, p.accents[1])
    table(c, p, 596)
    gold, light, dark = darker(p.accents[1], 0.02), lighter(p.accents[1], 0.4), darker(p.accents[1], 0.24)
    for side in (-1, 1):
        stem = [(640 + side * (x - 640), y) for x, y in arc(640, 352, 262, 216, 84, -34, 26)]
        c.line(stem, p.leaf_dark, 5)
        for k in range(2, 27, 2):
            ahead, here = stem[min(k + 1, 26)], stem[k]
            along = math.degrees(math.atan2(ahead[1] - here[1], ahead[0] - here[0])) if k < 26 else -90
            for spread, colour in ((-30, p.leaf), (30, mix(p.leaf, p.ground, 0.5))):
                c.polygon(leaf(*here, 58 - 0.9 * k, 21, along + spread), colour)
    c.ellipse(640, 664, 220, 20, darker(p.wood, 0.35), 0.5)
    for side in (-1, 1):
        c.line(
            arc(640 + side * 128, 262, 62, 76, -90 if side > 0 else 64, 116 if side > 0 else 270, 30),
            dark,
            20,
        )
        c.line(
            arc(640 + side * 128, 260, 62, 76, -90 if side > 0 else 64, 116 if side > 0 else 270, 30),
            gold,
            12,
        )
    left = curve([(498, 164), (506, 330), (560, 410), (618, 430)], 30)
    bowl = left + [(1280 - x, y) for x, y in reversed(left)]
    c.polygon(bowl, gold)
    shine = curve([(520, 176), (530, 320), (578, 392), (612, 416)], 30)
    c.polygon(shine + [(x + 44, y) for x, y in reversed(shine)], light, 0.75)
    c.polygon(
        [
            *curve([(782, 164), (774, 330), (720, 410), (662, 430)], 30),
            *curve([(640, 430), (690, 400), (736, 320), (742, 164)], 30),
        ],
        dark,
        0.55,
    )
    c.ellipse(640, 164, 142, 24, dark)
    c.ellipse(640, 160, 142, 22, light)
    c.ellipse(640, 162, 122, 16, dark)
    c.polygon(star(640, 286, 52), light)
    c.polygon([(616, 428), (664, 428), (676, 520), (604, 520)], gold)
    c.polygon([(616, 428), (632, 428), (632, 520), (604, 520)], light)
    c.ellipse(640, 458, 36, 13, dark)
    c.rect(572, 516, 708, 548, gold, radius=8)
    c.rect(572, 516, 708, 526, light, radius=6)
    wood = darker(p.board, 0.15)
    c.rect(534, 546, 746, 660, wood, radius=8)
    c.rect(534, 546, 746, 560, lighter(wood, 0.14), radius=6)
    c.rect(578, 588, 702, 632, gold, radius=4)
    for k, width in enumerate((84, 60)):
        c.rect(640 - width / 2, 600 + 13 * k, 640 + width / 2, 605 + 13 * k, dark, radius=2)
    for x, ribbon, metal in ((286, p.accents[3], light), (994, p.accents[2], lighter(p.shade, 0.1))):
        c.polygon([(x - 62, 300), (x - 22, 300), (x + 22, 470), (x - 20, 478)], ribbon)
        c.polygon([(x + 62, 300), (x + 22, 300), (x - 22, 470), (x + 20, 478)], lighter(ribbon, 0.14))
        c.polygon([(x - 62, 300), (x + 62, 300), (x + 52, 276), (x - 52, 276)], darker(ribbon, 0.16))
        c.circle(x, 530, 66, darker(metal, 0.26))
        c.circle(x, 526, 62, metal)
        c.circle(x, 526, 48, darker(metal, 0.1))
        c.circle(x, 526, 44, metal)
        c.polygon(star(x, 526, 30), darker(metal, 0.24))
    for x, foot in ((150, 690), (1130, 690)):
        rng = dice(x)
        for _ in range(18):
            c.polygon(
                leaf(x, foot - 24, rng.uniform(70, 130), 34, rng.uniform(-170, -10)),
                rng.choice((p.leaf, p.leaf_dark)),
            )
        for dx, dy, r in (
            (-64, 84, 30),
            (-18, 116, 34),
            (38, 108, 32),
            (74, 70, 28),
            (0, 68, 34),
            (-38, 44, 26),
            (42, 42, 26),
        ):
            rose(
                c,
                x + dx,
                foot - dy,
                r,
                (p.accents[0], p.accents[1], lighter(p.accents[0], 0.4))[(dx + dy) % 3],
            )


@scene("bàn thí nghiệm với kính hiển vi, bình thủy tinh, giá ống nghiệm và mô hình phân tử")
def lab(c: Canvas, p: Palette) -> None:
    room(c, p, 540)
    view(c, p, 90, 76, 380, 330, seed=66)
    c.rect(520, 150, 1200, 164, lighter(p.wood, 0.16))
    c.rect(520, 164, 1200, 172, darker(p.wood, 0.12))
    red, gold, teal, blue = p.accents
    for k, (w, h, colour) in enumerate(
        ((44, 84, teal), (58, 66, gold), (40, 92, red), (66, 60, blue), (44, 80, gold), (52, 70, teal))
    ):
        x = 560 + k * 74
        c.rect(x, 150 - h, x + w, 150, lighter(colour, 0.34), radius=7)
        c.rect(x, 150 - h * 0.56, x + w, 150, colour, radius=7)
        c.rect(x + 5, 150 - h - 10, x + w - 5, 150 - h + 4, darker(p.wood, 0.1), radius=4)
        c.rect(x + 7, 150 - h * 0.5, x + w - 7, 150 - h * 0.24, p.paper, radius=3)
    atoms = (
        (1050, 300, 40, red),
        (1150, 250, 28, blue),
        (1140, 366, 30, teal),
        (956, 256, 28, gold),
        (940, 350, 26, blue),
    )
    for x, y, _, _ in atoms[1:]:
        c.line([(1050, 300), (x, y)], darker(p.shade, 0.25), 11)
    for x, y, r, colour in atoms:
        c.circle(x, y, r, colour)
        c.circle(x - r * 0.32, y - r * 0.34, r * 0.3, lighter(colour, 0.4))
    table(c, p, 540)
    c.ellipse(330, 662, 200, 20, darker(p.wood, 0.35), 0.45)
    metal, dark = lighter(p.shade, 0.2), darker(p.board, 0.12)
    c.rect(206, 630, 450, 660, dark, radius=12)
    c.polygon(
        [
            *curve([(404, 634), (470, 560), (460, 430), (372, 360)], 30),
            *curve([(350, 392), (420, 450), (424, 560), (350, 634)], 30),
        ],
        darker(metal, 0.14),
    )
    c.rect(230, 548, 410, 566, dark, radius=5)
    c.rect(284, 536, 352, 548, lighter(p.sky[1], 0.3), radius=2)

    def barrel(along: float, across: float) -> Point:
        turn = math.radians(64)
        return (
            330 + along * math.cos(turn) - across * math.sin(turn),
            420 + along * math.sin(turn) + across * math.cos(turn),
        )

    c.polygon([barrel(-150, -26), barrel(-150, 26), barrel(40, 26), barrel(40, -26)], metal)
    c.polygon([barrel(-150, 8), barrel(-150, 26), barrel(40, 26), barrel(40, 8)], lighter(metal, 0.3))
    c.polygon([barrel(-196, -20), barrel(-196, 20), barrel(-150, 20), barrel(-150, -20)], dark)
    c.polygon([barrel(40, -34), barrel(40, 34), barrel(62, 34), barrel(62, -34)], dark)
    for across, length in ((-20, 46), (6, 62)):
        c.polygon(
            [
                barrel(62, across - 10),
                barrel(62, across + 10),
                barrel(62 + length, across + 8),
                barrel(62 + length, across - 8),
            ],
            lighter(metal, 0.1),
        )
    c.circle(428, 520, 24, dark)
    c.circle(428, 520, 13, metal)
    glass = lighter(p.sky[1], 0.4)
    x, foot = 620, 664
    c.ellipse(x, foot, 110, 13, darker(p.wood, 0.35), 0.4)
    c.polygon(
        [
            (x - 24, foot - 210),
            (x + 24, foot - 210),
            (x + 24, foot - 140),
            (x + 100, foot - 14),
            (x + 88, foot),
            (x - 88, foot),
            (x - 100, foot - 14),
            (x - 24, foot - 140),
        ],
        glass,
    )
    c.polygon(
        [
            (x - 58, foot - 84),
            (x + 58, foot - 84),
            (x + 98, foot - 16),
            (x + 88, foot - 2),
            (x - 88, foot - 2),
            (x - 98, foot - 16),
        ],
        teal,
    )
    c.ellipse(x, foot - 84, 58, 9, lighter(teal, 0.3))
    c.rect(x - 32, foot - 220, x + 32, foot - 206, lighter(glass, 0.5), radius=6)
    for dx, dy, r in ((-30, 40, 8), (6, 56, 6), (30, 34, 9), (-6, 26, 5)):
        c.circle(x + dx, foot - dy, r, lighter(teal, 0.4))
    c.line([(x - 14, foot - 196), (x - 14, foot - 142), (x - 66, foot - 52)], lighter(glass, 0.7), 6)
    x = 812
    c.ellipse(x, foot, 84, 12, darker(p.wood, 0.35), 0.4)
    c.circle(x, foot - 76, 78, glass)
    c.polygon(arc(x, foot - 76, 74, 74, -4, 184, 40), red)
    c.ellipse(x, foot - 80, 74, 11, lighter(red, 0.3))
    c.rect(x - 22, foot - 222, x + 22, foot - 142, glass)
    c.rect(x - 30, foot - 230, x + 30, foot - 216, lighter(glass, 0.5), radius=6)
    c.line(arc(x, foot - 76, 60, 60, 150, 216, 16), lighter(red, 0.5), 6)
    c.rect(948, 560, 1214, 582, darker(p.wood, 0.14), radius=5)
    c.rect(948, 640, 1214, 664, darker(p.wood, 0.14), radius=5)
    for x in (956, 1190):
        c.rect(x, 560, x + 16, 660, darker(p.wood, 0.22))
    for k, colour in enumerate((gold, teal, red, blue, gold)):
        x = 990 + k * 42
        c.rect(x, 494, x + 24, 648, glass, radius=12)
        c.rect(x, 560 + 14 * (k % 3), x + 24, 648, colour, radius=12)
        c.rect(x - 3, 490, x + 27, 500, lighter(glass, 0.5), radius=4)
        c.rect(x + 4, 506, x + 8, 630, lighter(glass, 0.7), radius=2)
    c.rect(948, 574, 1214, 582, darker(p.wood, 0.2))
