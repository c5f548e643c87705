"""Telling two visitors apart without knowing either."""

import hashlib
import ipaddress
import secrets
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from core.models.visitors import VisitorKey

# A person who breaks off and begins anew, or whose browser asks twice, is counted once in this time.
COUNT_AGAIN_AFTER = timedelta(minutes=30)
HASH_BYTES = 16
# Characters of a User-Agent that are looked at; real ones have 120 to 250.
MAX_BROWSER = 500
# Days whose keys a process keeps: today's, and yesterday's for what waited over midnight.
_KEPT_KEYS = 2


class Caller(NamedTuple):
    """What a request says of who asks: kept in memory for a second at most, never stored."""

    network: str
    browser: str


def caller_of(request: HttpRequest) -> Caller:
    """Return what a request says of who asks: the network, and the name that the browser gives itself."""
    return Caller(client_network(request), request.META.get("HTTP_USER_AGENT", "")[:MAX_BROWSER])


def visitor_hash(request: HttpRequest) -> bytes:
    """Return the hash of a visitor, the same for all requests of a day from one address and browser."""
    return hash_of(caller_of(request), timezone.localdate())


def hash_of(caller: Caller, day: date) -> bytes:
    """Return the hash of a visitor on a day."""
    said = f"{caller.network}\n{caller.browser}".encode(errors="replace")
    return hashlib.blake2b(said, key=_key(day), digest_size=HASH_BYTES).digest()


def client_network(request: HttpRequest) -> str:
    """Return the address of who asks; of IPv6 the network, as a home has millions of addresses.

    ``settings.CLIENT_ADDRESS_HEADER`` names the header in which our own proxy writes it. Only its last
    entry is the proxy's word: what stands before it came from outside.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.CLIENT_ADDRESS_HEADER:
        said = request.headers.get(settings.CLIENT_ADDRESS_HEADER, said).rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return ""  # A socket file has no address; nor has nonsense.
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), 64), strict=False))


_keys: dict[date, bytes] = {}


def _key(day: date) -> bytes:
    """Return the key of a day; the first who asks on a day makes it, for all processes."""
    known = _keys.get(day)
    if known is None:
        new = VisitorKey(day=day, key=secrets.token_bytes(32))
        VisitorKey.objects.bulk_create([new], ignore_conflicts=True)
        known = _keys[day] = bytes(VisitorKey.objects.get(pk=day).key)
        for asked_first in list(_keys)[:-_KEPT_KEYS]:
            _keys.pop(asked_first, None)
    return known
