"""A measure: pages that are asked for in one way, with the limits that the times must keep."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from bench.client import COLD, DOMAIN, Answer, Send

_hosts = (f"x{number}.{DOMAIN}" for number in itertools.count(1))
# So many requests come before those that count: imports, prepared plans, the furniture.
WARM_UP = 2


class Way(Enum):
    """How a page is asked for, and what it may find kept.

    FRESH: no kept page; furniture is kept. AGAIN: the second time for the same address, still without a kept
    page, so that what a view keeps besides (counts) is there. KEPT: the page itself is kept. COLD: nothing.
    """

    FRESH = "fresh"
    AGAIN = "again"
    KEPT = "kept"
    COLD = "cold"


@dataclass(frozen=True)
class Measure:
    """Pages of one sort. Limits: ``p95`` in milliseconds in the server, ``queries`` of any one page."""

    group: str
    name: str
    paths: Sequence[str]
    way: Way = Way.FRESH
    p95: float | None = None
    queries: int | None = None


@dataclass(frozen=True)
class Result:
    """The answers to a measure's requests."""

    measure: Measure
    answers: list[Answer] = field(default_factory=list)

    def server(self, share: float) -> float:
        """Return the time in the server that a share (0.95) of the answers kept."""
        return percentile([answer.server for answer in self.answers], share)

    def whole(self, share: float) -> float:
        """Return the same of the time until the last byte."""
        return percentile([answer.whole for answer in self.answers], share)

    @property
    def queries(self) -> int:
        """The most queries that one page took."""
        return max(answer.queries for answer in self.answers)

    @property
    def refused(self) -> int:
        """How many requests were given up as too costly."""
        return sum(answer.is_refused for answer in self.answers)

    @property
    def size(self) -> int:
        """The largest page, in bytes."""
        return max(answer.size for answer in self.answers)


def take(measure: Measure, send: Send) -> Result:
    """Ask for all pages of a measure; requests that prepare the ground are not counted."""
    for path in measure.paths[:WARM_UP]:
        send(path, next(_hosts), {})
    return Result(measure, list(_answers(measure, send)))


def _answers(measure: Measure, send: Send) -> Iterator[Answer]:
    for path in measure.paths:
        host = next(_hosts)
        match measure.way:
            case Way.AGAIN:
                send(path, next(_hosts), {})
                yield send(path, host, {})
            case Way.KEPT:
                send(path, host, {})
                yield send(path, host, {})
            case Way.COLD:
                yield send(path, host, {"X-Bench": COLD})
            case Way.FRESH:
                yield send(path, host, {})


def percentile(values: list[float], share: float) -> float:
    """Return the value that a share of the values do not exceed (the nearest rank)."""
    ordered = sorted(values)
    return ordered[math.ceil(len(ordered) * share) - 1]
