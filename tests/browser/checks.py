"""What tests look at on any page: accessibility, width, the way of one who has no mouse."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
MAX_TABS = 120


def problems_of(page: Page, *sizes: dict[str, int]) -> Iterator[Any]:
    """Yield what axe finds, and whether the page is wider than the window, at each of these sizes."""
    for size in sizes:
        page.set_viewport_size(size)
        yield from ((size["width"], *violation) for violation in violations(page))
        yield from sideways_scroll(page)


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Return the rules that axe finds broken, each with the elements that break it."""
    found = Axe().run(page).response["violations"]
    return [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found]


def sideways_scroll(page: Page) -> list[str]:
    """Return what is wrong when the page is wider than the window, else nothing."""
    # Not what the window itself says: on a phone it grows with the page.
    width, window = page.evaluate("document.documentElement.scrollWidth"), page.viewport_size["width"]
    return [] if width <= window else [f"{width} px wide in a window of {window} px"]


def tab_to(page: Page, target: Locator) -> None:
    """Go on with the Tab key until the focus is on the target, as one without a mouse does."""
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            expect(target).to_be_in_viewport()
            return
    raise AssertionError(f"Không đến được bằng phím Tab: {target}")
