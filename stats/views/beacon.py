"""The beacon: a page tells that it is read, and is told what a second changes.

It holds no CSRF token, as it stands in pages that are the same for everyone; the signed token says what may
be counted. A page of another site cannot send JSON without asking first, and newer browsers say where it
comes from. Nothing but a count follows from it.
"""

import base64
import json
import logging
import re
from typing import Any

from django.core.signing import BadSignature
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from core import fragments, hits
from core.beacon import Read, read_token
from stats import agents

logger = logging.getLogger(__name__)

MAX_BODY = 2048  # bytes
MAX_PLACES = 5
FIELDS = {"token", "referrer", "again", "places"}
_HOST = re.compile(r"(?=.{1,100}\Z)[a-z0-9-]+(\.[a-z0-9-]+)+")
# One pixel that nobody sees.
_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_NEVER_KEPT = {"Cache-Control": "no-store"}


class RefusedError(Exception):
    """What came is no beacon of ours; says why in Vietnamese, and has the status of the answer."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


@csrf_exempt
@require_POST
def beacon(request: HttpRequest) -> HttpResponse:
    """Count a page, and answer with the pieces of it that change by the second.

    The body is JSON: ``token``; ``referrer``, the host of the site that led here; ``again``, whether the page
    was loaded anew; ``places``, the names of the pieces wanted. The answer has the HTML of each by its name.
    """
    try:
        _check_origin(request)
        said = _body(request)
        read = _read(said["token"])
    except RefusedError as error:
        return HttpResponse(str(error), status=error.status, content_type="text/plain; charset=utf-8")
    _count(request, read, referrer=said.get("referrer", ""), is_again=said.get("again", False))
    places = said.get("places", [])
    if not places:
        return HttpResponse(status=204, headers=_NEVER_KEPT)
    return JsonResponse(_pieces(request, places), headers=_NEVER_KEPT)


@require_GET
def pixel(request: HttpRequest, token: str) -> HttpResponse:
    """Count a page in a browser without scripts."""
    try:
        _check_origin(request)
        read = _read(token)
    except RefusedError as error:
        return HttpResponse(str(error), status=error.status, content_type="text/plain; charset=utf-8")
    _count(request, read)
    return HttpResponse(_PIXEL, content_type="image/gif", headers=_NEVER_KEPT)


def _check_origin(request: HttpRequest) -> None:
    """Refuse what a page of another site has sent, as far as browsers say so, and what is no browser's."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise RefusedError("Chỉ đếm lượt xem từ trang của cổng.", 403)
    if agents.is_absurd(request.META.get("HTTP_USER_AGENT", "")):
        raise RefusedError("Trình duyệt không hợp lệ.")


def _body(request: HttpRequest) -> dict[str, Any]:
    # What a form, or a script, of another site sends without asking first has another type.
    if request.content_type != "application/json":
        raise RefusedError("Yêu cầu đếm phải là JSON.", 415)
    # Read no further than needed, whatever length is said.
    body = request.read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        raise RefusedError("Yêu cầu đếm quá dài.", 413)
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RefusedError("Yêu cầu đếm không đọc được.") from error
    if not isinstance(said, dict) or not said.keys() <= FIELDS or not isinstance(said.get("token"), str):
        raise RefusedError("Yêu cầu đếm không hợp lệ.")
    places = said.get("places", [])
    if (
        not isinstance(said.get("referrer", ""), str)
        or not isinstance(said.get("again", False), bool)
        or not isinstance(places, list)
        or len(places) > MAX_PLACES
        or not all(isinstance(place, str) for place in places)
    ):
        raise RefusedError("Yêu cầu đếm không hợp lệ.")
    return said


def _read(token: str) -> Read:
    try:
        return read_token(token)
    except (BadSignature, ValueError) as error:  # ValueError: no text that could have been signed.
        raise RefusedError("Mã đếm không hợp lệ.") from error


def _count(request: HttpRequest, read: Read, *, referrer: str = "", is_again: bool = False) -> None:
    if hits.is_ahead(request):
        return
    hits.record(
        request,
        hits.What.VIEW,
        read.section,
        ((read.kind, read.object_id),),
        referrer=_site(referrer, request.get_host()) if referrer else "",
        search=read.search,
        found=read.found,
        is_again=is_again,
    )


def _site(referrer: str, own: str) -> str:
    """Return the host of the site that led here in one spelling, "" for what is none, or our own."""
    host = referrer.lower().removeprefix("www.")
    is_own = host == own.partition(":")[0].lower().removeprefix("www.")
    return host if _HOST.fullmatch(host) and not is_own else ""


def _pieces(request: HttpRequest, places: list[str]) -> dict[str, str]:
    """Return the HTML of the pieces; without the database there are none, and the page stays as it is."""
    try:
        return fragments.render(request, places)
    except (DatabaseError, InterfaceError) as error:
        logger.warning("Không đọc được số thống kê cho trang đang xem: %s", error)
        return {}
