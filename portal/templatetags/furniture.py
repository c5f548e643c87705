"""Furniture that stands beside pages; each piece from the cache."""

from typing import Any

from django import template
from django.template import RequestContext

from core import cache
from documents.models import Document

register = template.Library()

LATEST_DOCUMENTS = 6


@register.inclusion_tag("includes/_latest_documents.html")
def latest_documents() -> dict[str, Any]:
    """«Văn bản mới»: the documents issued last."""
    documents = cache.remember(
        "furniture:latest-documents",
        ("documents",),
        lambda: list(Document.objects.published().for_list()[:LATEST_DOCUMENTS]),
    )
    return {"documents": documents}


@register.simple_tag(takes_context=True)
def absolute_url(context: RequestContext, path: str = "", page: int | None = None) -> str:
    """An address with scheme and host, as links outside the page need it; of this page by default.

    ``page`` is the page of a list. Nothing else of the visitor's query string gets into it: the page may be
    kept for others.
    """
    query = f"?trang={page}" if page and page > 1 else ""
    return context.request.build_absolute_uri((path or context.request.path) + query)
