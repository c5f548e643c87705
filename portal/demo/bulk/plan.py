"""Who issues what and when, in documents that are made by the thousand.

All chance comes from a generator that the caller gives, so a run can be repeated.
"""

import random
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

from portal.demo import content

FIRST_DAY = date(1992, 1, 6)
SCHOOL_YEAR_BEGINS = 8  # the month
# The people who sign change with every term, in years.
TERM = 8


@dataclass(frozen=True)
class Kind:
    """A kind of document: its name, the code in its number ("" for công văn), how its subjects read."""

    name: str
    subjects: list[str]
    share: int
    code: str = ""


@dataclass(frozen=True)
class Issuer:
    """A body that issues: its key among the demo's bodies, and the posts of those who sign for it."""

    key: str
    posts: list[tuple[str, str]]
    share: int


class Slot(NamedTuple):
    """A place in the register: the day, the body (its index among the offices), its number of the year."""

    day: date
    office: int
    ordinal: int


class Lot:
    """Draws one of several things, each by its share."""

    def __init__(self, things: list[Any], shares: list[int]) -> None:
        self._things = things
        self._upto = list(accumulate(shares))

    def draw(self, rng: random.Random) -> Any:
        return self._things[bisect(self._upto, rng.random() * self._upto[-1])]


@dataclass(frozen=True)
class Stock:
    """The patterns in ``bulk.toml``."""

    kinds: Lot
    issuers: list[Issuer]
    likes: dict[str, dict[str, Any]]
    words: dict[str, list[str]]
    matters: list[tuple[str, str]]
    """Pairs of an area's key and what a document is about."""


@cache
def stock() -> Stock:
    """Return the patterns, ready to draw from."""
    data = content.bulk()
    kinds = [Kind(**entry) for entry in data["kind"]]
    return Stock(
        kinds=Lot(kinds, [kind.share for kind in kinds]),
        issuers=[Issuer(entry["key"], entry["posts"], entry["share"]) for entry in data["issuer"]],
        likes=data["like"],
        words=data["words"],
        matters=[(area, matter) for area, matters in data["matters"].items() for matter in matters],
    )


def days(rng: random.Random, count: int, today: date) -> list[date]:
    """Return working days from 1992 to a day, the oldest first; lately there are more of them."""
    span = (today - FIRST_DAY).days
    found = [FIRST_DAY + timedelta(days=int(span * rng.random() ** 0.6)) for _ in range(count)]
    return sorted(day - timedelta(days=max(0, day.weekday() - 4)) for day in found)


def subject(rng: random.Random, kind: Kind, day: date) -> tuple[str, str]:
    """Return the subject of a document and the key of the area it belongs to."""
    area, matter = rng.choice(stock().matters)
    words = stock().words
    text = rng.choice(kind.subjects).format(
        act=rng.choice(words["acts"]), matter=matter, place=_place(rng), time=_time(rng, day)
    )
    return text, area


def title(rng: random.Random, day: date) -> str:
    """Return the title of a post."""
    _, matter = rng.choice(stock().matters)
    patterns = stock().words["titles"]
    return rng.choice(patterns).format(
        school=school(rng), matter=matter, act=rng.choice(stock().words["acts"]), time=_time(rng, day)
    )


def school(rng: random.Random) -> str:
    return f"{rng.choice(stock().words['levels'])} {place_name(rng)}"


def place_name(rng: random.Random) -> str:
    words = stock().words
    return f"{rng.choice(words['names_first'])} {rng.choice(words['names_second'])}"


def person(rng: random.Random) -> str:
    words = stock().words
    return " ".join(rng.choice(words[part]) for part in ("family_names", "middle_names", "given_names"))


def recipients(rng: random.Random) -> Iterator[str]:
    """Yield who gets a document, a line each."""
    yield "Như trên;"
    for _ in range(rng.randrange(1, 4)):
        yield f"{school(rng)};"
    yield "Lưu: VT."


def _place(rng: random.Random) -> str:
    return f" tại {school(rng)}" if rng.random() < 0.7 else f" trên địa bàn xã {place_name(rng)}"


def _time(rng: random.Random, day: date) -> str:
    if rng.random() < 0.2:
        return ""
    if rng.random() < 0.3:
        return f" năm {day.year}"
    first = day.year if day.month >= SCHOOL_YEAR_BEGINS else day.year - 1
    return f" năm học {first}-{first + 1}"
