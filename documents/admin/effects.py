"""In words for staff: whether a document is in force and why, and what other documents say of it."""

from datetime import timedelta

from django.db.models import Prefetch
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.admin import states
from core.admin.states import State
from core.text import format_date
from documents import standing
from documents.admin.links import link_to
from documents.effect import counting_relations
from documents.models import Document, Relation
from documents.standing import Reason


def chip(document: Document) -> SafeString:
    """Return the effect status as the small label that lists and forms show."""
    label = document.get_effect_display()
    return format_html('<span class="state-chip effect-chip-{}">{}</span>', document.effect, label)


def explain(document: Document) -> SafeString:
    """Return the effect status with what it comes from, and what is to come."""
    counting = Prefetch("inverse_relations", counting_relations().select_related("source"))
    # Read anew: what is looked up here would otherwise be all that the form sees of its relations.
    loaded = Document.objects.defer("body").prefetch_related(counting).get(pk=document.pk)
    reasons = [*standing.reasons(loaded), *_end_to_come(loaded)]
    return format_html("{}{}", chip(document), format_html_join("", " {}.", map(_in_words, reasons)))


def _end_to_come(document: Document) -> list[Reason]:
    if document.expires_on is None or standing.is_ended(document):
        return []
    return [Reason(f"Đến hết ngày {format_date(document.expires_on - timedelta(days=1))}")]


def _in_words(reason: Reason) -> tuple[SafeString | str]:
    if reason.document is None:
        return (reason.words,)
    link = link_to(reason.document, str(reason.document))
    return (format_html("{} {}, từ ngày {}", reason.words, link, format_date(reason.since)),)


def others_about(document: Document) -> SafeString:
    """Return, as a list, what other documents do to one; those that the public doesn't see say so."""
    rows = document.inverse_relations.select_related("source").order_by("kind", "source__sorted_on")
    return format_html(
        '<ul class="inverse-relations">{}</ul>', format_html_join("", "<li>{}: {}{}{}</li>", map(_told, rows))
    )


def _told(relation: Relation) -> tuple[str, SafeString, str, SafeString | str]:
    source = relation.source
    state = states.state_of(source)
    note = f" ({relation.note})" if relation.note else ""
    mark = "" if state == State.PUBLIC else format_html(" {}", states.chip(state))
    return relation.inverse_label, link_to(source, str(source)), note, mark
