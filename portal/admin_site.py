"""The admin: its sign-in, its security policy, its first page."""

from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache
from django.views.i18n import JavaScriptCatalog

from portal.accounts.sessions import left_of
from portal.accounts.views import signing_in
from portal.models import FactorReset, SiteSettings

View = Callable[..., HttpResponse]

# The editor's toolbar works by inline handlers and styles; nothing in the admin needs eval.
with_admin_policy = csp_replace(
    {
        "script-src": [SELF, UNSAFE_INLINE],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "frame-src": [SELF],
        "child-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
)


class PortalAdminSite(admin.AdminSite):
    """Django's admin in Vietnamese."""

    site_title = "Quản trị cổng thông tin"
    site_header = "Quản trị cổng thông tin"
    index_title = "Bàn làm việc"
    empty_value_display = "–"

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        return with_admin_policy(super().admin_view(view, cacheable))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        # What they import registers itself on this site.
        from core.admin import calendar, drafts, trash
        from news.admin import reports
        from stats.admin import dashboard as statistics

        return [
            *statistics.urls(self),
            *calendar.urls(self),
            *trash.urls(self),
            *drafts.urls(self),
            *reports.urls(self),
            *super().get_urls(),
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """List the statistics and the report of posts too, which are no models."""
        from news.admin import reports
        from stats.admin import dashboard as statistics

        app_list = super().get_app_list(request, app_label)
        statistics.list_in(app_list, request, app_label)
        reports.list_in(app_list, request, app_label)
        return app_list

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Give every page the department's name: Django's sign-in page has another "site"."""
        context = {**super().each_context(request), "site": SimpleLazyObject(SiteSettings.load)}
        if request.user.is_authenticated:
            context["keep_alive"] = left_of(request)
        return context

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the one address that the portal has for signing in."""
        return redirect(f"{reverse('login')}?{request.GET.urlencode(safe='/')}")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return signing_in.sign_out(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account-password")

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Give the scripts their words, among them those that Django's own translation lacks."""
        return JavaScriptCatalog.as_view()(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show what waits for the person who signs in, before the list of everything."""
        from portal import dashboard  # What it imports registers itself on this site.

        context = dashboard.context(request, self)
        if request.user.has_perm("auth.change_user"):
            context["factor_resets"] = FactorReset.objects.open().exclude(asked_by=request.user).count()
        return super().index(request, {**context, **(extra_context or {})})
