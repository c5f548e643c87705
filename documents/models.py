"""Official documents: who issued them, their kinds, and the documents with their files."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils import timezone

from core.models import Attachment, Publishable, PublishableQuerySet, TextModel
from core.richtext.fields import RichTextField
from core.richtext.text import to_text
from core.search import SearchText
from core.text import slugify
from documents.numbering import normalise_number


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


class IssuingBodyQuerySet(models.QuerySet):
    def in_force(self, on: date | None = None) -> Self:
        """Bodies that exist on a day (today by default)."""
        on = on or timezone.localdate()
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on)
        )


class IssuingBody(NamedInDocuments):
    """An agency, council or committee that issues documents under codes of its own.

    Bodies change: a dissolved one keeps its documents, has an end and a successor.
    """

    cache_tags = ("documents",)
    DOCUMENT_FIELD = "issuing_body"

    name = models.CharField("tên cơ quan", max_length=250, unique=True)
    short_name = models.CharField("tên gọn", max_length=100, blank=True, help_text="Ví dụ: Sở GDĐT.")
    slug = models.SlugField("phần địa chỉ", max_length=120, unique=True, blank=True)
    codes = ArrayField(
        models.CharField(max_length=30),
        verbose_name="chữ viết tắt trong số ký hiệu",
        default=list,
        blank=True,
        help_text="Cách nhau bằng dấu phẩy, mã chính đứng trước. Ví dụ: BGDĐT, BGD&ĐT.",
    )
    valid_from = models.DateField("thành lập ngày", null=True, blank=True)
    valid_to = models.DateField("hoạt động đến hết ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name="cơ quan kế thừa",
        null=True,
        blank=True,
        related_name="predecessors",
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Số nhỏ đứng trước.")

    objects = IssuingBodyQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan ban hành"
        verbose_name_plural = "cơ quan ban hành"
        ordering = ("order", "name")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="documents_issuingbody_valid_period",
                violation_error_message="Ngày kết thúc hoạt động phải sau ngày thành lập.",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="documents_issuingbody_not_its_own_successor",
                violation_error_message="Cơ quan không thể kế thừa chính mình.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def save(self, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self.free_slug(self.name)
        super().save(**kwargs)


class DocumentType(NamedInDocuments):
    """A kind of document with its abbreviation: Decree 30/2020/NĐ-CP, Appendix III; legal; of the Party.

    Letter case and diacritics carry meaning: QyĐ and QĐ, CTr and CT, ĐA and DA are different kinds.
    """

    cache_tags = ("documents",)
    DOCUMENT_FIELD = "type"

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


class DocumentQuerySet(PublishableQuerySet):
    def for_list(self) -> Self:
        """What a list of rows shows: no body, the files for their number and types."""
        return (
            self.select_related("type", "issuing_body")
            .defer("body")
            .prefetch_related("files")
            .latest_issued_first()
        )

    def for_page(self) -> Self:
        return self.select_related("type", "issuing_body", "issuing_body__successor").prefetch_related(
            "files"
        )

    def latest_issued_first(self) -> Self:
        """Sort as a register does: by date of issue; what has none, by the day it was put up."""
        return self.order_by("-sorted_on", "-pk")


class Document(Publishable):
    cache_tags = ("documents",)

    number = models.CharField(
        "số ký hiệu", max_length=100, blank=True, help_text="Gõ như trên văn bản, ví dụ: 09/TB-SGDĐT."
    )
    number_key = models.CharField("số ký hiệu chuẩn hóa", max_length=100, blank=True, editable=False)
    type = models.ForeignKey(
        DocumentType, models.PROTECT, verbose_name="loại văn bản", related_name="documents"
    )
    issuing_body = models.ForeignKey(
        IssuingBody, models.PROTECT, verbose_name="cơ quan ban hành", related_name="documents"
    )
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    sorted_on = models.DateField("ngày sắp xếp", editable=False, db_index=True)
    subject = models.CharField(
        "trích yếu",
        max_length=500,
        help_text="Nội dung văn bản trong một câu, ví dụ: Về việc tổ chức kỳ thi học sinh giỏi cấp tỉnh.",
    )
    body = RichTextField("nội dung", blank=True, help_text="Toàn văn hoặc tóm tắt, không bắt buộc.")

    objects = DocumentQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        permissions = [("publish_document", "Được xuất bản, trả lại, gỡ văn bản")]
        constraints = [
            *Publishable.Meta.constraints,
            # Decree 30/2020/NĐ-CP: a series begins anew each year, so the year is part of the identity.
            models.UniqueConstraint(
                F("issuing_body"),
                ExtractYear("issued_on"),
                F("number_key"),
                condition=~Q(number_key="") & Q(issued_on__isnull=False) & Q(deleted_at__isnull=True),
                name="documents_document_unique_number",
                violation_error_message="Cơ quan này đã có văn bản mang số ký hiệu này trong năm.",
            ),
        ]
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(fields=["-sorted_on", "-id"], name="documents_document_register"),
        ]

    def __str__(self) -> str:
        return f"{self.number_key} {self.subject}".strip()

    def save(self, **kwargs: Any) -> None:
        self.number_key = normalise_number(self.number)
        self.sorted_on = self.issued_on or timezone.localdate(
            self.published_at or self.created_at or timezone.now()
        )
        if "update_fields" in kwargs:
            kwargs["update_fields"] = {*kwargs["update_fields"], "number_key", "sorted_on"}
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("documents:document-detail", args=[self.year, f"{self.slug}-{self.pk}"])

    @property
    def year(self) -> int:
        return self.sorted_on.year

    @property
    def slug(self) -> str:
        return slugify(self.number_key) or slugify(self.subject) or "van-ban"

    @property
    def heading(self) -> str:
        """Kind and number, as a register names a document: «Thông báo số 09/TB-SGDĐT»."""
        return f"{self.type.name} số {self.number_key}" if self.number_key else self.type.name

    def search_text(self) -> SearchText:
        files = list(self.files.all())
        return SearchText(
            title=self.subject,
            head=f"{self.type.name} {self.issuing_body.name} {self.issuing_body.short_name}",
            body="\n".join([to_text(self.body), *(file.display_title for file in files)]),
            number=self.number,
            files=tuple(file.sha256 for file in files),
        )

    def check_publishable(self) -> None:
        if not self.files.exists() and not to_text(self.body).strip():
            raise ValidationError("Văn bản cần ít nhất một tệp hoặc phần nội dung mới xuất bản được.")


class DocumentFile(Attachment):
    OWNER_FIELD = "document"

    document = models.ForeignKey(Document, models.CASCADE, related_name="files", verbose_name="văn bản")

    class Meta(Attachment.Meta):
        verbose_name = "tệp văn bản"
        verbose_name_plural = "tệp văn bản"

    def get_absolute_url(self) -> str:
        return reverse("documents:file", args=[self.pk, self.original_name])
