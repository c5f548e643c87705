"""The pieces of a page that a second changes: who is there, whether one has voted, how a post is rated.

They come with the answer to the beacon, one request a page, and take the place of what the kept page shows.
"""

from collections.abc import Callable, Sequence

from django.http import HttpRequest

Render = Callable[[HttpRequest, str], str]

_pieces: dict[str, Render] = {}


def register(name: str, render: Render) -> None:
    """Offer a piece: ``name`` alone, or followed by a dash and what ``render`` is given (``poll-3``).

    ``render`` returns "" where the page shall stay as it is.
    """
    _pieces[name] = render


def render(request: HttpRequest, places: Sequence[str]) -> dict[str, str]:
    """Return the HTML of the pieces wanted; those that there are not, are left out."""
    found = {}
    for place in dict.fromkeys(places):
        name, _, which = place.partition("-")
        if name in _pieces and (html := _pieces[name](request, which)):
            found[place] = html
    return found
