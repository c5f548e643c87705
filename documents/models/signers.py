"""Who signs documents, and under whose authority."""

from typing import Any

from django.db import models

from core.models import TextModel
from documents.models.names import NamedInDocuments


class Signer(NamedInDocuments):
    """A person who signs documents."""

    SEARCHED_BY = "signatures__signer"
    SEARCHED_FIELDS = ("name",)

    name = models.CharField("họ và tên", max_length=120)
    post = models.CharField("chức vụ", max_length=150, blank=True, help_text="Ví dụ: Giám đốc Sở.")
    slug = models.SlugField("phần địa chỉ", max_length=120, unique=True, blank=True)

    class Meta:
        verbose_name = "người ký"
        verbose_name_plural = "người ký"
        ordering = ("name", "post")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "post"],
                name="documents_signer_unique",
                violation_error_message="Đã có người ký mang họ tên và chức vụ này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.post}" if self.post else self.name

    def save(self, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self.free_slug(self.name)
        super().save(**kwargs)


class Signature(TextModel):
    """A name under a document. Source of the authorities: Decree 30/2020/NĐ-CP, Appendix I."""

    class Authority(models.TextChoices):
        ON_BEHALF = "TM.", "TM. (thay mặt)"
        FOR_THE_HEAD = "KT.", "KT. (ký thay)"
        BY_ORDER = "TL.", "TL. (thừa lệnh)"
        BY_AUTHORISATION = "TUQ.", "TUQ. (thừa ủy quyền)"
        ACTING = "Q.", "Q. (quyền)"

    document = models.ForeignKey(
        "documents.Document", models.CASCADE, verbose_name="văn bản", related_name="signatures"
    )
    signer = models.ForeignKey(Signer, models.PROTECT, verbose_name="người ký", related_name="signatures")
    authority = models.CharField("thẩm quyền ký", max_length=4, choices=Authority, blank=True)
    post = models.CharField(
        "chức vụ khi ký",
        max_length=150,
        blank=True,
        help_text="Để trống: chức vụ ghi ở danh sách người ký.",
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Số nhỏ đứng trước.")

    class Meta:
        verbose_name = "chữ ký"
        verbose_name_plural = "người ký"
        ordering = ("order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "signer"],
                name="documents_signature_once",
                violation_error_message="Người này đã có trong danh sách ký của văn bản.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.signer.name}".strip()

    @staticmethod
    def in_words(row: dict[str, Any]) -> str:
        """Return a row of a version as people read it."""
        return f"{row['authority']} {row['said']}, {row['post']}".strip(", ")

    def save(self, **kwargs: Any) -> None:
        # What was said under the document stays, whatever post the person holds later.
        self.post = self.post or self.signer.post
        super().save(**kwargs)

    def after_save(self) -> None:
        super().after_save()
        self.document.refresh_entry()

    def delete(self, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(**kwargs)
        self.document.refresh_entry()
        return deleted
