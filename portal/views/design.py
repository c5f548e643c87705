"""Every component in its states, for those who build and look after the portal."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.design import samples


@require_safe
@never_cache
def design(request: HttpRequest) -> HttpResponse:
    """Show them to staff; for everybody else there is no such page."""
    if not request.user.is_staff:
        raise Http404
    return render(request, "portal/design.html", samples.context())
