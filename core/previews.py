"""How something will look, before the public sees it.

The page is made by the same view and templates as the public one, as if it had been asked for at the address
that it will have, by somebody without an account. It is counted by nobody and kept nowhere. Who may look is
the caller's to decide: in the admin a person by :meth:`core.models.Publishable.may_preview`, here whoever
holds a link that such a person made (:class:`core.models.PreviewLink`).
"""

import copy
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.views.decorators.http import require_safe

from core import cache
from core.files.serving import serve_attachment
from core.models import Attachment, PreviewLink, Publishable
from core.public import preview_views
from core.text import format_moment

UNPUBLISHED = "Bản xem trước, chưa công bố."


def can_show(model: type[Publishable]) -> bool:
    """Tell whether there is a public page to be previewed."""
    return model in preview_views


def page(request: HttpRequest, obj: Publishable, words: str, files_at: str = "") -> HttpResponse:
    """Return the page of an object as it is stored now; ``words`` stand above it.

    ``files_at`` is the address below which its files are; else they are where the public will find them.
    Nothing that is read meanwhile is kept: the transaction around may be one that is taken back.
    """
    shown = copy.copy(request)
    shown.method = "GET"
    shown.path = shown.path_info = obj.get_absolute_url()
    shown.GET, shown.POST = QueryDict(), QueryDict()
    shown.user = AnonymousUser()
    shown.resolver_match = resolve(shown.path)
    with cache.keeping_nothing():
        response = preview_views[type(obj)](shown, obj.pk, words, files_at)
        if hasattr(response, "render"):
            response.render()
    return guarded(response)


def guarded(response: HttpResponseBase) -> Any:
    """Keep an answer out of caches, search engines, and the logs of the sites that it links to."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a link; of what is public by now, the way there."""
    link, obj = _opened(token)
    if obj.is_public():
        return guarded(redirect(obj))
    until = f"{UNPUBLISHED} Liên kết này dùng được đến {format_moment(link.expires_at)}."
    return page(request, obj, until, reverse("preview", args=[token]))


@require_safe
def preview_file(request: HttpRequest, token: str, pk: int, name: str) -> HttpResponseBase:
    """A file of what is behind a link; not counted."""
    _, obj = _opened(token)
    for model in apps.get_models():
        if issubclass(model, Attachment) and model._meta.get_field(model.OWNER_FIELD).related_model is type(
            obj
        ):
            file = model._default_manager.filter(
                **{model.OWNER_FIELD: obj}, pk=pk, original_name=name
            ).first()
            if file is not None:
                return guarded(serve_attachment(request, file))
    raise Http404


def _opened(token: str) -> tuple[PreviewLink, Publishable]:
    """Return a link and what it shows, which is no more than who made it may see.

    Raises Http404 for every link that opens nothing, whatever the reason.
    """
    link = PreviewLink.objects.by_token(token)
    if link is not None and link.made_by.is_active and link.made_by.is_staff:
        obj = (
            apps.get_model(link.kind)._base_manager.filter(pk=link.object_id, deleted_at__isnull=True).first()
        )
        if (
            obj is not None
            and can_show(type(obj))
            and obj.may_preview(link.made_by)
            # A link that showed it before the public saw it does not show it when its time is over.
            and not (obj.is_expired and link.made_at < obj.unpublish_at)
        ):
            return link, obj
    raise Http404
