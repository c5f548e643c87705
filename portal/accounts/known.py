"""Browsers in which an account signed in before, by a signed cookie.

It lets nobody in. It only says that waits which somebody else has brought upon the account are not for this
browser (portal.accounts.throttle). It is set with a sign-in, so never by a page for readers.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "quen"
MAX_AGE = 365 * 24 * 60 * 60  # seconds
# A computer of a whole office: who signed in longest ago is forgotten first.
MOST_ACCOUNTS = 8
SALT = "portal.accounts.known"


def cookie_name() -> str:
    # The prefix keeps other hosts of the domain and plain pages from planting one.
    return f"__Host-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def browser_of(request: HttpRequest, username: str) -> str:
    """Return the number of the browser where the account signed in before; "" where it is not known."""
    browser, accounts = _read(request)
    return browser if _mark(username) in accounts else ""


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Have the browser know that an account signed in with it."""
    browser, accounts = _read(request)
    mark = _mark(username)
    accounts = [mark, *(other for other in accounts if other != mark)][:MOST_ACCOUNTS]
    response.set_cookie(
        cookie_name(),
        signing.dumps([browser or secrets.token_urlsafe(12), accounts], salt=SALT),
        max_age=MAX_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        browser, accounts = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return "", []
    return browser, accounts


def _mark(username: str) -> str:
    """Return what stands for an account: the cookie of a shared computer names nobody."""
    return salted_hmac(SALT, username, algorithm="sha256").hexdigest()[:16]
