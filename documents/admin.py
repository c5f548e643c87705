"""The register of documents: documents, issuing bodies, kinds."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import CharField, F, ForeignKey, Func, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from core.admin.attachments import AttachmentInline
from core.admin.base import PortalModelAdmin
from core.admin.forms import PublishableForm
from core.admin.publishing import PublishableAdmin
from core.admin.states import StateFilter
from core.text import format_date
from documents.models import Document, DocumentFile, DocumentType, IssuingBody
from documents.numbering import normalise_number


@admin.register(IssuingBody)
class IssuingBodyAdmin(PortalModelAdmin):
    list_display = ("name", "short_name", "codes_in_line", "valid_to", "order")
    list_per_page = 100
    search_fields = (
        "name__unaccent__icontains",
        "short_name__unaccent__icontains",
        "codes_in_text__unaccent",
    )
    search_help_text = "Tên hoặc chữ viết tắt, có dấu hay không dấu"
    autocomplete_fields = ("successor",)
    fieldsets = (
        (None, {"fields": ("name", "short_name", "codes", "order")}),
        ("Thành lập, giải thể", {"fields": ("valid_from", "valid_to", "successor")}),
        ("Địa chỉ trên cổng", {"fields": ("slug",), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        # An array is searched as text, so that «sgddt» finds SGDĐT.
        text = Func(F("codes"), Value(" "), function="array_to_string", output_field=CharField())
        return super().get_queryset(request).alias(codes_in_text=text)

    @admin.display(description="chữ viết tắt")
    def codes_in_line(self, body: IssuingBody) -> str:
        return ", ".join(body.codes)


@admin.register(DocumentType)
class DocumentTypeAdmin(PortalModelAdmin):
    list_display = ("name", "code", "group", "order")
    list_filter = ("group",)
    list_per_page = 100
    search_fields = ("name__unaccent__icontains", "code")
    search_help_text = "Tên hoặc chữ viết tắt"
    fields = ("name", "code", "group", "order", "slug")


# A document may be made ready before the day it is signed and put up; not a year before.
FURTHEST_ISSUE = timedelta(days=31)


class DocumentTypeChoiceField(forms.ModelChoiceField):
    """A choice among the kinds, each with its abbreviation: QyĐ and QĐ are told apart by it."""

    def label_from_instance(self, kind: DocumentType) -> str:
        return f"{kind.name} ({kind.code})" if kind.code else kind.name


class DocumentForm(PublishableForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        issued_on = cleaned.get("issued_on")
        if issued_on and issued_on > timezone.localdate() + FURTHEST_ISSUE:
            # 2062 for 2026: it would stand on top of the register for decades.
            self.add_error(
                "issued_on", f"Ngày ban hành {format_date(issued_on)} còn quá xa, hãy xem lại năm."
            )
        twin = self._twin(cleaned)
        if twin:
            self.add_error(
                "number",
                format_html(
                    "Cơ quan này đã có văn bản số {} ngày {}: "
                    '<a href="{}" target="_blank">mở văn bản đó trong thẻ mới</a>.',
                    twin.number,
                    format_date(twin.issued_on),
                    reverse("admin:documents_document_change", args=[twin.pk]),
                ),
            )
        return cleaned

    def _twin(self, cleaned: dict[str, Any]) -> Document | None:
        """Return the document that has the same number in the same year.

        The database has the last word (documents_document_unique_number); only here can it be linked.
        """
        key = normalise_number(cleaned.get("number") or "")
        issued_on, body = cleaned.get("issued_on"), cleaned.get("issuing_body")
        if not (key and issued_on and body):
            return None
        same = Document.objects.not_in_trash().filter(
            issuing_body=body, issued_on__year=issued_on.year, number_key=key
        )
        return same.exclude(pk=self.instance.pk).first()


class DocumentFileInline(AttachmentInline):
    model = DocumentFile
    verbose_name_plural = "Tệp văn bản"


@admin.register(Document)
class DocumentAdmin(PublishableAdmin):
    compose_label = "Đăng văn bản"

    form = DocumentForm
    long_lines = ("subject",)
    list_display = ("subject", "number", "state", "type", "issuing_body", "issued_on")
    list_filter = (
        StateFilter,
        ("type", admin.RelatedOnlyFieldListFilter),
        ("issuing_body", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("type", "issuing_body")
    date_hierarchy = "issued_on"
    ordering = ("-updated_at",)
    search_fields = (
        "number__unaccent__icontains",
        "number_key__unaccent__icontains",
        "subject__unaccent__icontains",
    )
    search_help_text = "Số ký hiệu hoặc trích yếu, có dấu hay không dấu"
    autocomplete_fields = ("issuing_body",)
    inlines = (DocumentFileInline,)
    fieldsets = (
        (None, {"fields": (("number", "issued_on"), "type", "issuing_body", "subject")}),
        ("Nội dung", {"fields": ("body",), "classes": ("collapse",)}),
        ("Lịch đăng", {"fields": ("published_at", "unpublish_at"), "classes": ("collapse",)}),
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose the body of this person's last document: most are of one's own department."""
        own = Document.objects.filter(created_by=request.user).order_by("-pk")
        last = own.values_list("issuing_body", flat=True).first()
        return {"issuing_body": last, **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "type":
            kwargs |= {"form_class": DocumentTypeChoiceField, "empty_label": "Chọn loại văn bản"}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
