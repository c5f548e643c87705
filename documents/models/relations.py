"""What one document does to another, and what that means for its being in force."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q

from core.models import TextModel

ITSELF = "Văn bản không thể có quan hệ với chính nó."


class Relation(TextModel):
    """«source» replaces, amends, … «target».

    Source of the kinds: Decree 30/2020/NĐ-CP (wrong content is replaced or amended by a document of equal
    form, wrong form is corrected) and Law 64/2025/QH15 on legal documents.
    """

    cache_tags = ("documents",)

    class Kind(models.TextChoices):
        REPLACES = "replaces", "Thay thế"
        AMENDS = "amends", "Sửa đổi, bổ sung"
        CORRECTS = "corrects", "Đính chính"
        REPEALS = "repeals", "Bãi bỏ"
        RECALLS = "recalls", "Thu hồi"
        BASED_ON = "based_on", "Căn cứ"
        GUIDES = "guides", "Hướng dẫn"
        ACCOMPANIES = "accompanies", "Kèm theo"
        ANSWERS = "answers", "Trả lời"

    INVERSES = {
        Kind.REPLACES: "Được thay thế bởi",
        Kind.AMENDS: "Được sửa đổi, bổ sung bởi",
        Kind.CORRECTS: "Được đính chính bởi",
        Kind.REPEALS: "Bị bãi bỏ bởi",
        Kind.RECALLS: "Bị thu hồi bởi",
        Kind.BASED_ON: "Là căn cứ của",
        Kind.GUIDES: "Được hướng dẫn bởi",
        Kind.ACCOMPANIES: "Có văn bản kèm theo",
        Kind.ANSWERS: "Được trả lời bởi",
    }
    # Those that may take a part of the other document only.
    PARTIAL_KINDS = (Kind.REPLACES, Kind.REPEALS)

    source = models.ForeignKey(
        "documents.Document", models.CASCADE, verbose_name="văn bản này", related_name="relations"
    )
    kind = models.CharField("quan hệ", max_length=11, choices=Kind)
    target = models.ForeignKey(
        "documents.Document", models.CASCADE, verbose_name="văn bản kia", related_name="inverse_relations"
    )
    is_partial = models.BooleanField(
        "chỉ một phần",
        default=False,
        help_text="Chỉ với thay thế và bãi bỏ: văn bản kia hết hiệu lực một phần.",
    )
    note = models.CharField(
        "ghi chú", max_length=250, blank=True, help_text="Ví dụ: khoản 2 Điều 5 và Phụ lục II."
    )

    class Meta:
        verbose_name = "quan hệ với văn bản khác"
        verbose_name_plural = "quan hệ với văn bản khác"
        ordering = ("kind", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "target"],
                name="documents_relation_once",
                violation_error_message="Quan hệ này đã được ghi.",
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="documents_relation_with_another",
                violation_error_message=ITSELF,
            ),
            models.CheckConstraint(
                condition=Q(is_partial=False) | Q(kind__in=["replaces", "repeals"]),
                name="documents_relation_partial_kinds",
                violation_error_message="«Chỉ một phần» chỉ dùng với quan hệ thay thế và bãi bỏ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target}"

    def clean(self) -> None:
        super().clean()
        # The constraint says so too, but is not asked in the rows of a document's form.
        if self.source_id is not None and self.source_id == self.target_id:
            raise ValidationError({"target": ITSELF})

    @property
    def inverse_label(self) -> str:
        """The relation in words, as the target sees it."""
        label = self.INVERSES[self.Kind(self.kind)]
        return f"{label} (một phần)" if self.is_partial else label

    @property
    def label(self) -> str:
        """The relation in words, as the source sees it."""
        return f"{self.get_kind_display()} một phần" if self.is_partial else self.get_kind_display()

    @staticmethod
    def in_words(row: dict[str, Any]) -> str:
        """Return a row of a version as people read it."""
        part = " một phần" if row["is_partial"] else ""
        note = f" ({row['note']})" if row["note"] else ""
        return f"{Relation.Kind(row['kind']).label}{part}: {row['said']}{note}"

    def save(self, **kwargs: Any) -> None:
        from documents.effect import refresh_effects  # It reads the models.

        with transaction.atomic():
            before = Relation.objects.filter(pk=self.pk).values_list("target_id", flat=True)
            # Pointed elsewhere, it has no more to do with the document that it was about.
            targets = {self.target_id, *before}
            super().save(**kwargs)
            refresh_effects(targets)

    def delete(self, **kwargs: Any) -> tuple[int, dict[str, int]]:
        from documents.effect import refresh_effects

        target = self.target_id
        with transaction.atomic():
            deleted = super().delete(**kwargs)
            refresh_effects([target])
        return deleted
