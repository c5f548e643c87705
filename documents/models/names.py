"""What documents name: a change of the name must reach their search entries, one of a code their numbers."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import transaction
from django.utils import timezone

from core.models import TextModel
from documents.tables import NAMES

# By then every process has heard of the new codes, and what was saved with the old ones is there to be read.
SETTLED_AFTER = timedelta(seconds=10)


class NamedInDocuments(TextModel):
    """What documents name, and can be found by: a new name goes into their search entries by a job.

    ``DOCUMENT_FIELD`` is the documents' field that names it, ``SEARCHED_FIELDS`` are its own fields that
    ``Document.search_text()`` reads.
    """

    cache_tags = ("documents", NAMES)
    DOCUMENT_FIELD: ClassVar[str]
    SEARCHED_FIELDS: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        with transaction.atomic():
            # Under its lock: of two saves at once the later one compares with what the other wrote.
            rows = type(self)._base_manager.select_for_update(no_key=True)
            stored = rows.filter(pk=self.pk).first()
            super().save(**kwargs)
            self.after_change(stored)

    def after_change(self, stored: Self | None) -> None:
        """Do what follows from the change; ``stored`` is what was there, None for a new one."""
        from core.tasks import reindex_related  # Its module imports the models.

        is_renamed = stored is not None and any(
            getattr(stored, name) != getattr(self, name) for name in self.SEARCHED_FIELDS
        )
        if is_renamed and self.documents.exists():
            reindex_related.enqueue("documents.document", self.DOCUMENT_FIELD, self.pk)


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
