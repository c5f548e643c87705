"""The texts that a new site starts with, and how such texts are read.

``pages/*.html`` are pages: TOML between ``+++`` lines, then the body. What only the department knows stands
in square brackets there; such pages start as drafts.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

FIRST_PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class PageText:
    """A page as its file says it; ``parent`` is the slug of the page that it stands in."""

    slug: str
    title: str
    lead: str
    body: str
    parent: str = ""
    order: int = 0
    language: str = "vi"
    is_published: bool = True


def read_pages(folder: Path) -> list[PageText]:
    """Return the pages in a folder, those that hold others first."""
    pages = [_read(path) for path in folder.glob("*.html")]
    return sorted(pages, key=lambda page: (page.parent != "", page.parent, page.order, page.slug))


def _read(path: Path) -> PageText:
    _, head, body = re.split(r"^\+\+\+$", path.read_text(), maxsplit=2, flags=re.MULTILINE)
    return PageText(slug=path.stem, body=body.strip(), **tomllib.loads(head))
