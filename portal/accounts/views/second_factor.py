"""Setting up one's second factor: an app, passkeys, codes for recovery."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import audit
from core.qr import qr_code
from portal.accounts import factors, flow, known, passkeys, policy
from portal.accounts.forms import CodeForm, ConfirmForm, PasskeyForm
from portal.accounts.tasks import tell
from portal.accounts.throttle import Attempt, Wait
from portal.accounts.views.signing_in import waiting
from portal.models import Passkey, SiteSettings

View = Callable[..., HttpResponse]


def for_person(view: View) -> View:
    """Guard a page that changes factors: for who has shown the password lately, signed in or about to be."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = flow.person_of(request)
        if person is None:
            return redirect(f"{reverse('login')}?next={quote(reverse('second-factor'))}")
        if request.user.is_authenticated and not flow.is_confirmed(request):
            return redirect(f"{reverse('account-confirm')}?next={quote(reverse('second-factor'))}")
        return view(request, person, *args, **kwargs)

    return never_cache(sensitive_post_parameters()(guarded))


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password again before something that whoever finds an open computer must not do."""
    if not request.user.is_authenticated:
        return redirect("login")
    where = flow.safe_next(request) or reverse("account")
    form = ConfirmForm(request.POST or None)
    context = {"form": form, "next": where}
    if request.method != "POST":
        return render(request, "accounts/confirm.html", context)
    try:
        attempt = Attempt(request, request.user.username)
    except Wait as wait:
        form.errors.clear()
        form.add_error(None, str(wait))
        return waiting(render(request, "accounts/confirm.html", context), wait)
    if form.is_valid() and request.user.check_password(form.cleaned_data["password"]):
        attempt.succeeded()
        flow.confirm(request)
        return redirect(where)
    attempt.failed()
    if form.is_valid():
        form.add_error("password", "Mật khẩu chưa đúng.")
    return render(request, "accounts/confirm.html", context, status=400)


@require_safe
@for_person
def overview(request: HttpRequest, person: User) -> HttpResponse:
    """What an account shows beside its password, and what can be added."""
    return render(request, "accounts/second_factor.html", _state(request, person))


def _state(request: HttpRequest, person: User) -> dict[str, Any]:
    return {
        "who": person,
        "app": getattr(person, "app_factor", None),
        "passkeys": list(person.passkeys.all()),
        "codes_left": factors.codes_left(person),
        "codes_made": factors.CODES,
        "must": policy.must_have_factor(person),
        "has_factor": policy.has_factor(person),
        "may_add_passkeys": passkeys.are_possible(request),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def app(request: HttpRequest, person: User) -> HttpResponse:
    """Pair an app: it reads the QR code, and proves it by its first code."""
    secret = flow.offered_secret(request, person)
    form = CodeForm(request.POST or None)
    form.fields["code"].label = "Mã 6 chữ số đang hiện trong ứng dụng"
    if request.method == "POST" and secret and form.is_valid():
        step = factors.step_of(secret, "".join(form.cleaned_data["code"].split()))
        if step is not None:
            del request.session[flow.OFFERED]
            factors.set_app(person, secret, step)
            return _added(request, person, "app", "ứng dụng xác thực")
        form.add_error("code", "Mã chưa đúng. Hãy kiểm tra giờ của điện thoại rồi nhập mã đang hiện.")
    if not secret:
        secret = flow.offer_secret(request, person)
    context = {
        "form": form,
        "who": person,
        "qr": qr_code(factors.address_for_app(secret, person, SiteSettings.load().name)),
        "secret": factors.in_groups(secret),
        "address": factors.address_for_app(secret, person, SiteSettings.load().name),
        "must": policy.must_have_factor(person),
    }
    return render(request, "accounts/app.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def passkey(request: HttpRequest, person: User) -> HttpResponse:
    """Add a passkey or security key; the one page that cannot do without scripts."""
    if not passkeys.are_possible(request) or person.passkeys.count() >= passkeys.MOST:
        messages.error(request, "Không thêm được khóa truy cập ở địa chỉ này, hoặc đã có đủ 10 khóa.")
        return redirect("second-factor")
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer, name = request.POST.get("khoa", ""), form.cleaned_data["name"]
        try:
            passkeys.finish_adding(request, person, answer, name)
        except passkeys.NotAccepted:
            form.add_error(None, "Chưa thêm được khóa. Hãy thử lại.")
        else:
            return _added(request, person, "passkey", f"khóa truy cập «{name}»")
    context = {"form": form, "who": person, "options": passkeys.begin_adding(request, person)}
    return render(request, "accounts/passkey.html", context, status=400 if form.errors else 200)


def _added(request: HttpRequest, person: User, shown: str, what: str) -> HttpResponse:
    """Go on after a factor was added: codes for recovery are shown once, who waited is signed in."""
    codes = factors.make_recovery_codes(person) if not factors.codes_left(person) else []
    audit.record("factor.added", by=person, obj=person, detail=what)
    tell(person, "Đã thêm xác thực hai lớp", f"Vừa có thêm {what}.")
    where = flow.next_of(request)
    is_new = not request.user.is_authenticated
    if is_new:
        flow.enter(request, person, shown=shown)
    else:
        flow.renew(request, shown=shown)
    if not codes:
        messages.success(request, f"Đã thêm {what}.")
        return redirect("second-factor")
    response = _codes_page(request, codes, where if is_new else "")
    known.remember(request, response, person.username)
    return response


def _codes_page(request: HttpRequest, codes: list[str], where: str) -> HttpResponse:
    site = SiteSettings.load()
    text = f"Mã dự phòng của {request.user.get_username()}, {site.name}\r\n\r\n" + "\r\n".join(codes) + "\r\n"
    context = {
        "codes": codes,
        "file": f"data:text/plain;charset=utf-8,{quote(text)}",
        "next": where or reverse("admin:index"),
    }
    return render(request, "accounts/recovery_codes.html", context)


@require_POST
@for_person
def codes(request: HttpRequest, person: User) -> HttpResponse:
    """Make new codes for recovery; the old ones are void."""
    if not request.user.is_authenticated or not policy.has_factor(person):
        return redirect("second-factor")
    made = factors.make_recovery_codes(person)
    audit.record("factor.codes", by=person, obj=person)
    tell(person, "Mã dự phòng mới", "Vừa có bộ mã dự phòng mới, bộ cũ không dùng được nữa.")
    return _codes_page(request, made, "")


@require_POST
@for_person
def remove(request: HttpRequest, person: User, pk: int | None = None) -> HttpResponse:
    """Take away the app, or a passkey; the last factor of who must have one stays."""
    is_last = person.passkeys.count() + hasattr(person, "app_factor") <= 1
    if not request.user.is_authenticated:
        return redirect("second-factor")
    if is_last and policy.must_have_factor(person):
        messages.error(
            request,
            "Tài khoản của bạn phải có xác thực hai lớp. Hãy thêm cách khác trước rồi mới bỏ cách này.",
        )
        return redirect("second-factor")
    factor = get_object_or_404(Passkey, user=person, pk=pk) if pk else getattr(person, "app_factor", None)
    if factor is not None:
        what = f"khóa truy cập «{factor}»" if pk else "ứng dụng xác thực"
        factor.delete()
        if is_last:
            person.recovery_codes.all().delete()
        audit.record("factor.removed", by=person, obj=person, detail=what)
        tell(person, "Đã bỏ một cách xác thực", f"Vừa bỏ {what}.")
        flow.renew(request)
        messages.success(request, f"Đã bỏ {what}.")
    return redirect("second-factor")
