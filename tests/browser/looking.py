"""What a browser finds wrong with a page, and the screens to look at it on."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
# 320 CSS pixels are also what a screen of 1280 has left at 400 %.
NARROWEST = {"width": 320, "height": 640}

# A view is told a second after the page is seen: the row would come after those of the test were deleted,
# and be there for the tests that follow.
UNCOUNTED = "navigator.sendBeacon = () => true"


def violations(page: Page) -> list[tuple[Any, ...]]:
    """Return what axe finds: the rule, and the elements that break it."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found]


def sideways_scroll(page: Page) -> list[str]:
    """Return what is wrong when the page is wider than the window, else nothing."""
    width, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [] if width <= window else [f"{width} px wide in a window of {window} px"]
