"""Official documents by the thousand: rows written together, alike in every column to those of staff."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from core import cache, search
from core.files.storage import discard_on_error
from core.models import Counter, FileText, Status
from core.models.counters import kind_of
from core.text import TIME_ZONE, format_date
from documents.effect import refresh_effects
from documents.models import Area, Document, DocumentFile, DocumentType, Relation, Signature
from portal.demo import content
from portal.demo.bulk import files, plan
from portal.demo.bulk.offices import Offices
from portal.demo.bulk.prose import generator, prose

WORDS_A_FILE = 300
# How many of the last documents others may replace, amend, answer, …
MEMORY = 4000
Kind = Relation.Kind
# How many of a hundred documents do what to an earlier one.
RELATIONS = [
    (Kind.BASED_ON, 20),
    (Kind.ANSWERS, 3),
    (Kind.REPLACES, 3),
    (Kind.GUIDES, 2),
    (Kind.AMENDS, 2),
    (Kind.ACCOMPANIES, 2),
    (Kind.REPEALS, 0.5),
    (Kind.CORRECTS, 0.5),
    (Kind.RECALLS, 0.3),
]
STATES = plan.Lot([Status.PUBLISHED, Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN], [970, 12, 8, 10])


@dataclass
class Made:
    """A document on its way to the database, with what belongs to it."""

    document: Document
    area: str
    signature: Signature
    texts: list[str]


class DocumentMaker:
    """Makes batches of documents; keeps what one batch must know of those before."""

    def __init__(self) -> None:
        self._offices = Offices()
        self._types = {kind.name: kind for kind in DocumentType.objects.all()}
        by_name = {area.name: area for area in Area.objects.all()}
        self._areas = {area.key: by_name[area.name] for area in content.institutions().areas}
        self._earlier: list[Document] = []

    def add(self, slots: list[plan.Slot], seed: str) -> None:
        """Put documents into these places of the register, all or none; with files and entries."""
        rng = generator(seed)
        with discard_on_error():
            made = [self._make(rng, slot) for slot in slots]
            documents = [one.document for one in made]
            Document.objects.bulk_create(documents)
            self._add_belongings(made)
            self._add_files(made, rng)
            targets = self._add_relations(documents, rng)
            refresh_effects([*(document.pk for document in documents), *targets])
            search.reindex_some(Document, [document.pk for document in documents])
            cache.touch(*Document.cache_tags)

    def _make(self, rng: random.Random, slot: plan.Slot) -> Made:
        day = slot.day
        office = self._offices.all[slot.office]
        kind = plan.stock().kinds.draw(rng)
        unit = rng.choice(office.units) if office.units and rng.random() < 0.8 else None
        code = office.body.codes[0]
        if kind.code:
            number = f"{slot.ordinal:02d}/{kind.code}-{code}"
        else:
            number = f"{slot.ordinal:02d}/{code}-{unit.code}" if unit else f"{slot.ordinal:02d}/{code}"
        subject, area = plan.subject(rng, kind, day)
        status = STATES.draw(rng)
        document = Document(
            number=number,
            number_key=number,
            ordinal=slot.ordinal,
            type=self._types[kind.name],
            issuing_body=office.body,
            sending_unit=unit,
            subject=subject,
            issued_on=day,
            sorted_on=day,
            year=day.year,
            recipients="\n".join(plan.recipients(rng)),
            status=status,
            published_at=_posted_at(rng, day) if status in (Status.PUBLISHED, Status.WITHDRAWN) else None,
            status_note="Gỡ để chỉnh sửa." if status == Status.WITHDRAWN else "",
            **_dates(rng, day),
        )
        if rng.random() < 0.1:
            document.body = f"<p>{prose().write(rng, 80)}</p>"
        if rng.random() < 0.05:
            document.urgency = rng.choice(Document.Urgency.values)
        signer, authority = self._offices.signer(rng, office, day)
        signature = Signature(signer=signer, authority=authority, post=signer.post)
        texts = [_letter(rng, document, signer.name)]
        texts += [_annex(rng, document) for _ in range(rng.choice((0, 0, 0, 0, 0, 0, 0, 1, 1, 2)))]
        return Made(document, area, signature, texts)

    def _add_belongings(self, made: list[Made]) -> None:
        link = Document.areas.through
        links = []
        for one in made:
            one.signature.document = one.document
            links.append(link(document=one.document, area=self._areas[one.area]))
        link.objects.bulk_create(links)
        Signature.objects.bulk_create(one.signature for one in made)

    def _add_files(self, made: list[Made], rng: random.Random) -> None:
        rows, texts = [], []
        for one in made:
            base = f"{one.document.type.name} {one.document.number_key.replace('/', '-')}"
            for order, text in enumerate(one.texts):
                row = DocumentFile(document=one.document, order=order)
                name = f"{base}.pdf"
                if order:
                    row.role, name = DocumentFile.Role.ANNEX, f"{base} - Phụ lục {order}.pdf"
                texts.append(files.attach(row, name, f"{one.document.pk}-{order}", text))
                rows.append(row)
        DocumentFile.objects.bulk_create(rows)
        FileText.objects.bulk_create(texts, ignore_conflicts=True)
        counters = [_counter(one.document, rng, "views", "downloads") for one in made]
        counters += [_counter(row, rng, "downloads") for row in rows]
        Counter.objects.bulk_create(counters)

    def _add_relations(self, documents: list[Document], rng: random.Random) -> set[int]:
        """Relate documents to earlier ones; return the ids of those."""
        rows = []
        for document in documents:
            for kind, share in RELATIONS:
                if self._earlier and 100 * rng.random() < share:
                    target = rng.choice(self._earlier)
                    is_partial = kind in Relation.PARTIAL_KINDS and rng.random() < 0.2
                    rows.append(Relation(source=document, kind=kind, target=target, is_partial=is_partial))
            self._earlier.append(document)
        del self._earlier[:-MEMORY]
        Relation.objects.bulk_create(rows)
        return {row.target_id for row in rows}


def _posted_at(rng: random.Random, day: date) -> datetime:
    """Return when a document was put up: within two days, never in the future."""
    at = datetime.combine(day, time(8), TIME_ZONE) + timedelta(minutes=rng.randrange(2 * 24 * 60))
    return min(at, timezone.now())


def _dates(rng: random.Random, day: date) -> dict[str, date]:
    """Return the dates that some documents have beside that of issue."""
    found = {}
    if rng.random() < 0.10:
        found["effective_on"] = day + timedelta(days=rng.randrange(1, 46))
    if rng.random() < 0.08:
        found["expires_on"] = day + timedelta(days=rng.randrange(90, 1500))
    if rng.random() < 0.12:
        found["due_on"] = day + timedelta(days=rng.randrange(3, 60))
    return found


def _letter(rng: random.Random, document: Document, signer: str) -> str:
    """Return the text of the document itself, as a reader of its file would give it."""
    head = (
        f"{document.issuing_body.name.upper()}\nSố: {document.number}\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Sơn Hà, ngày {format_date(document.issued_on)}\n{document.subject}\n"
    )
    tail = f"\nNơi nhận:\n{document.recipients}\n(Đã ký)\n{signer}"
    length = WORDS_A_FILE - len(head.split()) - len(tail.split())
    return head + prose().write(rng, length) + tail


def _annex(rng: random.Random, document: Document) -> str:
    head = f"PHỤ LỤC\n(Kèm theo văn bản số {document.number} ngày {format_date(document.issued_on)})\n"
    return head + prose().write(rng, WORDS_A_FILE - len(head.split()))


def _counter(row: object, rng: random.Random, *counts: str) -> Counter:
    # Few are read by thousands, most by some dozens.
    return Counter(
        kind=kind_of(row), object_id=row.pk, **{count: int(5000 ** rng.random()) for count in counts}
    )
