"""Permanent, readable addresses: path converters, and addresses of what lists have many of."""

import re
from functools import cache
from itertools import zip_longest
from urllib.parse import quote

from django.urls import register_converter, reverse

# Stands for an argument in an address; digits, which every converter takes.
_FIRST_MARK = 10**17
# As ``reverse`` quotes.
_SAFE = "!$&'()*+,;=/~:@"


class SlugIdConverter:
    """``<slug>-<id>`` at the end of an address: the id decides, the slug is for people.

    ``to_python`` gives the id (int); a stale or missing slug still finds the object, and the view
    redirects to its present address.
    """

    regex = r"(?:[-a-zA-Z0-9_]*-)?[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(re.search(r"[0-9]+\Z", value)[0])

    def to_url(self, value: str) -> str:
        return value


register_converter(SlugIdConverter, "slug_id")


def address(route: str, *args: str | int) -> str:
    """Return what ``reverse(route, args=args)`` does, in a tenth of the time.

    Whether the arguments fit their converters is not looked at: slugs and keys of rows do.
    """
    pieces = _pieces(route, len(args))
    given = (quote(str(arg), safe=_SAFE) for arg in args)
    return "".join(part for pair in zip_longest(pieces, given, fillvalue="") for part in pair)


@cache
def _pieces(route: str, count: int) -> list[str]:
    marks = [str(_FIRST_MARK + place) for place in range(count)]
    path = reverse(route, args=marks)
    return re.split("|".join(marks), path) if marks else [path]
