"""The way from the home page to a page, which stands above its text and is told to search engines."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Crumb(NamedTuple):
    """A step of the way: what it is called, where it is, the language of its name.

    The last step is the page itself; one that says what went wrong has no address.
    """

    label: str
    url: str = ""
    language: str = "vi"


def breadcrumb_list(crumbs: Iterable[Crumb], absolute: Callable[[str], str]) -> dict[str, Any]:
    """Return the steps, the home page first, as schema.org/BreadcrumbList.

    ``absolute`` makes an address with scheme and host of a path.
    """
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb.label,
                **({"item": absolute(crumb.url)} if crumb.url else {}),
            }
            for position, crumb in enumerate(crumbs, start=1)
        ],
    }
