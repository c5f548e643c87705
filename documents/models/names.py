"""What documents name: a change of the name must reach their search entries, one of a code their numbers."""

from datetime import timedelta
from typing import Any, Self

from django.db import transaction
from django.utils import timezone

from core.models import SearchedName
from documents.tables import NAMES

# By then every process has heard of the new codes, and what was saved with the old ones is there to be read.
SETTLED_AFTER = timedelta(seconds=10)


class NamedInDocuments(SearchedName):
    cache_tags = ("documents", NAMES)
    SEARCHED_KIND = "documents.document"

    class Meta:
        abstract = True


class NamedInNumbers(NamedInDocuments):
    """What the numbers of documents name, too: codes that come or go change how they are spelt."""

    class Meta:
        abstract = True

    @property
    def codes_in_numbers(self) -> set[str]:
        """The abbreviations that stand for it in numbers."""
        raise NotImplementedError

    def after_change(self, stored: Self | None) -> None:
        super().after_change(stored)
        before = stored.codes_in_numbers if stored is not None else set()
        _renumber(self.codes_in_numbers ^ before)

    def delete(self, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            deleted = super().delete(**kwargs)
            _renumber(self.codes_in_numbers)
        return deleted


def _renumber(codes: set[str]) -> None:
    from documents.tasks import renumber_documents  # Its module imports the models.

    if codes:
        renumber_documents.using(run_after=timezone.now() + SETTLED_AFTER).enqueue(sorted(codes))
