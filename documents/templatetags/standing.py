"""How near a document's due date is."""

from django import template

from documents.models import Document
from documents.standing import due_words as words_for

register = template.Library()


@register.filter
def due_words(document: Document) -> str:
    """``còn 3 ngày``"""
    return words_for(document)
