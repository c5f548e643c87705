"""The steps of signing in: a right password, then the second factor where there is or must be one.

Until the last step nobody is signed in. Who has shown his password stands in the session as one who waits,
for ten minutes, under a key that nobody knew before.
"""

import time

from django.conf import settings
from django.contrib.auth import get_user, login
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from portal.accounts import factors, known, passkeys, policy

NEXT = "next"
WAITING = "waiting_user"
WAITING_NEXT = "waiting_next"
CONFIRMED = "confirmed_at"
# Whom an app was offered, its secret, and when: [pk, secret, time].
OFFERED = "offered_secret"
PATIENCE = 10 * 60  # seconds
# For so long after the password was typed one's own factors can be changed.
CONFIRMED_FOR = 15 * 60
BACKEND = "django.contrib.auth.backends.ModelBackend"
REMEMBERED = "hai-lop"


def safe_next(request: HttpRequest) -> str:
    """Return where to go after signing in: an address of this site, else ""."""
    said = request.POST.get(NEXT) or request.GET.get(NEXT, "")
    is_ours = url_has_allowed_host_and_scheme(
        said, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return said if is_ours else ""


def begin(request: HttpRequest, user: User, where: str) -> HttpResponse:
    """Go on after a right password: to the second factor, to setting one up, or in."""
    if policy.has_factor(user):
        if is_remembered(request, user):
            return finish(request, user, where, shown="remembered")
        _wait(request, user, where)
        return redirect("login-code")
    if policy.must_have_factor(user):
        _wait(request, user, where)
        return redirect("second-factor")
    return finish(request, user, where)


def half_signed_in(request: HttpRequest) -> User | None:
    """Return who is signed in by a session that lacks the second factor which the account needs by now."""
    user = get_user(request)
    is_half = user.is_authenticated and request.staff_session and not request.user.is_authenticated
    return user if is_half else None


def waiting_user(request: HttpRequest) -> User | None:
    """Return who has shown a password and waits for the next step; None after ten minutes."""
    said = request.session.get(WAITING)
    if not said or said["at"] < time.time() - PATIENCE:
        return None
    user = User.objects.filter(pk=said["user"], is_active=True, is_staff=True).first()
    is_same = user is not None and constant_time_compare(said["hash"], user.get_session_auth_hash())
    return user if is_same else None


def person_of(request: HttpRequest) -> User | None:
    """Return who sets up a second factor: one who is signed in, or has to do it first."""
    if request.user.is_authenticated:
        return request.user
    user = waiting_user(request)
    return user if user is not None and not policy.has_factor(user) else None


def next_of(request: HttpRequest) -> str:
    return request.session.get(WAITING_NEXT, "")


def finish(request: HttpRequest, user: User, where: str, *, shown: str = "") -> HttpResponse:
    """Begin the session of an account, under a new key, and go on."""
    enter(request, user, shown=shown)
    response = redirect(where or resolve_url(settings.LOGIN_REDIRECT_URL))
    known.remember(request, response, user.username)
    return response


def enter(request: HttpRequest, user: User, *, shown: str) -> None:
    for key in (WAITING, WAITING_NEXT, OFFERED, passkeys.STATE):
        request.session.pop(key, None)
    login(request, user, backend=BACKEND)
    request.session[policy.SHOWN] = shown
    confirm(request)


def confirm(request: HttpRequest) -> None:
    """Note that the person has just shown the password."""
    request.session[CONFIRMED] = time.time()


def is_confirmed(request: HttpRequest) -> bool:
    return request.session.get(CONFIRMED, 0) > time.time() - CONFIRMED_FOR


def renew(request: HttpRequest, *, shown: str = "") -> None:
    """Give the session another key, and end the account's others: what it shows has changed."""
    request.session.cycle_key()
    if shown:
        request.session[policy.SHOWN] = shown
    request.user.staff_sessions.exclude(pk=request.staff_session.pk).end()


def offered_secret(request: HttpRequest, person: User) -> str:
    """Return the secret that this person was offered for an app here, lately; "" for none."""
    pk, secret, at = request.session.get(OFFERED) or (None, "", 0)
    return secret if pk == person.pk and at > time.time() - PATIENCE else ""


def offer_secret(request: HttpRequest, person: User) -> str:
    """Offer a person a new secret for an app."""
    secret = factors.new_secret()
    request.session[OFFERED] = [person.pk, secret, time.time()]
    return secret


def is_remembered(request: HttpRequest, user: User) -> bool:
    """Tell whether this browser has shown the second factor lately, where the settings allow for that."""
    days = settings.SECOND_FACTOR_REMEMBER_DAYS
    if not days:
        return False
    try:
        said = signing.loads(
            request.COOKIES.get(_remembered_name(), ""), salt=REMEMBERED, max_age=days * 86_400
        )
    except signing.BadSignature:
        return False
    return isinstance(said, str) and constant_time_compare(said, _remembered_mark(user))


def remember_factor(response: HttpResponse, user: User) -> None:
    """Have the browser not be asked again; a new password or another app ends that."""
    response.set_cookie(
        _remembered_name(),
        signing.dumps(_remembered_mark(user), salt=REMEMBERED),
        max_age=settings.SECOND_FACTOR_REMEMBER_DAYS * 86_400,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _remembered_name() -> str:
    return f"__Host-{REMEMBERED}" if settings.SESSION_COOKIE_SECURE else REMEMBERED


def _remembered_mark(user: User) -> str:
    app = getattr(user, "app_factor", None)
    parts = [user.pk, user.password, bytes(app.secret).hex() if app else ""]
    parts += user.passkeys.values_list("pk", flat=True)
    return salted_hmac("portal.accounts.remembered", repr(parts), algorithm="sha256").hexdigest()


def _wait(request: HttpRequest, user: User, where: str) -> None:
    request.session.flush()  # Nothing that somebody did before in this browser is the next one's.
    request.session[WAITING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": time.time(),
    }
    request.session[WAITING_NEXT] = where
