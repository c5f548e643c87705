"""A document's page, its files, and all of them as one ZIP."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core import blocks, cache, public, search
from core.crumbs import Crumb
from core.files.archive import MissingFileError, serve_archive
from core.models import Counter
from core.qr import qr_code
from core.structured import as_data_block
from documents import standing
from documents.citation import cite, signature_lines
from documents.models import Document, DocumentFile
from documents.structured import legislation


class DocumentDetailView(public.PublicDetailView):
    model = Document
    template_name = "documents/document_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document: Document = self.object
        absolute = self.request.build_absolute_uri
        address = absolute(document.get_absolute_url())
        files = _files(document)
        if self.preview_words:  # One file at a time is enough to look at them.
            files["archive_size"] = None
        return super().get_context_data(
            **files,
            reasons=standing.reasons(document),
            is_ended=standing.is_ended(document),
            due_words=standing.due_words(document),
            signatures=[
                (signature_lines(signature, document.issuing_body.name), signature.signer)
                for signature in document.signatures.all()
            ],
            recipients=_lines(document.recipients),
            citation=cite(document),
            address=address,
            qr_code=qr_code(address),
            structured_data=as_data_block(legislation(document, absolute)),
            **kwargs,
        )


def _files(document: Document) -> dict[str, Any]:
    """Return the counts of a document and its files, the files by role with their counts, and their size."""
    files = list(document.files.all())
    search.note_gaps(files)
    counter, *counts = Counter.objects.of_many([document, *files])
    for file, count in zip(files, counts, strict=True):
        file.downloads = count.downloads
    return {
        "counter": counter,
        "main_files": [file for file in files if file.role == DocumentFile.Role.MAIN],
        "annexes": [file for file in files if file.role == DocumentFile.Role.ANNEX],
        "archive_size": sum(file.size for file in files) if len(files) > 1 else None,
    }


def _lines(text: str) -> list[str]:
    """Return the lines of a text without the dashes and semicolons of a list."""
    return [line for line in (line.strip(" \t-–•;") for line in text.splitlines()) if line]


document_detail = require_safe(cache.page("documents", "news", blocks.tags)(DocumentDetailView.as_view()))


@require_safe
def file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A file of a document."""
    return public.attachment(request, DocumentFile, pk, name)


@require_safe
def archive(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All files of a document as one ZIP; for whom each of them is, and counted as a download of each."""
    document = get_object_or_404(Document.objects.prefetch_related("files"), pk=pk)
    is_public = document.is_public()
    if not is_public and not public.may_preview(request, document):
        return public.gone_or_404(request, Document, pk)
    files = list(document.files.all())
    if not files:
        raise Http404
    name = document.number_key.replace("/", "-") or document.slug
    try:
        response = serve_archive(request, files, f"{name}.zip")
    except MissingFileError as error:
        title = "Chưa tải được tất cả tệp"
        context = {
            "document": document,
            "file": str(error),
            "title": title,
            "breadcrumbs": [*document.trail, Crumb(title)],
        }
        return render(request, "documents/archive_incomplete.html", context, status=503)
    if is_public and request.method == "GET" and response.status_code == 200:
        for each in files:
            public.count_download(request, each)
    return response
