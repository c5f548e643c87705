"""What is doubtful: said beside the form while somebody writes, and on a page before it goes public."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from core.admin.forms import PublishableForm
from core.checks import Doubt
from core.models import Publishable

# Objects of a bulk action that are looked through for what is doubtful: it takes some queries each.
MAX_ASKED = 50
DESPITE = "Vẫn xuất bản"


def versions_seen(request: HttpRequest) -> dict[int, str]:
    """Return the versions that a page of doubts was about, by primary key."""
    pairs = (pair.partition(":") for pair in request.POST.get("_seen", "").split())
    return {int(pk): version for pk, _, version in pairs if pk.isascii() and pk.isdigit() and len(pk) < 19}


def obstacles_to(obj: Publishable) -> list[str]:
    """Return all for which an object may not go public as it is."""
    try:
        obj.check_publishable()
    except ValidationError as error:
        return error.messages
    return []


def doubts_beside(form: PublishableForm) -> str:
    """Return what is doubtful in what stands in a form, with links to its boxes; hidden where nothing is."""
    doubts = [] if form.is_empty else form.doubts()
    boxes = [_box_id(form, doubt.field) if doubt.field in form.fields else "" for doubt in doubts]
    context = {"doubts": list(zip(doubts, boxes, strict=True))}
    return render_to_string("admin/includes/_doubts_beside.html", context)


def _box_id(form: PublishableForm, name: str) -> str:
    """Return the id of a field's box; of the first where it has several, as a moment has."""
    return form[name].id_for_label or f"{form[name].auto_id}_0"


class DoubtsMixin:
    """The page of doubts of one object, or of those chosen in a list."""

    def doubts_path(self) -> URLPattern:
        return path(
            "<int:pk>/xem-lai/",
            self.admin_site.admin_view(require_safe(self.doubts_view)),
            name=f"{self.opts.app_label}_{self.opts.model_name}_doubts",
        )

    def doubts_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what is doubtful in an object that somebody wants to publish, with the ways on and back."""
        obj = self.get_object(request, str(pk))
        if obj is None:
            raise Http404
        if not self.has_publish_permission(request, obj):
            raise PermissionDenied
        doubts = obj.doubts(request.user) if obj.may("publish", request.user) else []
        if not doubts:
            return self._to_form(request, obj)
        obstacles = obstacles_to(obj)
        return self._doubtful(
            request,
            [(obj, obstacles, doubts)],
            action_url=self._address("verb", obj.pk, "publish"),
            version=obj.updated_at.isoformat(),
            back=self._address("change", obj.pk),
            button="" if obstacles else DESPITE,
        )

    def _is_doubtful(self, request: HttpRequest, obj: Publishable) -> bool:
        """Tell whether there is something to be said before an object goes public, refused or not."""
        return obj.may("publish", request.user) and bool(obj.doubts(request.user))

    def _warn_of_all(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Say what is doubtful in those of the chosen that can be published; None where there is nothing."""
        objects = list(queryset)
        asked = [obj for obj in objects if obj.may("publish", request.user)]
        found = [
            (obj, obstacles_to(obj), doubts)
            for obj in asked[:MAX_ASKED]
            if (doubts := obj.doubts(request.user))
        ]
        if not found:
            return None
        return self._doubtful(
            request,
            found,
            pks=[obj.pk for obj in objects],
            seen=" ".join(f"{obj.pk}:{obj.updated_at.isoformat()}" for obj in objects),
            unseen=max(len(asked) - MAX_ASKED, 0),
            action=request.POST.get("action"),
            action_checkbox_name=admin.helpers.ACTION_CHECKBOX_NAME,
            back=request.get_full_path(),
            button="Vẫn xuất bản tất cả" if len(objects) > 1 else DESPITE,
        )

    def _doubtful(
        self, request: HttpRequest, found: list[tuple[Publishable, list[str], list[Doubt]]], **context: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Xem lại trước khi xuất bản",
            "found": found,
            **context,
        }
        return TemplateResponse(request, "admin/publishing_doubts.html", context)
