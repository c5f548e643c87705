"""Blocks for tests, and what the pages that hold them say."""

from typing import Any

from bs4 import BeautifulSoup, Tag

from portal.models import Block


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def place(kind: str, region: str = "home", *, title: str = "", width: str = "full", **options: Any) -> Block:
    """Put a block behind those that stand in a region."""
    return Block.objects.create(
        region=region,
        kind=kind,
        title=title,
        width=width,
        options=options,
        order=Block.objects.filter(region=region).count() + 1,
    )


def only(kind: str, region: str = "home", **kwargs: Any) -> Block:
    """Put a block into a region from which all others are taken."""
    Block.objects.filter(region=region).delete()
    return place(kind, region, **kwargs)


def headings(part: Tag) -> list[str]:
    """Return the headings of a part of a page, but the one that names the whole page."""
    return [heading.get_text() for heading in part.find_all(["h2", "h3"])]


def addresses(part: Tag) -> list[str]:
    return [link["href"] for link in part.find_all("a")]
