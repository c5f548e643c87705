"""How an account signs in, for those who keep accounts: a link to a new password, sign-ins, a lost factor."""

from typing import Any
from urllib.parse import quote

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from core import audit
from portal.accounts import flow, links, policy, resets
from portal.accounts.tasks import tell
from portal.accounts.throttle import LINKS_MADE, Wait, account_key
from portal.models import AuthenticatorApp, FactorReset, Passkey

MAX_REASON = 300
# What whoever finds an open computer must not do to others' accounts.
CONFIRMED_FIRST = ("lien-ket", "de-nghi", "xac-nhan")


def confirm_address(request: HttpRequest) -> str:
    """Return where the password is asked for again, to come back here."""
    return f"{reverse('account-confirm')}?next={quote(request.path)}"


def to_confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password again before what was asked for."""
    messages.info(request, "Hãy nhập lại mật khẩu của bạn, rồi làm tiếp.")
    return redirect(confirm_address(request))


class FactorFilter(admin.SimpleListFilter):
    title = "xác thực hai lớp"
    parameter_name = "hai-lop"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("co", "Đang bật"), ("khong", "Chưa bật"), ("cho", "Chờ xác nhận gỡ")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        has_one = Q(app_factor__isnull=False) | Q(Exists(Passkey.objects.filter(user=OuterRef("pk"))))
        match self.value():
            case "co":
                return queryset.filter(has_one)
            case "khong":
                return queryset.exclude(has_one)
            case "cho":
                return queryset.filter(Exists(FactorReset.objects.open().filter(user=OuterRef("pk"))))
        return queryset


class SignInMixin:
    """The page «Đăng nhập» of an account, beside its form."""

    change_form_template = "admin/auth/user/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.sign_in_view)
        return [path("<int:pk>/dang-nhap/", view, name="auth_user_sign_in"), *super().get_urls()]

    def sign_in_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show how an account signs in, and do what is asked for about it."""
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        link = ""
        if request.method == "POST":
            what = request.POST.get("viec", "")
            if what == "lien-ket" and user == request.user:
                return redirect("account-password")
            if what in CONFIRMED_FIRST and not flow.is_confirmed(request):
                return to_confirm(request)
            try:
                link = self._do(request, user, what)
            except ValidationError as error:
                self.message_user(request, error.messages[0], messages.ERROR)
            if not link:
                return redirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Đăng nhập của {user.get_username()}",
            "opts": self.opts,
            "who": user,
            "link": link,
            "is_self": user == request.user,
            "is_confirmed": flow.is_confirmed(request),
            "confirm_address": confirm_address(request),
            "sessions": user.staff_sessions.live(),
            "has_factor": policy.has_factor(user),
            "must": policy.must_have_factor(user),
            "reset": FactorReset.objects.open().select_related("asked_by").filter(user=user).first(),
            "max_reason": MAX_REASON,
        }
        return TemplateResponse(request, "admin/auth/user/sign_in.html", context)

    def _do(self, request: HttpRequest, user: User, what: str) -> str:
        """Do one of the things of the page; return the link, where one was made. Raises ValidationError."""
        match what:
            case "lien-ket":
                return self._link(request, user)
            case "dang-xuat":
                self._end(request, user)
            case "de-nghi":
                resets.ask(user, by=request.user, reason=request.POST.get("ly-do", "").strip()[:MAX_REASON])
                self.message_user(
                    request, "Đã ghi đề nghị. Một người quản trị khác xác nhận trong 24 giờ thì có hiệu lực."
                )
            case "xac-nhan":
                number = request.POST.get("so", "")
                resets.confirm(int(number) if number.isdecimal() else 0, user, by=request.user)
                self.message_user(
                    request, f"Đã gỡ xác thực hai lớp của {user.get_username()}.", messages.SUCCESS
                )
            case "huy":
                resets.cancel(user, by=request.user)
                self.message_user(request, "Đã hủy đề nghị.")
        return ""

    def _link(self, request: HttpRequest, user: User) -> str:
        """Make a link; who has it sets a password, so the owner is told. Raises ValidationError."""
        try:
            LINKS_MADE.attempt(account_key(user.username))
        except Wait as wait:
            raise ValidationError(
                "Hôm nay đã tạo 5 liên kết cho tài khoản này. Hãy dùng liên kết đã gửi, hoặc đợi đến mai."
            ) from wait
        with transaction.atomic():
            audit.record("password.link", by=request.user, obj=user)
            words = "Một người quản trị vừa tạo liên kết đặt mật khẩu mới cho bạn."
            tell(user, "Liên kết đặt mật khẩu mới", words)
        return links.password_link(user, request.build_absolute_uri("/"))

    def _end(self, request: HttpRequest, user: User) -> None:
        sessions = user.staff_sessions.exclude(pk=request.staff_session.pk)
        number = request.POST.get("so", "")
        count = (sessions.filter(pk=number) if number.isdecimal() else sessions).end()
        if count:
            audit.record("sessions.ended", by=request.user, obj=user, detail=f"{count} thiết bị")
        self.message_user(request, f"Đã đăng xuất {count} thiết bị của {user.get_username()}.")

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Set another's password; whoever was signed in with the old one no longer is.

        One's own is changed where the old one is asked for.
        """
        user = self.get_object(request, unquote(id))
        if user is not None and not self.has_change_permission(request, user):
            raise PermissionDenied
        if user == request.user:
            return redirect("account-password")
        if not flow.is_confirmed(request):
            return to_confirm(request)
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            if request.method == "POST" and response.status_code == 302:
                user.staff_sessions.all().end()
                audit.record("password.set", by=request.user, obj=user)
                tell(user, "Mật khẩu đã đổi", "Một người quản trị vừa đặt mật khẩu mới cho bạn.")
        return response

    @admin.display(description="xác thực hai lớp")
    def second_factor(self, user: User) -> str:
        if user.waits_for_reset:
            return "Chờ xác nhận gỡ"
        return "Đang bật" if user.has_app or user.has_passkey else "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        asked = FactorReset.objects.open().filter(user=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                has_app=Exists(AuthenticatorApp.objects.filter(user=OuterRef("pk"))),
                has_passkey=Exists(Passkey.objects.filter(user=OuterRef("pk"))),
                waits_for_reset=Exists(asked),
            )
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        context["may_see_sign_in"] = obj is not None and self.has_change_permission(request, obj)
        return super().render_change_form(request, context, **kwargs)
