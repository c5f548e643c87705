"""Sign-ins as people see them: in which browser, since when; and whether one still holds."""

import re
from typing import Any

from django.contrib.auth import get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import connection, transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject

from core import audit
from core.visitors import client_network
from portal.accounts import policy
from portal.models import StaffSession

# Where Django's session names its row.
KEY = "sign_in"

# What browsers call themselves, the more special first: nearly all of them say Chrome and Safari as well.
BROWSERS = (
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Microsoft Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def describe(user_agent: str) -> str:
    """Return browser and system in words: «Chrome trên Windows»."""

    def first(known: tuple[tuple[str, str], ...], otherwise: str) -> str:
        return next((name for mark, name in known if re.search(re.escape(mark), user_agent)), otherwise)

    return f"{first(BROWSERS, 'Trình duyệt khác')} trên {first(SYSTEMS, 'máy khác')}"


def network_mark(request: HttpRequest) -> bytes:
    """Return what is kept of the network: one of 65,536 values, each of them that of many networks."""
    return salted_hmac("portal.accounts.network", client_network(request), algorithm="sha256").digest()[:2]


class StaffAuthenticationMiddleware(AuthenticationMiddleware):
    """Knows who asks, as Django's own does, where the sign-in still holds; asks nothing for public pages."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _current(request))


def _current(request: HttpRequest) -> User | AnonymousUser:
    if not hasattr(request, "_current_user"):
        request.staff_session = None
        user = get_user(request)
        if user.is_authenticated:
            request.staff_session = session_of(request, user)
            if request.staff_session is None or policy.lacks_factor(request, user):
                user = AnonymousUser()
            elif not getattr(request, "is_no_activity", False):
                request.staff_session.see()
        request._current_user = user
    return request._current_user


def left_of(request: HttpRequest) -> dict[str, Any]:
    """Return how many seconds the sign-in of a request still holds, and whether that is its last end."""
    session = request.staff_session
    left = (session.ends_at - timezone.now()).total_seconds()
    return {"left": max(0, int(left)), "final": session.ends_at == session.last_end}


def session_of(request: HttpRequest, user: User) -> StaffSession | None:
    """Return the sign-in that a request belongs to, if it still holds."""
    return StaffSession.objects.live().filter(pk=request.session.get(KEY), user=user).first()


# Signals: Django's login(), logout() and authenticate() are called by others too.
@receiver(user_logged_in)
def note_sign_in(sender: type, request: HttpRequest, user: User, **kwargs: object) -> None:
    now = timezone.now()
    made = StaffSession.objects.create(
        user=user,
        browser=describe(request.META.get("HTTP_USER_AGENT", "")),
        network=network_mark(request),
        signed_in_at=now,
        seen_at=now,
    )
    request.session[KEY] = made.pk
    request.staff_session = made
    audit.record("sign_in", by=user, detail=made.browser)


@receiver(user_logged_out)
def note_sign_out(sender: type, request: HttpRequest, user: User | None, **kwargs: object) -> None:
    if user is not None and user.is_authenticated:
        StaffSession.objects.filter(pk=request.session.get(KEY), user=user).end()
        audit.record("sign_out", by=user)


@receiver(user_login_failed)
def note_failure(sender: type, credentials: dict[str, str], **kwargs: object) -> None:
    """Note failures of accounts that there are: what else is typed as a name may be a password.

    No answer waits for the disk here, so none takes longer because there is such an account.
    """
    user = User.objects.filter(username=credentials.get("username", "")).first()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        if user is not None:
            audit.record("sign_in.failed", by=None, obj=user, detail="mật khẩu sai, hoặc tài khoản đã khóa")
