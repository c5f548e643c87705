"""Official documents."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, F, OuterRef, Prefetch, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from core import search
from core.checks import Doubt
from core.crumbs import Crumb
from core.models import PublishableQuerySet, Tree, Versioned
from core.models.version_parts import Chosen, OwnRows, Part
from core.models.visibility import Status
from core.paths import address
from core.richtext.fields import RichTextField
from core.richtext.text import to_text
from core.search import SearchText
from core.text import slugify
from documents.models.bodies import IssuingBody, SendingUnit
from documents.models.kinds import Area, DocumentType
from documents.models.relations import Relation
from documents.models.signers import Signature
from documents.numbering import NumberError, parse_number

# A law is the basis of thousands: this many documents of one relation are named.
RELATED_SHOWN = 20
# What is done to a document and decides whether it is in force: few, and all of them are told as reasons.
DECIDING_KINDS = (Relation.Kind.REPLACES, Relation.Kind.REPEALS, Relation.Kind.RECALLS, Relation.Kind.AMENDS)


def in_places(relations: models.QuerySet[Relation], owner: str, *order: str) -> models.QuerySet[Relation]:
    """Return relations in an order, each with its place from 1 on among those that say the same.

    ``owner`` is the side that they are told from: "source" or "target". ``place`` and ``alike`` (how many
    say the same) are set on each.
    """
    same = [owner, "kind", "is_partial"]
    return relations.annotate(
        place=Window(RowNumber(), partition_by=same, order_by=order),
        alike=Window(Count("*"), partition_by=same),
    ).order_by("kind", *order)


def _files() -> models.QuerySet:
    from documents.models.files import DocumentFile  # Its module imports this one.

    return DocumentFile.objects.all()


def type_tag(pk: int) -> str:
    """Return what the search's index calls a kind of documents."""
    return f"type-{pk}"


def body_tag(pk: int) -> str:
    """Return what the search's index calls an issuing body."""
    return f"body-{pk}"


def issue_year_tag(year: int) -> str:
    """Return what the search's index calls the year of issue."""
    return f"year-{year}"


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
        """What a document's own page shows, its first public relations both ways included.

        Those that decide on its being in force are all there.
        """
        public = Document.objects.published()
        # What it does itself, as it was recorded; what others do to it, the latest first.
        relations = in_places(Relation.objects.filter(target__in=public), "source", "pk")
        inverses = in_places(Relation.objects.filter(source__in=public), "target", "-source__sorted_on", "pk")
        relations = relations.filter(place__lte=RELATED_SHOWN).defer("target__body", "target__recipients")
        inverses = inverses.filter(Q(place__lte=RELATED_SHOWN) | Q(kind__in=DECIDING_KINDS)).defer(
            "source__body", "source__recipients"
        )
        placed = Document.areas.through.objects.filter(document=OuterRef("pk"))
        return (
            self.select_related("type", "issuing_body", "issuing_body__successor", "sending_unit")
            .annotate(area_pks=ArraySubquery(placed.values("area")))
            .prefetch_related(
                Prefetch("files", search.with_readings(_files())),
                Prefetch("signatures", Signature.objects.select_related("signer")),
                Prefetch("relations", relations.select_related("target__type", "target__issuing_body")),
                Prefetch(
                    "inverse_relations", inverses.select_related("source__type", "source__issuing_body")
                ),
            )
        )

    def for_index(self) -> Self:
        return self.select_related("type", "issuing_body").prefetch_related(
            "files", Prefetch("signatures", Signature.objects.select_related("signer"))
        )

    def for_sitemap(self) -> Self:
        return self.only("number_key", "subject", "year", "published_at", "updated_at")

    def latest_issued_first(self) -> Self:
        """Sort as a register does: by date of issue; what has none, by the day it was put up."""
        return self.order_by("-sorted_on", "-pk")


class Document(Versioned):
    cache_tags = ("documents",)
    derived_fields = frozenset({"number_key", "ordinal", "effect", "sorted_on", "year"})

    class Effect(models.TextChoices):
        NOT_YET = "not_yet", "Chưa có hiệu lực"
        IN_FORCE = "in_force", "Còn hiệu lực"
        PARTLY = "partly", "Hết hiệu lực một phần"
        EXPIRED = "expired", "Hết hiệu lực"
        RECALLED = "recalled", "Đã thu hồi"

    class Urgency(models.TextChoices):
        """Source: Decree 30/2020/NĐ-CP, Appendix I."""

        URGENT = "urgent", "Khẩn"
        VERY_URGENT = "very_urgent", "Thượng khẩn"
        MOST_URGENT = "most_urgent", "Hỏa tốc"

    class Language(models.TextChoices):
        VIETNAMESE = "vi", "Tiếng Việt"
        ENGLISH = "en", "Tiếng Anh"
        FRENCH = "fr", "Tiếng Pháp"
        CHINESE = "zh", "Tiếng Trung Quốc"
        LAO = "lo", "Tiếng Lào"
        KHMER = "km", "Tiếng Khmer"
        OTHER = "und", "Ngôn ngữ khác"

    number = models.CharField(
        "số ký hiệu", max_length=100, blank=True, help_text="Gõ như trên văn bản, ví dụ: 09/TB-SGDĐT."
    )
    number_key = models.CharField("số ký hiệu chuẩn hóa", max_length=100, blank=True, editable=False)
    ordinal = models.PositiveIntegerField("số thứ tự", null=True, editable=False)
    type = models.ForeignKey(
        DocumentType, models.PROTECT, verbose_name="loại văn bản", related_name="documents"
    )
    issuing_body = models.ForeignKey(
        IssuingBody, models.PROTECT, verbose_name="cơ quan ban hành", related_name="documents"
    )
    sending_unit = models.ForeignKey(
        SendingUnit,
        models.SET_NULL,
        verbose_name="đơn vị gửi",
        null=True,
        blank=True,
        related_name="documents",
        help_text="Phòng, ban soạn và gửi văn bản.",
    )
    areas = models.ManyToManyField(Area, verbose_name="lĩnh vực", blank=True, related_name="documents")
    subject = models.CharField(
        "trích yếu",
        max_length=500,
        help_text="Nội dung văn bản trong một câu, ví dụ: Về việc tổ chức kỳ thi học sinh giỏi cấp tỉnh.",
    )
    body = RichTextField("nội dung", blank=True, help_text="Toàn văn hoặc tóm tắt, không bắt buộc.")
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    effective_on = models.DateField(
        "có hiệu lực từ ngày", null=True, blank=True, help_text="Để trống: từ ngày ban hành."
    )
    expires_on = models.DateField(
        "hết hiệu lực từ ngày",
        null=True,
        blank=True,
        help_text="Chỉ điền khi văn bản tự ghi. Bị thay thế, bãi bỏ thì ghi ở phần quan hệ.",
    )
    effect = models.CharField(
        "tình trạng hiệu lực", max_length=8, choices=Effect, default=Effect.IN_FORCE, editable=False
    )
    due_on = models.DateField(
        "hạn trả lời",
        null=True,
        blank=True,
        help_text="Ngày cuối các trường, đơn vị phải báo cáo hoặc trả lời.",
    )
    urgency = models.CharField("độ khẩn", max_length=11, choices=Urgency, blank=True)
    recipients = models.TextField("nơi nhận", max_length=4000, blank=True, help_text="Mỗi nơi một dòng.")
    language = models.CharField("ngôn ngữ", max_length=3, choices=Language, default=Language.VIETNAMESE)
    # The place in the register: the date of issue, or the day it was put up.
    sorted_on = models.DateField("ngày sắp xếp", editable=False)
    year = models.PositiveSmallIntegerField("năm", editable=False)

    # Where a search found its words: a view sets it. Not there, a template looks four times for it.
    snippet: search.Snippet | None = None

    objects = DocumentQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        permissions = [("publish_document", "Được xuất bản, trả lại, gỡ văn bản")]
        constraints = [
            *Versioned.Meta.constraints,
            # Decree 30/2020/NĐ-CP: a series begins anew each year, so the year is part of the identity.
            models.UniqueConstraint(
                fields=["issuing_body", "year", "number_key"],
                condition=~Q(number_key="") & Q(issued_on__isnull=False) & Q(deleted_at__isnull=True),
                name="documents_document_unique_number",
                violation_error_message="Cơ quan này đã có văn bản mang số ký hiệu này trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__isnull=True)
                | Q(issued_on__isnull=True)
                | Q(effective_on__gte=F("issued_on")),
                name="documents_document_effective_after_issued",
                violation_error_message="Ngày có hiệu lực không thể trước ngày ban hành.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(expires_on__isnull=True) | Q(issued_on__isnull=True) | Q(expires_on__gt=F("issued_on"))
                )
                & (
                    Q(expires_on__isnull=True)
                    | Q(effective_on__isnull=True)
                    | Q(expires_on__gt=F("effective_on"))
                ),
                name="documents_document_expires_after_effective",
                violation_error_message="Ngày hết hiệu lực phải sau ngày ban hành và ngày có hiệu lực.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(issued_on__isnull=True) | Q(due_on__gte=F("issued_on")),
                name="documents_document_due_after_issued",
                violation_error_message="Hạn trả lời không thể trước ngày ban hành.",
            ),
        ]
        indexes = [
            *Versioned.Meta.indexes,
            # The list of staff begins with what was saved last.
            models.Index(fields=["-updated_at", "-id"], name="documents_document_edited"),
            # What the public register reads: only rows that may be shown, in its orders, with what its
            # filters and counts ask, so that the tables themselves are left alone.
            models.Index(
                fields=["-sorted_on", "-id"],
                include=["published_at", "unpublish_at", "type", "issuing_body", "year", "effect", "due_on"],
                condition=Q(status=Status.PUBLISHED, deleted_at__isnull=True),
                name="documents_document_register",
            ),
            models.Index(
                F("year").desc(),
                F("ordinal").desc(nulls_last=True),
                F("id").desc(),
                include=["published_at", "unpublish_at"],
                condition=Q(status=Status.PUBLISHED, deleted_at__isnull=True),
                name="documents_document_by_number",
            ),
            models.Index(fields=["due_on"], condition=Q(due_on__isnull=False), name="documents_document_due"),
            models.Index(fields=["number_key"], name="documents_document_number_key"),
        ]

    def __str__(self) -> str:
        return f"{self.number_key} {self.subject}".strip()

    @classmethod
    def version_parts(cls) -> tuple[Part, ...]:
        signatures = ("signer_id", "authority", "post", "order"), ("signer_id",)
        relations = ("kind", "target_id", "is_partial", "note"), ("kind", "target_id")
        file = cls._meta.get_field("files").related_model  # Its module imports this one.
        return (
            Chosen("areas", "lĩnh vực"),
            OwnRows("files", "tệp văn bản", (*file.KEPT, "role"), ("id",), file.in_words),
            OwnRows("signatures", "người ký", *signatures, Signature.in_words, "signer__name"),
            OwnRows(
                "relations", "quan hệ với văn bản khác", *relations, Relation.in_words, "target__subject"
            ),
            *super().version_parts(),
        )

    def save(self, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        self._derive_place()
        if fields is None or "number" in fields:
            self._derive_number()
        if fields is not None:
            derived = {"sorted_on", "year"} | ({"number_key", "ordinal"} if "number" in fields else set())
            kwargs["update_fields"] = {*fields, *derived}
        super().save(**kwargs)

    def clean(self) -> None:
        super().clean()
        self._derive_place()
        try:
            self._derive_number()
        except NumberError as error:
            raise ValidationError({"number": str(error)}) from error

    def _derive_number(self) -> None:
        """Set what follows from the number. Raises NumberError for what is none."""
        number = parse_number(self.number) if self.number.strip() else None
        self.number_key = number.canonical if number else ""
        self.ordinal = number.ordinal if number else None

    def _derive_place(self) -> None:
        """Set the place in the register."""
        self.sorted_on = self.issued_on or timezone.localdate(
            self.published_at or self.created_at or timezone.now()
        )
        self.year = self.sorted_on.year

    def after_save(self) -> None:
        from documents.effect import refresh_effects  # It reads the models.

        super().after_save()
        refresh_effects([self.pk, *self.relations.values_list("target_id", flat=True)])

    def delete(self, **kwargs: Any) -> tuple[int, dict[str, int]]:
        from documents.effect import refresh_effects

        with transaction.atomic():
            targets = list(self.relations.values_list("target_id", flat=True))
            deleted = super().delete(**kwargs)
            refresh_effects(targets)
        return deleted

    def get_absolute_url(self) -> str:
        return address("documents:document-detail", self.year, f"{self.slug}-{self.pk}")

    @property
    def slug(self) -> str:
        return slugify(self.number_key) or slugify(self.subject) or "van-ban"

    @property
    def heading(self) -> str:
        """Kind and number, as a register names a document: «Thông báo số 09/TB-SGDĐT»."""
        return f"{self.type.name} số {self.number_key}" if self.number_key else self.type.name

    @staticmethod
    def list_crumb() -> Crumb:
        return Crumb("Văn bản", reverse("documents:document-list"))

    @property
    def trail(self) -> list[Crumb]:
        return [self.list_crumb(), Crumb(self.heading, self.get_absolute_url())]

    def search_text(self) -> SearchText:
        files = list(self.files.all())
        signers = [signature.signer.name for signature in self.signatures.all()]
        return SearchText(
            title=self.subject,
            head="\n".join([self.type.name, self.issuing_body.name, self.issuing_body.short_name, *signers]),
            body="\n".join([to_text(self.body), self.recipients, *(file.display_title for file in files)]),
            number=self.number,
            files=tuple(file.sha256 for file in files),
            file_titles=tuple(file.display_title for file in files),
            tags=(type_tag(self.type_id), body_tag(self.issuing_body_id), issue_year_tag(self.year)),
        )

    def check_publishable(self) -> None:
        if not self.files.exists() and not to_text(self.body).strip():
            raise ValidationError("Văn bản cần ít nhất một tệp hoặc phần nội dung mới xuất bản được.")

    def doubts(self, person: Any = None) -> list[Doubt]:
        found = super().doubts(person)
        if self.issued_on is None:
            words = "chưa có, nên trích dẫn thiếu ngày và danh mục xếp văn bản theo ngày đăng."
            found.append(Doubt("Ngày ban hành", words, field="issued_on"))
        return found

    @property
    def placed_in(self) -> list[Area]:
        """The areas it belongs to, in the order of their tree; ``for_page()`` loaded their keys."""
        return [area for _, area in Tree.of(Area).walk() if area.pk in self.area_pks]

    def related(self) -> list[tuple[str, list[tuple[Document, str]], int]]:
        """Return what this document has to do with others, both ways, as ``for_page()`` loaded it.

        A list of (relation in words, list of the first RELATED_SHOWN (document, note), how many more there
        are); what is done to this one comes first.
        """
        rows = [
            *((row.inverse_label, row.source, row) for row in self.inverse_relations.all()),
            *((row.label, row.target, row) for row in self.relations.all()),
        ]
        groups: dict[str, list[tuple[Document, str]]] = {}
        more: dict[str, int] = {}
        for label, document, row in rows:
            if row.place <= RELATED_SHOWN:
                groups.setdefault(label, []).append((document, row.note))
                more[label] = max(row.alike - RELATED_SHOWN, 0)
        return [(label, documents, more[label]) for label, documents in groups.items()]
