"""The colours of static/css/tokens.css in each way to read, and how well text can be told from its ground.

The stylesheet stays the one place where colours are: this reads it. Source of the ratio: WCAG 2.2.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

TOKENS = Path("static/css/tokens.css")
MODES = ("Sáng", "Tối", "Sáng, tương phản cao", "Tối, tương phản cao")
STRONG = MODES[2:]

TEXT = 4.5
PARTS = 3.0  # Lines and shapes that mean something (WCAG 1.4.11); large text.
STRONG_TEXT = 7.0

_HEX = r"#[0-9a-f]{6}"
_LIGHT_DARK = rf"light-dark\(({_HEX}), ({_HEX})\)"
# «--color-x: #…;», «light-dark(…)», or both pairs: as a rule, and in high contrast.
_TOKEN = re.compile(
    rf"--color-([a-z-]+): (?:({_HEX})|{_LIGHT_DARK}|"
    rf"var\(--usual, {_LIGHT_DARK}\) var\(--strong, {_LIGHT_DARK}\));"
)


class Pair(NamedTuple):
    """Two colours that meet on a page: text or a line, and what it stands on."""

    front: str
    ground: str
    is_text: bool = True

    def least(self, mode: str) -> float:
        """Return the ratio that this pair must reach."""
        if not self.is_text:
            return PARTS
        return STRONG_TEXT if mode in STRONG else TEXT


@dataclass(frozen=True)
class Checked:
    """A pair as it is in one way to read."""

    pair: Pair
    mode: str
    front: str
    ground: str

    @property
    def ratio(self) -> float:
        return contrast(self.front, self.ground)

    @property
    def is_enough(self) -> bool:
        return self.ratio >= self.pair.least(self.mode)


_PAPER = ("page", "surface", "tint")
_ON_PAPER = ("text", "muted", "link", "visited", "accent", "good", "caution", "bad")
PAIRS = (
    *(Pair(front, ground) for front in _ON_PAPER for ground in _PAPER),
    Pair("text", "mark"),
    Pair("on-brand", "brand"),
    Pair("on-brand", "brand-deep"),
    Pair("on-brand", "action"),
    Pair("on-brand", "action-deep"),
    Pair("gold-soft", "brand"),
    Pair("ink", "gold"),
    Pair("ink", "gold-soft"),
    Pair("on-footer", "footer"),
    Pair("on-footer-muted", "footer"),
    # The edges of fields and buttons, the accent on rules, the ring round what has the focus.
    *(Pair(front, ground, False) for front in ("border-strong", "accent", "focus") for ground in _PAPER),
    *(Pair("gold", ground, False) for ground in ("brand", "brand-deep", "footer")),
)


def tokens() -> dict[str, tuple[str, str, str, str]]:
    """Return the colours by their names without «--color-», each in the order of MODES.

    Those that shine through (backdrop, shadow) are left out: nothing is read on them.
    """
    css = (settings.BASE_DIR / TOKENS).read_text(encoding="utf-8")
    found = {}
    for name, one, light, dark, usual_light, usual_dark, *strong in _TOKEN.findall(css):
        usual = (light or usual_light or one, dark or usual_dark or one)
        found[name] = (*usual, *(strong if strong[0] else usual))
    return found


def checked() -> list[list[Checked]]:
    """Return each pair in each way to read."""
    colours = tokens()
    return [
        [
            Checked(pair, mode, colours[pair.front][place], colours[pair.ground][place])
            for place, mode in enumerate(MODES)
        ]
        for pair in PAIRS
    ]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (#rrggbb), from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
