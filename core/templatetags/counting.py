"""The beacon of a page."""

from django import template
from django.db.models import Model

from core.models.counters import make_token

register = template.Library()


@register.simple_tag
def beacon_token(obj: Model) -> str:
    """The signed token of an object, for the ``data-beacon`` attribute that static/js reads."""
    return make_token(obj)
