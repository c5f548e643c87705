"""The window that CKEditor opens to choose a picture that is there already."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import BigIntegerField, CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from core import picture_sources
from core.models import Picture
from core.picture_sources import PictureSource
from core.text import nfc, strip_controls

PAGE_SIZE = 24
LONGEST_QUERY = 100  # characters

PICTURES = PictureSource(
    model=Picture,
    file="file",
    label="",
    rows=Picture.objects.all,
    alt="alt",
    width="width",
    height="height",
    person="uploaded_by",
    moment="created_at",
)


class PictureBrowserMixin:
    """Gives the admin of pictures an address to choose one at."""

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("chon/", guarded(require_safe(self.browser_view)), name="core_picture_browser"),
            path(
                "chon/<str:kind>/<int:pk>/", guarded(require_POST(self.take_view)), name="core_picture_take"
            ),
            *super().get_urls(),
        ]

    def browser_view(self, request: HttpRequest) -> HttpResponse:
        """List pictures, the newest first; ``q`` is searched in their words, ``cua_toi`` keeps one's own.

        Beside those that were uploaded for texts stand those of other places (core.picture_sources). Who may
        only upload pictures chooses among their own.

        The pressed picture is handed to the window that opened this one (picture-browser.js).
        """
        own, may_see_all = self._whose(request)
        query = strip_controls(nfc(request.GET.get("q", "")))[:LONGEST_QUERY].strip()
        # Those of other places are taken over by adding a picture.
        sources = [PICTURES]
        if self.has_add_permission(request):
            sources += picture_sources.registered().values()
        found = _found(sources, query, request.user if own else None)
        page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("trang"))
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": "Chọn ảnh đã có",
            "is_popup": True,
            "page": page,
            "pictures": [_shown(row) for row in page],
            "query": query,
            "own": own,
            "may_see_all": may_see_all,
            # Which of its boxes the editor wants filled in.
            "place": request.GET.get("CKEditorFuncNum", ""),
            "has_any": bool(page.paginator.count) or _found(sources, "").exists(),
        }
        return TemplateResponse(request, "admin/core/picture/browser.html", context)

    def take_view(self, request: HttpRequest, kind: str, pk: int) -> JsonResponse:
        """Make a picture of another place one for texts, and say where it is."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        own, _ = self._whose(request)
        source = picture_sources.registered().get(kind)
        if source is None:
            raise Http404
        with transaction.atomic():
            # Locked, so that its file is not given up meanwhile.
            rows = source.found("", request.user if own else None)
            row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
            if row is None:
                raise Http404
            file, alt = getattr(row, source.file), getattr(row, source.alt)
            if not file.storage.exists(file.name):
                raise Http404
            picture = Picture.objects.adopt(file, alt=alt, by=request.user)
        return JsonResponse({"url": picture.file.url})

    def _whose(self, request: HttpRequest) -> tuple[bool, bool]:
        """Tell whether only one's own pictures are wanted or allowed, and whether a person may see all."""
        may_see_all = self.has_view_permission(request)
        if not (may_see_all or self.has_add_permission(request)):
            raise PermissionDenied
        return "cua_toi" in request.GET or not may_see_all, may_see_all


def _found(sources: Sequence[PictureSource], query: str, own_of: Any = None) -> QuerySet:
    """Return what is said of pictures of some places that hold some words, each file once."""
    taken = Picture.objects.values("file")
    pictures, *others = [
        _said(source, query, own_of)
        if source is PICTURES
        else _said(source, query, own_of).exclude(**{f"{source.file}__in": taken})
        for source in sources
    ]
    return pictures.union(*others, all=True).order_by("-moment_", "-key_")


def _said(source: PictureSource, query: str, own_of: Any) -> QuerySet:
    said = {
        "kind_": Value(source.kind, CharField()),
        "key_": Cast("pk", BigIntegerField()),
        "file_": Cast(source.file, CharField()),
        "alt_": F(source.alt),
        "width_": F(source.width),
        "height_": F(source.height),
        "moment_": Cast(source.moment, DateTimeField()),
    }
    return source.found(query, own_of).order_by().values(**said)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    shown = {name.removesuffix("_"): value for name, value in row.items()}
    source = picture_sources.registered().get(row["kind_"])
    return shown | {
        "url": storages["default"].url(row["file_"]),
        "label": source.label if source else "",
        "take": reverse("admin:core_picture_take", args=[row["kind_"], row["key_"]]) if source else "",
    }
