"""Scenes between hills and rivers."""

import math

from portal.demo.drawing.buildings import cottage, flagpole, house_on_stilts, school, tiled_roof
from portal.demo.drawing.canvas import Canvas, arc, curve, darker, dice, leaf, lighter, mix
from portal.demo.drawing.nature import (
    bamboo,
    bush,
    cloud,
    grass,
    landscape,
    meadow,
    palm,
    pine,
    ranges,
    ridge,
    round_tree,
    sky,
    stars,
    water,
)
from portal.demo.drawing.palettes import FLAG, STAR, Palette
from portal.demo.drawing.registry import scene


@scene("điểm trường nhỏ trên sườn đồi, con đường mòn uốn lên, xa xa núi chồng lên núi", outdoors=True)
def hill_school(c: Canvas, p: Palette) -> None:
    sky(c, p, (0.24, 0.26))
    ranges(c, p, 0.7, seed=21)
    slope = curve([(-10, 610), (330, 590), (560, 372), (900, 388), (1290, 470)], 60)
    c.polygon([*slope, (1290, 730), (-10, 730)], p.hills[3])
    front = curve([(-10, 690), (360, 590), (820, 640), (1290, 560)], 50)
    path = curve([(330, 730), (420, 640), (760, 640), (720, 540), (640, 500), (742, 452)], 60)
    for k in range(len(path) - 1):
        t = 1 - k / len(path)
        c.line([path[k], path[k + 1]], mix(p.path, p.hills[3], 0.25), 6 + 30 * t * t)
    cottage(c, p, 690, 452, 250, 82)
    flagpole(c, p, 640, 466, 150)
    for x, y, h in ((975, 462, 120), (1040, 474, 92), (1090, 480, 128), (596, 470, 86)):
        pine(c, p, x, y, h)
    c.polygon([*front, (1290, 730), (-10, 730)], mix(p.leaf, p.ground, 0.25))
    for x, y, h in ((120, 700, 190), (196, 716, 140), (1200, 640, 190), (1120, 656, 130)):
        pine(c, p, x, y, h)
    grass(c, p, 690, seed=8, count=70)


@scene("ruộng bậc thang uốn theo sườn đồi, mái nhà nhỏ bên rặng cây", outdoors=True)
def terraces(c: Canvas, p: Palette) -> None:
    sky(c, p, (0.7, 0.22))
    cloud(c, 150, 130, 220, lighter(p.sky[1], 0.5), 0.75)
    ranges(c, p, 0.6, seed=33)
    steps = 11
    for k in range(steps):
        t = k / (steps - 1)
        y = 360 + 330 * t**1.25
        amp = 36 + 40 * t
        line = [
            (
                x,
                y
                + amp * math.sin(x / 1280 * math.tau * 0.8 + 1.1 + k * 0.22) * (0.4 + 0.6 * t)
                + 20 * math.sin(x / 300 + k),
            )
            for x in range(-10, 1301, 10)
        ]
        field = mix(p.ground, p.leaf, 0.12 + 0.42 * ((k * 5) % 7) / 7)
        shining = k in (3, 4, 7)
        c.polygon(
            [*line, (1290, 730), (-10, 730)],
            mix(p.sky[0], p.sky[1], 0.55) if shining else lighter(field, 0.08),
        )
        rim = [(x, py + 5 + 6 * t) for x, py in line]
        c.polygon([*line, *reversed(rim)], lighter(p.ground, 0.3))
        bank = [(x, py + 9 + 15 * t) for x, py in line]
        if shining:
            c.line([(x, py + 22 + 12 * t) for x, py in line], lighter(p.sky[1], 0.4), 1.5)
        else:
            c.polygon([*rim, *reversed(bank)], darker(field, 0.14))
    cottage(c, p, 905, 404, 110, 46)
    for x, y, h in ((890, 408, 84), (1040, 406, 96), (1078, 412, 70)):
        round_tree(c, p, x, y, h)
    for k, (x, lean) in enumerate(((40, 120), (84, 60), (130, 150))):
        bamboo(c, p, x, 740, 150 + 60 * k, lean, 13, seed=k + 2)
    grass(c, p, 706, seed=3, count=60)


@scene("cây cầu treo bắc qua sông, bên kia sông là mái trường và hàng cau", outdoors=True)
def bridge(c: Canvas, p: Palette) -> None:
    landscape(c, p, 0.6, seed=27, sun=(0.55, 0.2))
    cloud(c, 130, 140, 230, lighter(p.sky[1], 0.5), 0.75)
    for x, h in ((760, 190), (800, 160), (1180, 210)):
        palm(c, p, x, 452, h)
    school(c, p, 850, 452, 300, floors=1)
    flagpole(c, p, 806, 470, 170)
    water(c, p, [(0, 468), (1280, 456), (1280, 640), (0, 700)])
    c.polygon(
        [*curve([(520, 470), (760, 452), (1000, 470), (1290, 452)], 30), (1290, 478), (520, 486)], p.hills[3]
    )
    bank = curve([(-10, 520), (150, 540), (260, 640), (420, 730)], 40)
    c.polygon([*bank, (-10, 730)], mix(p.leaf, p.ground, 0.3))
    c.polygon(
        [*curve([(1290, 610), (1120, 640), (1010, 690), (960, 730)], 30), (1290, 730)],
        mix(p.leaf, p.ground, 0.2),
    )
    steel = mix(p.board, p.hills[3], 0.25)
    deck = curve([(110, 548), (420, 520), (690, 486)], 40)
    main = curve([(168, 372), (400, 560), (664, 400)], 40)
    for x, y0, y1 in ((160, 366, 556), (660, 394, 490)):
        c.rect(x - 8, y0, x + 8, y1, p.shade)
        c.rect(x - 14, y0 - 8, x + 14, y0 + 4, p.roof)
    c.line([(24, 540), (168, 372)], steel, 4)
    c.line([(664, 400), (742, 478)], steel, 3)
    for shift in (0, 16):
        c.line([(x + shift, y - shift * 0.3) for x, y in main], steel, 3.4)
    for k in range(3, 38, 2):
        top = main[k]
        share = (top[0] - 110) / 580
        low = deck[min(40, max(0, round(share * 40)))]
        c.line([top, (top[0], low[1])], steel, 1.8)
    c.line(deck, mix(p.wood, p.path, 0.3), 13)
    c.line([(x, y - 8) for x, y in deck], lighter(p.wood, 0.2), 3)
    for k, (x, lean) in enumerate(((1236, -40), (1262, 24), (1290, -56))):
        bamboo(c, p, x, 740, 170 + 50 * k, lean, 13, seed=k + 11)
    grass(c, p, 700, seed=19, count=60)


@scene("con đường nhựa ướt mưa uốn qua đồi, hàng cọc tiêu bên đường, mây thấp phủ sườn núi", outdoors=True)
def road(c: Canvas, p: Palette) -> None:
    sky(c, p, (0.36, 0.22))
    ranges(c, p, 0.62, seed=52)
    for x, y, w in ((-40, 330, 460), (520, 300, 380), (900, 350, 460)):
        cloud(c, x, y, w, lighter(p.sky[1], 0.55), 0.7)
    ridge(c, 490, 90, p.hills[3], 61, 1.2)
    meadow(c, p, 476)
    left = curve([(250, 730), (560, 640), (980, 590), (800, 520), (640, 486), (742, 462)], 70)
    right = curve([(830, 730), (900, 650), (1180, 580), (880, 512), (690, 484), (756, 462)], 70)
    asphalt = mix(p.hills[3], p.board, 0.4)
    c.polygon(left + right[::-1], asphalt)
    c.polygon([*left, *[(x + 14 * (y - 450) / 270, y) for x, y in reversed(left)]], lighter(asphalt, 0.3))
    middle = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(left, right, strict=True)]
    for k in range(0, 60, 6):
        width = 1.5 + 7 * ((middle[k][1] - 450) / 280)
        c.line(middle[k : k + 4], lighter(p.wall, 0.2), width, round_ends=False)
    c.polygon([(520, 700), (720, 676), (800, 690), (620, 716)], lighter(p.sky[1], 0.1), 0.35)
    for k in (6, 16, 26, 36, 46, 54):
        x, y = right[k]
        size = 0.35 + 1.1 * (y - 462) / 268
        c.rect(x + 24 * size, y - 62 * size, x + 40 * size, y + 4, lighter(p.wall, 0.3))
        c.rect(x + 24 * size, y - 56 * size, x + 40 * size, y - 40 * size, FLAG)
    for x, y, h in ((110, 560, 150), (210, 580, 110), (40, 620, 200), (1130, 520, 130), (1220, 546, 170)):
        pine(c, p, x, y, h)
    cottage(c, p, 520, 488, 92, 36)
    grass(c, p, 690, seed=31, count=80)


@scene("lớp học nhỏ sáng đèn bên sườn đồi, bậc đá dẫn lên cửa", outdoors=True)
def night_class(c: Canvas, p: Palette) -> None:
    sky(c, p, (0.8, 0.2), disc=34)
    stars(c, p)
    ranges(c, p, 0.66, seed=72)
    hill = curve([(-10, 560), (240, 520), (420, 430), (760, 430), (1000, 500), (1290, 520)], 60)
    c.polygon([*hill, (1290, 730), (-10, 730)], p.hills[3])
    light = "#ffd98a"
    c.glow(600, 420, 420, light, 0.55)
    x0, x1, top, foot = 400, 800, 330, 470
    c.rect(x0, top, x1, foot, mix(p.wall, p.wood, 0.35))
    c.rect(x0, top, x1, top + 16, darker(mix(p.wall, p.wood, 0.35), 0.25))
    for k, x in enumerate((428, 514, 676)):
        c.gradient((x, 364, x + 68, 426), lighter(light, 0.35), light)
        c.rect(x + 32, 364, x + 36, 426, darker(p.wood, 0.3))
        c.rect(x, 390, x + 68, 393, darker(p.wood, 0.3))
        if k == 1:
            c.rect(x + 6, 396, x + 30, 426, darker(p.wood, 0.15), alpha=0.5)
    c.gradient((602, 368, 656, 470), lighter(light, 0.45), light)
    c.polygon([(602, 470), (656, 470), (760, 620), (498, 620)], light, 0.2)
    tiled_roof(c, p, x0, x1, top + 2, 78)
    c.rect(x0 - 10, foot - 6, x1 + 10, foot + 6, darker(p.wall, 0.35))
    for k in range(7):
        y = 478 + k * 17
        c.rect(592 - 9 * k, y, 666 + 9 * k, y + 9, mix(p.path, light, 0.3 - 0.03 * k), radius=3)
    round_tree(c, p, 330, 486, 190, colour=p.leaf)
    for x, h in ((886, 230), (930, 180)):
        palm(c, p, x, 500, h)
    front = curve([(-10, 640), (320, 590), (700, 690), (1290, 590)], 50)
    c.polygon([*front, (1290, 730), (-10, 730)], p.leaf_dark)
    for x, y, h in ((90, 660, 210), (170, 672, 150), (1190, 640, 200), (1110, 660, 140)):
        pine(c, p, x, y, h)
    grass(c, p, 690, seed=4, count=70)


@scene("nếp nhà sàn mái lá bên hàng cau, khói bếp bay lên trước dãy núi", outdoors=True)
def stilt_house(c: Canvas, p: Palette) -> None:
    landscape(c, p, 0.66, seed=88, sun=(0.2, 0.3))
    for x, h in ((905, 330), (960, 280), (1020, 350)):
        palm(c, p, x, 500, h)
    for share, alpha in ((1, 0.2), (0.55, 0.28)):
        middle = [
            (552 + 74 * t + 20 * math.sin(t * 6), 262 - 240 * t, (7 + 44 * t) * min(1, 4 - 4 * t))
            for t in (k / 30 for k in range(31))
        ]
        left = [(x - half * share, y) for x, y, half in middle]
        right = [(x + half * share, y) for x, y, half in reversed(middle)]
        c.polygon(left + right, lighter(p.sky[1], 0.3), alpha)
    house_on_stilts(c, p, 300, 560, 560)
    c.polygon(
        [
            *curve([(600, 560), (640, 620), (520, 660), (560, 730)], 30),
            *curve([(760, 730), (680, 660), (720, 620), (660, 560)], 30),
        ],
        p.path,
    )
    round_tree(c, p, 180, 560, 250)
    for k in range(6):
        x = 940 + k * 52
        c.line([(x, 620), (x, 556)], mix(p.wood, p.path, 0.3), 7)
    for y in (574, 602):
        c.line([(920, y), (1226, y)], mix(p.wood, p.path, 0.3), 5)
    for k, (x, lean) in enumerate(((1130, -70), (1176, 30), (1226, -110))):
        bamboo(c, p, x, 740, 120 + 60 * k, lean, 14, seed=k + 31)
    grass(c, p, 680, seed=14, count=110)
    bush(c, p, -30, 700, 230)


@scene("trạm phát sóng trên đỉnh đồi nối những điểm trường nhỏ bằng các đường sáng mảnh", outdoors=True)
def network(c: Canvas, p: Palette) -> None:
    sky(c, p, (0.2, 0.28))
    ranges(c, p, 0.72, seed=63)
    hill = curve([(-10, 640), (300, 600), (560, 380), (700, 380), (960, 560), (1290, 520)], 60)
    c.polygon([*hill, (1290, 730), (-10, 730)], p.hills[3])
    base = (632, 436)
    steel = lighter(p.wall, 0.2)
    for dx in (-30, 30):
        c.line([(base[0] + dx, base[1]), (base[0] + dx * 0.15, 170)], steel, 5)
    for k in range(7):
        t0, t1 = k / 7, (k + 1) / 7
        w0, w1 = 30 - 25.5 * t0, 30 - 25.5 * t1
        y0, y1 = base[1] - 266 * t0, base[1] - 266 * t1
        c.line([(base[0] - w0, y0), (base[0] + w1, y1)], steel, 2.6)
        c.line([(base[0] + w0, y0), (base[0] - w1, y1)], steel, 2.6)
    c.line([(base[0], 172), (base[0], 128)], steel, 4)
    c.circle(base[0], 124, 7, p.accents[0])
    for k in range(1, 4):
        for start in (-38, 142):
            c.line(arc(base[0], 124, 34 * k, 34 * k, start, start + 76, 24), lighter(p.sun, 0.2), 5 - k)
    places = ((196, 566, 96), (1056, 520, 104), (430, 640, 120), (880, 652, 128))
    for x, y, w in places:
        end = (x + w / 2, y - w * 0.6)
        wire = curve([(base[0], 130), ((base[0] + end[0]) / 2, min(130, end[1]) - 30), end], 50)
        for k in range(0, 50, 2):
            c.line(wire[k : k + 2], lighter(p.sun, 0.1), 2.6)
        c.circle(*end, 6, p.accents[1])
    for x, y, w in places:
        cottage(c, p, x, y, w, w * 0.38)
        pine(c, p, x - 26, y + 3, w * 0.7)
        pine(c, p, x + w + 24, y + 4, w * 0.86)
    front = curve([(-10, 700), (420, 660), (820, 720), (1290, 668)], 40)
    c.polygon([*front, (1290, 730), (-10, 730)], p.leaf_dark)
    grass(c, p, 704, seed=23, count=70)


@scene("ngôi trường trong mưa lớn, mây xám phủ đồi, nước đọng trên sân", outdoors=True)
def storm(c: Canvas, p: Palette) -> None:
    c.gradient((0, 0, 1280, 720), mix(p.hills[2], p.board, 0.25), p.sky[0])
    for depth, colour in enumerate(p.hills[:3]):
        ridge(c, 420 + 30 * depth, 170 - 30 * depth, darker(colour, 0.12), 90 + depth, 1.4 + depth * 0.5)
    for k, (x, y, w) in enumerate(
        (
            (-80, 150, 520),
            (300, 110, 520),
            (720, 160, 560),
            (1040, 110, 420),
            (120, 210, 440),
            (640, 230, 420),
        )
    ):
        cloud(c, x, y, w, mix(p.hills[1], p.hills[3], 0.35 + 0.06 * (k % 3)), 0.92)
    c.gradient((0, 470, 1280, 720), mix(p.ground, p.hills[3], 0.4), mix(p.ground, p.hills[3], 0.6))
    for x, h in ((120, 220), (1150, 240)):
        round_tree(c, p, x, 486, h)
    school(c, p, 300, 486, 660)
    surface = mix(p.sky[0], p.hills[1], 0.4)
    for x, y, rx, ry in ((420, 600, 250, 26), (900, 640, 270, 30), (180, 676, 190, 22), (640, 545, 170, 12)):
        c.ellipse(x, y, rx, ry, surface)
        c.ellipse(x - rx * 0.1, y - ry * 0.1, rx * 0.8, ry * 0.62, lighter(surface, 0.16))
    for x, y, r in ((360, 600, 30), (500, 606, 20), (860, 640, 34), (1010, 648, 24), (160, 676, 24)):
        c.line(arc(x, y, r, r * 0.24, 0, 360, 40), lighter(surface, 0.55), 1.8)
    rng = dice(44)
    for _ in range(300):
        x, y, length = rng.uniform(-40, 1320), rng.uniform(60, 700), rng.uniform(20, 46)
        c.line([(x, y), (x - length * 0.3, y + length)], lighter(p.sky[1], 0.2), rng.choice((0.9, 1.2, 1.5)))
    c.haze(380, 560, p.sky[1], 0, 0.16)
    branch = curve([(60, 704), (150, 668), (260, 684), (360, 660)], 30)
    c.line(branch, darker(p.wood, 0.3), 12)
    for px, py in branch[6::3]:
        for angle in (-70, -30, 40, 80):
            c.polygon(leaf(px, py, 44, 16, angle), p.leaf if angle < 0 else p.leaf_dark)


@scene("cành đào nở trước hiên nhà trên đồi, phía xa là thung lũng và những dãy núi", outdoors=True)
def blossom(c: Canvas, p: Palette) -> None:
    sky(c, p, (0.3, 0.32))
    ranges(c, p, 0.72, seed=19)
    cottage(c, p, 120, 520, 240, 80)
    for x, h in ((80, 150), (396, 120)):
        pine(c, p, x, 524, h)
    slope = curve([(-10, 500), (300, 520), (620, 600), (1290, 560)], 50)
    c.polygon([*slope, (1290, 730), (-10, 730)], mix(p.leaf, p.ground, 0.35))
    c.polygon(
        [
            *curve([(180, 730), (240, 640), (300, 590), (236, 524)], 30),
            *curve([(258, 524), (340, 590), (320, 640), (330, 730)], 30),
        ],
        p.path,
    )
    bark = mix(p.wood, p.board, 0.55)
    boughs = (
        ([(1300, 690), (1130, 560), (1010, 330), (760, 250)], 34),
        ([(1060, 420), (980, 260), (900, 150), (700, 96)], 16),
        ([(1130, 540), (1190, 330), (1130, 170), (1180, 40)], 22),
        ([(930, 300), (820, 320), (700, 380), (580, 372)], 12),
        ([(1160, 300), (1210, 220), (1250, 150), (1290, 120)], 11),
        ([(860, 160), (800, 150), (720, 190), (640, 180)], 9),
    )
    tips = []
    for control, width in boughs:
        path = curve(control, 40)
        for k in range(40):
            c.line(path[k : k + 2], bark, width * (1 - 0.72 * k / 40) + 2)
        tips += path[14:]
    rng = dice(17)
    petal = mix("#e58fa2", p.sky[1], 0.22)
    for _ in range(128):
        x, y = rng.choice(tips)
        x, y = x + rng.uniform(-22, 22), y + rng.uniform(-22, 22)
        size, turn = rng.uniform(8, 15), rng.uniform(0, 72)
        colour = rng.choice((petal, lighter(petal, 0.25), darker(petal, 0.06)))
        for k in range(5):
            angle = math.radians(turn + 72 * k)
            c.circle(
                x + size * 0.72 * math.cos(angle), y + size * 0.72 * math.sin(angle), size * 0.58, colour
            )
        c.circle(x, y, size * 0.3, mix(STAR, petal, 0.25))
    for _ in range(46):
        x, y = rng.choice(tips)
        c.circle(x + rng.uniform(-26, 26), y + rng.uniform(-26, 26), rng.uniform(3.5, 6), darker(petal, 0.1))
    for _ in range(22):
        x, y = rng.choice(tips)
        c.polygon(leaf(x, y, rng.uniform(16, 26), 7, rng.uniform(-60, 200)), mix(p.leaf, p.ground, 0.5))
    for _ in range(16):
        x, y = rng.uniform(420, 1200), rng.uniform(420, 690)
        c.ellipse(x, y, 6, 3.6, petal, 0.85)
    grass(c, p, 700, seed=27, count=60)
