"""The security policy of each page, and compression where no nginx does it."""

from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

from core.embeds import frame_sources


class PageSecurityPolicy(CSPMiddleware):
    """Lets a public page put into frames the players and maps of its own cards, and nothing else."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponse, *args: Any, **kwargs: Any
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, *args, **kwargs)
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and parts.replace is None and (sources := frame_sources(response.content)):
            parts.update = {**(parts.update or {}), "frame-src": sources}
        return parts


class CompressPublicPages(GZipMiddleware):
    """Compresses the pages that are the same for everyone, and nothing else.

    An attacker who sees the size of compressed answers can guess a secret in them (BREACH). Public pages hold
    none: no session, no token. Pages of the admin do; they vary with the cookie, and go out as they are. So
    do files, whose parts must add up.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        if not is_page or response.cookies or "cookie" in response.headers.get("Vary", "").lower():
            return response
        return super().process_response(request, response)
