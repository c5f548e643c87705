"""The window that CKEditor opens to choose a picture that is there already."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from core.models import Picture
from core.text import nfc, strip_controls

PAGE_SIZE = 24
LONGEST_QUERY = 100  # characters


class PictureBrowserMixin:
    """Gives the admin of pictures an address to choose one at."""

    def get_urls(self) -> list[URLPattern]:
        browser = path(
            "chon/",
            self.admin_site.admin_view(require_safe(self.browser_view)),
            name="core_picture_browser",
        )
        return [browser, *super().get_urls()]

    def browser_view(self, request: HttpRequest) -> HttpResponse:
        """List pictures, the newest first; ``q`` is searched in descriptions, ``cua_toi`` keeps one's own.

        Who may only upload pictures chooses among their own.

        The pressed picture is handed to the window that opened this one (picture-browser.js).
        """
        if not (self.has_view_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        query = strip_controls(nfc(request.GET.get("q", "")))[:LONGEST_QUERY].strip()
        may_see_all = self.has_view_permission(request)
        own = "cua_toi" in request.GET or not may_see_all
        page = Paginator(self._found(request, query, own), PAGE_SIZE).get_page(request.GET.get("trang"))
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": "Chọn ảnh đã có",
            "is_popup": True,
            "page": page,
            "query": query,
            "own": own,
            "may_see_all": may_see_all,
            # Which of its boxes the editor wants filled in.
            "place": request.GET.get("CKEditorFuncNum", ""),
            "has_any": bool(page.paginator.count) or Picture.objects.exists(),
        }
        return TemplateResponse(request, "admin/core/picture/browser.html", context)

    def _found(self, request: HttpRequest, query: str, own: bool) -> QuerySet[Picture]:
        pictures = self.get_queryset(request)
        for word in query.split():
            pictures = pictures.filter(alt__unaccent__icontains=word)
        return pictures.filter(uploaded_by=request.user) if own else pictures
