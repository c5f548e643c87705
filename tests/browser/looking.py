"""What a browser finds wrong with a page, the screens to look at it on, the way of one without a mouse."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
# 320 CSS pixels are also what a screen of 1280 has left at 400 %.
NARROWEST = {"width": 320, "height": 640}

MAX_TABS = 120

# A view is told a second after the page is seen: in most tests that is another page's time.
UNCOUNTED = """
  const real = window.fetch;
  window.fetch = (where, ...rest) => where === "/dem/" ? new Promise(() => {}) : real(where, ...rest);
"""

# What runs for ever has no end to be brought to.
FINISH = """
  document.getAnimations()
    .filter((animation) => animation.effect.getComputedTiming().endTime < Infinity)
    .forEach((animation) => animation.finish())
"""


def violations(page: Page) -> list[tuple[Any, ...]]:
    """Return what axe finds: the rule, and the elements that break it. From then on nothing moves.

    A text that is fading in has too little contrast, for a moment.
    """
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(FINISH)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found]


def sideways_scroll(page: Page) -> list[str]:
    """Return what is wrong when the page is wider than the window, else nothing."""
    # Not what the window itself says: on a phone it grows with the page.
    width, window = page.evaluate("document.documentElement.scrollWidth"), page.viewport_size["width"]
    return [] if width <= window else [f"{width} px wide in a window of {window} px"]


def problems_of(page: Page, *sizes: dict[str, int]) -> Iterator[Any]:
    """Yield what axe finds, and whether the page is wider than the window, at each of these sizes."""
    for size in sizes:
        page.set_viewport_size(size)
        yield from ((size["width"], *violation) for violation in violations(page))
        yield from sideways_scroll(page)


def tab_to(page: Page, target: Locator) -> None:
    """Go on with the Tab key until the focus is on the target, as one without a mouse does."""
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            expect(target).to_be_in_viewport()
            return
    raise AssertionError(f"Không đến được bằng phím Tab: {target}")
