"""The rows of the register, which every list of documents has twenty of."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from core.templatetags.files import file_tags
from core.templatetags.highlighting import highlight
from core.templatetags.languages import hreflang, lang
from core.text import format_date
from documents.models import Document
from documents.standing import due_words

register = template.Library()

FILES_SHOWN = 4


@register.filter
def as_rows(documents: Iterable[Document], query: str) -> SafeString:
    """The rows of documents that ``for_list()`` loaded, the words of a search marked in them.

    A template takes five times as long for them, which is a quarter of the page.
    """
    return mark_safe("".join(_row(document, query) for document in documents))  # noqa: S308 - see below


def _row(document: Document, query: str) -> str:
    """Return a row. Everything in it that is not ours is escaped where it is put in."""
    address = escape(document.get_absolute_url())
    language = f"{hreflang(document.language)}{lang(document.language)}"
    return (
        '<tr role="row">'
        f'<td role="cell" class="register-number">{_number(document, query)}</td>'
        f'<td role="cell" class="register-date">{_issued(document)}</td>'
        '<td role="cell" class="register-subject">'
        f'<a class="clamp" href="{address}"{language}>{highlight(document.subject, query)}</a>'
        f"<p>{escape(document.type.name)} · {escape(str(document.issuing_body))} · "
        f'<span class="effect is-{document.effect}">{escape(document.get_effect_display())}</span></p>'
        f"{_snippet(document, query)}{_due(document)}</td>"
        f'<td role="cell" class="register-files">{file_list(document)}</td>'
        "</tr>"
    )


def _number(document: Document, query: str) -> str:
    number = "Không ghi số"
    if document.number_key:
        number = f'<span class="number">{highlight(document.number_key, query)}</span>'
    if document.urgency:
        number += f' <span class="effect is-urgent">{escape(document.get_urgency_display())}</span>'
    return number


def _issued(document: Document) -> str:
    day = document.issued_on
    return f'<time datetime="{day.isoformat()}">{format_date(day)}</time>' if day else ""


def _snippet(document: Document, query: str) -> str:
    if document.snippet is None:
        return ""
    text, source = document.snippet.text, document.snippet.source
    cited = f"<cite>Trong tệp «{highlight(source, query)}»</cite>" if source else ""
    return f'<p class="search-snippet">{highlight(text, query)} {cited}</p>'


def _due(document: Document) -> str:
    day = document.due_on
    if day is None:
        return ""
    words = due_words(document)
    said = f", {words}" if words else ""
    return (
        f'<p class="register-due{" is-near" if words else ""}">Hạn trả lời: '
        f'<time datetime="{day.isoformat()}">{format_date(day)}</time>{said}</p>'
    )


@register.filter
def file_list(document: Document) -> SafeString:
    """The first files of a document, each a link that names its kind, and how many more there are."""
    found = list(document.files.all())
    more = ""
    if len(found) > FILES_SHOWN:
        address = escape(document.get_absolute_url())
        more = f'<li><a href="{address}">và {len(found) - FILES_SHOWN} tệp nữa</a></li>'
    return mark_safe(f'<ul class="file-tags">{file_tags(found, FILES_SHOWN)}{more}</ul>')  # noqa: S308
