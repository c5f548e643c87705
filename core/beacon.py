"""The signed token by which a page says what was read on it.

It is part of the page, and the same for every visitor, so that pages stay cacheable. What it names is counted
when a browser sends it back; nobody else can make one.
"""

import functools
import hashlib
from typing import NamedTuple

from django.core import signing
from django.db import models
from django.http import HttpRequest

from core.models.counters import kind_of
from core.text import fold

# What is no object of its own: a list, the home page; and a search.
PAGE = "page"
SEARCH = "search"
# Characters of a search that are kept.
MAX_SEARCH = 80

_signer = signing.Signer(salt="core.beacon", sep=".")


class Read(NamedTuple):
    """What was read: an object, a page or a search, in the section of the app with this label."""

    kind: str
    object_id: int
    section: str
    search: str = ""
    found: bool = True


def object_token(obj: models.Model) -> str:
    """Return the token of the page of an object."""
    return make_token(Read(kind_of(obj), obj.pk, obj._meta.app_label))


def page_token(request: HttpRequest) -> str:
    """Return the token of a page that is no object's own: its address is what tells it from others.

    ``request.GET`` has only what the view knows (core.cache.page): nobody can make pages by adding to it.
    """
    address = f"{request.path}?{request.GET.urlencode()}"
    return make_token(Read(PAGE, _number(address), section_of(request)))


def search_token(query: str, found: bool, section: str) -> str:
    """Return the token of a page with what was found for a query; its further pages have the same."""
    words = " ".join(query.lower().split())[:MAX_SEARCH]
    return make_token(Read(SEARCH, _number(f"{section} {fold(words)}"), section, words, found))


def section_of(request: HttpRequest) -> str:
    """Return the label of the app whose page is asked for; what belongs to none is the portal's own."""
    names = request.resolver_match.app_names
    return names[0] if names else "portal"


@functools.lru_cache(maxsize=4096)  # What is popular is asked for all day.
def read_token(token: str) -> Read:
    """Return what a token names.

    Raises django.core.signing.BadSignature for a token that this site did not make.
    """
    kind, pk, section, found, search = _signer.unsign(token).split(":", 4)
    return Read(kind, int(pk), section, search, found == "1")


def make_token(read: Read) -> str:
    """Return the token for what was read."""
    return _signer.sign(f"{read.kind}:{read.object_id}:{read.section}:{int(read.found)}:{read.search}")


def _number(text: str) -> int:
    """Return a number for a text that fits into a bigint; two texts have the same about never."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), signed=True)
