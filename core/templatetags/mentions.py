"""Rich text with links to what it mentions."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from core import mentions

register = template.Library()


@register.filter
def link_mentions(html: str, own_url: str = "") -> SafeString:
    """Link what sanitised rich text mentions; ``own_url`` is the address of the page it stands on."""
    return mark_safe(mentions.link(html, own_url))  # noqa: S308 - sanitised when it was saved


@register.filter
def link_mentions_in_text(text: str, own_url: str = "") -> SafeString:
    """Escape plain text and link what it mentions."""
    return mark_safe(mentions.link_text(text, own_url))  # noqa: S308 - written by the serialiser, escaped
