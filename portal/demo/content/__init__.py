"""Reads the texts of the demo.

``institutions.toml`` says who writes and signs, ``documents/<year>.toml`` holds the documents,
``posts/*.html`` the posts (TOML between ``+++`` lines, then the body), ``attachments/*.txt`` the texts of
annexes and of files that only a post has, ``furniture.toml`` menus, banners, blocks and the like,
``polls.toml`` the polls, ``reading.toml`` what posts are found by and which of them are no plain text,
``voices.toml`` what readers say of posts,
``bulk.toml`` the patterns of :mod:`portal.demo.bulk`.
The texts of documents and attachments are written in :mod:`portal.demo.markup`.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from core.text import TIME_ZONE

FOLDER = Path(__file__).parent
# How the number of a document names its kind. Công văn has none: 831/SGDĐT-QLCL, 96/PGDĐT.
KINDS = {
    "BC": "Báo cáo",
    "CT": "Chỉ thị",
    "CV": "Công văn",
    "GM": "Giấy mời",
    "HD": "Hướng dẫn",
    "KH": "Kế hoạch",
    "QĐ": "Quyết định",
    "TB": "Thông báo",
    "TT": "Thông tư",
    "TTr": "Tờ trình",
}


@dataclass(frozen=True)
class Category:
    """A category of posts; ``parent`` is another one's key."""

    key: str
    name: str
    description: str
    parent: str = ""


@dataclass(frozen=True)
class Area:
    """A field (lĩnh vực) of documents; ``parent`` is another one's key."""

    key: str
    name: str
    parent: str = ""


@dataclass(frozen=True)
class Body:
    """An issuing body, and how it heads its letters (empty where the demo writes none in its name)."""

    name: str
    short_name: str
    codes: list[str]
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""
    above: str = ""
    agency: list[str] = field(default_factory=list)
    authority: str = ""
    place: str = ""
    archive: str = ""


@dataclass(frozen=True)
class Signer:
    """Who signs. ``posts`` stand under the text as the decree has them; ``post`` stands in the register.

    One person has an entry for each post; the first one is the post that the list of signers shows.
    """

    name: str
    posts: list[str]
    post: str
    authority: str = ""


@dataclass(frozen=True)
class Unit:
    """A unit of the department that answers for a document."""

    name: str
    phone: str


@dataclass(frozen=True)
class Institutions:
    """Everybody the texts refer to."""

    site: dict[str, str]
    categories: list[Category]
    areas: list[Area]
    bodies: dict[str, Body]
    signers: dict[str, Signer]
    units: dict[str, Unit]


@dataclass(frozen=True)
class Status:
    """Where a text stands on the portal.

    ``state`` is the verb's outcome ("published", "in_review", "draft"); ``scheduled_days`` counts from
    the day the demo is made; ``withdrawn`` is the reason why it was taken off, ``returned`` why a draft was
    given back to its writer.
    """

    state: str = "published"
    scheduled_days: int = 0
    withdrawn: str = ""
    returned: str = ""


@dataclass(frozen=True)
class File:
    """A file of a post, or an annex of a document.

    It is made from a document ("2022 09/TB-SGDĐT") or from a text of its own in ``attachments/``.
    """

    name: str
    title: str
    document: str = ""
    text: str = ""

    @property
    def format(self) -> str:
        return Path(self.name).suffix.removeprefix(".")


@dataclass(frozen=True)
class Post:
    """A post as its file says it: ``key`` is its name, ``documents`` are the keys of what it is about.

    It is pinned for ``pinned_days`` from the day the demo is made.
    """

    key: str
    title: str
    lead: str
    body: str
    category: str
    author: str
    poster: str
    cover: str
    caption: str
    date: datetime | None = None
    until: datetime | None = None
    source_name: str = ""
    source_url: str = ""
    attachments: tuple[File, ...] = ()
    documents: tuple[str, ...] = ()
    pinned_days: int = 0
    status: Status = Status()


@dataclass(frozen=True)
class Link:
    """What a document does to another ("replaces", "amends", …), which is named by its key."""

    kind: str
    document: str
    partial: bool = False
    note: str = ""


@dataclass(frozen=True)
class Paper:
    """An official document as its entry says it. ``key`` ("2022 09/TB-SGDĐT") names it elsewhere.

    ``due_days`` and ``effective_days`` count from the day the demo is made, so that something is always
    due soon, and something always not yet in force.
    """

    number: str
    kind: str
    issuer: str
    subject: str
    text: str
    issued: date | None = None
    signer: str = ""
    unit: str = ""
    to: tuple[str, ...] = ()
    docx: bool = False
    annexes: tuple[File, ...] = ()
    areas: tuple[str, ...] = ()
    effective: date | None = None
    effective_days: int = 0
    expires: date | None = None
    due: date | None = None
    due_days: int = 0
    urgency: str = ""
    relations: tuple[Link, ...] = ()
    status: Status = Status()

    @property
    def key(self) -> str:
        return f"{self.issued.year} {self.number}" if self.issued else self.subject

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]

    @property
    def is_summary(self) -> bool:
        """Whether this only tells of a real circular; the demo never writes in the ministry's name."""
        return self.issuer == "bo"


@cache
def institutions() -> Institutions:
    """Return the issuing bodies, signers, units, categories and settings."""
    data = tomllib.loads((FOLDER / "institutions.toml").read_text())
    return Institutions(
        site=data["site"],
        categories=[Category(**entry) for entry in data["category"]],
        areas=[Area(**entry) for entry in data["area"]],
        bodies={key: Body(**entry) for key, entry in data["body"].items()},
        signers={key: Signer(**entry) for key, entry in data["signer"].items()},
        units={key: Unit(**entry) for key, entry in data["unit"].items()},
    )


@cache
def furniture() -> dict[str, Any]:
    """Return the menus, announcements, banners, lists of links and blocks."""
    return tomllib.loads((FOLDER / "furniture.toml").read_text())


def polls() -> list[dict[str, Any]]:
    """Return the polls, the one that is asked last first."""
    return tomllib.loads((FOLDER / "polls.toml").read_text())["polls"]


def voices() -> list[dict[str, Any]]:
    """Return what readers say of posts: for each of some posts its scores and its comments."""
    return tomllib.loads((FOLDER / "voices.toml").read_text())["post"]


@cache
def reading() -> dict[str, Any]:
    """Return topics, tags and authors, and the posts that are no plain text."""
    return tomllib.loads((FOLDER / "reading.toml").read_text())


@cache
def bulk() -> dict[str, Any]:
    """Return the patterns from which documents and posts are made by the thousand."""
    return tomllib.loads((FOLDER / "bulk.toml").read_text())


@cache
def posts() -> list[Post]:
    """Return all posts, in the order of their files (the oldest first, then the unpublished)."""
    return [_read_post(path) for path in sorted((FOLDER / "posts").glob("*.html"))]


@cache
def papers() -> list[Paper]:
    """Return all documents, the oldest first."""
    return [paper for path in sorted((FOLDER / "documents").glob("*.toml")) for paper in _read_papers(path)]


@cache
def attachment_text(name: str) -> str:
    """Return the text of an attachment, in :mod:`portal.demo.markup`."""
    return (FOLDER / "attachments" / name).read_text()


def kind_of_number(number: str) -> str:
    """Return the kind that a number names; "CV" where it names none."""
    found = re.fullmatch(r"\d+(?:/\d{4})?/([^/-]+)(?:-.+)?", number)
    return found[1] if found and found[1] in KINDS else "CV"


def _read_post(path: Path) -> Post:
    _, head, body = re.split(r"^\+\+\+$", path.read_text(), maxsplit=2, flags=re.MULTILINE)
    entry = tomllib.loads(head)
    files = tuple(map(_file, entry.pop("attachments", [])))
    for name in ("date", "until"):
        if name in entry:
            entry[name] = entry[name].replace(tzinfo=TIME_ZONE)
    entry["documents"] = tuple(entry.get("documents", ()))
    status = _take_status(entry)
    return Post(key=path.stem, **entry, body=body.strip(), attachments=files, status=status)


def _read_papers(path: Path) -> Iterator[Paper]:
    for entry in tomllib.loads(path.read_text())["document"]:
        entry.setdefault("issuer", "so")
        entry.setdefault("kind", kind_of_number(entry["number"]))
        status = _take_status(entry)
        for name, make in (("to", str), ("areas", str), ("annexes", _file), ("relations", _link)):
            entry[name] = tuple(map(make, entry.get(name, ())))
        yield Paper(**entry, status=status)


def _file(entry: dict[str, str]) -> File:
    return File(**entry)


def _link(entry: dict[str, Any]) -> Link:
    return Link(**entry)


def _take_status(entry: dict[str, Any]) -> Status:
    names = ("state", "scheduled_days", "withdrawn", "returned")
    return Status(**{name: entry.pop(name) for name in names if name in entry})
