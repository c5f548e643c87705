"""Who has a voice: one a browser, by a cookie that says nothing else (docs/decisions/0010).

The cookie is a random number, signed so that nobody makes up others. It is set by the uncached page of a form
alone, never by a page that is kept for everyone. What is stored of it is a keyed hash, another for each thing
that is voted on: from two polls nobody can tell that the same browser answered both.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "phieu"
MAX_AGE = 365 * 24 * 60 * 60  # seconds

# Where cookies go by HTTPS alone, no other host of the domain and no plain page can plant one.
SECURE_COOKIE = f"__Host-{COOKIE}"

_signer = signing.Signer(salt="core.ballots", sep=".")


def cookie_name() -> str:
    return SECURE_COOKIE if settings.SESSION_COOKIE_SECURE else COOKIE


def identity_of(request: HttpRequest) -> str:
    """Return what the browser's ballot cookie says; "" for none, or for one that is not ours."""
    try:
        return f"browser:{_signer.unsign(request.COOKIES.get(cookie_name(), ''))}"
    except signing.BadSignature:
        return ""


def member_of(request: HttpRequest) -> str:
    """Return the identity of who is signed in; "" for nobody."""
    return f"member:{request.user.pk}" if request.user.is_authenticated else ""


def give(request: HttpRequest, response: HttpResponse) -> None:
    """Have the browser keep a ballot cookie, unless it has one."""
    if identity_of(request):
        return
    response.set_cookie(
        cookie_name(),
        _signer.sign(secrets.token_urlsafe(16)),
        max_age=MAX_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def voter(identity: str, about: str) -> bytes:
    """Return what is stored of an identity that votes on a thing ("stats.poll:7")."""
    return salted_hmac(f"core.ballots:{about}", identity, algorithm="sha256").digest()
