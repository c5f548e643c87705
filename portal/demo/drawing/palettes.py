"""The colours of the pictures: one palette is one light. Few hues, kept close, so that sixty covers agree."""

from dataclasses import dataclass

FLAG = "#c8372d"
STAR = "#f6d04d"


@dataclass(frozen=True)
class Palette:
    """``hills`` go from the farthest to the nearest; ``when`` ends the description of an outdoor scene."""

    sky: tuple[str, str]
    sun: str
    hills: tuple[str, str, str, str]
    leaf: str
    leaf_dark: str
    ground: str
    path: str
    wall: str
    shade: str
    roof: str
    window: str
    room: str
    room_low: str
    floor: str
    wood: str
    board: str
    paper: str
    accents: tuple[str, str, str, str]
    when: str = ""


_INDOOR_VIEW = {
    "sky": ("#a9cfdd", "#eaf3ee"),
    "sun": "#fff3d0",
    "hills": ("#b7d0cd", "#93b8ad", "#719f8e", "#568674"),
    "leaf": "#4f8068",
    "leaf_dark": "#3c6855",
    "ground": "#a3ba86",
    "path": "#e4d6b8",
    "wall": "#fbf3e2",
    "shade": "#e6d9c2",
    "roof": "#bf5f48",
    "window": "#7fa3ad",
}
_WARM = ("#cf6a4e", "#e2b04f", "#4f8784", "#7a93b2")

PALETTES: dict[str, Palette] = {
    "dawn": Palette(
        sky=("#a5c6cf", "#fbe3c6"),
        sun="#fff1cf",
        hills=("#c3cfc8", "#9dbbb2", "#77a096", "#55867b"),
        leaf="#4b7d6c",
        leaf_dark="#37655a",
        ground="#93b08a",
        path="#ecd9b6",
        wall="#fdf1dc",
        shade="#ead7bb",
        roof="#c9694f",
        window="#8fb0ad",
        room="#f3e2cd",
        room_low="#e6cfb3",
        floor="#c7a581",
        wood="#b17f54",
        board="#3f5d55",
        paper="#fffaf0",
        accents=("#cf6a4e", "#e7b456", "#5d9089", "#8ba2b8"),
        when="lúc bình minh",
    ),
    "day": Palette(
        sky=("#8dbfd6", "#e3f0ec"),
        sun="#fff7dc",
        hills=("#adcccb", "#86b3a7", "#629783", "#477f69"),
        leaf="#437b5e",
        leaf_dark="#33634c",
        ground="#9dba7e",
        path="#e9dcbd",
        wall="#fff7e7",
        shade="#e8dcc6",
        roof="#c15a43",
        window="#7ba1b0",
        room="#e7eee6",
        room_low="#d5e0d4",
        floor="#c8b08a",
        wood="#b0845a",
        board="#35584c",
        paper="#fffdf6",
        accents=("#cb6247", "#e0ac46", "#4b8783", "#6f92b4"),
        when="giữa một ngày nắng",
    ),
    "dusk": Palette(
        sky=("#64749f", "#f6c79c"),
        sun="#ffe3b0",
        hills=("#a294a6", "#7f7d9a", "#5f6884", "#47546f"),
        leaf="#41566a",
        leaf_dark="#334658",
        ground="#70786f",
        path="#c9ad93",
        wall="#f2d9bd",
        shade="#d3b79f",
        roof="#a1524a",
        window="#f5cf87",
        room="#6a7393",
        room_low="#596382",
        floor="#8a6f66",
        wood="#9a6d52",
        board="#2f3b52",
        paper="#fdf0dc",
        accents=("#d17a5c", "#f0c06d", "#6f98a0", "#9aa6c6"),
        when="lúc hoàng hôn",
    ),
    "mist": Palette(
        sky=("#c3d1d1", "#eff2ec"),
        sun="#fbf8ec",
        hills=("#c4d2ce", "#a6bcb7", "#84a29b", "#64877f"),
        leaf="#557c72",
        leaf_dark="#43675f",
        ground="#99ae9d",
        path="#d9d5c3",
        wall="#f4efe3",
        shade="#dad5c8",
        roof="#ab6a5a",
        window="#94aba9",
        room="#e2e9e5",
        room_low="#d0dad5",
        floor="#b6ab98",
        wood="#9d7f62",
        board="#42574f",
        paper="#fbfaf4",
        accents=("#bb6e58", "#d3b069", "#5f8a86", "#879db0"),
        when="trong sương sớm",
    ),
    "night": Palette(
        sky=("#1d2c4e", "#50658a"),
        sun="#f3ecd6",
        hills=("#40567b", "#32476a", "#273a59", "#1d2e48"),
        leaf="#22384d",
        leaf_dark="#182a3c",
        ground="#24384a",
        path="#55607a",
        wall="#7b7f93",
        shade="#5c627b",
        roof="#4d4257",
        window="#f8cd74",
        room="#35456a",
        room_low="#2b3959",
        floor="#4a4458",
        wood="#6d5346",
        board="#1f2c42",
        paper="#e9e2d0",
        accents=("#c8745a", "#f2c264", "#5e8a96", "#7f93bd"),
        when="dưới trời sao",
    ),
    "sage": Palette(
        **_INDOOR_VIEW,
        room="#dfe8de",
        room_low="#cddacd",
        floor="#c9b492",
        wood="#b2875c",
        board="#35564b",
        paper="#fffdf6",
        accents=_WARM,
    ),
    "sky": Palette(
        **_INDOOR_VIEW,
        room="#dbe8ee",
        room_low="#c7d9e2",
        floor="#cdb997",
        wood="#b58b63",
        board="#2f5062",
        paper="#fdfdfa",
        accents=("#d0705a", "#e3b65a", "#4d8496", "#6f92b8"),
    ),
    "sand": Palette(
        **_INDOOR_VIEW,
        room="#f3e8d6",
        room_low="#e6d6bc",
        floor="#bd9d78",
        wood="#a9774d",
        board="#40554b",
        paper="#fffaf0",
        accents=("#c9654a", "#dda744", "#5b8a7d", "#7f94a8"),
    ),
    "plum": Palette(
        **_INDOOR_VIEW,
        room="#e8dfe5",
        room_low="#d8c9d3",
        floor="#bda795",
        wood="#a27a61",
        board="#494358",
        paper="#fdf9f6",
        accents=("#c26a63", "#ddb162", "#6b8b93", "#8b84ac"),
    ),
}
