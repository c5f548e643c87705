"""Marks the words of a search in the text that was found."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from core.text import fold, nfc

register = template.Library()

_WORD = re.compile(r"\w+")


@register.filter
def highlight(text: str, query: str) -> SafeString:
    """Escape the text and put ``<mark>`` round each word that is in the query.

    Words are compared as search compares them: ``hoi nghi`` marks «Hội nghị».
    """
    text = nfc(str(text))
    wanted = {fold(word) for word in _WORD.findall(nfc(query))}
    pieces = []
    end = 0
    for word in _WORD.finditer(text):
        if fold(word[0]) in wanted:
            pieces += [
                conditional_escape(text[end : word.start()]),
                f"<mark>{conditional_escape(word[0])}</mark>",
            ]
            end = word.end()
    pieces.append(conditional_escape(text[end:]))
    # Every piece is escaped above; only the marks are ours.
    return mark_safe("".join(pieces))  # noqa: S308
