"""What the number of a document says of it, and what does not fit it.

A number names the kind of its document, the body that issued it and mostly the unit that drafted it, so
staff need not choose what they have typed already; and where they chose something else, one of the two is
probably wrong. Nothing here refuses a save: papers with odd numbers exist.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.text import format_date
from documents.admin.links import form_url, link_to
from documents.models import Document, DocumentType, IssuingBody, SendingUnit
from documents.numbering import COPIES, DocumentNumber, NumberError, parse_number

TWINS_SHOWN = 3
MAX_ID = 2**63 - 1
# The kind whose numbers name none: Decree 30/2020/NĐ-CP, Appendix I.
LETTER_NAME = "Công văn"


@dataclass(frozen=True)
class Named:
    """What a number names, as far as the tables know it for certain."""

    type: DocumentType | None = None
    issuing_body: IssuingBody | None = None
    sending_unit: SendingUnit | None = None


def read(text: str) -> DocumentNumber | None:
    """Return the number that a text holds, None where it is empty or none."""
    try:
        return parse_number(text)
    except NumberError:
        return None


def named_by(number: DocumentNumber, issued_on: date | None, body: IssuingBody | None = None) -> Named:
    """Return what a number names; ``body`` is the issuing body where it is known otherwise."""
    body = body or _body_of(number, issued_on)
    return Named(_type_of(number), body, _unit_of(number, body))


def twins_of(number: DocumentNumber, issued_on: date, *, besides: int | None = None) -> QuerySet[Document]:
    """Return the documents of any body that have a number in the year of a date, without one (its id)."""
    same = Document.objects.not_in_trash().filter(
        issued_on__isnull=False, year=issued_on.year, number_key=number.canonical
    )
    return same.exclude(pk=besides).select_related("issuing_body").defer("body")


def doubts(document: Document) -> Iterator[str]:
    """Yield, in sentences, what in a document does not fit its number or its date."""
    number = read(document.number)
    body, unit, issued_on = document.issuing_body, document.sending_unit, document.issued_on
    if issued_on and body.valid_to and issued_on > body.valid_to:
        yield (
            f"{body} chỉ hoạt động đến hết ngày {format_date(body.valid_to)}, "
            f"trước ngày ban hành {format_date(issued_on)}."
        )
    if number is None:
        return
    named = _type_of(number)
    if named and named.code != document.type.code:
        yield f"Số {number.canonical} là số của {named.name.lower()}, loại đang chọn là {document.type}."
    if not _may_be_of(number, body):
        yield (
            f"Số {number.canonical} ghi cơ quan là {number.issuer_code}, cơ quan đang chọn là {body} "
            f"({', '.join(body.codes)})."
        )
    if number.unit_code and unit and unit.code and unit.code.lower() != number.unit_code.lower():
        yield (
            f"Số {number.canonical} ghi đơn vị là {number.unit_code}, đơn vị đang chọn là {unit} "
            f"({unit.code})."
        )
    if number.year and issued_on and number.year != issued_on.year:
        yield f"Số {number.canonical} ghi năm {number.year}, ngày ban hành là {format_date(issued_on)}."


def elsewhere(document: Document) -> Iterator[SafeString]:
    """Yield, in sentences with links, which other bodies have the same number in the same year."""
    number = read(document.number)
    if number is None or document.issued_on is None:
        return
    twins = twins_of(number, document.issued_on, besides=document.pk)
    for twin in twins.exclude(issuing_body=document.issuing_body)[:TWINS_SHOWN]:
        yield format_html("{}: {}. Nếu chọn nhầm cơ quan thì sửa lại.", _told(twin), link_to(twin, "mở"))


def _told(twin: Document) -> str:
    return f"{twin.issuing_body} đã có văn bản số {twin.number_key} ngày {format_date(twin.issued_on)}"


class NumberQuery(forms.Form):
    """What the form asks when the box of the number is left: the number, and what stands beside it.

    ``issuing_body`` was chosen by the person, ``proposed_body`` by the form itself.
    """

    number = forms.CharField(max_length=100)
    issued_on = forms.DateField(required=False)
    issuing_body = forms.ModelChoiceField(IssuingBody.objects.all(), required=False)
    proposed_body = forms.ModelChoiceField(IssuingBody.objects.all(), required=False)
    document = forms.IntegerField(required=False, min_value=1, max_value=MAX_ID)

    def answer(self) -> dict[str, Any]:
        """Return what to fill in, which documents have the number, or why it is none."""
        if not self.is_valid() and "number" in self.errors:
            return {}
        given = self.cleaned_data
        try:
            number = parse_number(given["number"])
        except NumberError as error:
            return {"error": str(error)}
        issued_on = given.get("issued_on")
        named = named_by(number, issued_on, given.get("issuing_body"))
        twins = twins_of(number, issued_on, besides=given.get("document"))[:TWINS_SHOWN] if issued_on else ()
        return {
            "body_wanted": self._body_wanted(number, named),
            "named": {name: {"id": obj.pk, "text": str(obj)} for name, obj in vars(named).items() if obj},
            "twins": [{"text": f"{_told(twin)}.", "url": form_url(twin)} for twin in twins],
        }

    def _body_wanted(self, number: DocumentNumber, named: Named) -> str:
        """Return the request to choose a body, "" where one is named or stands there that may be right."""
        proposed = self.cleaned_data.get("proposed_body")
        if named.issuing_body or (proposed and _may_be_of(number, proposed)):
            return ""
        return f"Số ký hiệu ghi cơ quan là {number.issuer_code}: hãy chọn cơ quan ban hành."


def _may_be_of(number: DocumentNumber, body: IssuingBody) -> bool:
    """Tell whether a body may have given a number; one without codes may have given any."""
    return not body.codes or bool({number.issuer_code, *number.issuer_code.split("-")} & set(body.codes))


def _type_of(number: DocumentNumber) -> DocumentType | None:
    if number.type_code:
        is_copy = number.type_code in COPIES  # SY says that it is a copy, not of what.
        return None if is_copy else DocumentType.objects.filter(code=number.type_code).first()
    # With a year and no kind: laws and ordinances, which their numbers don't tell apart.
    return None if number.year else DocumentType.objects.filter(name=LETTER_NAME).first()


def _body_of(number: DocumentNumber, issued_on: date | None) -> IssuingBody | None:
    """Return the body with the issuer's code; of a joint document, the one that is named first."""
    bodies = IssuingBody.objects.in_force(issued_on or timezone.localdate())
    for code in dict.fromkeys([number.issuer_code, number.issuer_code.partition("-")[0]]):
        found = bodies.filter(codes__contains=[code])[:2]
        if found:
            # Committees, districts and communes share codes: the paper says which it is, its number doesn't.
            return found[0] if len(found) == 1 else None
    return None


def _unit_of(number: DocumentNumber, body: IssuingBody | None) -> SendingUnit | None:
    if body is None or not number.unit_code:
        return None
    return body.units.filter(code__iexact=number.unit_code).first()
