"""The small tables of what documents name: filters, menus and numbers are read with them."""

from typing import TypeVar

from django.apps import apps
from django.db.models import Model

from core import cache
from core.models.together import read_together

# Touched by changes of these tables alone, and not by every document that is saved.
NAMES = "names"
# Numbers and filters need both, and a page with one needs the other.
_TOGETHER = ("documents.documenttype", "documents.issuingbody")

Row = TypeVar("Row", bound=Model)


def rows(model: type[Row]) -> list[Row]:
    """Return all kinds, issuing bodies or signers in their order, from the cache."""
    label = model._meta.label_lower
    if label in _TOGETHER:
        return cache.remember("rows", {NAMES}, _read)[label]
    return cache.remember(f"rows:{label}", {NAMES}, lambda: list(model._default_manager.all()))


def _read() -> dict[str, list[Model]]:
    tables = [apps.get_model(label)._default_manager.all() for label in _TOGETHER]
    return dict(zip(_TOGETHER, read_together(*tables), strict=True))
