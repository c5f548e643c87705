"""The beacon of a page."""

from typing import Any

from django import template
from django.db.models import Model

from core import beacon as tokens

register = template.Library()


@register.inclusion_tag("includes/_beacon.html", takes_context=True)
def beacon(context: template.Context, obj: Model | None = None) -> dict[str, Any]:
    """What tells the portal that a page was read: the page of an object, or any other."""
    return {"token": tokens.object_token(obj) if obj else tokens.page_token(context["request"])}


@register.inclusion_tag("includes/_beacon.html", takes_context=True)
def search_beacon(context: template.Context, query: str, total: int) -> dict[str, Any]:
    """The beacon of a page with the results of a search; of one without a query, that of any page."""
    request = context["request"]
    if not query:
        return {"token": tokens.page_token(request)}
    return {"token": tokens.search_token(query, total > 0, tokens.section_of(request))}
