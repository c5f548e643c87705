"""Clicks on banners: counted by day, never by person, and led on."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import hits
from core.models import CountedOnce
from core.models.counters import kind_of
from core.visitors import COUNT_AGAIN_AFTER, visitor_hash
from portal.models import Banner, BannerClick


class RedirectOnward(HttpResponseRedirect):
    """A redirect to an address that staff typed; it may be a phone number or a letter box."""

    allowed_schemes = ("http", "https", "mailto", "tel")


@require_safe
def banner_click(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the banner's own address, and to no other; count the click, once a person in half an hour."""
    banner = get_object_or_404(Banner.objects.current(), pk=pk)
    if not banner.address:
        raise Http404
    if _is_click(request) and _is_new(request, banner):
        BannerClick.objects.add(banner)
    return RedirectOnward(
        banner.address, headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}
    )


def _is_click(request: HttpRequest) -> bool:
    """Tell a click from a look: nobody may ever see what a browser fetches in advance."""
    return request.method == "GET" and not hits.is_ahead(request)


def _is_new(request: HttpRequest, banner: Banner) -> bool:
    return CountedOnce.objects.claim(
        visitor_hash(request), kind_of(banner), banner.pk, now=timezone.now(), within=COUNT_AGAIN_AFTER
    )
