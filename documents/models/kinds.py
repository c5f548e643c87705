"""How documents are sorted: by kind, which their number names, and by the fields they belong to."""

from typing import Any

from django.db import models
from django.db.models import Q

from core.models import TreeNode
from documents.models.names import NamedInNumbers
from documents.tables import NAMES


class DocumentType(NamedInNumbers):
    """A kind of document with its abbreviation: Decree 30/2020/NĐ-CP, Appendix III; legal; of the Party.

    Letter case and diacritics carry meaning: QyĐ and QĐ, CTr and CT, ĐA and DA are different kinds.
    """

    SEARCHED_BY = "type"
    SEARCHED_FIELDS = ("name",)

    class Group(models.TextChoices):
        ADMINISTRATIVE = "administrative", "Văn bản hành chính"
        LEGAL = "legal", "Văn bản quy phạm pháp luật"
        PARTY = "party", "Văn bản của Đảng"

    name = models.CharField("tên loại", max_length=100, unique=True)
    code = models.CharField(
        "chữ viết tắt", max_length=10, blank=True, help_text="Viết đúng hoa, thường và dấu: QyĐ khác QĐ."
    )
    slug = models.SlugField("phần địa chỉ", max_length=120, unique=True, blank=True)
    group = models.CharField("nhóm", max_length=20, choices=Group, default=Group.ADMINISTRATIVE)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "loại văn bản"
        verbose_name_plural = "loại văn bản"
        ordering = ("order", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="documents_documenttype_unique_code",
                violation_error_message="Đã có loại văn bản dùng chữ viết tắt này.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self.free_slug(self.name)
        super().save(**kwargs)

    @property
    def codes_in_numbers(self) -> set[str]:
        return {self.code} if self.code else set()


class Area(TreeNode):
    """A field (lĩnh vực) that documents belong to, such as examinations or preschool education."""

    TABLE_TAG = NAMES
    cache_tags = ("documents", NAMES)

    class Meta(TreeNode.Meta):
        abstract = False
        verbose_name = "lĩnh vực"
        verbose_name_plural = "lĩnh vực"
