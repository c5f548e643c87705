"""Small things that the admin's templates need."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.admin.problems import problems_in
from core.people import name_of

register = template.Library()
register.filter("person_name", name_of)
register.simple_tag(problems_in, name="problems")


@register.filter
def labelled(cells: Iterable[SafeString], headers: list[dict[str, Any]]) -> list[SafeString]:
    """Give each cell of a list's row the heading of its column, which a phone shows beside it."""
    texts = [str(header["text"]) for header in headers]
    return [_label(cell, text) for cell, text in zip(cells, texts, strict=False)]


def _label(cell: SafeString, text: str) -> SafeString:
    tag, rest = cell[:3], cell[3:]
    if tag not in ("<td", "<th") or not text or "<" in text:
        return cell
    return mark_safe(f'{tag} data-label="{escape(text[:1].upper() + text[1:])}"{rest}')  # noqa: S308 - escaped
