"""Compression where no nginx does it."""

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware


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
