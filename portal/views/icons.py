"""The emblem as browsers and phones ask for it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from core import cache, public
from portal import icons
from portal.models import SiteSettings


@require_safe
def icon(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """An icon under an address that changes with it, so that it may be kept for ever."""
    if name not in icons.ICONS:
        raise Http404
    site = SiteSettings.load()
    if version != icons.version_of(site):
        return public.moved(icons.address(site, name))
    response, is_lasting = _drawn(site, name)
    response.headers["Cache-Control"] = cache.FOREVER if is_lasting else cache.SHORTLY
    response.headers["ETag"] = f'"{version}"'
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)


@require_safe
@cache.page(*SiteSettings.cache_tags)
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon where programs look for it that read no page."""
    response, _ = _drawn(SiteSettings.load(), "favicon.ico")
    return response


@require_safe
@cache.page(*SiteSettings.cache_tags)
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the portal among its programs."""
    site = SiteSettings.load()
    return JsonResponse(
        {
            "id": reverse("home"),
            "name": site.name,
            "short_name": site.short_name,
            "description": site.description,
            "lang": "vi",
            "dir": "ltr",
            "start_url": reverse("home"),
            "scope": reverse("home"),
            # With a way back on every phone: iOS opens it in the browser.
            "display": "minimal-ui",
            "background_color": "#fbf8f3",
            "theme_color": "#7d1215",
            "icons": [
                _listed(site, "icon-192.png", 192),
                _listed(site, "icon-512.png", 512),
                _listed(site, "maskable-512.png", 512, purpose="maskable"),
            ],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


def _listed(site: SiteSettings, name: str, size: int, purpose: str = "any") -> dict[str, Any]:
    return {
        "src": icons.address(site, name),
        "sizes": f"{size}x{size}",
        "type": icons.ICONS[name].content_type,
        "purpose": purpose,
    }


def _drawn(site: SiteSettings, name: str) -> tuple[HttpResponse, bool]:
    """Return the answer with an icon, and whether it will stay as it is."""
    content, is_lasting = cache.remember(
        f"icon:{icons.version_of(site)}:{name}", SiteSettings.cache_tags, lambda: icons.make(site, name)
    )
    return HttpResponse(content, content_type=icons.ICONS[name].content_type), is_lasting
