"""The form of a document: its own fields, and its rules beyond those of the model."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from django import forms
from django.db import models
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.admin.forms import PublishableForm
from core.text import format_date
from documents.admin import numbers
from documents.admin.links import link_to
from documents.models import Document, DocumentType, SendingUnit

# A document may be made ready before the day it is signed and put up; not a year before.
FURTHEST_ISSUE = timedelta(days=31)


class ChoicesInWordsMixin:
    """Says in words what an empty choice means, for any admin: the stock one is a row of dashes."""

    def formfield_for_choice_field(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.blank or not db_field.has_default():
            label = "Không ghi" if db_field.blank else "Hãy chọn"
            kwargs["choices"] = db_field.get_choices(blank_choice=[("", label)])
        return super().formfield_for_choice_field(db_field, request, **kwargs)


class DocumentTypeChoiceField(forms.ModelChoiceField):
    """A choice among the kinds, each with its abbreviation: QyĐ and QĐ are told apart by it."""

    def label_from_instance(self, kind: DocumentType) -> str:
        return f"{kind.name} ({kind.code})" if kind.code else kind.name


class UnitsByBody(ModelChoiceIterator):
    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        yield "", self.field.empty_label
        for body, units in groupby(self.queryset, key=attrgetter("body")):
            yield str(body), [self.choice(unit) for unit in units]


class UnitSelect(forms.Select):
    """Units under the names of their bodies; a script leaves only those of the body that is chosen."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-units-of": "issuing_body", **(attrs or {})})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["data-body"] = value.instance.body_id
        return option


class SendingUnitChoiceField(forms.ModelChoiceField):
    """A choice among the units of all bodies; some tens, as only those who enter documents need theirs."""

    iterator = UnitsByBody
    widget = UnitSelect

    def label_from_instance(self, unit: SendingUnit) -> str:
        return f"{unit.name} ({unit.code})" if unit.code else unit.name


class DocumentForm(PublishableForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "number" in self.fields:  # Not in a form that can only be read.
            box = self.fields["number"].widget
            box.attrs |= {"autocomplete": "off", "spellcheck": "false"}
            box.attrs["data-read-number"] = reverse("admin:documents_document_number")
            box.attrs["data-document"] = self.instance.pk or ""
            if not (self.instance.pk or self.is_bound):  # Nobody has chosen anything yet.
                box.attrs["data-proposes"] = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_date(cleaned.get("issued_on"))
        self._fill_from_number(cleaned)
        self._check_unit(cleaned)
        twin = self._twin(cleaned)
        if twin:
            self.add_error("number", taken_by(twin))
        return cleaned

    def _check_date(self, issued_on: date | None) -> None:
        if issued_on and issued_on > timezone.localdate() + FURTHEST_ISSUE:
            # 2062 for 2026: it would stand on top of the register for decades.
            self.add_error(
                "issued_on", f"Ngày ban hành {format_date(issued_on)} còn quá xa, hãy xem lại năm."
            )

    def _fill_from_number(self, cleaned: dict[str, Any]) -> None:
        """Take kind, body and unit from the number where they were left empty."""
        number = numbers.read(cleaned.get("number", ""))
        if number:
            named = numbers.named_by(number, cleaned.get("issued_on"), cleaned.get("issuing_body"))
            # A unit that was taken out on purpose stays out.
            unit = ("sending_unit",) if "number" in self.changed_data else ()
            for name in ("type", "issuing_body", *unit):
                if name not in self.errors:
                    cleaned[name] = cleaned.get(name) or getattr(named, name)
        if not cleaned.get("type") and "type" not in self.errors:
            self.add_error("type", "Hãy chọn loại văn bản.")
        if not cleaned.get("issuing_body") and "issuing_body" not in self.errors:
            self.add_error("issuing_body", "Hãy chọn cơ quan ban hành.")

    def _check_unit(self, cleaned: dict[str, Any]) -> None:
        unit, body = cleaned.get("sending_unit"), cleaned.get("issuing_body")
        if unit and body and unit.body_id != body.pk:
            self.add_error("sending_unit", f"{unit} là đơn vị của {unit.body}, không phải của {body}.")

    def _twin(self, cleaned: dict[str, Any]) -> Document | None:
        """Return the document that has the same number in the same year.

        The database has the last word (documents_document_unique_number); only here can it be linked.
        """
        number = numbers.read(cleaned.get("number", ""))
        issued_on, body = cleaned.get("issued_on"), cleaned.get("issuing_body")
        if not (number and issued_on and body):
            return None
        return numbers.twins_of(number, issued_on, besides=self.instance.pk).filter(issuing_body=body).first()


def taken_by(twin: Document) -> SafeString:
    """Say that a number is taken, with a link to the document that has it."""
    return format_html(
        "Cơ quan này đã có văn bản số {} ngày {}: {}.",
        twin.number_key,
        format_date(twin.issued_on),
        link_to(twin, "mở văn bản đó trong thẻ mới"),
    )
