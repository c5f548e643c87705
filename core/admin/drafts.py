"""«Bản soạn dở của tôi»: all that somebody typed and has not saved, of every kind, and the way to its words.

A form offers the drafts of its own object. Here they are found, too, when that may not be edited any more,
or is out of one's reach: as words to copy.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from core.admin.autosave import RESTORE, mark_done
from core.admin.conflicts import typed_words
from core.admin.publishing import PublishableAdmin
from core.models import Autosave, Publishable

NAME = "Bản soạn dở của tôi"


@dataclass(frozen=True)
class Row:
    """A draft, what it is called, and the form that takes it back, where there is one."""

    draft: Autosave
    title: str
    kind: str
    restore_url: str
    lost: str


def urls(site: AdminSite) -> list[URLPattern]:
    """Return the addresses under that of the admin."""

    def listed(request: HttpRequest) -> HttpResponse:
        return list_view(request, site)

    def shown(request: HttpRequest, pk: int) -> HttpResponse:
        return draft_view(request, site, pk)

    guarded = site.admin_view
    return [
        path("soan-do/", guarded(require_safe(listed)), name="drafts"),
        path("soan-do/<int:pk>/", guarded(require_safe(shown)), name="draft"),
        path("soan-do/<int:pk>/bo/", guarded(require_POST(discard_view)), name="draft_discard"),
    ]


def drafts_of(user: Any) -> QuerySet[Autosave]:
    """Return the drafts of a person."""
    return Autosave.objects.filter(user=user).drafts()


def list_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """List one's drafts, what was typed last before all else."""
    context = {**site.each_context(request), "title": NAME, "rows": list(_rows(request, site))}
    return TemplateResponse(request, "admin/drafts.html", context)


def draft_view(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show the words of a draft, whatever has become of the object that they were meant for."""
    row = next(_rows(request, site, pk=pk), None)
    if row is None:
        raise Http404
    typed = typed_words(_admins(site)[row.draft.kind], request, drafts_of(request.user).get(pk=pk).as_post())
    context = {**site.each_context(request), "title": row.title, "row": row, "typed": list(typed)}
    return TemplateResponse(request, "admin/draft_words.html", {**context, "list_name": NAME})


def discard_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft for good."""
    draft = drafts_of(request.user).defer("data").filter(pk=pk).first()
    if draft is None:
        raise Http404
    draft.delete()
    messages.success(request, "Đã bỏ bản soạn dở.")
    response = HttpResponseRedirect(reverse("admin:drafts"))
    mark_done(response, draft.token)
    return response


def _admins(site: AdminSite) -> dict[str, PublishableAdmin]:
    return {
        model_admin.opts.label_lower: model_admin
        for model_admin in site._registry.values()
        if isinstance(model_admin, PublishableAdmin)
    }


def _rows(request: HttpRequest, site: AdminSite, **which: Any) -> Iterator[Row]:
    admins = _admins(site)
    names = {name for model_admin in admins.values() for name in model_admin.long_lines}
    drafts = drafts_of(request.user).filter(kind__in=admins, **which).with_beginnings(names)
    drafts = list(drafts.order_by("-saved_at", "-pk"))
    for model_admin in admins.values():
        of_kind = [draft for draft in drafts if draft.kind == model_admin.opts.label_lower]
        pks = {draft.object_id for draft in of_kind if draft.object_id}
        seen = model_admin.get_queryset(request).defer(*model_admin.list_defer).in_bulk(pks) if pks else {}
        for draft in of_kind:
            draft.row = _row(request, model_admin, draft, seen.get(draft.object_id))
    yield from (draft.row for draft in drafts)


def _row(
    request: HttpRequest, model_admin: PublishableAdmin, draft: Autosave, obj: Publishable | None
) -> Row:
    opts = model_admin.opts
    url = lost = ""
    if draft.object_id is None and model_admin.has_add_permission(request):
        url = model_admin._address("add")
    elif draft.object_id is None:
        lost = "Bạn không còn quyền tạo nội dung loại này."
    elif obj is None:
        lost = "Nội dung này bạn không còn mở được."
    elif model_admin.has_change_permission(request, obj):
        url = model_admin._address("change", obj.pk)
    else:
        lost = "Nội dung này bạn không còn sửa được."
    title = draft.name or str(obj or draft.first_words or f"{opts.verbose_name} chưa có tên".capitalize())
    return Row(draft, title, str(opts.verbose_name), url and f"{url}?{RESTORE}={draft.pk}", lost)
