"""Pages of the admin that stand on no model: who sees them, their place in its list of everything."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.apps import AppConfig
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]


def may_view(request: HttpRequest, permission: str) -> bool:
    """Tell whether who asks may see a page."""
    return request.user.is_active and request.user.has_perm(permission)


def guarded(site: AdminSite, permission: str) -> Callable[[View], View]:
    """Make views pages of an admin site, which get it as ``site``, for those with a permission; read only."""

    def decorate(view: View) -> View:
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not may_view(request, permission):
                raise PermissionDenied
            return view(request, site=site, **kwargs)

        return site.admin_view(require_safe(answer))

    return decorate


def refusal(form: forms.Form) -> HttpResponse:
    """Return the answer to who asks for a file with a query that makes no sense."""
    told = "\n".join(error for errors in form.errors.values() for error in errors)
    return HttpResponse(told, status=400, content_type="text/plain; charset=utf-8")


def list_in(
    app_list: list[dict[str, Any]], app_label: str | None, config: AppConfig, name: str, url: str
) -> None:
    """Put a page first in the part of an app; ``app_label`` is the app asked for, None for all."""
    if app_label not in (None, config.label):
        return
    entry = {
        "name": name,
        "object_name": url.rpartition(":")[2],
        "perms": {"view": True},
        "admin_url": reverse(url),
        "add_url": None,
        "view_only": True,
    }
    for app in app_list:
        if app["app_label"] == config.label:
            app["models"].insert(0, entry)
            return
    app_list.append(
        {
            "name": config.verbose_name,
            "app_label": config.label,
            "app_url": reverse("admin:app_list", args=[config.label]),
            "has_module_perms": True,
            "models": [entry],
        }
    )
    app_list.sort(key=lambda app: app["name"].lower())
