"""Puts the demo's register into the database: bodies, areas, signers, and the documents themselves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from core.text import TIME_ZONE
from documents.models import (
    Area,
    Document,
    DocumentFile,
    DocumentType,
    IssuingBody,
    Relation,
    SendingUnit,
    Signature,
    Signer,
)
from portal.demo import content, letter, markup
from portal.demo.content import Paper
from portal.demo.files import own_file, paper_file
from portal.demo.guard import Say
from portal.demo.states import bring_to_state

SAY_EVERY = 40


@dataclass(frozen=True)
class Names:
    """What documents name, each by its key in the texts."""

    types: dict[str, DocumentType]
    bodies: dict[str, IssuingBody]
    areas: dict[str, Area]
    units: dict[str, SendingUnit]
    signers: dict[str, Signer]


def create_register(say: Say) -> dict[str, Document]:
    """Create all documents and what they name, and return them by their keys; tell how it goes on."""
    bodies = _create_bodies()
    names = Names(
        types={kind.name: kind for kind in DocumentType.objects.all()},
        bodies=bodies,
        areas=_create_areas(),
        units=_create_units(bodies["so"]),
        signers=_create_signers(),
    )
    say(f"Đã tạo {len(bodies)} cơ quan ban hành, {len(names.areas)} lĩnh vực.")
    papers = content.papers()
    made: dict[str, Document] = {}
    for number, paper in enumerate(papers, 1):
        made[paper.key] = _create_document(paper, names, number)
        if number % SAY_EVERY == 0 or number == len(papers):
            say(f"Văn bản: {number}/{len(papers)}.")
    for paper in papers:
        _relate(paper, made)
    return made


def _create_bodies() -> dict[str, IssuingBody]:
    entries = content.institutions().bodies
    made: dict[str, IssuingBody] = {}
    for order, (key, entry) in enumerate(entries.items(), 1):
        made[key], _ = IssuingBody.objects.get_or_create(
            name=entry.name,
            defaults={
                "short_name": entry.short_name,
                "codes": entry.codes,
                "valid_from": entry.valid_from,
                "valid_to": entry.valid_to,
                "order": 10 * order,
            },
        )
    for key, entry in entries.items():
        if entry.successor:
            made[key].successor = made[entry.successor]
            made[key].save(update_fields=["successor"])
    return made


def _create_areas() -> dict[str, Area]:
    made: dict[str, Area] = {}
    for order, entry in enumerate(content.institutions().areas, 1):
        made[entry.key], _ = Area.objects.get_or_create(
            name=entry.name, defaults={"parent": made.get(entry.parent), "order": 10 * order}
        )
    return made


def _create_units(department: IssuingBody) -> dict[str, SendingUnit]:
    made: dict[str, SendingUnit] = {}
    for order, (code, entry) in enumerate(content.institutions().units.items(), 1):
        made[code], _ = SendingUnit.objects.get_or_create(
            body=department, name=entry.name, defaults={"code": code, "order": 10 * order}
        )
    return made


def _create_signers() -> dict[str, Signer]:
    """Create each person once, with the first of his posts; a signature says which one it was."""
    people: dict[str, Signer] = {}
    made: dict[str, Signer] = {}
    for key, entry in content.institutions().signers.items():
        if entry.name not in people:
            people[entry.name], _ = Signer.objects.get_or_create(name=entry.name, post=entry.post)
        made[key] = people[entry.name]
    return made


def _create_document(paper: Paper, names: Names, number: int) -> Document:
    document = Document.objects.create(
        number=paper.number,
        type=names.types[paper.kind_name],
        issuing_body=names.bodies[paper.issuer],
        sending_unit=names.units.get(paper.unit),
        issued_on=paper.issued,
        effective_on=_day(paper, paper.effective, paper.effective_days),
        expires_on=paper.expires,
        due_on=_day(paper, paper.due, paper.due_days),
        urgency=paper.urgency,
        recipients="\n".join(letter.recipients(paper)),
        subject=paper.subject,
        body=markup.to_html(letter.substance(paper)),
    )
    document.areas.set(names.areas[key] for key in paper.areas)
    if paper.signer:
        entry = content.institutions().signers[paper.signer]
        Signature.objects.create(
            document=document,
            signer=names.signers[paper.signer],
            authority=entry.authority,
            post=entry.post,
        )
    _attach_files(document, paper)
    bring_to_state(document, paper.status, _posted_at(paper, number))
    return document


def _day(paper: Paper, day: date | None, days_from_now: int) -> date | None:
    if not days_from_now:
        return day
    # Not before its date of issue, should this machine's clock stand before the time of the demo.
    return max(timezone.localdate() + timedelta(days=days_from_now), paper.issued)


def _attach_files(document: Document, paper: Paper) -> None:
    if not paper.issued:
        return
    for order, extension in enumerate(["pdf", "docx"] if paper.docx else ["pdf"]):
        file = paper_file(paper, letter.file_name(paper, extension))
        DocumentFile.objects.create(document=document, file=file, order=order)
    for order, annex in enumerate(paper.annexes):
        DocumentFile.objects.create(
            document=document,
            file=own_file(annex),
            title=annex.title,
            role=DocumentFile.Role.ANNEX,
            order=order,
        )


def _posted_at(paper: Paper, number: int) -> datetime | None:
    """Return when a document was put up: within two days of its date, never at a weekend."""
    if not paper.issued:
        return None
    day = paper.issued + timedelta(days=number % 3)
    if day.weekday() > 4:
        day += timedelta(days=7 - day.weekday())
    return datetime(day.year, day.month, day.day, 8 + number % 9, number * 7 % 60, tzinfo=TIME_ZONE)


def _relate(paper: Paper, made: dict[str, Document]) -> None:
    for link in paper.relations:
        Relation.objects.create(
            source=made[paper.key],
            kind=link.kind,
            target=made[link.document],
            is_partial=link.partial,
            note=link.note,
        )
