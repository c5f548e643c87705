"""The beacon of a page."""

from typing import Any

from django import template
from django.db.models import Model

from core import beacon as tokens

register = template.Library()


@register.inclusion_tag("includes/_beacon.html", takes_context=True)
def beacon(context: template.Context, obj: Model | None = None) -> dict[str, Any]:
    """What tells the portal that a page was read: the page of an object, or any other; not a preview."""
    if context.get("preview_words"):
        return {}
    token = tokens.object_token(obj) if obj else tokens.page_token(context["request"])
    return {"token": token, "pixel": token}


@register.inclusion_tag("includes/_beacon.html", takes_context=True)
def search_beacon(context: template.Context, query: str, total: int) -> dict[str, Any]:
    """The beacon of a page with the results of a search; of one without a query, that of any page."""
    request = context["request"]
    page = tokens.page_token(request)
    if not query:
        return {"token": page, "pixel": page}
    # Not the words: the pixel's address gets into the logs of whatever stands between.
    return {"token": tokens.search_token(query, total > 0, tokens.section_of(request)), "pixel": page}
