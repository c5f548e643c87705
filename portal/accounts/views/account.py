"""One's own account: password, second factor, sessions."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import audit
from portal.accounts import flow, policy
from portal.accounts.factors import codes_left
from portal.accounts.forms import ChangePasswordForm
from portal.accounts.sessions import network_mark
from portal.accounts.tasks import tell
from portal.accounts.throttle import Attempt, Wait
from portal.accounts.views.signing_in import waiting


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's password, second factor and sign-ins, each with what can be done about it."""
    sessions = list(request.user.staff_sessions.live())
    here = network_mark(request)
    for session in sessions:
        session.is_this = session.pk == request.staff_session.pk
        session.is_near = bytes(session.network) == here
    context = {
        "sessions": sessions,
        "has_factor": policy.has_factor(request.user),
        "codes_left": codes_left(request.user),
        "must": policy.must_have_factor(request.user),
    }
    return render(request, "accounts/account.html", context)


@never_cache
@login_required
@require_POST
def end_sessions(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """End one of one's sign-ins, or all but this one."""
    others = request.user.staff_sessions.exclude(pk=request.staff_session.pk)
    count = (others.filter(pk=pk) if pk else others).end()
    if count:
        audit.record("sessions.ended", by=request.user, obj=request.user, detail=f"{count} thiết bị")
    messages.success(request, f"Đã đăng xuất {count} thiết bị khác.")
    return redirect("account")


@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's password: all other sessions end with it, and this one gets a new key."""
    form = ChangePasswordForm(request.user, request.POST or None)
    context = {"form": form}
    if request.method != "POST":
        return render(request, "accounts/change_password.html", context)
    try:
        attempt = Attempt(request, request.user.username)
    except Wait as wait:
        context |= {"form": ChangePasswordForm(request.user), "refusal": str(wait)}
        return waiting(render(request, "accounts/change_password.html", context), wait)
    if not form.is_valid():
        if "old_password" in form.errors:
            attempt.failed()
        else:
            attempt.succeeded()  # Who looks for a new password that is let through is no guesser.
        return render(request, "accounts/change_password.html", context, status=400)
    attempt.succeeded()
    with transaction.atomic():
        user = form.save()
        user.staff_sessions.exclude(pk=request.staff_session.pk).end()
        audit.record("password.changed", by=user, obj=user)
    update_session_auth_hash(request, user)
    flow.confirm(request)
    tell(user, "Mật khẩu đã đổi", "Mật khẩu vừa được đổi.")
    messages.success(request, "Đã đổi mật khẩu. Mọi thiết bị khác dùng tài khoản này đã được đăng xuất.")
    return redirect("account")
