"""Scenes on desks."""

import math

from portal.demo.drawing.canvas import Canvas, Point, arc, curve, darker, dice, leaf, lighter, mix, star
from portal.demo.drawing.furnishings import (
    book,
    flower,
    open_book,
    potted_plant,
    room,
    rose,
    table,
    vase,
    view,
)
from portal.demo.drawing.palettes import Palette
from portal.demo.drawing.registry import scene


@scene("máy tính xách tay mở trang văn bản có dấu xác nhận, bên cạnh là sổ tay, tách trà và chậu cây")
def laptop(c: Canvas, p: Palette) -> None:
    room(c, p, 560)
    view(c, p, 120, 70, 520, 390, seed=44)
    c.rect(900, 120, 1180, 134, lighter(p.wood, 0.12))
    for x, w, h, colour in (
        (920, 30, 110, p.accents[0]),
        (954, 24, 96, p.accents[3]),
        (982, 34, 120, p.accents[1]),
        (1020, 26, 102, p.board),
    ):
        c.rect(x, 120 - h * 0.8, x + w, 120, colour, radius=2)
    potted_plant(c, p, 1116, 121, 74)
    table(c, p, 548)
    c.ellipse(650, 646, 380, 24, darker(p.wood, 0.35), 0.45)
    case = darker(p.shade, 0.12)
    c.rect(410, 232, 890, 566, darker(p.board, 0.25), radius=16)
    c.gradient((426, 248, 874, 548), lighter(p.sky[1], 0.55), lighter(p.sky[1], 0.3))
    c.rect(426, 248, 874, 282, p.accents[2])
    for k in range(3):
        c.circle(446 + k * 18, 265, 5, mix(p.paper, p.accents[2], 0.3))
    c.rect(470, 306, 690, 522, p.paper, radius=6)
    c.rect(492, 326, 612, 338, p.accents[0], radius=5)
    for k, width in enumerate((176, 160, 170, 120, 168, 150, 90)):
        c.rect(492, 354 + k * 20, 492 + width, 361 + k * 20, mix(p.paper, p.hills[2], 0.42), radius=3)
    c.circle(790, 384, 58, p.accents[2])
    c.line([(762, 386), (782, 408), (820, 362)], p.paper, 11)
    for k, width in enumerate((116, 84)):
        c.rect(
            790 - width / 2,
            466 + k * 22,
            790 + width / 2,
            476 + k * 22,
            mix(p.paper, p.hills[3], 0.5),
            radius=4,
        )
    c.polygon([(384, 566), (916, 566), (984, 640), (316, 640)], lighter(case, 0.3))
    c.polygon([(430, 576), (870, 576), (902, 612), (398, 612)], darker(case, 0.1))
    for row in range(3):
        y = 580 + row * 11
        for k in range(14):
            x = 438 - row * 9 + k * (30.6 + row * 1.3)
            c.rect(x, y, x + 25, y + 8, lighter(case, 0.45), radius=2)
    c.polygon([(570, 616), (730, 616), (742, 636), (558, 636)], case)
    c.rect(316, 640, 984, 652, darker(case, 0.16), radius=5)
    cup = p.accents[0]
    c.ellipse(1120, 662, 86, 13, darker(p.wood, 0.3), 0.5)
    c.line(arc(1178, 606, 30, 28, -80, 90, 20), darker(cup, 0.1), 11)
    c.polygon([(1060, 566), (1180, 566), (1166, 650), (1148, 660), (1092, 660), (1074, 650)], cup)
    c.polygon([(1060, 566), (1088, 566), (1096, 660), (1092, 660), (1074, 650)], lighter(cup, 0.16))
    c.ellipse(1120, 566, 60, 12, darker(cup, 0.3))
    for k in range(2):
        steam = curve(
            [(1100 + 36 * k, 546), (1076 + 36 * k, 500), (1130 + 36 * k, 470), (1104 + 36 * k, 420)], 24
        )
        c.line(steam, lighter(p.room, 0.6), 4)
    c.polygon([(60, 610), (250, 596), (276, 672), (70, 690)], p.accents[3])
    c.polygon([(76, 612), (250, 600), (270, 664), (84, 680)], p.paper)
    for k in range(4):
        c.line([(100, 626 + k * 13), (240, 616 + k * 13)], mix(p.paper, p.hills[2], 0.4), 2.4)
    c.line([(150, 700), (300, 628)], p.accents[1], 9)
    c.polygon([(150, 700), (132, 709), (146, 692)], p.board)


@scene("bàn làm việc với tập hồ sơ, tờ văn bản có dấu đỏ, bút máy và con dấu gỗ")
def papers(c: Canvas, p: Palette) -> None:
    c.gradient((0, 0, 1280, 720), lighter(p.wood, 0.26), lighter(p.wood, 0.08))
    for k in range(8):
        y = 30 + k * 92
        c.line(
            curve([(-20, y), (400, y + 26), (800, y - 22), (1300, y + 12)], 40),
            darker(lighter(p.wood, 0.16), 0.06),
            2.4,
        )
    c.glow(220, 80, 620, lighter(p.room, 0.5), 0.5)

    def tilted(x: float, y: float, w: float, h: float, degrees: float) -> list[Point]:
        turn = math.radians(degrees)
        return [
            (x + dx * math.cos(turn) - dy * math.sin(turn), y + dx * math.sin(turn) + dy * math.cos(turn))
            for dx, dy in ((-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2))
        ]

    def lay(x: float, y: float, w: float, h: float, degrees: float, colour: str) -> None:
        c.polygon([(px + 9, py + 13) for px, py in tilted(x, y, w, h, degrees)], darker(p.wood, 0.4), 0.28)
        c.polygon(tilted(x, y, w, h, degrees), colour)

    def bar(
        x: float, y: float, dx: float, dy: float, w: float, h: float, degrees: float, colour: str
    ) -> None:
        turn = math.radians(degrees)
        c.polygon(
            tilted(
                x + dx * math.cos(turn) - dy * math.sin(turn),
                y + dx * math.sin(turn) + dy * math.cos(turn),
                w,
                h,
                degrees,
            ),
            colour,
        )

    lay(300, 330, 420, 520, -9, p.accents[3])
    lay(312, 326, 396, 494, -9, lighter(p.accents[3], 0.14))
    bar(300, 330, -120, -282, 150, 44, -9, p.accents[3])
    lay(330, 350, 350, 470, -5, mix(p.paper, p.shade, 0.35))
    lay(640, 372, 400, 540, 3, p.paper)
    ink, grey = mix(p.board, p.paper, 0.1), mix(p.paper, p.hills[2], 0.5)
    for dx, dy, w, h, colour in (
        (-110, -232, 120, 8, ink),
        (96, -232, 160, 8, ink),
        (-110, -214, 84, 6, grey),
        (96, -214, 120, 6, ink),
        (0, -168, 150, 11, ink),
        (0, -146, 240, 7, ink),
    ):
        bar(640, 372, dx, dy, w, h, 3, colour)
    for k in range(11):
        width = (330, 330, 300, 330, 330, 220, 330, 330, 310, 330, 180)[k]
        bar(640, 372, -(340 - width) / 2, -106 + 22 * k, width, 6, 3, grey)
    bar(640, 372, 92, 160, 120, 7, 3, ink)
    seal = mix("#c8372d", p.accents[0], 0.25)
    c.line(arc(716, 566, 52, 52, 0, 360, 60), seal, 6)
    c.line(arc(716, 566, 40, 40, 0, 360, 60), seal, 2.6)
    c.polygon(star(716, 566, 25), seal)
    c.line(curve([(744, 596), (790, 560), (800, 616), (850, 570), (868, 598)], 30), p.accents[3], 4)
    c.polygon(
        [(px + 10, py + 14) for px, py in ((1010, 240), (1044, 222), (952, 560), (926, 566))],
        darker(p.wood, 0.4),
        0.28,
    )
    c.polygon([(1010, 240), (1052, 226), (972, 520), (940, 512)], darker(p.board, 0.05))
    c.polygon([(1010, 240), (1026, 235), (950, 514), (940, 512)], lighter(p.board, 0.2))
    c.polygon([(940, 512), (972, 520), (936, 584)], p.accents[1])
    c.line([(950, 536), (936, 584)], darker(p.accents[1], 0.3), 2)
    c.polygon(tilted(984, 356, 44, 14, -74 + 90), p.accents[1])
    c.ellipse(1142, 504, 92, 22, darker(p.wood, 0.4), 0.4)
    knob = darker(p.wood, 0.22)
    c.rect(1072, 452, 1204, 500, seal, radius=8)
    c.ellipse(1138, 500, 66, 13, darker(seal, 0.25))
    c.rect(1072, 440, 1204, 470, knob, radius=8)
    c.polygon(
        [
            *curve([(1108, 442), (1126, 380), (1104, 350), (1112, 320)], 20),
            *curve([(1164, 320), (1172, 350), (1150, 380), (1168, 442)], 20),
        ],
        knob,
    )
    c.circle(1138, 314, 36, lighter(knob, 0.06))
    c.circle(1126, 302, 12, lighter(knob, 0.22))
    lay(1130, 130, 230, 150, 8, mix(p.accents[1], p.paper, 0.4))
    for k in range(4):
        bar(1130, 130, -14 + 4 * k, -42 + 26 * k, 160 - 14 * k, 6, 8, mix(p.accents[1], p.board, 0.35))
    c.line(arc(880, 110, 20, 40, 90, 400, 30), p.accents[2], 6)
    c.line(arc(880, 104, 11, 26, 60, 300, 30), p.accents[2], 6)


@scene("chồng sách trên bàn học cạnh ống bút và quyển lịch, cửa sổ mở ra đồi xanh")
def book_stack(c: Canvas, p: Palette) -> None:
    room(c, p, 580)
    view(c, p, 700, 64, 1160, 430, seed=51)
    c.rect(150, 110, 400, 390, p.paper, radius=6)
    c.rect(150, 110, 400, 168, p.accents[0], radius=6)
    c.rect(150, 150, 400, 168, p.accents[0])
    for x in (206, 344):
        c.rect(x - 5, 96, x + 5, 128, darker(p.shade, 0.25), radius=4)
    for row in range(5):
        for k in range(6):
            marked = (row, k) in ((2, 3), (3, 1))
            colour = p.accents[1] if marked else mix(p.paper, p.hills[2], 0.22)
            c.rect(172 + k * 36, 190 + row * 38, 198 + k * 36, 214 + row * 38, colour, radius=4)
    table(c, p, 560)
    c.ellipse(560, 660, 260, 20, darker(p.wood, 0.35), 0.45)
    stack = (
        (360, 56, p.accents[2]),
        (330, 46, p.accents[0]),
        (344, 62, p.accents[3]),
        (300, 44, p.accents[1]),
        (316, 50, p.board),
        (280, 42, mix(p.accents[0], p.paper, 0.45)),
    )
    y = 656.0
    for k, (width, height, colour) in enumerate(stack):
        book(c, p, 560 - width / 2 + (k % 3 - 1) * 16, y, width, height, colour)
        y -= height
    c.circle(580, y - 42, 44, p.accents[0])
    c.circle(562, y - 42, 38, lighter(p.accents[0], 0.08))
    c.circle(548, y - 58, 12, lighter(p.accents[0], 0.35))
    c.line([(580, y - 80), (588, y - 106)], darker(p.wood, 0.3), 5)
    c.polygon(leaf(588, y - 98, 44, 20, -18), p.leaf)
    c.ellipse(880, 668, 76, 12, darker(p.wood, 0.35), 0.45)
    for x, top, colour, tilt in (
        (846, 410, p.accents[1], -26),
        (872, 384, p.accents[0], -6),
        (900, 398, p.accents[3], 14),
        (920, 428, p.leaf, 30),
    ):
        c.line([(x, 560), (x + tilt, top)], colour, 15)
        c.polygon(
            [(x + tilt - 8, top), (x + tilt + 8, top), (x + tilt * 1.16, top - 26)], mix(p.wood, p.paper, 0.5)
        )
        c.circle(x + tilt * 1.14, top - 22, 3, p.board)
    cup = mix(p.accents[2], p.paper, 0.3)
    c.rect(816, 520, 946, 664, cup, radius=12)
    c.rect(816, 520, 846, 664, lighter(cup, 0.18), radius=12)
    c.rect(816, 560, 946, 572, p.paper)
    c.rect(816, 582, 946, 588, p.paper)
    open_book(c, p, 1110, 690, 300)
    c.line([(120, 690), (330, 672)], p.accents[1], 14)
    c.polygon([(330, 665), (330, 679), (356, 670)], mix(p.wood, p.paper, 0.5))
    c.polygon([(100, 646), (250, 634), (254, 652), (102, 664)], mix(p.accents[3], p.paper, 0.4))
    for k in range(12):
        c.line([(108 + k * 12, 650 - k), (108.5 + k * 12, 658 - k)], p.board, 1.4)


@scene("lọ hoa tươi trên bàn giáo viên cạnh chồng sách, cặp kính và lá thư tay")
def bouquet(c: Canvas, p: Palette) -> None:
    room(c, p, 570)
    view(c, p, 760, 70, 1150, 420, seed=73)
    c.rect(110, 90, 420, 330, darker(p.wood, 0.1), radius=5)
    c.gradient((122, 102, 408, 318), lighter(p.board, 0.08), p.board)
    chalk = mix(p.paper, p.board, 0.16)
    for y, w in ((146, 170), (186, 210), (226, 140)):
        c.rect(265 - w / 2, y, 265 + w / 2, y + 8, chalk, radius=4)
    c.polygon(
        [
            (250, 268),
            *curve([(250, 268), (232, 250), (246, 244), (252, 254)], 12),
            *curve([(252, 254), (258, 244), (272, 250), (250, 268)], 12),
        ],
        mix(p.accents[0], p.paper, 0.4),
    )
    table(c, p, 556)
    c.ellipse(560, 656, 130, 17, darker(p.wood, 0.35), 0.5)
    heads = (
        (-170, 330, 40, 0),
        (-104, 250, 44, 1),
        (-26, 204, 46, 2),
        (62, 222, 44, 0),
        (138, 282, 42, 1),
        (-128, 392, 40, 2),
        (-54, 326, 46, 0),
        (36, 306, 46, 1),
        (112, 376, 40, 2),
        (-8, 396, 44, 1),
        (178, 360, 34, 0),
    )
    for dx, y, _, _ in heads:
        c.line(curve([(560, 560), (560 + dx * 0.3, 470), (560 + dx, y)], 20), p.leaf_dark, 5)
    rng = dice(9)
    for _ in range(34):
        dx = rng.uniform(-190, 190)
        c.polygon(
            leaf(
                560 + dx * 0.55,
                rng.uniform(400, 500),
                rng.uniform(54, 92),
                26,
                -90 + dx * 0.34 + rng.uniform(-34, 34),
            ),
            rng.choice((p.leaf, p.leaf_dark, mix(p.leaf, p.ground, 0.4))),
        )
    for dx, y, size, kind in heads:
        x = 560 + dx
        if kind == 0:
            rose(c, x, y, size * 0.86, p.accents[0])
        elif kind == 1:
            flower(c, x, y, size, mix(p.accents[1], p.paper, 0.12), darker(p.accents[1], 0.3), 11)
        else:
            flower(c, x, y, size, mix(p.accents[0], p.paper, 0.6), p.accents[1], 12)
    for _ in range(18):
        x, y = rng.uniform(380, 740), rng.uniform(200, 420)
        c.circle(x, y, rng.uniform(4, 7), p.paper)
    vase(c, p, 560, 660, 180, p.accents[3])
    for k, (width, colour) in enumerate(((250, p.accents[2]), (226, p.accents[0]), (236, p.board))):
        book(c, p, 120 + 10 * (k % 2), 668 - 38 * k, width, 37, colour)
    rim = darker(p.board, 0.2)
    for x in (196, 268):
        c.line(arc(x, 540, 28, 15, 0, 360, 30), rim, 5)
    c.line([(222, 538), (242, 538)], rim, 5)
    c.line([(296, 538), (338, 550)], rim, 4)
    c.polygon([(776, 676), (1010, 640), (1040, 690), (800, 716)], darker(p.wood, 0.35), 0.35)
    c.polygon([(770, 664), (1004, 630), (1032, 684), (790, 712)], p.paper)
    for k in range(3):
        c.line([(812 + 4 * k, 672 + 12 * k), (986 + 5 * k, 646 + 12 * k)], p.accents[3], 2.6)
    c.polygon([(1064, 640), (1216, 624), (1236, 694), (1080, 706)], mix(p.accents[1], p.paper, 0.55))
    c.line([(1064, 640), (1156, 668), (1216, 624)], darker(p.accents[1], 0.1), 2.6)
    c.circle(1156, 668, 11, p.accents[0])
