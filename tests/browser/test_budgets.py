"""What a page may weigh, whom it may ask, and that nothing in it jumps; with everything on."""

import gzip
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from tests.portal.full_portal import make_full_portal

pytestmark = pytest.mark.thorough

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
RAW_BYTES, COMPRESSED_BYTES = 100_000, 30_000
MOST_SHIFT = 0.02
# What counts as the page itself; pictures come when they are scrolled to.
PARTS = ("document", "stylesheet", "script")
NGINX_LEVEL = 5  # gzip_comp_level in deploy/nginx.conf

WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const moved = entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? String(node));
    window.shifts.push([entry.value, ...moved]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
# As a reader would, a screen at a time, so that all that loads late has loaded.
TO_THE_END = """
async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const isSeen = ({ top, bottom }) => top < window.innerHeight && bottom > 0;
  const arrived = (image) => image.complete || new Promise((done) => (image.onload = image.onerror = done));
  for (let top = 0; top < document.documentElement.scrollHeight; top += window.innerHeight / 2) {
    window.scrollTo({ top, behavior: "instant" });
    await frame();
    const seen = [...document.images].filter((image) => isSeen(image.getBoundingClientRect()));
    await Promise.all(seen.map(arrived));
  }
  await frame();
  return window.shifts;
}
"""


@dataclass
class Visit:
    """What a browser asked for while it showed a page, and what jumped there."""

    requests: list[Request] = field(default_factory=list)
    shifts: list = field(default_factory=list)

    @property
    def bodies(self) -> list[bytes]:
        return [asked.response().body() for asked in self.requests if asked.resource_type in PARTS]

    @property
    def status(self) -> int:
        return next(asked.response().status for asked in self.requests if asked.resource_type == "document")

    @property
    def hosts(self) -> set[str]:
        addresses = (urlsplit(asked.url) for asked in self.requests)
        return {address.netloc for address in addresses if address.scheme != "data"}

    @property
    def raw(self) -> int:
        return sum(map(len, self.bodies))

    @property
    def compressed(self) -> int:
        return sum(len(gzip.compress(body, NGINX_LEVEL)) for body in self.bodies)


@pytest.fixture
def portal(monkeypatch):
    return make_full_portal(monkeypatch)


def visit(page: Page, address: str, size: dict[str, int] = PHONE) -> Visit:
    """Read a page to its end."""
    found = Visit()

    def note(request: Request) -> None:
        found.requests.append(request)

    page.set_viewport_size(size)
    page.on("request", note)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    found.shifts = page.evaluate(TO_THE_END)
    page.wait_for_load_state("networkidle")
    page.remove_listener("request", note)
    return found


def test_pages_are_light_and_ask_nobody_else(page, site, portal):
    page.add_init_script(WATCH_SHIFTS)
    walk = portal.addresses | {
        "news": "/tin-tuc/?trang=2",
        "filtered register": "/van-ban/?loai=cong-van&sap-xep=cu-nhat",
        "due documents": "/van-ban/sap-den-han/",
        "search": "/tim-kiem/?q=hoc+sinh",
        "not found": "/khong-co/",
    }
    too_heavy, strangers = {}, {}
    for name, address in walk.items():
        found = visit(page, site.url + address)
        assert len(found.bodies) >= 3, name  # The page, a stylesheet, a script.
        assert found.status == (404 if name == "not found" else 200), name
        most = COMPRESSED_BYTES if name == "home" else RAW_BYTES
        if found.raw > RAW_BYTES or found.compressed > most:
            too_heavy[name] = (found.raw, found.compressed)
        if found.hosts != {urlsplit(site.url).netloc}:
            strangers[name] = found.hosts
    assert (too_heavy, strangers) == ({}, {})


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_jumps(page, site, portal, size):
    page.add_init_script(WATCH_SHIFTS)
    jumping = {}
    for name, address in portal.addresses.items():
        shifts = visit(page, site.url + address, size).shifts
        if sum(value for value, *_ in shifts) >= MOST_SHIFT:
            jumping[name] = shifts
    # The ticker has moved on by itself, and nothing with it.
    page.goto(site.url)
    expect(page.locator("[data-ticker-list] > li").nth(1)).to_be_in_viewport(timeout=10_000)
    if shifts := page.evaluate("window.shifts"):
        jumping["ticker"] = shifts
    assert jumping == {}
