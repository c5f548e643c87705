"""The portal's addresses, and a view that does nothing, to compare with."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.urls import (  # noqa: F401 - Django looks for them here
    handler400,
    handler403,
    handler404,
    handler500,
)
from portal.urls import urlpatterns as portals

BARE = "bench/trong/"


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("OK")


urlpatterns = [path(BARE, bare), *portals]
