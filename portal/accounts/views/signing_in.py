"""Signing in and out."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core import audit
from portal.accounts import factors, flow, passkeys, policy
from portal.accounts.forms import CodeForm, SignInForm
from portal.accounts.tasks import tell
from portal.accounts.throttle import Attempt, CodeAttempt, Wait, is_first_of_day

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
    """The one page for signing in. Accounts that are not there, locked, or not staff's look the same."""
    where = flow.safe_next(request)
    if request.method != "POST":
        if request.user.is_authenticated and request.user.is_staff:
            return redirect(where or resolve_url(settings.LOGIN_REDIRECT_URL))
        half = flow.half_signed_in(request)
        return flow.begin(request, half, where) if half else _page(request, SignInForm(), where)
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
    return flow.begin(request, user, where)


def _page(request: HttpRequest, form: SignInForm, where: str, status: int = 200) -> HttpResponse:
    return render(request, "accounts/sign_in.html", {"form": form, "next": where}, status=status)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step: a code of the app, one for recovery, or a passkey."""
    user = flow.waiting_user(request)
    if user is None or not policy.has_factor(user):
        return redirect("login")
    form = CodeForm(request.POST or None)
    if request.method != "POST":
        return _code_page(request, user, form)
    # A passkey cannot be guessed, so nobody waits with it because somebody guesses at codes.
    attempt, is_recovery = None, not factors.is_of_app(request.POST.get("code", ""))
    try:
        if not request.POST.get("khoa"):
            attempt = CodeAttempt(request, user.username, is_recovery=is_recovery)
    except Wait as wait:
        form.errors.clear()
        form.add_error(None, str(wait))
        return waiting(_code_page(request, user, form), wait)
    shown = _shown(request, user, form)
    if not shown:
        _note_failure(user, is_counted=attempt is not None)
        return _code_page(request, user, form, status=400)
    if attempt is not None:
        attempt.succeeded()
    where = flow.next_of(request)
    if shown == "recovery":
        messages.warning(request, f"Bạn vừa dùng một mã dự phòng, còn {factors.codes_left(user)} mã.")
        where = where or reverse("second-factor")
    response = flow.finish(request, user, where, shown=shown)
    if settings.SECOND_FACTOR_REMEMBER_DAYS and request.POST.get("nho"):
        flow.remember_factor(response, user)
    return response


def _note_failure(user: User, *, is_counted: bool) -> None:
    """Note that who had the password lacks the second factor; tell the owner, once a day.

    What is not slowed down is noted with the first alone: nobody fills the book.
    """
    is_first = is_first_of_day(user.username)
    if is_first or is_counted:
        audit.record("sign_in.failed", by=None, obj=user, detail="mật khẩu đúng, mã xác thực sai")
    if is_first:
        words = "Có người vừa nhập đúng mật khẩu của bạn, nhưng không qua được xác thực hai lớp."
        tell(user, "Đăng nhập chưa qua xác thực hai lớp", words)


def _shown(request: HttpRequest, user: User, form: CodeForm) -> str:
    """Return which factor a request shows, "" for none; the form then says why."""
    if answer := request.POST.get("khoa"):
        form.errors.clear()
        try:
            passkeys.accept(request, user, answer)
        except passkeys.NotAccepted:
            form.add_error(None, "Khóa truy cập chưa được nhận. Hãy thử lại, hoặc nhập mã.")
            return ""
        return "passkey"
    if not form.is_valid():
        return ""
    shown = factors.accept_code(user, form.cleaned_data["code"])
    if not shown:
        form.add_error("code", "Mã chưa đúng, đã dùng hoặc đã quá hạn. Hãy nhập mã đang hiện trong ứng dụng.")
    return shown


def _code_page(request: HttpRequest, user: User, form: CodeForm, status: int = 200) -> HttpResponse:
    has_passkeys = passkeys.are_possible(request) and user.passkeys.exists()
    context = {
        "form": form,
        "who": user,
        "has_app": hasattr(user, "app_factor"),
        "passkey_options": passkeys.begin_showing(request, user) if has_passkeys else "",
        "remember_days": settings.SECOND_FACTOR_REMEMBER_DAYS,
    }
    return render(request, "accounts/code.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; a mere link to this address ends nothing."""
    person = request.user.pk or ""  # Whose copies of what was typed the browser forgets.
    if request.method == "POST":
        logout(request)
    context = {"is_out": not request.user.is_authenticated, "person": person}
    return render(request, "accounts/signed_out.html", context)
