"""Telling two visitors apart without knowing either."""

import functools
import hashlib
import ipaddress
import secrets
import time
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from core.models.visitors import VisitorKey

# A person who breaks off and begins anew, or whose browser asks twice, is counted once in this time.
COUNT_AGAIN_AFTER = timedelta(minutes=30)
HASH_BYTES = 16
# What was seen before midnight is written after it, and needs the key of its day for so long.
WAITED_OVER_MIDNIGHT = timedelta(minutes=10)
# Characters of a User-Agent that are looked at; real ones have 120 to 250.
MAX_BROWSER = 400
# A process asks again for the day's key after so many seconds: a crash of the database makes a new one.
KEY_FRESH = 60


class Caller(NamedTuple):
    """What a request says of who asks: kept in memory until it is written as a hash, and stored nowhere."""

    network: str
    browser: str


def caller_of(request: HttpRequest) -> Caller:
    """Return what a request says of who asks: the network, and the name that the browser gives itself."""
    return Caller(client_network(request), request.META.get("HTTP_USER_AGENT", "")[:MAX_BROWSER])


def visitor_hash(request: HttpRequest) -> bytes:
    """Return the hash of a visitor, the same for all requests of a day from one address and browser."""
    return hash_with(_todays_key(), caller_of(request))


def hash_with(key: bytes, caller: Caller, person: str = "") -> bytes:
    """Return the hash of a visitor on the day of a key; of who has signed in, that of the account."""
    said = f"\0{person}" if person else f"{caller.network}\n{caller.browser}"
    return hashlib.blake2b(said.encode(errors="replace"), key=key, digest_size=HASH_BYTES).digest()


def keys_of(days: Iterable[date]) -> dict[date, bytes]:
    """Return the keys of days, as all processes have them.

    Today's is made by who asks for it first. A day that is over gets none: its key is destroyed, and what has
    waited so long can be told from others no more. Call it outside of a transaction, so that a key which one
    has is there for all.
    """
    days = set(days)
    today = timezone.localdate()
    known = _read(days)
    if today in days - known.keys():
        new = VisitorKey(day=today, key=secrets.token_bytes(32))
        VisitorKey.objects.bulk_create([new], ignore_conflicts=True)
        known = _read(days)
    return known


def network_hashes(request: HttpRequest) -> list[bytes]:
    """Return the hashes of a day of the networks that a request comes from, the widest first.

    Of IPv6 two: who rents a server gets a /48, and has 65,536 of what a home has one of.
    """
    networks = [client_network(request, width) for width in (48, 64)]
    key = _todays_key()
    return [
        hashlib.blake2b(network.encode(), key=key, digest_size=HASH_BYTES).digest()
        for network in dict.fromkeys(networks)
    ]


def client_network(request: HttpRequest, width: int = 64) -> str:
    """Return the address of who asks; of IPv6 the network, as a home has millions of addresses.

    ``width`` is how many bits tell such networks apart. ``settings.CLIENT_ADDRESS_HEADER`` names the header
    in which our own proxy writes the address. Only its last entry is the proxy's word: what stands before it
    came from outside.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.CLIENT_ADDRESS_HEADER:
        said = request.headers.get(settings.CLIENT_ADDRESS_HEADER, said).rpartition(",")[2].strip()
    return _network_of(said, width)


@functools.lru_cache(maxsize=4096)
def _network_of(said: str, width: int) -> str:
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return ""  # A socket file has no address; nor has nonsense.
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), width), strict=False))


class _Known(NamedTuple):
    day: date
    key: bytes
    read_at: float


_known: _Known | None = None


def _todays_key() -> bytes:
    global _known
    today = timezone.localdate()
    if _known is None or _known.day != today or time.monotonic() - _known.read_at > KEY_FRESH:
        _known = _Known(today, keys_of([today])[today], time.monotonic())
    return _known.key


def _read(days: Iterable[date]) -> dict[date, bytes]:
    return {row.day: bytes(row.key) for row in VisitorKey.objects.filter(day__in=days)}
