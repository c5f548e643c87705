"""The steps of signing in, from a right password to a session."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from portal.accounts import known

NEXT = "next"


def safe_next(request: HttpRequest) -> str:
    """Return where to go after signing in: an address of this site, else ""."""
    said = request.POST.get(NEXT) or request.GET.get(NEXT, "")
    is_ours = url_has_allowed_host_and_scheme(
        said, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return said if is_ours else ""


def finish(request: HttpRequest, user: User, where: str) -> HttpResponse:
    """Begin the session of an account, under a new key, and go on."""
    login(request, user)
    response = redirect(where or resolve_url(settings.LOGIN_REDIRECT_URL))
    known.remember(request, response, user.username)
    return response
