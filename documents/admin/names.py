"""What documents name: issuing bodies with their units, kinds, fields, signers."""

from collections import Counter

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import CharField, Count, F, Func, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from core.admin.base import PortalModelAdmin
from core.admin.trees import TreeAdmin
from core.text import format_number, nfc
from documents.admin.deletion import CountsFieldRowsMixin
from documents.admin.filters import SignerFilter
from documents.models import Area, DocumentType, IssuingBody, SendingUnit, Signature, Signer


class SendingUnitFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        """Refuse a code that two units of the body have: the constraint is asked of single objects only."""
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        codes = Counter(nfc(row["code"]) for row in kept if row.get("code"))
        for code in (code for code, count in codes.items() if count > 1):
            raise ValidationError(f"Hai đơn vị cùng dùng chữ viết tắt {code}.")


class SendingUnitInline(admin.TabularInline):
    model = SendingUnit
    formset = SendingUnitFormSet
    classes = ("unit-rows",)
    fields = ("name", "code", "order")
    extra = 0


@admin.register(IssuingBody)
class IssuingBodyAdmin(PortalModelAdmin):
    list_display = ("name", "short_name", "codes_in_line", "valid_to", "successor", "order")
    list_select_related = ("successor",)
    list_per_page = 100
    search_fields = (
        "name__unaccent__icontains",
        "short_name__unaccent__icontains",
        "codes_in_text__unaccent",
    )
    search_help_text = "Tên hoặc chữ viết tắt, có dấu hay không dấu"
    autocomplete_fields = ("successor",)
    inlines = (SendingUnitInline,)
    fieldsets = (
        (None, {"fields": ("name", "short_name", "codes", "order")}),
        ("Thành lập, giải thể", {"fields": (("valid_from", "valid_to"), "successor")}),
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


@admin.register(Area)
class AreaAdmin(CountsFieldRowsMixin, TreeAdmin):
    search_help_text = "Tên lĩnh vực, có dấu hay không dấu"


@admin.register(Signer)
class SignerAdmin(PortalModelAdmin):
    list_display = ("name", "post", "documents_signed")
    list_per_page = 100
    search_fields = ("name__unaccent__icontains", "post__unaccent__icontains")
    search_help_text = "Họ tên hoặc chức vụ, có dấu hay không dấu"
    fieldsets = (
        (None, {"fields": ("name", "post")}),
        ("Địa chỉ trên cổng", {"fields": ("slug",), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        signed = Signature.objects.filter(signer=OuterRef("pk")).order_by().values("signer")
        count = Subquery(signed.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
        # Counted for the rows that are shown; a join would count for all, also while somebody types.
        return super().get_queryset(request).annotate(signed=Coalesce(count, 0))

    @admin.display(description="số văn bản", ordering="signed")
    def documents_signed(self, signer: Signer) -> SafeString | str:
        if not signer.signed:
            return "0"
        url = reverse("admin:documents_document_changelist")
        query = urlencode({SignerFilter.parameter_name: signer.pk})
        return format_html('<a href="{}?{}">{}</a>', url, query, format_number(signer.signed))
