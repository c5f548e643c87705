"""How near a document's due date is."""

import datetime

from django import template

from core.text import WEEKDAYS, format_date
from documents.models import Document
from documents.standing import due_words as words_for

register = template.Library()


@register.filter
def due_words(document: Document) -> str:
    """``còn 3 ngày``"""
    return words_for(document)


@register.filter
def vn_weekday(day: datetime.date) -> str:
    """``Thứ sáu, 20/11/2026``"""
    return f"{WEEKDAYS[day.weekday()]}, {format_date(day)}"
