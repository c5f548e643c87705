"""Robots are seen when they ask for a page: they send no beacon."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core import hits
from core.visitors import MAX_BROWSER
from stats import agents


class CountRobots:
    """Counts the public pages that robots read. No query, and nothing kept of who else asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            request.method == "GET"
            and response.status_code == 200
            and response.headers.get("Content-Type", "").startswith("text/html")
            and "cookie" not in response.headers.get("Vary", "").lower()
            and agents.look(request.META.get("HTTP_USER_AGENT", "")[:MAX_BROWSER]).bot
        ):
            hits.record(request, hits.What.VIEW, "", (), who=hits.Who.BOT)
        return response
