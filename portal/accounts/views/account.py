"""One's own account: password, second factor, sessions."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.forms import ChangePasswordForm
from portal.accounts.throttle import Attempt, Wait
from portal.accounts.views.signing_in import waiting


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/account.html")


@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's password: all other sessions end with it, and this one gets a new key."""
    form = ChangePasswordForm(request.user, request.POST or None)
    if request.method != "POST":
        return render(request, "accounts/change_password.html", {"form": form})
    try:
        attempt = Attempt(request, request.user.username)
    except Wait as wait:
        form = ChangePasswordForm(request.user)
        context = {"form": form, "refusal": str(wait)}
        return waiting(render(request, "accounts/change_password.html", context), wait)
    if not form.is_valid():
        if "old_password" in form.errors:
            attempt.failed()
        return render(request, "accounts/change_password.html", {"form": form}, status=400)
    attempt.succeeded()
    form.save()
    update_session_auth_hash(request, form.user)
    messages.success(
        request, "Đã đổi mật khẩu. Những nơi khác đang đăng nhập bằng tài khoản này đã được đăng xuất."
    )
    return redirect("account")
