"""Telling two visitors apart without knowing either."""

import hashlib
import ipaddress
import secrets
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from core.models.visitors import VisitorKey

# A person who breaks off and begins anew, or whose browser asks twice, is counted once in this time.
COUNT_AGAIN_AFTER = timedelta(minutes=30)
HASH_BYTES = 16


def visitor_hash(request: HttpRequest) -> bytes:
    """Return the hash of a visitor, the same for all requests of a day from one address and browser."""
    browser = request.headers.get("User-Agent", "")[:500]
    said = f"{client_network(request)}\n{browser}".encode(errors="replace")
    return hashlib.blake2b(said, key=_key(timezone.localdate()), digest_size=HASH_BYTES).digest()


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


_known: tuple[date, bytes] | None = None


def _key(day: date) -> bytes:
    """Return the key of a day; the first who asks on a day makes it, for all processes."""
    global _known
    if _known is None or _known[0] != day:
        new = VisitorKey(day=day, key=secrets.token_bytes(32))
        VisitorKey.objects.bulk_create([new], ignore_conflicts=True)
        _known = day, bytes(VisitorKey.objects.get(pk=day).key)
    return _known[1]
