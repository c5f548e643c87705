"""The language of what is not in Vietnamese, as the page itself is."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# Of the page: templates/base.html.
OURS = "vi"


@register.filter
def lang(language: str) -> SafeString | str:
    """The attribute of an element whose words are in this language."""
    return format_html(' lang="{}"', language) if language and language != OURS else ""


@register.filter
def hreflang(language: str) -> SafeString | str:
    """The attribute of a link that leads to something in this language."""
    return format_html(' hreflang="{}"', language) if language and language != OURS else ""
