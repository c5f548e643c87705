"""Views of published objects: what the public sees, what has moved, what is gone."""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import DetailView, ListView

from core import hits
from core.files.serving import serve_attachment, starts_download
from core.links import linked, with_link_refs
from core.models import Attachment, Counter, FormerSlug, Publishable
from core.models.counters import kind_of
from core.paging import Paginator

# How each model's page is made before it is public: request, key, the words above it, where its files are.
preview_views: dict[type[Publishable], Callable[[HttpRequest, int, str, str], HttpResponse]] = {}


class PublicListView(ListView):
    """A paged list; the page number is ``?trang=``."""

    paginate_by = 20
    page_kwarg = "trang"
    paginator_class = Paginator

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> Any:
        number = self.request.GET.get(self.page_kwarg, "1")
        # One spelling a page: 01, «last» or ١ would each be kept as a page of their own.
        if not re.fullmatch("[1-9][0-9]{0,17}", number, re.ASCII):
            raise Http404
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.page_or_404(int(number))
        return paginator, page, page.object_list, page.has_other_pages()


class PublicDetailView(DetailView):
    """One published object, found by the id in its address.

    Answers 301 at a stale address, 410 with the reason for what was taken off or has expired, 404 for
    everything else that is not public.
    """

    model: type[Publishable]
    # The words above a preview (core.previews); "" on the page that the public sees.
    preview_words = ""
    preview_files_at = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)

        def preview(request: HttpRequest, pk: int, words: str, files_at: str) -> HttpResponse:
            view = cls(preview_words=words, preview_files_at=files_at)
            view.setup(request, pk=pk)
            return view.preview(pk)

        preview_views[cls.model] = preview

    def preview(self, pk: int) -> HttpResponse:
        """Return the page of an object in any state, as it will look."""
        self.object = with_link_refs(self.model._default_manager.for_page()).get(pk=pk)
        # What has no date yet would get that of this moment.
        self.object.published_at = self.object.published_at or timezone.now()
        if self.preview_files_at:
            for file in _files_of(self.object):
                file.shown_at = self.preview_files_at
        return self.render_to_response(self.get_context_data(object=self.object))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pk = kwargs["pk"]
        objects = self.model._default_manager
        self.object = with_link_refs(objects.published().for_page()).filter(pk=pk).first()
        if self.object is None:
            return gone_or_404(request, self.model, pk)
        if request.path != self.object.get_absolute_url():
            return moved(self.object)
        return self.render_to_response(self.get_context_data(object=self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "counter" not in kwargs:  # A page with counts of its own reads them all at once.
            kwargs["counter"] = Counter.objects.of(self.object)
        if "linked" not in kwargs:  # A page that shows some of it elsewhere says what is left.
            kwargs["linked"] = linked(self.object)
        return super().get_context_data(
            breadcrumbs=self.object.trail, preview_words=self.preview_words, **kwargs
        )


def find_by_slug(objects: QuerySet, slug: str) -> Model:
    """Return the object that has a slug in its address, or else the one that had it last.

    ``objects`` are of a model that is ``Slugged``. Raises Http404 where none of them ever had it.
    """
    found = objects.filter(slug=slug).first()
    if found is None:
        found = objects.filter(pk=FormerSlug.objects.holder(objects.model, slug)).first()
    if found is None:
        raise Http404
    return found


def _files_of(obj: Publishable) -> list[Attachment]:
    """Return the files that were read along with an object."""
    found = getattr(obj, "_prefetched_objects_cache", {})
    return [file for rows in found.values() for file in rows if isinstance(file, Attachment)]


def gone_or_404(request: HttpRequest, model: type[Publishable], pk: int) -> HttpResponse:
    """Answer for an object that is not public: 410 when it once was.

    Raises Http404 for what never was, so that a draft cannot be told from nothing.
    """
    gone = model._default_manager.gone().filter(pk=pk).first()
    if gone is None:
        raise Http404
    return render(request, "410.html", {"gone": gone, "breadcrumbs": gone.trail}, status=410)


def moved(to: Model | str) -> HttpResponse:
    """Redirect for ever (301) to where an object, or what had the address, is now.

    Browsers ask again each time: one that remembered A to B would run in circles after B to A.
    """
    response = redirect(to, permanent=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def attachment(request: HttpRequest, model: type[Attachment], pk: int, name: str) -> HttpResponse:
    """Hand out a file of a published object, and count the download.

    Staff who may preview the object get its files before it is published. ``name`` is for people: another
    name redirects to the file's own.
    """
    file = get_object_or_404(model._default_manager.select_related(model.OWNER_FIELD), pk=pk)
    owner = file.owner
    if not owner.is_public():
        if not may_preview(request, owner):
            return gone_or_404(request, type(owner), owner.pk)
        return serve_attachment(request, file)
    if name != file.original_name:
        return moved(file)
    response = serve_attachment(request, file)
    if starts_download(request, response, file):
        count_download(request, file)
    return response


def count_download(request: HttpRequest, file: Attachment) -> None:
    """Have a download counted for the file and for the object it belongs to."""
    owner = file.owner
    if not hits.is_ahead(request):
        objects = ((kind_of(file), file.pk), (kind_of(owner), owner.pk))
        hits.record(request, hits.What.DOWNLOAD, owner._meta.app_label, objects)


def may_preview(request: HttpRequest, owner: Publishable) -> bool:
    """Tell whether who asks may see an object, and have its files, before the public does.

    The groups of an account that is no longer of the staff count for nothing.
    """
    return request.user.is_authenticated and request.user.is_staff and owner.may_preview(request.user)
