"""What counting costs: a beacon beside a view that does nothing, and what a page does for it.

In this process, one after the other, so that the two can be compared; a beacon's share of the batch that is
written once a second is part of its cost.
"""

import io
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import resolve, set_urlconf

from bench.report import Check
from bench.urls import BARE
from core.beacon import PAGE, Read, make_token
from stats.buffer import buffer
from stats.middleware import CountRobots

BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"
ROUNDS = 5
# A beacon must reach this share of what a bare view does in the same time.
SHARE = 0.5
PAGE_MS = 0.2


@dataclass(frozen=True)
class Costs:
    """Seconds for one bare view, for one beacon with its share of a batch, and for what a page does."""

    bare: float
    beacon: float
    batch: float
    page: float
    page_queries: int

    @property
    def share(self) -> float:
        return self.bare / (self.beacon + self.batch)

    def checks(self, tolerance: float) -> list[Check]:
        """Return the limits, each with what was found."""
        return [
            Check(
                "Đếm, một báo đã xem so với một trang Django trống (lần)",
                1 / self.share,
                1 / SHARE,
                tolerance,
            ),
            Check("Đếm, việc của trang (ms)", self.page * 1000, PAGE_MS, tolerance),
            Check("Đếm, việc của trang: truy vấn", self.page_queries, 0),
        ]

    def __str__(self) -> str:
        return (
            f"Đếm: trang Django trống {self.bare * 1e6:.0f} µs, báo đã xem {self.beacon * 1e6:.0f} µs và "
            f"{self.batch * 1e6:.0f} µs ghi theo lô ({self.share:.0%} số lượt mỗi giây của trang trống); "
            f"việc của trang {self.page * 1e6:.0f} µs, {self.page_queries} truy vấn."
        )


def measure(count: int) -> Costs:
    """Take ``count`` requests a round. What is counted is written into the database that is measured."""
    with override_settings(
        ROOT_URLCONF="bench.urls", COUNT_IN_BACKGROUND=False, ALLOWED_HOSTS=["testserver"]
    ):
        set_urlconf(None)
        handler = WSGIHandler()
        token = make_token(Read(PAGE, 1, "portal"))
        body = json.dumps({"token": token, "referrer": "", "again": False, "places": []}).encode()
        bare, beacon, batch = [], [], []
        for number in range(ROUNDS + 1):
            bare.append(_time(count, lambda n: _ask(handler, f"/{BARE}", 200)))
            beacon.append(_time(count, lambda n, of=number: _beat(handler, body, of * count + n)))
            batch.append(_time(1, lambda n: buffer.flush()) / count)
        page, queries = _page(count)
    # The first round prepares the ground.
    return Costs(*(statistics.median(times[1:]) for times in (bare, beacon, batch)), page, queries)


def _time(count: int, do: Callable[[int], Any]) -> float:
    start = time.perf_counter()
    for number in range(count):
        do(number)
    return (time.perf_counter() - start) / count


def _ask(handler: WSGIHandler, path: str, status: int, **environ: Any) -> None:
    request = RequestFactory().get(path).environ | {"HTTP_USER_AGENT": BROWSER} | environ
    response = handler(request, lambda *_: None)
    assert response.status_code == status, response.content  # noqa: S101 - a measure of refusals is none
    response.close()


def _beat(handler: WSGIHandler, body: bytes, visitor: int) -> None:
    address = f"10.{visitor >> 16 & 255}.{visitor >> 8 & 255}.{visitor & 255}"
    post = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "REMOTE_ADDR": address,
    }
    _ask(handler, "/dem/", 204, **post)


def _page(count: int) -> tuple[float, int]:
    """Return what a page does beside being made: it is looked at for robots, and given its token."""
    request = RequestFactory().get("/tin-tuc/", HTTP_USER_AGENT=BROWSER)
    request.resolver_match = resolve("/tin-tuc/")
    answer = HttpResponse("")
    look = CountRobots(lambda _: answer)
    template = Template("{% load counting %}{% beacon %}")

    def work(number: int) -> None:
        look(request)
        template.render(Context({"request": request}))

    work(0)
    with CaptureQueriesContext(connection) as asked:
        work(0)
    return _time(count, work), len(asked)
