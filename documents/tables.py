"""The small tables of what documents name: filters, menus and numbers are read with them."""

from typing import TypeVar

from django.db.models import Model

from core import cache

# Touched by changes of these tables alone, and not by every document that is saved.
NAMES = "names"

Row = TypeVar("Row", bound=Model)


def rows(model: type[Row]) -> list[Row]:
    """Return all kinds, issuing bodies or signers in their order, from the cache."""
    return cache.remember(
        f"rows:{model._meta.label_lower}", {NAMES}, lambda: list(model._default_manager.all())
    )
