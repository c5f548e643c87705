"""The list and the form of documents."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import ForeignKey, ManyToManyField, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import smart_split, unescape_string_literal
from django.views.decorators.http import require_safe

from core.admin.publishing_list import LAST_CHANGED_FIRST
from core.admin.states import StateFilter
from core.admin.trees import TreeCheckboxes, in_tree_order
from core.admin.versions import VersionedAdmin
from documents.admin import effects, numbers
from documents.admin.deletion import CountsFieldRowsMixin
from documents.admin.filters import AreaFilter, DueFilter, SignerFilter, YearFilter
from documents.admin.forms import (
    ChoicesInWordsMixin,
    DocumentForm,
    DocumentTypeChoiceField,
    SendingUnitChoiceField,
)
from documents.admin.inlines import DocumentChoices, DocumentFileInline, RelationInline, SignatureInline
from documents.models import Area, Document, SendingUnit, Signature

# A change of these makes it worth looking again whether the number fits.
BEARING_ON_NUMBER = {"number", "issued_on", "type", "issuing_body", "sending_unit"}
BY_NUMBER = "Để trống: lấy theo số ký hiệu."


@admin.register(Document)
class DocumentAdmin(CountsFieldRowsMixin, ChoicesInWordsMixin, VersionedAdmin):
    compose_label = "Đăng văn bản"

    form = DocumentForm
    long_lines = ("subject",)
    list_display = ("subject", "number_and_type", "state", "issuing_body", "issued_on")
    list_filter = (
        StateFilter,
        ("type", admin.RelatedOnlyFieldListFilter),
        ("issuing_body", admin.RelatedOnlyFieldListFilter),
        AreaFilter,
        YearFilter,
        "effect",
        DueFilter,
        SignerFilter,
    )
    list_select_related = ("type", "issuing_body")
    list_defer = ("body", "recipients")
    ordering = ("-updated_at",)
    order_told = LAST_CHANGED_FIRST
    search_fields = ("number", "subject", "signatures__signer__name")  # Read by get_search_results.
    search_help_text = "Số ký hiệu, trích yếu hoặc người ký, có dấu hay không dấu"
    autocomplete_fields = ("issuing_body",)
    readonly_fields = ("effect_explained", "others_about")
    inlines = (DocumentFileInline, SignatureInline, RelationInline)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("number", "issued_on", "type"),
                    ("issuing_body", "sending_unit"),
                    "subject",
                    "areas",
                )
            },
        ),
        (
            "Hiệu lực, hạn trả lời",
            {"fields": (("effective_on", "expires_on", "due_on"), "effect_explained")},
        ),
        (
            "Nơi nhận, độ khẩn, ngôn ngữ",
            {"fields": ("recipients", ("urgency", "language")), "classes": ("collapse",)},
        ),
        ("Nội dung", {"fields": ("body",), "classes": ("collapse",)}),
        ("Bài viết, văn bản liên quan", {"fields": ("linked",), "classes": ("collapse",)}),
        ("Lịch đăng", {"fields": ("published_at", "unpublish_at"), "classes": ("collapse",)}),
    )
    others_fieldset = (
        "Văn bản khác nói về văn bản này",
        {"fields": ("others_about",), "classes": ("after-rows",)},
    )

    # The list

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find a number in any spelling; else what has all the words in number, subject or signers."""
        number = numbers.read(search_term)
        if number:
            same = queryset.filter(number_key__startswith=number.canonical)
            if same.exists():
                return same, False
        queryset = queryset.alias(known_by=Concat("number_key", Value(" "), "subject"))
        for word in smart_split(search_term.replace("\0", " ")):
            quoted = word[0] in "\"'" and word[0] == word[-1]
            queryset = queryset.filter(_holds(unescape_string_literal(word) if quoted else word))
        return queryset, False

    @admin.display(description="số ký hiệu", ordering="number_key")
    def number_and_type(self, document: Document) -> SafeString:
        number = document.number_key or "Không số"
        return format_html('{} <span class="list-quiet">{}</span>', number, document.type)

    @admin.display(description="trạng thái", ordering="status")
    def state(self, document: Document) -> SafeString:
        """Add what is remarkable: that a document is not in force, or not as a whole."""
        chip = super().state(document)
        if document.effect == Document.Effect.IN_FORCE:
            return chip
        return format_html("{} {}", chip, effects.chip(document))

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Document | None = None) -> list[Any]:
        first, *rest = super().get_fieldsets(request, obj)
        if obj and obj.inverse_relations.exists():
            return [first, self.others_fieldset, *rest]
        return [first, *rest]

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Document | None:
        """Have the document know who opened it: what its form says of others depends on that."""
        document = super().get_object(request, object_id, from_field)
        if document is not None:
            document.opened_by = request.user
        return document

    @admin.display(description="tình trạng hiệu lực")
    def effect_explained(self, document: Document) -> SafeString | str:
        if document.pk is None:
            return "Tự tính khi lưu, theo các ngày ở trên và quan hệ với văn bản khác."
        return effects.explain(document)

    @admin.display(description="các văn bản đó")
    def others_about(self, document: Document) -> SafeString:
        return effects.others_about(document, document.opened_by)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose the body of this person's last document: most are of one's own department."""
        own = Document.objects.filter(created_by=request.user).order_by("-pk")
        last = own.values_list("issuing_body", flat=True).first()
        return {"issuing_body": last, **super().get_changeform_initial_data(request)}

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "areas" and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            # The small window for a new one cannot put a box among those of the page.
            formfield.widget = formfield.widget.widget
        return formfield

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        match db_field.name:
            case "type":
                kwargs |= {"form_class": DocumentTypeChoiceField, "empty_label": "Chọn loại văn bản"}
                kwargs |= {"required": False, "help_text": BY_NUMBER}
            case "issuing_body":
                kwargs |= {"required": False, "help_text": BY_NUMBER}
            case "sending_unit":
                units = SendingUnit.objects.select_related("body")
                kwargs |= {
                    "form_class": SendingUnitChoiceField,
                    "queryset": units.order_by("body__order", "body__name", "order", "name"),
                    "empty_label": "Không ghi",
                }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs |= {"queryset": in_tree_order(Area.objects.all()), "widget": TreeCheckboxes("Lĩnh vực")}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if BEARING_ON_NUMBER & set(form.changed_data):
            self._say_doubts(request, form.instance)

    def _say_doubts(self, request: HttpRequest, document: Document) -> None:
        found = [*numbers.doubts(document), *numbers.elsewhere(document)]
        if found:
            items = format_html_join("", "<li>{}</li>", ((doubt,) for doubt in found))
            self.message_user(request, format_html("Hãy xem lại: <ul>{}</ul>", items), messages.WARNING)

    # What the form asks while somebody types

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        choices = DocumentChoices.as_view(admin_site=self.admin_site)
        return [
            path("lua-chon/", view(choices), name="documents_document_choices"),
            path("so-ky-hieu/", view(require_safe(self.number_view)), name="documents_document_number"),
            *super().get_urls(),
        ]

    def number_view(self, request: HttpRequest) -> JsonResponse:
        """Tell what the number in the form names, and where it is taken."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        return JsonResponse(numbers.NumberQuery(request.GET).answer())


def _holds(word: str) -> Q:
    """Return the condition that a document has a word in its number, its subject or a signer's name."""
    signed = Signature.objects.filter(signer__name__unaccent__icontains=word)
    return Q(known_by__unaccent__icontains=word) | Q(pk__in=signed.values("document"))
