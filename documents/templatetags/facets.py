"""The choices of a filter."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from documents.facets import Option

register = template.Library()

_CHOSEN = mark_safe(" selected")


@register.filter
def as_options(options: Iterable[Option]) -> SafeString:
    """The ``<option>`` elements of a filter. A loop of the template takes four times as long for hundreds."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((option.value, _CHOSEN if option.is_chosen else "", option.label) for option in options),
    )
