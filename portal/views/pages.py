"""The pages that stay: what the department is, how it is organised, privacy."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core import blocks, cache, mentions, public
from core.models import FormerSlug
from core.richtext.contents import with_contents
from portal.models import Page


class PageDetailView(public.PublicDetailView):
    """A page, found by any address that it ever had, with the pages round it."""

    model = Page
    template_name = "portal/page_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pk = FormerSlug.objects.holder(Page, kwargs["slug"])
        if pk is None:
            raise Http404
        return super().get(request, pk=pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.object
        tree = Page.public_tree()
        above = tree.ancestors(page)
        # The pages that belong together: those below the one that this page stands in.
        section = above[-1] if above else page
        text, headings = with_contents(mentions.link(page.body, page.get_absolute_url()))
        return super().get_context_data(
            text=text,
            headings=headings,
            section=section,
            siblings=tree.children(section),
            children=tree.children(page),
            **kwargs,
        )


page_detail = require_safe(cache.page("site", "news", "documents", blocks.tags)(PageDetailView.as_view()))
