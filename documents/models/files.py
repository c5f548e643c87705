"""The files of a document."""

from typing import Any

from django.db import models

from core.models import Attachment
from documents.models.documents import Document


class DocumentFile(Attachment):
    OWNER_FIELD = "document"
    ROUTE = "documents:file"

    class Role(models.TextChoices):
        MAIN = "main", "Văn bản chính"
        ANNEX = "annex", "Phụ lục"

    document = models.ForeignKey(Document, models.CASCADE, related_name="files", verbose_name="văn bản")
    role = models.CharField("vai trò", max_length=5, choices=Role, default=Role.MAIN)

    class Meta(Attachment.Meta):
        verbose_name = "tệp văn bản"
        verbose_name_plural = "tệp văn bản"
        # «main» sorts after «annex»: backwards, the document itself stands first.
        ordering = ("-role", "order", "pk")

    @staticmethod
    def in_words(row: dict[str, Any]) -> str:
        return f"{DocumentFile.Role(row['role']).label}: {Attachment.in_words(row)}"
