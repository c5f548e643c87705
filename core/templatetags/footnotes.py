"""Rich text that stands beside another on a page."""

from django import template

from core.richtext.footnotes import with_own_ids

register = template.Library()


@register.filter
def own_notes(html: str, name: str) -> str:
    """Keep the footnotes of sanitised rich text apart from those of the other texts of a page."""
    return with_own_ids(html, name)
