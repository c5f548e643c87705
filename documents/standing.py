"""What readers are told of a document's standing: why it is (not) in force, and how near its due date is.

The status itself is derived by documents.effect. Everything here reads what ``for_page()`` loaded.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from core.text import format_date
from documents.models import Document, Relation

Effect = Document.Effect
Kind = Relation.Kind

SOON = 7  # days before the due date

# What another document does that decides on being in force, and the status that it leads to.
_ENDS = {Kind.RECALLS: Effect.RECALLED, Kind.REPLACES: Effect.EXPIRED, Kind.REPEALS: Effect.EXPIRED}
_DECIDES = {**_ENDS, Kind.AMENDS: Effect.PARTLY}


@dataclass(frozen=True)
class Reason:
    """Why a document stands as it does: «Được thay thế bởi» which document, from which day on."""

    words: str
    document: Document | None = None
    since: date | None = None


def is_ended(document: Document) -> bool:
    """Tell whether nobody may rely on a document any more."""
    return document.effect in (Effect.EXPIRED, Effect.RECALLED)


def reasons(document: Document, on: date | None = None) -> list[Reason]:
    """Return what explains a document's status on a day (today by default), and what is to come."""
    on = on or timezone.localdate()
    return [*_by_dates(document, on), *_by_others(document, on)]


def due_words(document: Document, on: date | None = None) -> str:
    """Return how near the due date is, seen from a day: «còn 3 ngày»; "" where that needs no word."""
    if document.due_on is None:
        return ""
    days = (document.due_on - (on or timezone.localdate())).days
    if days < 0:
        return "đã quá hạn"
    if days == 0:
        return "hôm nay là hạn cuối"
    return f"còn {days} ngày" if days <= SOON else ""


def _by_dates(document: Document, on: date) -> list[Reason]:
    begins = document.effective_on or document.issued_on
    if document.effect == Effect.NOT_YET and begins:
        return [Reason(f"Có hiệu lực từ ngày {format_date(begins)}")]
    if document.effect == Effect.EXPIRED and document.expires_on and document.expires_on <= on:
        return [Reason(f"Hết hiệu lực từ ngày {format_date(document.expires_on)}, theo chính văn bản")]
    return []


def _by_others(document: Document, on: date) -> list[Reason]:
    dated = [(_since(relation), relation) for relation in document.inverse_relations.all()]
    found = []
    for since, relation in sorted(dated, key=lambda pair: (pair[0], pair[1].pk)):
        leads_to = Effect.PARTLY if relation.is_partial else _DECIDES.get(relation.kind)
        if since <= on and leads_to == document.effect:
            found.append(Reason(relation.inverse_label, relation.source, since))
        elif since > on and leads_to and not is_ended(document):
            label = relation.inverse_label
            found.append(Reason(f"Sẽ {label[0].lower()}{label[1:]}", relation.source, since))
    return found


def _since(relation: Relation) -> date:
    """Return the day from which a relation counts, as documents.effect has it."""
    source = relation.source
    return source.effective_on or source.issued_on or source.sorted_on
