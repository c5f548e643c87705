"""How the admin names a document among others, and leads to its form."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.text import format_date
from documents.models import Document


def choice_label(document: Document) -> str:
    """Return what tells a document from others in a choice: number, date, subject."""
    date = format_date(document.issued_on) if document.issued_on else "không ngày"
    return f"{document.number_key or 'Không số'}, {date}: {document.subject}"


def form_url(document: Document) -> str:
    return reverse("admin:documents_document_change", args=[document.pk])


def link_to(document: Document, text: str) -> SafeString:
    """Return a link that opens a document's form beside the page it stands on."""
    return format_html('<a href="{}" target="_blank">{}</a>', form_url(document), text)
