"""A document as search engines read it: schema.org/Legislation in JSON-LD."""

from collections.abc import Callable
from datetime import date
from typing import Any

from documents.citation import cite
from documents.models import Document, DocumentFile, Relation

Effect = Document.Effect
Kind = Relation.Kind

_FORCE = {
    Effect.NOT_YET: "NotInForce",
    Effect.IN_FORCE: "InForce",
    Effect.PARTLY: "PartiallyInForce",
    Effect.EXPIRED: "NotInForce",
    Effect.RECALLED: "NotInForce",
}
# What the vocabulary has for what a document does to another; a part replaced or repealed is a change.
_RELATIONS = {
    Kind.REPLACES: "legislationRepeals",
    Kind.REPEALS: "legislationRepeals",
    Kind.RECALLS: "legislationRepeals",
    Kind.AMENDS: "legislationAmends",
    Kind.CORRECTS: "legislationCorrects",
    Kind.GUIDES: "legislationEnsuresImplementationOf",
    Kind.BASED_ON: "isBasedOn",
    Kind.ACCOMPANIES: "citation",
    Kind.ANSWERS: "citation",
}


def legislation(document: Document, absolute: Callable[[str], str]) -> dict[str, Any]:
    """Return the description of a document that ``for_page()`` loaded.

    ``absolute`` makes an address with scheme and host of a path.
    """
    address = absolute(document.get_absolute_url())
    begins = document.effective_on or document.issued_on
    facts = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": address,
        "url": address,
        "name": document.heading,
        "headline": document.subject,
        "alternateName": cite(document),
        "legislationIdentifier": document.number_key,
        "legislationType": document.type.name,
        "legislationDate": _day(document.issued_on),
        "legislationDateOfApplicability": _day(begins),
        "legislationLegalForce": f"https://schema.org/{_FORCE[Effect(document.effect)]}",
        "temporalCoverage": begins and f"{begins.isoformat()}/{_day(document.expires_on) or '..'}",
        "expires": _day(document.expires_on),
        "legislationPassedBy": _organisation(document.issuing_body.name),
        "legislationResponsible": document.sending_unit and _organisation(document.sending_unit.name),
        "inLanguage": document.language,
        "about": [area.name for area in document.placed_in],
        "datePublished": document.published_at.isoformat(),
        "dateModified": document.updated_at.isoformat(),
        "encoding": [_file(file, absolute) for file in document.files.all()],
        **_relations(document, absolute),
    }
    return {name: value for name, value in facts.items() if value}


def _relations(document: Document, absolute: Callable[[str], str]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for relation in document.relations.all():
        name = "legislationChanges" if relation.is_partial else _RELATIONS[Kind(relation.kind)]
        other = relation.target
        found.setdefault(name, []).append(
            {"@type": "Legislation", "@id": absolute(other.get_absolute_url()), "name": other.heading}
        )
    return found


def _file(file: DocumentFile, absolute: Callable[[str], str]) -> dict[str, str]:
    return {
        "@type": "LegislationObject",
        "name": file.display_title,
        "contentUrl": absolute(file.get_absolute_url()),
        "encodingFormat": file.content_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }


def _organisation(name: str) -> dict[str, str]:
    return {"@type": "GovernmentOrganization", "name": name}


def _day(day: date | None) -> str | None:
    return day and day.isoformat()
