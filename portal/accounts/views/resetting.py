"""A new password for who has forgotten the old one."""

from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordResetConfirmView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import audit
from portal.accounts import links
from portal.accounts.forms import ForgottenForm, NewPasswordForm
from portal.accounts.tasks import send_password_link, tell
from portal.accounts.throttle import LINKS, Wait, link_keys
from portal.accounts.views.signing_in import waiting


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Have a link sent; without letters, say whom to ask. The answer never says who has an account."""
    if not links.mail_is_sent():
        return render(request, "accounts/forgotten.html", {"is_sent": False, "sends_mail": False})
    form = ForgottenForm(request.POST or None)
    context = {"form": form, "sends_mail": True}
    if request.method != "POST":
        return render(request, "accounts/forgotten.html", context)
    if not form.is_valid():
        return render(request, "accounts/forgotten.html", context, status=400)
    try:
        for key in link_keys(request):
            LINKS.attempt(key)
    except Wait as wait:
        form.add_error(None, str(wait))
        return waiting(render(request, "accounts/forgotten.html", context), wait)
    pks = list(links.accounts_of(form.cleaned_data["said"]).values_list("pk", flat=True))
    send_password_link.enqueue(pks, request.build_absolute_uri("/"))
    return render(request, "accounts/forgotten.html", {"is_sent": True, "sends_mail": True})


class NewPasswordView(PasswordResetConfirmView):
    """The page behind the link. Django takes the token out of the address at once: no referrer tells it."""

    form_class = NewPasswordForm
    template_name = "accounts/new_password.html"
    success_url = reverse_lazy("password-reset-done")

    def get_user(self, uidb64: str) -> User | None:
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active and user.is_staff else None

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            form.user.staff_sessions.all().end()
            # Whoever had the link: the book does not say that it was the owner.
            audit.record("password.reset", by=None, actor="liên kết", obj=form.user)
        tell(form.user, "Mật khẩu đã đổi", "Mật khẩu vừa được đặt lại bằng liên kết.")
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["status"] = 200 if self.validlink else 410
        return context

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return super().render_to_response(context, status=context["status"], **kwargs)


new_password = NewPasswordView.as_view()


@never_cache
@require_http_methods(["GET", "HEAD"])
def new_password_done(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/new_password_done.html")
