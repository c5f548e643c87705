"""What the public may know of the counting."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import blocks, cache
from core.crumbs import Crumb
from stats import visits as counted


@require_safe
@cache.page(*counted.TAGS, blocks.tags)
def visits(request: HttpRequest) -> HttpResponse:
    """The numbers, what each of them means, and what is not kept of visitors."""
    context = {
        "numbers": counted.told(),
        "breadcrumbs": [Crumb("Thống kê truy cập", reverse("stats:visits"))],
    }
    return render(request, "stats/visits.html", context)
