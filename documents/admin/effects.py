"""In words for staff: whether a document is in force and why, and what other documents say of it."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.admin import states
from core.admin.states import State
from core.models.publishing import UNTOLD
from core.text import format_date, format_number
from documents import standing
from documents.admin.links import link_to
from documents.effect import counting_relations
from documents.models import Document, Relation
from documents.models.documents import DECIDING_KINDS, RELATED_SHOWN, in_places
from documents.standing import Reason


def chip(document: Document) -> SafeString:
    """Return the effect status as the small label that lists and forms show."""
    label = document.get_effect_display()
    return format_html('<span class="state-chip effect-chip-{}">{}</span>', document.effect, label)


def explain(document: Document) -> SafeString:
    """Return the effect status with what it comes from, and what is to come."""
    deciding = counting_relations().filter(kind__in=DECIDING_KINDS).select_related("source")
    counting = Prefetch("inverse_relations", deciding.defer("source__body", "source__recipients"))
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


def others_about(document: Document, user: Any) -> SafeString:
    """Return, as a list, what other documents do to one; those that the public doesn't see say so.

    Those that a person may not see say nothing else.

    Of many that do the same, the latest RELATED_SHOWN and how many more there are.
    """
    rows = in_places(document.inverse_relations, "target", "is_partial", "-source__sorted_on", "pk")
    shown = rows.filter(place__lte=RELATED_SHOWN).select_related("source")
    shown = shown.defer("source__body", "source__recipients")
    groups = groupby(shown, key=lambda relation: relation.inverse_label)
    told = format_html_join("", "{}{}", (_group(label, list(same), user) for label, same in groups))
    return format_html('<ul class="inverse-relations">{}</ul>', told)


def _group(label: str, relations: list[Relation], user: Any) -> tuple[SafeString, SafeString | str]:
    """Return what says the same, and how many more say so."""
    more = relations[0].alike - len(relations)
    rest = format_html("<li>{}: và {} văn bản khác</li>", label, format_number(more)) if more else ""
    told = (_told(relation, user) for relation in relations)
    return format_html_join("", "<li>{}: {}{}{}</li>", told), rest


def _told(relation: Relation, user: Any) -> tuple[str, SafeString | str, str, SafeString | str]:
    source = relation.source
    if not source.may_know(user):
        return relation.inverse_label, UNTOLD, "", ""
    state = states.state_of(source)
    note = f" ({relation.note})" if relation.note else ""
    mark = "" if state == State.PUBLIC else format_html(" {}", states.chip(state))
    return relation.inverse_label, link_to(source, str(source)), note, mark
