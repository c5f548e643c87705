"""Public pages of the register of documents."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import cache, public
from documents.models import Document, DocumentFile


class DocumentListView(public.PublicListView):
    """All documents, the latest issued first."""

    template_name = "documents/document_list.html"
    context_object_name = "documents"

    def get_queryset(self) -> Any:
        return Document.objects.published().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(breadcrumbs=[("Văn bản", "")], **kwargs)


class DocumentDetailView(public.PublicDetailView):
    model = Document
    template_name = "documents/document_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            breadcrumbs=[("Văn bản", reverse("documents:document-list"))],
            **kwargs,
        )


document_list = require_safe(
    cache.page("documents", "news", "site", params=["trang"])(DocumentListView.as_view())
)
document_detail = require_safe(cache.page("documents", "news", "site")(DocumentDetailView.as_view()))


@require_safe
def file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A file of a document."""
    return public.attachment(request, DocumentFile, pk, name)
