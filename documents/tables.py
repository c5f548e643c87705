"""The small tables that filters, menus and numbers are read with: each is asked for once, and kept."""

from typing import TypeVar

from core import cache
from core.models import TextModel

Row = TypeVar("Row", bound=TextModel)


def rows(model: type[Row]) -> list[Row]:
    """Return all rows of a model (kinds, bodies, signers) in their order, from the cache."""
    return cache.remember(
        f"rows:{model._meta.label_lower}", model.cache_tags, lambda: list(model._default_manager.all())
    )
