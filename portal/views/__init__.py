"""The front of the house: home page, search, health, and the pages that say what went wrong."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from core import blocks, cache, search
from core.blocks import OnPage
from core.crumbs import Crumb
from core.paging import NoSuchPage, Paginator
from core.sending import way_back
from portal.models import Block
from portal.models.blocks import in_rows


class HomeView(TemplateView):
    """The blocks that staff put on the home page and into the column beside it."""

    template_name = "portal/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = OnPage()
        return super().get_context_data(
            rows=in_rows(Block.shown_in(Block.Region.HOME, page)),
            side=Block.shown_in(Block.Region.HOME_SIDE, page),
            **kwargs,
        )


home = require_safe(cache.page(blocks.tags)(HomeView.as_view()))


class SearchForm(forms.Form):
    """The query string of the search page."""

    KINDS = (
        ("", "Tất cả"),
        ("news.article", "Tin tức"),
        ("documents.document", "Văn bản"),
        ("portal.page", "Trang"),
        ("stats.poll", "Thăm dò ý kiến"),
    )

    q = forms.CharField(
        label="Từ khóa",
        required=False,
        max_length=200,
        error_messages={
            "max_length": "Từ khóa dài quá %(limit_value)d ký tự, hãy rút gọn.",
            "null_characters_not_allowed": "Từ khóa có ký tự không hợp lệ, hãy gõ lại.",
        },
    )
    loai = forms.ChoiceField(
        label="Loại", choices=KINDS, required=False, error_messages={"invalid_choice": "Loại này không có."}
    )
    trang = forms.IntegerField(
        required=False,
        min_value=1,
        error_messages={"invalid": "Số trang không hợp lệ.", "min_value": "Số trang không hợp lệ."},
    )


SEARCH_PAGE_SIZE = 20
# Characters of a field that are given back without a token.
MAX_TYPED = 5_000
# So few hits may come from a slip in the query.
FEW_HITS = 3


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Search posts and documents. Not kept in the cache: queries are as many as visitors."""
    form = SearchForm(request.GET)
    status = 200 if form.is_valid() else 400
    data = form.cleaned_data if status == 200 else {}
    context = {
        "form": form,
        "query": data.get("q", ""),
        "kind": data.get("loai", ""),
        "kinds": SearchForm.KINDS,
        "breadcrumbs": [Crumb("Tìm kiếm", reverse("search"))],
    }
    if context["query"]:
        try:
            context |= _search(context["query"], context["kind"], data["trang"] or 1)
        except search.SearchTimeout:
            context["is_too_slow"] = True
            status = 503
    return render(request, "portal/search.html", context, status=status)


def _search(query: str, kind: str, number: int) -> dict[str, Any]:
    """Return the page of results with this number, as the template shows it.

    Raises NoSuchPage, SearchTimeout.
    """
    start = (number - 1) * SEARCH_PAGE_SIZE
    with search.limits():
        results = search.find(query, kinds=[kind] if kind else (), start=start, size=SEARCH_PAGE_SIZE)
        meant = search.suggest(query) if results.total <= FEW_HITS else ""
    return {
        "results": results,
        "page_obj": Paginator(range(results.total), SEARCH_PAGE_SIZE).page_or_404(number),
        "meant": meant,
    }


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell a load balancer whether this process and its database answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return JsonResponse({"database": "down"}, status=503)
    return JsonResponse({"database": "ok"}, headers={"Cache-Control": "no-store"})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    context = {"breadcrumbs": [Crumb("Không tìm thấy trang")]}
    if isinstance(exception, NoSuchPage):
        context["missing"] = exception
    response = render(request, "404.html", context, status=404)
    if not response.has_header("Vary"):  # The same for everyone: see core.cache on why nginx may keep it.
        response.headers["Cache-Control"] = cache.SHORTLY
    return response


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"breadcrumbs": [Crumb("Không có quyền xem")]}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token against forged requests is missing: what happened, and the way back.

    What a view names as its ``kept_fields`` is in that way's address: it need not be chosen again. No more of
    it than a form holds: what was sent without a token may be anything. What somebody has typed, a view's
    ``typed_fields``, is no matter of an address: it stands in a form here, to be looked over and sent again.
    """
    match = request.resolver_match
    typed = [
        (name, request.POST[name][:MAX_TYPED])
        for name in getattr(match and match.func, "typed_fields", ())
        if request.POST.get(name)
    ]
    context = {
        "has_cookie": settings.CSRF_COOKIE_NAME in request.COOKIES,
        "typed": typed,
        # A form of the admin has kept what was typed (core.admin.autosave).
        "is_admin": request.path.startswith(reverse("admin:index")),
        "back": way_back(request, getattr(match and match.func, "kept_fields", ())),
        "breadcrumbs": [Crumb("Chưa gửi được")],
    }
    return render(request, "403_csrf.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours: plain text of its own, as the database may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)
