"""What the page that asks before a deletion says goes with it."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst

from documents.models import Document

# The rows that say which fields a document belongs to; Django names them «Document_areas object (7)».
ROWS = Document.areas.through._meta


class CountsFieldRowsMixin:
    """Counts the documents that leave a field instead of listing rows that have no name for people."""

    def get_deleted_objects(
        self, objs: Iterable[models.Model], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        rows = counts.pop(ROWS.verbose_name_plural, 0)
        if rows:
            counts["lượt xếp văn bản vào lĩnh vực"] = rows
        return _without_rows(deleted), counts, missing, protected


def _without_rows(deleted: list[Any]) -> list[Any]:
    """Return the nested list of what is deleted without the rows, and without lists left empty by that."""
    kept = (_without_rows(item) if isinstance(item, list) else item for item in deleted)
    return [item for item in kept if item and not str(item).startswith(f"{capfirst(ROWS.verbose_name)}: ")]
