"""What documents name: a change of the name must reach their search entries."""

from typing import ClassVar

from core.models import TextModel


class NamedInDocuments(TextModel):
    """What documents name, and can be found by: a new name goes into their search entries by a job."""

    DOCUMENT_FIELD: ClassVar[str]

    class Meta:
        abstract = True

    def after_save(self) -> None:
        from core.tasks import reindex_related  # Its module imports the models.

        super().after_save()
        if self.documents.exists():
            reindex_related.enqueue("documents.document", self.DOCUMENT_FIELD, self.pk)
