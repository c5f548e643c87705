"""What stands in the form of a document in rows: its files, who signed it, its relations to others.

Who may edit the document may change its rows; there are no rights of their own.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.db.models import ForeignKey, Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from core import scopes
from core.admin.attachments import AttachmentInline
from core.admin.base import CalmChoicesMixin
from core.admin.rows import OwnedRows
from core.models.publishing import UNTOLD
from documents.admin.forms import ChoicesInWordsMixin
from documents.admin.links import choice_label, link_to
from documents.models import Document, DocumentFile, Relation, Signature, Signer


class RowsOfDocument(ChoicesInWordsMixin, CalmChoicesMixin, OwnedRows):
    """Rows that belong to the document: a person who may not edit it sees them as text."""


class DocumentFileInline(AttachmentInline):
    model = DocumentFile
    classes = ("file-rows",)
    verbose_name_plural = "Tệp văn bản"

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        file, *rest = super().get_fields(request, obj)
        return (file, "role", *rest)


class SignatureForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        """Let go of the post that came with another person, so that the new one's takes its place."""
        cleaned = super().clean()
        if "signer" in self.changed_data and "post" not in self.changed_data:
            before = Signer.objects.filter(pk=self.initial.get("signer"))
            if cleaned.get("post") in before.values_list("post", flat=True):
                cleaned["post"] = ""
        return cleaned


class SignatureInline(RowsOfDocument):
    model = Signature
    form = SignatureForm
    classes = ("signature-rows",)
    fields = ("signer", "authority", "post", "order")
    autocomplete_fields = ("signer",)
    verbose_name = "người ký"
    verbose_name_plural = "người ký"

    def get_extra(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> int:
        return 0 if obj else 1


class RelationInline(RowsOfDocument):
    model = Relation
    fk_name = "source"
    classes = ("relation-rows", "collapse")
    fields = ("kind", "target", "is_partial", "note")
    extra = 0
    verbose_name = "quan hệ"
    verbose_name_plural = "quan hệ với văn bản khác"

    def get_fields(self, request: HttpRequest, obj: Document | None = None) -> tuple[str, ...]:
        """Show who may only read the other document as he may know it, which the field itself cannot."""
        self.person = request.user  # There is an inline for each request.
        if obj is None or obj.may_edit(request.user):
            return self.fields
        return tuple("told_target" if name == "target" else name for name in self.fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Document | None = None) -> tuple[str, ...]:
        return ("told_target",)

    @admin.display(description="văn bản kia")
    def told_target(self, relation: Relation) -> SafeString | str:
        if not relation.target.may_know(self.person):
            return UNTOLD
        return link_to(relation.target, str(relation.target))

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "target":
            kwargs |= {
                "form_class": DocumentChoiceField,
                "queryset": _choosable(request),
                "widget": DocumentSelect(db_field, self.admin_site),
                "person": request.user,
            }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "target" and formfield:
            # A document is no matter for a small window.
            formfield.widget.can_add_related = False
        return formfield


def _choosable(request: HttpRequest, *, anew: bool = False) -> QuerySet:
    """Return the documents that a person may name: what he sees in his list, and what the public sees.

    But ``anew``, those stay too that his documents name already, whoever wrote that.
    """
    user, documents = request.user, Document.objects.defer("body")
    if user.has_perm(Document.permission("publish")) and scopes.within(user, Document) is None:
        return documents
    seen, own = Q(created_by=user), Q(source__created_by=user)
    if user.has_perm(Document.permission("publish")):
        seen |= scopes.condition(user, Document)
        own |= scopes.condition(user, Document, "source__")
    if not anew:
        seen |= Q(pk__in=Relation.objects.filter(own).values("target"))
    return documents.filter(seen | Q(pk__in=Document.objects.published().values("pk")))


class DocumentChoiceField(forms.ModelChoiceField):
    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def label_from_instance(self, document: Document) -> str:
        return choice_label(document) if document.may_know(self.person) else UNTOLD


class DocumentSelect(AutocompleteSelect):
    """A document, found by its number in any spelling or by words of its subject."""

    def get_url(self) -> str:
        return reverse("admin:documents_document_choices")


class DocumentChoices(AutocompleteJsonView):
    """What :class:`DocumentSelect` offers while somebody types, the latest first."""

    def get_queryset(self) -> QuerySet:
        if self.model_admin.model is not Document:
            raise Http404
        found, _ = self.model_admin.get_search_results(
            self.request, _choosable(self.request, anew=True), self.term
        )
        return found.not_in_trash().latest_issued_first()

    def serialize_result(self, obj: Document, to_field_name: str) -> dict[str, str]:
        return {"id": str(obj.pk), "text": choice_label(obj)}
