"""Who is in charge of which kinds of documents."""

from django.db import models

from core.models import ScopeRow
from documents.models.kinds import DocumentType


class DocumentScope(ScopeRow):
    SCOPED = "documents.document"
    PLACE = "type"

    # Protected: whose last kind were deleted would be in charge of all.
    type = models.ForeignKey(DocumentType, models.PROTECT, verbose_name="loại văn bản", related_name="scopes")

    class Meta(ScopeRow.Meta):
        verbose_name = "loại văn bản phụ trách"
        verbose_name_plural = "loại văn bản phụ trách"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "type"],
                name="documents_documentscope_once",
                violation_error_message="Người này đã phụ trách loại văn bản này.",
            )
        ]
