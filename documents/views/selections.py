"""What is handed out of the register for programs: the documents that a query string selects.

Feeds, the calendar and the exports take the query string of the list page, and share here what they do with
a wrong one.
"""

import functools
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.http import conditional_page

from core import cache
from core.search import SearchTimeout
from core.text import strip_controls
from documents.filters import PARAMS, DocumentFilter
from documents.views.lists import ENDLESS, KEPT_VALUES

RETRY_AFTER = 10  # seconds


class TryLater(Exception):
    """The machine has no room for this now; the message says so to the visitor, in Vietnamese."""


def of_selection(view: Callable[[HttpRequest, DocumentFilter], HttpResponseBase]) -> Callable:
    """Decorate a view: give it the filter of its query string.

    Answers 400 for values that no filter takes, 503 where a search takes too long or the view raises
    TryLater, both with a text that says so. No answer is for the index of a search engine: the documents
    have pages of their own.
    """

    @functools.wraps(view)
    def wrapper(request: HttpRequest) -> HttpResponseBase:
        register = DocumentFilter(request.GET)
        if register.is_valid():
            try:
                response = view(request, register)
            except SearchTimeout:
                response = _later("Tìm theo các từ này mất quá nhiều thời gian. Hãy thêm điều kiện lọc.")
            except TryLater as reason:
                response = _later(str(reason))
        else:
            response = _words(_complaint(register), 400)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapper


def kept(view: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Decorate a view: keep the answers to what many ask, as the list does; give all of them an ETag."""
    kept_view = cache.page("documents", "site", params=PARAMS)(view)
    other_view = conditional_page(view)

    @functools.wraps(view)
    def wrapper(request: HttpRequest) -> HttpResponse:
        given = {name for name in PARAMS if request.GET.get(name)}
        is_common = len(given) <= KEPT_VALUES and given.isdisjoint(ENDLESS)
        return (kept_view if is_common else other_view)(request)

    return wrapper


def name_of(request: HttpRequest, register: DocumentFilter, what: str) -> str:
    """Return what a selection is called: «Văn bản (Loại: Thông báo) – Sở GDĐT»; ``what`` comes first."""
    context = {"what": what, "filters": register.describe()}
    return strip_controls(render_to_string("documents/selection_name.txt", context, request).strip())


def _complaint(register: DocumentFilter) -> str:
    lines = [
        f"- {register.form.fields[name].label if name in register.form.fields else name}: {message}"
        for name, messages in register.errors.items()
        for message in messages
    ]
    return "\n".join(["Điều kiện lọc văn bản không hợp lệ.", *lines])


def _later(reason: str) -> HttpResponse:
    response = _words(reason, 503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _words(text: str, status: int) -> HttpResponse:
    return HttpResponse(text + "\n", content_type="text/plain; charset=utf-8", status=status)
