"""Scenes at schools, in the open."""

import math

from portal.demo.drawing.buildings import bunting, cottage, flagpole, gate, school, tiled_roof
from portal.demo.drawing.canvas import Canvas, arc, curve, darker, dice, leaf, lighter, mix, star
from portal.demo.drawing.nature import bush, cloud, landscape, meadow, palm, round_tree
from portal.demo.drawing.palettes import FLAG, STAR, Palette
from portal.demo.drawing.registry import scene


def yard(c: Canvas, p: Palette, y: float) -> None:
    """The paved yard of a school with its joints running to the far end."""
    c.gradient((0, y, c.width, c.height), p.path, mix(p.path, p.shade, 0.7))
    joint = mix(p.path, p.hills[2], 0.2)
    for k in range(-9, 10):
        c.line([(640 + k * 70, y), (640 + k * 210, c.height)], joint, 1.4, round_ends=False)
    for t in (0.1, 0.26, 0.5, 0.8):
        c.line([(0, y + (c.height - y) * t), (c.width, y + (c.height - y) * t)], joint, 1.4, round_ends=False)


@scene("ngôi trường hai tầng mái ngói đỏ, giữa sân có cột cờ, phía sau là những dãy đồi", outdoors=True)
def school_yard(c: Canvas, p: Palette) -> None:
    landscape(c, p, 0.66, seed=4, sun=(0.83, 0.22))
    cloud(c, 90, 140, 210, lighter(p.sky[1], 0.5), 0.75)
    cloud(c, 470, 92, 150, lighter(p.sky[1], 0.5), 0.6)
    yard(c, p, 520)
    for x, h in ((80, 190), (1010, 170), (1110, 215)):
        round_tree(c, p, x, 512, h)
    school(c, p, 226, 516, 730)
    for x, w in ((-20, 170), (1000, 130), (1120, 190)):
        bush(c, p, x, 530, w)
    flagpole(c, p, 640, 622, 440)
    round_tree(c, p, 1205, 668, 300)
    round_tree(c, p, 45, 690, 270)


@scene("cổng trường mở rộng, hai hàng cây dẫn vào dãy lớp học", outdoors=True)
def school_gate(c: Canvas, p: Palette) -> None:
    landscape(c, p, 0.64, seed=9, sun=(0.22, 0.24))
    cloud(c, 860, 130, 220, lighter(p.sky[1], 0.5), 0.7)
    meadow(c, p, 470)
    school(c, p, 420, 470, 440)
    c.polygon([(520, 474), (760, 474), (1040, 720), (240, 720)], p.path)
    c.polygon([(520, 474), (540, 474), (296, 720), (240, 720)], mix(p.path, p.shade, 0.8))
    for x, y, h in ((456, 500, 120), (824, 500, 120), (380, 548, 165), (902, 548, 165)):
        round_tree(c, p, x, y, h)
    wall_top = 560
    for x0, x1 in ((-10, 280), (1000, 1290)):
        c.rect(x0, wall_top, x1, 640, p.wall)
        c.rect(x0, wall_top, x1, wall_top + 10, p.roof)
        c.rect(x0, 622, x1, 640, p.shade)
        for x in range(int(x0) + 40, int(x1), 60):
            c.rect(x, wall_top + 22, x + 28, 608, mix(p.shade, p.hills[2], 0.35), radius=3)
    gate(c, p, 270, 640, 740)
    c.gradient((0, 640, 1280, 720), mix(p.path, p.ground, 0.35), mix(p.path, p.ground, 0.55))
    bush(c, p, -30, 652, 190)
    bush(c, p, 1110, 652, 200)


@scene("sân bóng của trường với đường chạy quanh sân, khung thành và rặng cây xa", outdoors=True)
def sports_field(c: Canvas, p: Palette) -> None:
    landscape(c, p, 0.58, seed=14, sun=(0.2, 0.24))
    cloud(c, 700, 120, 240, lighter(p.sky[1], 0.45), 0.7)
    for k in range(9):
        round_tree(c, p, 70 + k * 146 + (k * 53) % 40, 424 + (k * 7) % 9, 104 + (k * 37) % 46)
    c.rect(0, 420, 1280, 432, mix(p.wall, p.shade, 0.5))
    track = mix(p.roof, p.path, 0.18)
    c.polygon([*arc(640, 640, 900, 196, 180, 360, 80), (1540, 740), (-260, 740)], track)
    lane = lighter(track, 0.45)
    for k in range(1, 4):
        c.line(arc(640, 640, 900 - 62 * k, 196 - 22 * k, 180, 360, 90), lane, 2.6, round_ends=False)
    green = mix(p.ground, p.leaf, 0.4)
    inner = arc(640, 660, 650, 130, 180, 360, 80)
    c.polygon([*inner, (1290, 740), (-10, 740)], green)
    for k in range(1, 6):
        share = 1 - k / 6
        c.polygon(
            arc(640, 660 + 80 * k / 6, 650 * share, 130 * share, 180, 360, 60), lighter(green, 0.06 * (k % 2))
        )
        c.rect(640 - 650 * share, 660 + 80 * k / 6, 640 + 650 * share, 740, lighter(green, 0.06 * (k % 2)))
    c.line(inner, lane, 3.2, round_ends=False)
    c.line([(640, 530), (640, 730)], lighter(green, 0.5), 3)
    c.line(arc(640, 640, 150, 42, 0, 360, 60), lighter(green, 0.5), 3)
    post = lighter(p.wall, 0.5)
    c.polygon([(866, 548), (1034, 548), (1060, 514), (892, 514)], lighter(green, 0.25), 0.35)
    for k in range(8):
        c.line([(870 + 22 * k, 470), (892 + 22 * k, 516)], lighter(green, 0.45), 1)
    for k in range(4):
        c.line([(868 + 6 * k, 474 + 12 * k), (1032 + 6 * k, 474 + 12 * k)], lighter(green, 0.45), 1)
    for a, b in (((866, 548), (866, 468)), ((1034, 548), (1034, 468)), ((863, 468), (1037, 468))):
        c.line([a, b], post, 6)
    ball = (446, 636)
    c.ellipse(ball[0] + 10, ball[1] + 21, 28, 6, p.leaf_dark, 0.35)
    c.circle(*ball, 24, lighter(p.wall, 0.6))
    c.circle(ball[0] + 5, ball[1] + 5, 18, p.wall)
    for angle in range(-90, 270, 72):
        x, y = ball[0] + 17 * math.cos(math.radians(angle)), ball[1] + 17 * math.sin(math.radians(angle))
        c.circle(x, y, 4.6, darker(p.hills[3], 0.3))
    c.circle(*ball, 6.4, darker(p.hills[3], 0.3))


@scene("sân cầu lông vắng người, lưới căng giữa sân, mây mưa kéo đến", outdoors=True)
def court(c: Canvas, p: Palette) -> None:
    landscape(c, p, 0.56, seed=41, sun=(0.5, 0.2))
    for x, y, w in ((-60, 150, 420), (260, 190, 360), (620, 150, 480), (960, 200, 380)):
        cloud(c, x, y, w, mix(p.hills[1], p.sky[1], 0.35), 0.75)
    for k in range(7):
        round_tree(c, p, 60 + k * 196, 418, 120 + (k * 31) % 40)
    c.gradient((0, 412, 1280, 720), mix(p.accents[2], p.path, 0.35), mix(p.accents[2], p.path, 0.2))
    floor = mix(p.accents[2], p.ground, 0.25)
    c.polygon([(330, 440), (950, 440), (1230, 720), (50, 720)], darker(floor, 0.12))
    white = lighter(p.wall, 0.5)
    for a, b in (
        ((330, 440), (950, 440)),
        ((330, 440), (50, 720)),
        ((950, 440), (1230, 720)),
        ((372, 440), (126, 720)),
        ((908, 440), (1154, 720)),
        ((640, 440), (640, 508)),
        ((640, 640), (640, 720)),
        ((262, 508), (1018, 508)),
        ((130, 640), (1150, 640)),
    ):
        c.line([a, b], white, 3.2)
    for x in (206, 1074):
        c.ellipse(x + 6, 566, 26, 6, p.leaf_dark, 0.3)
        c.line([(x, 566), (x, 366)], darker(p.board, 0.1), 8)
    c.polygon([(206, 388), (1074, 388), (1074, 478), (206, 478)], lighter(p.wall, 0.2), 0.28)
    for k in range(45):
        x = 206 + k * 868 / 44
        c.line([(x, 388), (x, 478)], lighter(p.wall, 0.3), 0.9)
    for k in range(6):
        c.line([(206, 388 + 18 * k), (1074, 388 + 18 * k)], lighter(p.wall, 0.3), 0.9)
    c.rect(206, 380, 1074, 392, white)
    c.ellipse(852, 676, 44, 7, p.leaf_dark, 0.25)
    for angle in (-82, -66, -50, -34, -18):
        c.polygon(leaf(820, 666, 66, 17, angle), white if angle % 4 else lighter(p.shade, 0.35))
    c.circle(817, 667, 14, p.accents[0])
    rng = dice(6)
    for _ in range(110):
        x, y = rng.uniform(0, 1290), rng.uniform(150, 700)
        c.line([(x, y), (x - 7, y + 26)], lighter(p.sky[1], 0.3), 1.3)


@scene("sân chơi trường mầm non với cầu trượt, xích đu, tường rào nhiều màu và lớp học mái đỏ", outdoors=True)
def playground(c: Canvas, p: Palette) -> None:
    landscape(c, p, 0.62, seed=17, sun=(0.16, 0.22))
    cloud(c, 900, 130, 220, lighter(p.sky[1], 0.5), 0.75)
    round_tree(c, p, 150, 470, 210)
    round_tree(c, p, 1170, 474, 230)
    c.rect(340, 340, 1000, 474, p.wall)
    c.rect(340, 340, 1000, 358, p.shade)
    for k in range(6):
        x = 372 + k * 106
        if k == 2:
            c.rect(x - 2, 384, x + 70, 474, p.accents[0], radius=6)
            c.circle(x + 34, 416, 17, lighter(p.window, 0.25))
        else:
            c.rect(x, 384, x + 64, 436, darker(p.shade, 0.1), radius=5)
            c.rect(x + 4, 388, x + 60, 432, lighter(p.window, 0.15), radius=4)
            c.rect(x + 30, 388, x + 34, 432, p.wall)
    tiled_roof(c, p, 344, 996, 342, 74)
    c.rect(340, 464, 1000, 478, mix(p.shade, p.hills[1], 0.2))
    meadow(c, p, 476)
    c.polygon([(0, 500), (1280, 500), (1280, 720), (0, 720)], mix(p.ground, p.path, 0.18))
    for k in range(26):
        colour = (*p.accents, p.roof)[k % 5]
        if 470 < k * 50 < 760:
            continue
        c.rect(k * 50 - 8, 472, k * 50 + 30, 528, lighter(colour, 0.18), radius=9)
    c.polygon(arc(650, 640, 480, 66, 0, 360, 70), mix(p.path, p.accents[1], 0.12))
    timber, metal = p.accents[3], p.accents[0]
    for x in (470, 566):
        c.line([(x, 660), (x, 470)], p.accents[2], 10)
    c.rect(456, 540, 580, 552, p.accents[1], radius=3)
    c.polygon([(440, 478), (518, 420), (596, 478)], p.roof)
    c.polygon([(440, 478), (518, 420), (518, 478)], lighter(p.roof, 0.12))
    slide = curve([(572, 546), (650, 560), (690, 660), (780, 664)], 30)
    c.line(slide, darker(metal, 0.08), 30)
    c.line([(x, y - 5) for x, y in slide], lighter(metal, 0.16), 15)
    for k in range(5):
        c.line([(424 + k * 7, 660 - k * 24), (466, 660 - k * 24)], p.accents[2], 6)
    c.line([(420, 668), (462, 546)], p.accents[2], 7)
    for x in (900, 1100):
        c.line([(x - 34, 664), (x, 486), (x + 34, 664)], timber, 9)
    c.line([(894, 486), (1106, 486)], timber, 9)
    for x, swing in ((956, -16), (1044, 22)):
        c.line([(x - 17, 490), (x - 17 + swing, 616)], darker(p.shade, 0.3), 2.4)
        c.line([(x + 17, 490), (x + 17 + swing, 616)], darker(p.shade, 0.3), 2.4)
        c.rect(x - 24 + swing, 612, x + 24 + swing, 622, p.accents[1], radius=4)
    for x, y, r, colour in ((300, 668, 26, p.accents[1]), (236, 686, 18, p.accents[0])):
        c.ellipse(x + 8, y + r, r, 5, p.leaf_dark, 0.25)
        c.circle(x, y, r, colour)
        c.circle(x - r * 0.3, y - r * 0.35, r * 0.42, lighter(colour, 0.22))
    bush(c, p, -40, 724, 240)
    bush(c, p, 1120, 726, 220)


@scene("vườn rau của trường với những luống xanh, thùng tưới và giàn bầu cạnh lớp học", outdoors=True)
def garden(c: Canvas, p: Palette) -> None:
    landscape(c, p, 0.56, seed=8, sun=(0.8, 0.2))
    cloud(c, 180, 120, 200, lighter(p.sky[1], 0.5), 0.75)
    cottage(c, p, 110, 424, 330, 96)
    round_tree(c, p, 40, 430, 170)
    for x, h in ((520, 170), (560, 140)):
        palm(c, p, x, 422, h)
    c.gradient((0, 420, 1280, 720), mix(p.ground, p.path, 0.2), mix(p.ground, p.wood, 0.3))
    soil = mix(p.wood, p.board, 0.32)
    for k in range(5):
        t0, t1 = 0.06 + k * 0.19, 0.06 + k * 0.19 + 0.13
        far0, far1 = 330 + 720 * t0, 330 + 720 * t1
        near0, near1 = -260 + 1800 * t0, -260 + 1800 * t1
        c.polygon([(far0, 446), (far1, 446), (near1, 740), (near0, 740)], soil)
        c.polygon([(far0, 446), (far0 + 6, 446), (near0 + 30, 740), (near0, 740)], lighter(soil, 0.14))
        green = (p.leaf, mix(p.leaf, p.ground, 0.45), mix(p.leaf, p.accents[1], 0.2))[k % 3]
        for row in range(9):
            t = (row / 8) ** 1.7
            y = 456 + 262 * t
            x = (far0 + far1) / 2 + ((near0 + near1) / 2 - (far0 + far1) / 2) * ((y - 446) / 294)
            size = 9 + 40 * t
            for angle in (-160, -128, -90, -52, -20):
                c.polygon(
                    leaf(x, y, size * 1.15, size * 0.6, angle), green if angle % 4 else darker(green, 0.16)
                )
            c.polygon(leaf(x, y, size * 0.8, size * 0.42, -100), lighter(green, 0.16))
    frame = mix(p.wood, p.path, 0.25)
    for x in (1010, 1110, 1210):
        c.line([(x, 560), (x, 330)], frame, 8)
    for y in (336, 372):
        c.line([(980, y), (1240, y)], frame, 6)
    rng = dice(12)
    for _ in range(70):
        x, y = rng.uniform(976, 1244), rng.uniform(320, 384)
        c.polygon(
            leaf(x, y, rng.uniform(20, 34), 20, rng.uniform(20, 160)), rng.choice((p.leaf, p.leaf_dark))
        )
    for x, drop in ((1036, 62), (1084, 44), (1140, 70), (1184, 50)):
        fruit = mix(p.ground, p.accents[1], 0.25)
        c.line([(x, 374), (x, 380 + drop * 0.4)], p.leaf_dark, 2.4)
        c.ellipse(x, 384 + drop * 0.8, 12, drop * 0.52, fruit)
        c.ellipse(x - 4, 380 + drop * 0.75, 4, drop * 0.3, lighter(fruit, 0.25))
    can = p.accents[2]
    c.ellipse(206, 690, 78, 12, p.leaf_dark, 0.3)
    c.polygon([(150, 590), (250, 590), (262, 690), (138, 690)], can)
    c.polygon([(150, 590), (178, 590), (170, 690), (138, 690)], lighter(can, 0.16))
    c.line(arc(200, 588, 44, 44, 180, 360, 24), darker(can, 0.15), 8)
    c.line([(256, 654), (330, 596)], can, 13)
    c.polygon([(316, 584), (346, 606), (360, 582), (334, 564)], darker(can, 0.12))
    c.ellipse(200, 590, 50, 9, darker(can, 0.3))


@scene("trống trường trên giá gỗ giữa sân, dây cờ nhiều màu và dãy lớp học phía sau", outdoors=True)
def drum(c: Canvas, p: Palette) -> None:
    landscape(c, p, 0.6, seed=6, sun=(0.86, 0.2))
    cloud(c, 480, 110, 200, lighter(p.sky[1], 0.5), 0.7)
    yard(c, p, 462)
    round_tree(c, p, 60, 470, 210)
    round_tree(c, p, 1220, 472, 220)
    school(c, p, 180, 464, 920)
    bunting(c, p, -20, 660, 110, 60)
    bunting(c, p, 620, 1300, 96, 66)
    c.ellipse(640, 684, 330, 30, p.leaf_dark, 0.22)
    wood = darker(p.wood, 0.1)
    c.rect(452, 596, 478, 690, wood, radius=5)
    c.rect(802, 596, 828, 690, wood, radius=5)
    c.rect(430, 674, 850, 692, darker(wood, 0.15), radius=6)
    c.rect(440, 600, 840, 618, lighter(wood, 0.08), radius=6)
    red = mix(FLAG, p.roof, 0.35)
    left = arc(470, 480, 46, 132, 90, 270, 40)
    top = curve([(470, 348), (560, 322), (720, 322), (810, 348)], 30)
    right = arc(810, 480, 46, 132, -90, 90, 40)
    bottom = curve([(810, 612), (720, 638), (560, 638), (470, 612)], 30)
    c.polygon(left + top + right + bottom, red)
    c.polygon(
        [
            *curve([(470, 352), (560, 328), (720, 328), (800, 352)], 30),
            *curve([(800, 420), (720, 410), (560, 410), (476, 420)], 30),
        ],
        lighter(red, 0.14),
    )
    c.polygon(
        [
            *curve([(476, 560), (560, 572), (720, 572), (804, 560)], 30),
            *curve([(804, 604), (720, 632), (560, 632), (476, 604)], 30),
        ],
        darker(red, 0.2),
    )
    skin = mix(p.path, p.paper, 0.4)
    c.ellipse(806, 480, 50, 134, darker(red, 0.3))
    c.ellipse(810, 480, 44, 124, skin)
    c.ellipse(816, 472, 28, 88, lighter(skin, 0.3))
    for angle in range(0, 360, 15):
        x, y = 808 + 47 * math.cos(math.radians(angle)), 480 + 129 * math.sin(math.radians(angle))
        c.circle(x, y, 3.4, STAR)
    for k in range(9):
        c.circle(486 + k * 0.2, 372 + k * 27, 3.6, STAR)
    c.ellipse(636, 482, 62, 62, STAR)
    c.ellipse(636, 482, 50, 50, red)
    c.polygon(star(636, 482, 44), STAR)
    for x0, y0, x1, y1 in ((880, 660, 1010, 628), (896, 676, 1022, 656)):
        c.line([(x0, y0), (x1, y1)], lighter(p.wood, 0.18), 11)
        c.circle(x1, y1, 11, red)


@scene(
    "gốc cây cổ thụ tỏa bóng giữa sân trường, ghế gỗ vòng quanh thân cây, những cuốn sách để trên ghế",
    outdoors=True,
)
def reading_tree(c: Canvas, p: Palette) -> None:
    landscape(c, p, 0.64, seed=37, sun=(0.16, 0.22))
    cloud(c, 930, 120, 200, lighter(p.sky[1], 0.5), 0.75)
    school(c, p, 40, 470, 470, floors=1)
    cottage(c, p, 960, 470, 240, 84)
    meadow(c, p, 470)
    c.polygon([(0, 520), (1280, 520), (1280, 720), (0, 720)], mix(p.ground, p.path, 0.5))
    c.ellipse(680, 626, 430, 62, p.leaf_dark, 0.28)
    trunk = mix(p.wood, p.leaf_dark, 0.4)
    c.polygon(
        [
            *curve([(590, 640), (640, 560), (640, 420), (610, 300)], 30),
            *curve([(700, 300), (710, 420), (720, 560), (790, 640)], 30),
        ],
        trunk,
    )
    c.polygon(
        [
            *curve([(600, 640), (648, 560), (648, 420), (618, 300)], 30),
            *curve([(636, 300), (664, 420), (664, 560), (640, 640)], 30),
        ],
        lighter(trunk, 0.13),
    )
    for a, b, w in (((640, 380), (470, 270), 24), ((680, 370), (850, 250), 26), ((655, 330), (650, 190), 28)):
        c.line(curve([a, ((a[0] + b[0]) / 2, b[1] + 60), b], 20), trunk, w)
    dark = mix(p.leaf, p.leaf_dark, 0.75)
    for x, y, r in (
        (430, 270, 120),
        (560, 190, 140),
        (720, 150, 150),
        (870, 220, 136),
        (640, 290, 120),
        (960, 300, 86),
        (360, 330, 76),
        (800, 310, 92),
        (500, 330, 84),
    ):
        c.circle(x, y, r, dark)
    for x, y, r in (
        (410, 244, 96),
        (550, 160, 116),
        (706, 118, 124),
        (860, 196, 106),
        (630, 236, 100),
        (950, 280, 66),
        (350, 312, 58),
    ):
        c.circle(x, y, r, p.leaf)
    for x, y, r in ((510, 124, 56), (664, 78, 66), (380, 206, 46), (826, 160, 54)):
        c.circle(x, y, r, lighter(p.leaf, 0.1))
    bench = mix(p.wood, p.path, 0.2)
    for x in (486, 610, 758, 880):
        c.rect(x, 612, x + 13, 662, darker(bench, 0.25))
    c.rect(464, 594, 916, 616, bench, radius=6)
    c.rect(464, 594, 916, 601, lighter(bench, 0.18), radius=3)
    for x, y, w, h, colour in (
        (520, 580, 74, 14, p.accents[0]),
        (526, 567, 66, 13, p.accents[1]),
        (800, 580, 80, 14, p.accents[3]),
    ):
        c.rect(x, y, x + w, y + h, colour, radius=3)
        c.rect(x + 5, y + 3, x + w, y + h - 3, p.paper)
    left_page = [*curve([(690, 594), (672, 578), (640, 576), (622, 584)], 14), (628, 594)]
    right_page = [*curve([(690, 594), (708, 578), (740, 576), (758, 584)], 14), (752, 594)]
    c.polygon(left_page, p.paper)
    c.polygon(right_page, mix(p.paper, p.shade, 0.4))
    rng = dice(7)
    for _ in range(26):
        x, y = rng.uniform(200, 1120), rng.uniform(560, 706)
        c.polygon(leaf(x, y, 15, 8, rng.uniform(0, 180)), rng.choice((p.accents[1], p.leaf)))
    bush(c, p, -40, 720, 230)
    bush(c, p, 1110, 722, 240)
