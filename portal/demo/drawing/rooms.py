"""Scenes in halls, classrooms and the kitchen."""

import math

from portal.demo.drawing.canvas import Canvas, arc, curve, darker, dice, leaf, lighter, mix, star
from portal.demo.drawing.furnishings import (
    book,
    clock,
    flower,
    globe,
    open_book,
    potted_plant,
    room,
    rose,
    vase,
    view,
)
from portal.demo.drawing.palettes import STAR, Palette
from portal.demo.drawing.registry import scene


@scene("hội trường với bục phát biểu, lẵng hoa và những hàng ghế trước sân khấu")
def stage(c: Canvas, p: Palette) -> None:
    c.gradient((0, 0, 1280, 720), darker(p.room_low, 0.12), p.room_low)
    c.gradient((200, 0, 1080, 430), mix(p.accents[3], p.room, 0.25), mix(p.accents[3], p.room, 0.5))
    c.glow(640, 180, 480, lighter(p.room, 0.5), 0.55)
    c.rect(300, 96, 980, 330, lighter(p.room, 0.4), radius=6)
    c.rect(300, 96, 980, 110, p.accents[0])
    c.rect(300, 318, 980, 330, p.accents[0])
    c.circle(640, 168, 34, p.accents[1])
    c.polygon(star(640, 168, 24), lighter(p.room, 0.4))
    for y, half, colour in ((230, 220, p.accents[0]), (262, 270, p.board), (286, 150, p.board)):
        c.rect(640 - half, y, 640 + half, y + 12, mix(colour, p.room, 0.25), radius=6)
    cloth = darker(p.accents[0], 0.14)
    c.rect(0, 0, 318, 460, darker(cloth, 0.34))
    c.rect(962, 0, 1280, 460, darker(cloth, 0.34))
    for side in (-1, 1):
        for k in range(8):
            near = 640 + side * (640 - 46 * k)
            far = near - side * 50
            hem = 470 - 8 * (k % 2)
            shape = [
                (near, 0),
                (far, 0),
                *curve([(far, 0), (far + side * 26, 240), (far, hem)], 12),
                (near, hem),
            ]
            c.polygon(shape, mix(cloth, darker(cloth, 0.22), (k % 2) * 0.8))
    c.rect(0, 0, 1280, 58, darker(cloth, 0.12))
    for k in range(17):
        c.polygon(arc(k * 80, 56, 42, 26, 0, 180, 20), mix(cloth, p.accents[1], 0.16 * (k % 2)))
    c.rect(0, 430, 1280, 486, lighter(p.wood, 0.16))
    c.rect(0, 430, 1280, 440, lighter(p.wood, 0.34))
    c.rect(0, 486, 1280, 540, darker(p.wood, 0.12))
    for x in range(20, 1280, 74):
        c.rect(x, 486, x + 3, 540, darker(p.wood, 0.22))
    wood = darker(p.wood, 0.05)
    c.ellipse(888, 470, 100, 10, darker(p.wood, 0.3), 0.5)
    c.polygon([(816, 330), (960, 330), (944, 470), (832, 470)], wood)
    c.polygon([(816, 330), (852, 330), (858, 470), (832, 470)], lighter(wood, 0.14))
    c.rect(800, 316, 976, 336, lighter(wood, 0.2), radius=4)
    c.circle(890, 396, 26, p.accents[1])
    c.circle(890, 396, 18, wood)
    for x, tilt in ((862, -10), (914, 12)):
        c.line([(x, 316), (x + tilt, 270)], p.board, 4)
        c.ellipse(x + tilt * 1.2, 262, 7, 12, p.board)
    for x, foot in ((330, 462), (640, 470)):
        c.polygon(
            [(x - 54, foot - 44), (x + 54, foot - 44), (x + 34, foot), (x - 34, foot)],
            mix(p.wood, p.path, 0.4),
        )
        rng = dice(x)
        for _ in range(26):
            c.polygon(
                leaf(x, foot - 50, rng.uniform(40, 84), 22, rng.uniform(-172, -8)),
                rng.choice((p.leaf, p.leaf_dark)),
            )
        for dx, dy, r in (
            (-52, 70, 17),
            (-20, 92, 19),
            (18, 88, 18),
            (50, 68, 17),
            (0, 64, 20),
            (-32, 54, 15),
            (34, 52, 15),
        ):
            rose(
                c,
                x + dx,
                foot - dy,
                r,
                (p.accents[0], p.accents[1], lighter(p.accents[0], 0.35))[(dx + dy) % 3],
            )
    for row in range(3):
        y = 560 + row * 62
        size = 1 + 0.2 * row
        seat = mix(p.board, p.room_low, 0.3 - 0.12 * row)
        shift = (row % 2) * 58
        for k in range(-1, 13):
            x = k * 116 * size - 60 * row + shift
            c.rect(x, y, x + 92 * size, y + 150, seat, radius=24)
            c.rect(x + 10, y + 10, x + 92 * size - 10, y + 40, lighter(seat, 0.08), radius=14)


@scene("thư viện trường học với kệ sách cao, cửa sổ nhìn ra đồi và chiếc bàn đọc có đèn")
def library(c: Canvas, p: Palette) -> None:
    room(c, p, 560)
    rng = dice(29)
    colours = [*p.accents, p.board, mix(p.accents[0], p.paper, 0.45), mix(p.accents[2], p.paper, 0.4), p.roof]
    for x0, x1 in ((40, 430), (850, 1240)):
        c.rect(x0 - 14, 56, x1 + 14, 566, darker(p.wood, 0.08), radius=4)
        c.rect(x0 - 14, 56, x1 + 14, 70, lighter(p.wood, 0.14), radius=4)
        for shelf in range(4):
            top, low = 78 + shelf * 120, 186 + shelf * 120
            c.rect(x0, top, x1, low, darker(p.wood, 0.36))
            x = x0 + 6
            while x < x1 - 34:
                width, height = rng.uniform(14, 32), rng.uniform(70, 98)
                colour = rng.choice(colours)
                if rng.random() < 0.08:
                    x += 26
                    continue
                c.rect(x, low - height, x + width, low, colour, radius=2)
                c.rect(x, low - height, x + width * 0.28, low, lighter(colour, 0.14), radius=2)
                band = low - height * rng.uniform(0.66, 0.8)
                c.rect(x + 2, band, x + width - 2, band + 7, mix(colour, p.paper, 0.6))
                x += width + 1.5
            c.rect(x0 - 2, low, x1 + 2, low + 11, lighter(p.wood, 0.1))
    view(c, p, 510, 96, 770, 390, seed=12)
    c.ellipse(640, 690, 520, 26, darker(p.floor, 0.3), 0.4)
    c.rect(250, 566, 1030, 594, lighter(p.wood, 0.14), radius=6)
    c.rect(250, 566, 1030, 574, lighter(p.wood, 0.32), radius=4)
    for x in (288, 964):
        c.rect(x, 594, x + 28, 720, darker(p.wood, 0.1))
    c.rect(316, 594, 964, 618, p.wood)
    open_book(c, p, 640, 566, 250)
    brass = darker(p.accents[1], 0.1)
    c.glow(392, 520, 190, "#fff0c4", 0.6)
    c.rect(352, 556, 432, 567, brass, radius=5)
    c.line([(392, 556), (392, 470)], brass, 8)
    c.polygon([(336, 472), (448, 472), (424, 410), (360, 410)], p.accents[2])
    c.polygon([(336, 472), (372, 472), (380, 410), (360, 410)], lighter(p.accents[2], 0.16))
    for k, (width, colour) in enumerate(((170, p.accents[0]), (150, p.accents[3]), (160, p.accents[1]))):
        book(c, p, 806 + 6 * (k % 2), 566 - 30 * k, width, 29, colour)


def _desk(c: Canvas, p: Palette, x: float, y: float, size: float) -> None:
    """A pupil's single desk with a sheet of paper and a pen; ``size`` is the width of its top."""
    s = size
    top = [(x - s * 0.42, y - s * 0.2), (x + s * 0.42, y - s * 0.2), (x + s * 0.5, y), (x - s * 0.5, y)]
    leg = darker(p.hills[3], 0.12)
    c.ellipse(x, y + s * 0.56, s * 0.56, s * 0.07, darker(p.floor, 0.3), 0.35)
    for dx in (-0.42, 0.36):
        c.rect(x + dx * s, y, x + (dx + 0.06) * s, y + s * 0.56, leg)
    c.rect(x - s * 0.4, y + s * 0.04, x + s * 0.4, y + s * 0.16, darker(p.wood, 0.2))
    c.polygon(top, lighter(p.wood, 0.18))
    c.rect(x - s * 0.5, y, x + s * 0.5, y + s * 0.05, darker(p.wood, 0.05))
    sheet = [
        (x - s * 0.16, y - s * 0.17),
        (x + s * 0.14, y - s * 0.17),
        (x + s * 0.17, y - s * 0.03),
        (x - s * 0.19, y - s * 0.03),
    ]
    c.polygon(sheet, p.paper)
    for k in range(3):
        ly = y - s * (0.13 - 0.035 * k)
        c.line([(x - s * 0.12, ly), (x + s * 0.1, ly)], mix(p.paper, p.hills[2], 0.4), max(1, s * 0.008))
    c.line([(x + s * 0.24, y - s * 0.15), (x + s * 0.3, y - s * 0.04)], p.accents[0], max(1.6, s * 0.018))


@scene("phòng thi với những dãy bàn đơn thẳng hàng, tờ giấy trắng trên mặt bàn, đồng hồ treo tường")
def exam_hall(c: Canvas, p: Palette) -> None:
    room(c, p, 392, panel=300)
    for k, x in enumerate((40, 1060)):
        view(c, p, x, 84, x + 180, 262, seed=7 + k)
    c.rect(330, 74, 950, 296, darker(p.wood, 0.1), radius=5)
    c.gradient((342, 86, 938, 284), lighter(p.board, 0.06), p.board)
    chalk = mix(p.paper, p.board, 0.16)
    for y, x0, x1 in ((122, 520, 760), (160, 420, 860), (192, 420, 800), (224, 420, 700)):
        c.rect(x0, y, x1, y + 6, chalk, radius=3, alpha=1 if y == 122 else 0.55)
    c.rect(330, 290, 950, 304, lighter(p.wood, 0.14))
    for x, colour in ((520, p.paper), (560, p.accents[1]), (700, p.paper)):
        c.rect(x, 286, x + 24, 292, colour, radius=2)
    clock(c, p, 1004, 60, 40)
    c.polygon([(220, 392), (340, 392), (140, 720), (-240, 720)], lighter(p.floor, 0.4), 0.35)
    c.polygon([(1060, 392), (1180, 392), (1560, 720), (1160, 720)], lighter(p.floor, 0.4), 0.3)
    for row, (y, gap, size) in enumerate(((404, 158, 92), (448, 206, 122), (516, 280, 168), (628, 392, 240))):
        count = 7 if row < 2 else 5
        for k in range(count):
            _desk(c, p, 640 + (k - (count - 1) / 2) * gap, y, size)


@scene("phòng máy tính với những màn hình hiện biểu đồ, cửa sổ nhìn ra đồi")
def computer_room(c: Canvas, p: Palette) -> None:
    room(c, p, 470, panel=372)
    view(c, p, 110, 76, 420, 300, seed=31)
    view(c, p, 860, 76, 1170, 300, seed=33)
    c.rect(506, 80, 774, 290, lighter(p.wall, 0.35), radius=6)
    c.rect(506, 80, 774, 104, p.accents[2], radius=6)
    for k, height in enumerate((56, 92, 74, 118, 140)):
        c.rect(540 + k * 44, 264 - height, 570 + k * 44, 264, (*p.accents, p.roof)[k], radius=3)
    c.line([(530, 266), (756, 266)], p.board, 3)
    for row, (y, size, xs) in enumerate(
        ((452, 0.62, (170, 400, 640, 880, 1110)), (596, 1, (40, 430, 850, 1240)))
    ):
        c.rect(-20, y, 1300, y + 16 * size, lighter(p.wood, 0.2))
        c.rect(-20, y + 16 * size, 1300, y + 26 * size, darker(p.wood, 0.1))
        if row == 0:
            c.rect(-20, y + 26 * size, 1300, 596, darker(p.wood, 0.22))
            c.rect(-20, y + 26 * size, 1300, y + 40 * size, darker(p.wood, 0.34))
        for k, x in enumerate(xs):
            _monitor(c, p, x, y, size, k + row)
    c.gradient((0, 622, 1280, 720), darker(p.wood, 0.16), darker(p.wood, 0.3))
    for x in (235, 1045):
        potted_plant(c, p, x, 598, 96)


def _monitor(c: Canvas, p: Palette, x: float, foot: float, size: float, kind: int) -> None:
    w, h = 250 * size, 158 * size
    top = foot - h - 44 * size
    case = darker(p.board, 0.2)
    c.rect(x - 14 * size, top + h, x + 14 * size, foot - 6 * size, darker(p.shade, 0.22))
    c.rect(x - 60 * size, foot - 10 * size, x + 60 * size, foot, darker(p.shade, 0.12), radius=4)
    c.rect(x - w / 2, top, x + w / 2, top + h, case, radius=9 * size)
    x0, y0, x1, y1 = x - w / 2 + 9 * size, top + 9 * size, x + w / 2 - 9 * size, top + h - 12 * size
    c.gradient((x0, y0, x1, y1), lighter(p.sky[0], 0.5), lighter(p.sky[1], 0.4))
    c.rect(x0, y0, x1, y0 + 16 * size, p.accents[2])
    left, low = x0 + 18 * size, y1 - 14 * size
    match kind % 3:
        case 0:
            for k, share in enumerate((0.34, 0.56, 0.46, 0.74, 0.9)):
                c.rect(
                    left + k * 40 * size,
                    low - 92 * size * share,
                    left + (k * 40 + 26) * size,
                    low,
                    p.accents[k % 4],
                    radius=3 * size,
                )
        case 1:
            points = [
                (left + k * 33 * size, low - 84 * size * share)
                for k, share in enumerate((0.2, 0.42, 0.34, 0.6, 0.55, 0.86))
            ]
            c.polygon([*points, (points[-1][0], low), (left, low)], p.accents[3], 0.35)
            c.line(points, p.accents[0], 4.5 * size)
            for point in points:
                c.circle(*point, 5 * size, p.accents[0])
        case _:
            cx, cy, r = x0 + 62 * size, (y0 + y1) / 2 + 8 * size, 42 * size
            for start, end, colour in (
                (-90, 60, p.accents[0]),
                (60, 190, p.accents[1]),
                (190, 270, p.accents[2]),
            ):
                c.polygon([(cx, cy), *arc(cx, cy, r, r, start, end, 24)], colour)
            c.circle(cx, cy, r * 0.5, lighter(p.sky[1], 0.4))
            for k in range(4):
                c.rect(
                    cx + 62 * size,
                    cy - 36 * size + k * 22 * size,
                    cx + (150 - 18 * (k % 2)) * size,
                    cy - 27 * size + k * 22 * size,
                    mix(p.hills[2], p.paper, 0.35),
                    radius=3 * size,
                )
    c.rect(
        x - 92 * size,
        foot + 2 * size,
        x + 74 * size,
        foot + 15 * size,
        lighter(p.shade, 0.3),
        radius=4 * size,
    )
    c.ellipse(x + 100 * size, foot + 8 * size, 12 * size, 7 * size, lighter(p.shade, 0.3))


@scene("bảng lớp học vẽ hình tam giác và đồ thị bằng phấn, trên bàn giáo viên có sách, lọ hoa và quả địa cầu")
def blackboard(c: Canvas, p: Palette) -> None:
    room(c, p, 600, panel=500)
    c.rect(130, 64, 1150, 478, darker(p.wood, 0.12), radius=8)
    c.rect(140, 74, 1140, 84, lighter(p.wood, 0.14))
    c.gradient((152, 86, 1128, 456), lighter(p.board, 0.07), p.board)
    c.polygon([(300, 86), (520, 86), (330, 456), (152, 456), (152, 380)], lighter(p.board, 0.12), 0.25)
    chalk, yellow, pink = (
        mix(p.paper, p.board, 0.1),
        mix(STAR, p.paper, 0.35),
        mix(p.accents[0], p.paper, 0.55),
    )
    a, b, d = (250, 390), (520, 390), (430, 168)
    c.line([a, b, d, a, b], chalk, 4.5)
    foot = (430, 390)
    for k in range(0, 11):
        y = 176 + k * 20
        c.line([(430, y), (430, y + 10)], yellow, 3.6)
    c.line([(foot[0] - 18, 390), (foot[0] - 18, 372), (foot[0], 372)], yellow, 3)
    c.line(arc(250, 390, 44, 44, -51, 0, 16), pink, 3.4)
    ox, oy = 680, 380
    c.line([(ox - 20, oy), (ox + 330, oy)], chalk, 4)
    c.line([(ox, oy + 26), (ox, 130)], chalk, 4)
    c.polygon([(ox + 330, oy - 8), (ox + 348, oy), (ox + 330, oy + 8)], chalk)
    c.polygon([(ox - 8, 130), (ox, 112), (ox + 8, 130)], chalk)
    for k in range(1, 8):
        c.line([(ox + 40 * k, oy - 5), (ox + 40 * k, oy + 5)], chalk, 2.6)
        if k < 6:
            c.line([(ox - 5, oy - 40 * k), (ox + 5, oy - 40 * k)], chalk, 2.6)
    c.line(
        [(ox + 20 + t * 290, oy - 30 - 190 * (1 - (2 * t - 1) ** 2)) for t in (k / 40 for k in range(41))],
        yellow,
        4.5,
    )
    c.line([(ox + 20, oy - 20), (ox + 320, oy - 226)], pink, 4)
    for x, y in ((ox + 165, oy - 220), (ox + 239, oy - 170)):
        c.circle(x, y, 7, chalk)
    c.rect(130, 466, 1150, 484, lighter(p.wood, 0.16))
    for x, colour in ((300, p.paper), (340, yellow), (384, pink)):
        c.rect(x, 458, x + 28, 466, colour, radius=3)
    c.rect(920, 446, 1000, 466, darker(p.wood, 0.05), radius=4)
    c.rect(920, 458, 1000, 466, mix(p.board, p.paper, 0.4), radius=2)
    c.rect(290, 600, 990, 632, lighter(p.wood, 0.16), radius=5)
    c.rect(290, 600, 990, 608, lighter(p.wood, 0.34), radius=4)
    c.rect(326, 632, 954, 720, p.wood)
    c.rect(326, 632, 954, 644, darker(p.wood, 0.14))
    c.rect(360, 660, 560, 720, darker(p.wood, 0.08), radius=4)
    c.rect(446, 686, 474, 692, p.accents[1], radius=3)
    for k, (width, colour) in enumerate(((170, p.accents[2]), (152, p.accents[0]), (160, p.accents[3]))):
        book(c, p, 360 + 8 * (k % 2), 600 - 28 * k, width, 27, colour)
    globe(c, p, 860, 601, 62)
    for angle, length, colour in (
        (-120, 118, p.accents[0]),
        (-104, 140, p.accents[1]),
        (-84, 134, lighter(p.accents[0], 0.3)),
        (-66, 116, p.accents[1]),
    ):
        turn = math.radians(angle)
        tip = (650 + length * math.cos(turn), 540 + length * math.sin(turn))
        c.line([(650, 545), tip], p.leaf_dark, 4)
        c.polygon(leaf(650 + 50 * math.cos(turn), 540 + 50 * math.sin(turn), 34, 14, angle + 40), p.leaf)
        flower(c, *tip, 26, colour, darker(p.accents[1], 0.2))
    vase(c, p, 650, 602, 82, p.accents[3])


@scene("gian bếp bán trú gọn gàng, nồi canh bốc hơi, chồng khay, bát và rổ rau xanh")
def canteen(c: Canvas, p: Palette) -> None:
    room(c, p, 500)
    tile = lighter(p.room, 0.4)
    for row in range(4):
        for k in range(17):
            x = k * 80 - (row % 2) * 40
            c.rect(
                x + 2,
                320 + row * 45,
                x + 78,
                362 + row * 45,
                mix(tile, p.accents[3], 0.06 * ((k * 3 + row) % 4)),
                radius=3,
            )
    view(c, p, 470, 50, 810, 280, seed=81)
    c.rect(60, 90, 400, 102, darker(p.shade, 0.25), radius=4)
    for k, (length, size) in enumerate(((120, 30), (150, 24), (110, 34), (140, 26))):
        x = 100 + k * 84
        c.line([(x, 98), (x, 98 + length)], darker(p.shade, 0.2), 6)
        c.polygon(arc(x, 98 + length, size, size, 0, 180, 24), darker(p.shade, 0.12))
    c.rect(880, 120, 1220, 134, lighter(p.wood, 0.12))
    for k, (w, h, colour) in enumerate(
        ((56, 76, p.accents[0]), (60, 64, p.accents[1]), (52, 84, p.accents[2]), (58, 70, p.accents[3]))
    ):
        x = 902 + k * 78
        c.rect(x, 120 - h, x + w, 120, lighter(colour, 0.3), radius=9)
        c.rect(x - 3, 112 - h, x + w + 3, 126 - h, darker(colour, 0.08), radius=5)
        c.rect(x + 9, 120 - h * 0.62, x + w - 9, 120 - h * 0.28, p.paper, radius=3)
    c.rect(0, 500, 1280, 532, lighter(p.shade, 0.4))
    c.rect(0, 500, 1280, 508, lighter(p.shade, 0.7))
    c.gradient((0, 532, 1280, 720), lighter(p.wood, 0.2), p.wood)
    for x in (20, 340, 660, 980):
        c.rect(x, 556, x + 290, 720, lighter(p.wood, 0.1), radius=6)
        c.rect(x + 118, 578, x + 172, 587, darker(p.shade, 0.3), radius=4)
    steel, dark = lighter(p.shade, 0.1), darker(p.shade, 0.24)
    for x, w, h in ((150, 210, 128), (400, 170, 104)):
        for k in range(3):
            steam = curve(
                [
                    (x - 46 + 46 * k, 480 - h),
                    (x - 76 + 46 * k, 430 - h),
                    (x - 16 + 46 * k, 390 - h),
                    (x - 50 + 46 * k, 340 - h),
                ],
                30,
            )
            c.line(steam, lighter(p.room, 0.75), 8)
        c.rect(x - w / 2 - 24, 500 - h * 0.72, x + w / 2 + 24, 500 - h * 0.56, dark, radius=8)
        c.rect(x - w / 2, 500 - h, x + w / 2, 500, steel, radius=14)
        c.rect(x - w / 2, 500 - h, x - w / 4, 500, lighter(steel, 0.3), radius=14)
        c.rect(x + w / 4, 500 - h, x + w / 2, 500, darker(steel, 0.1), radius=14)
        c.ellipse(x, 500 - h, w / 2, 13, dark)
        c.ellipse(x, 500 - h + 2, w / 2 - 12, 9, mix(p.accents[1], p.path, 0.4))
    for k in range(6):
        c.rect(548, 484 - 15 * k, 748, 497 - 15 * k, mix(p.accents[k % 2 * 3], p.paper, 0.35), radius=5)
    for column in range(2):
        for k in range(4):
            x, y = 812 + column * 86, 498 - 26 * k
            c.polygon(arc(x, y - 30, 40, 30, 0, 180, 24), p.paper if k % 2 else mix(p.paper, p.shade, 0.25))
            c.rect(x - 40, y - 34, x + 40, y - 29, mix(p.accents[3], p.paper, 0.2), radius=2)
    x, foot = 1090, 500
    rng = dice(15)
    for _ in range(40):
        dx = rng.uniform(-110, 110)
        c.polygon(
            leaf(x + dx, foot - 76, rng.uniform(44, 84), 34, -90 + dx * 0.4 + rng.uniform(-25, 25)),
            rng.choice((p.leaf, mix(p.leaf, p.ground, 0.5), p.leaf_dark)),
        )
    for dx, r, colour in ((-74, 32, p.accents[0]), (6, 36, p.accents[1]), (78, 31, p.accents[0])):
        c.circle(x + dx, foot - 92, r, colour)
        c.circle(x + dx - r * 0.3, foot - 92 - r * 0.3, r * 0.3, lighter(colour, 0.35))
    basket = mix(p.wood, p.path, 0.35)
    c.polygon([(x - 138, foot - 84), (x + 138, foot - 84), (x + 104, foot), (x - 104, foot)], basket)
    for k in range(4):
        t = k / 4
        c.line(
            [(x - 138 + 34 * t, foot - 84 + 84 * t), (x + 138 - 34 * t, foot - 84 + 84 * t)],
            darker(basket, 0.14),
            4,
        )
    for k in range(12):
        share = k / 11 - 0.5
        c.line([(x + 272 * share, foot - 84), (x + 206 * share, foot)], darker(basket, 0.1), 2.6)
    c.rect(x - 146, foot - 94, x + 146, foot - 80, lighter(basket, 0.14), radius=6)
