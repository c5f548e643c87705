"""Every pair of text and ground in the design can be told apart: light, dark and in high contrast."""

import re

import pytest
from django.conf import settings

from portal.design.colours import MODES, PAIRS, TOKENS, checked, contrast, tokens

CSS = settings.BASE_DIR / "static/css"
# Nothing is read on them, and they shine through.
SHADES = {"backdrop", "shadow"}
# Lines that only part what is apart anyway, and the second ring of the focus, which the first needs not.
DECORATION = {"border", "on-footer-line", "focus-halo"}


def public_styles():
    files = [*CSS.glob("*.css"), *(CSS / "components").glob("*.css")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files if file.name != "print.css")


def test_contrast_is_that_of_wcag():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_every_colour_of_the_stylesheet_is_read_in_all_modes():
    css = (settings.BASE_DIR / TOKENS).read_text(encoding="utf-8")
    colours = tokens()

    assert set(re.findall(r"--color-([a-z-]+):", css)) == {*colours, *SHADES}
    assert all(len(modes) == len(MODES) for modes in colours.values())
    assert colours["text"] == ("#221b16", "#f0e9df", "#000000", "#ffffff")


@pytest.mark.parametrize("mode", MODES)
def test_every_pair_reaches_its_ratio(mode):
    weak = [
        f"{each.pair.front} trên {each.pair.ground}: {each.ratio:.2f} < {each.pair.least(mode)}"
        for row in checked()
        for each in row
        if each.mode == mode and not each.is_enough
    ]

    assert weak == []


def test_every_colour_that_components_use_is_in_a_pair():
    css = public_styles()
    paired = {pair.front for pair in PAIRS} | {pair.ground for pair in PAIRS}
    texts = set(re.findall(r"[^-]color: var\(--color-([a-z-]+)\)", css))
    grounds = set(re.findall(r"background(?:-color)?: var\(--color-([a-z-]+)\)", css))

    assert set(re.findall(r"var\(--color-([a-z-]+)\)", css)) == paired | DECORATION | SHADES
    assert texts <= {pair.front for pair in PAIRS if pair.is_text}
    assert grounds - SHADES <= {pair.ground for pair in PAIRS} | {"on-brand"}
