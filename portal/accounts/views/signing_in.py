"""Signing in and out."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.accounts import flow
from portal.accounts.forms import SignInForm
from portal.accounts.throttle import Attempt, Wait

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Mật khẩu phân biệt chữ hoa, chữ thường."


def waiting(response: HttpResponse, wait: Wait) -> HttpResponse:
    """Make an answer that of one who has to wait."""
    response.status_code = 429
    response.headers["Retry-After"] = str(wait.seconds)
    return response


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The one page for signing in. Accounts that there are not, are locked, or are not staff's look the same."""
    where = flow.safe_next(request)
    if request.method != "POST":
        if request.user.is_authenticated and request.user.is_staff:
            return redirect(where or resolve_url(settings.LOGIN_REDIRECT_URL))
        return _page(request, SignInForm(), where)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(request, form, where, status=400)
    username = form.cleaned_data["username"]
    try:
        attempt = Attempt(request, username)
    except Wait as wait:
        form.add_error(None, str(wait))
        return waiting(_page(request, form, where), wait)
    # Django runs the hasher for names that nobody has, too: no time tells them apart.
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if user is None or not user.is_staff:
        attempt.failed()
        form.add_error(None, WRONG)
        return _page(request, form, where)
    attempt.succeeded()
    return flow.finish(request, user, where)


def _page(request: HttpRequest, form: SignInForm, where: str, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "next": where, "title": "Đăng nhập"}
    return render(request, "accounts/sign_in.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; a mere link to this address ends nothing."""
    if request.method == "POST":
        logout(request)
    return render(request, "accounts/signed_out.html", {"is_out": not request.user.is_authenticated})
