"""Pages of the admin that stand on no model: their place in its list of everything."""

from typing import Any

from django.apps import AppConfig
from django.urls import reverse


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
