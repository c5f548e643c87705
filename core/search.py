"""One search over everything that is published.

An app registers its models in ``AppConfig.ready()``. Each save writes the object's ``SearchEntry`` in the
same transaction, from its ``search_text()``; :func:`find` reads the entries; ``manage.py reindex`` writes
them all anew. Visitors type with and without diacritics: matching is on folded words, and words typed
with their marks rank higher. A document number is matched as a piece of the folded number.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import models, transaction
from django.db.models import F, TextField, Value
from django.db.models.signals import post_delete

from core.models.filetext import FileText
from core.models.search import SearchEntry, SearchFile
from core.text import fold

CONFIG = "vietnamese"
# Only the newest hits are ranked, and counts stop here: with 100,000 documents ranking every hit of a
# common word takes a second, ranking the newest thousand some 20 ms.
CANDIDATES = 1000
# PostgreSQL refuses a tsvector over 1 MB; 300,000 characters of Vietnamese, indexed twice, stay below.
INDEXED_CHARACTERS = 300_000


@dataclass(frozen=True)
class SearchText:
    """What an object can be found by.

    ``title`` weighs most, then ``head`` (lead, subject), then ``body``. ``number`` is a document number
    as written. ``files`` are the SHA-256 sums of the attached files.
    """

    title: str
    head: str = ""
    body: str = ""
    number: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """An object that was found, and whether only the text of a file matched."""

    obj: Any
    in_file: bool = False


@dataclass(frozen=True)
class Results:
    """A page of hits. ``total`` stops at CANDIDATES; ``is_capped`` tells that there are more."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    is_capped: bool = False


_registry: dict[str, type[models.Model]] = {}


def register(model: type[models.Model]) -> None:
    """Make a Publishable model searchable."""
    _registry[model._meta.label_lower] = model
    # Rows also go by a cascade or a queryset, where no method of the model runs.
    post_delete.connect(_remove, sender=model)


def registered() -> dict[str, type[models.Model]]:
    """Return the searchable models by kind."""
    return dict(_registry)


def fold_number(number: str) -> str:
    """Return the form in which document numbers are compared: no marks, no white space, one dash.

    Writers separate with ``/``, ``-``, ``–`` and spaces as they please: «Số: 09 /TB-SGDĐT» and
    «09/tb-sgddt» are the same.
    """
    folded = re.sub(r"[‐-―−]", "-", fold(number))
    folded = re.sub(r"^\s*so(\s+(ky\s+)?hieu)?\b\s*:?", "", folded)
    return re.sub(r"-{2,}", "-", re.sub(r"\s+", "", folded))


def index(obj: Any) -> None:
    """Write the search entry of an object, in the running transaction."""
    kind = obj._meta.label_lower
    if kind not in _registry:
        return
    text = obj.search_text()
    is_shown = obj.status == obj.Status.PUBLISHED and obj.deleted_at is None
    number_words = _words(text.number)
    head = _vector((text.title, "A"), (number_words, "A"), (text.head, "B"))
    entry, _ = SearchEntry.objects.update_or_create(
        kind=kind,
        object_id=obj.pk,
        defaults={
            "title": text.title[:500],
            "number": fold_number(text.number)[:100],
            "head": head,
            "vector": _vector(
                (text.title, "A"),
                (number_words, "A"),
                (text.head, "B"),
                (text.body[:INDEXED_CHARACTERS], "C"),
            ),
            "sorted_at": obj.published_at,
            "visible_from": obj.published_at if is_shown else None,
            "visible_to": obj.unpublish_at,
        },
    )
    _index_files(entry, text)


def _remove(instance: models.Model, **kwargs: Any) -> None:
    SearchEntry.objects.filter(kind=instance._meta.label_lower, object_id=instance.pk).delete()


def refresh_file_text(sha256: str) -> None:
    """Index the text of a file again, in every object that it is attached to.

    Called by the job that extracted the text. ``sha256`` is the sum of the file in hexadecimal.
    """
    with transaction.atomic():
        entries = SearchEntry.objects.filter(files__sha256=sha256)
        for entry in entries:
            obj = _registry[entry.kind]._base_manager.filter(pk=entry.object_id).first()
            if obj is not None:
                _index_files(entry, obj.search_text())


def reindex() -> Iterator[tuple[str, int]]:
    """Write every entry anew; yields kind and number of objects as each kind is done."""
    for kind, model in _registry.items():
        pks = list(model._base_manager.values_list("pk", flat=True))
        yield kind, reindex_some(model, pks)
        # By what exists now, not by the list above: staff go on working meanwhile.
        SearchEntry.objects.filter(kind=kind).exclude(object_id__in=model._base_manager.values("pk")).delete()
    SearchEntry.objects.exclude(kind__in=_registry).delete()


def reindex_some(model: type[models.Model], pks: Iterable[int]) -> int:
    """Write the entries of some objects anew; returns how many there still were."""
    count = 0
    for pk in pks:
        with transaction.atomic():
            # Read under its lock: an older reading would overwrite the entry of a save in between.
            obj = model._base_manager.select_for_update(of=("self",)).filter(pk=pk).first()
            if obj is not None:
                index(obj)
                count += 1
    return count


def find(query: str, *, kinds: Iterable[str] = (), start: int = 0, size: int = 20) -> Results:
    """Search what is public.

    ``query`` is what the visitor typed; words are joined by "and", "quoted words" are a phrase. ``kinds``
    narrows to some kinds; ``start`` and ``size`` cut out a page.
    """
    entries = SearchEntry.objects.visible()
    files = SearchFile.objects.filter(entry__in=entries)
    if kinds:
        entries = entries.filter(kind__in=list(kinds))
        files = files.filter(entry__kind__in=list(kinds))
    query = query.replace("\0", " ")  # PostgreSQL has no such character.
    words = _words(query)
    if not fold(words).strip():
        return Results()
    folded = SearchQuery(words, config=CONFIG, search_type="websearch")
    exact = SearchQuery(words, config="simple", search_type="websearch")

    scored: dict[int, tuple[float, Any, bool]] = {}
    ranked = entries.filter(vector=folded).order_by(F("sorted_at").desc(nulls_last=True))[:CANDIDATES]
    for pk, sorted_at, rank in (
        SearchEntry.objects.filter(pk__in=ranked.values("pk"))
        .annotate(rank=SearchRank(F("head"), folded) + SearchRank(F("head"), exact))
        .values_list("pk", "sorted_at", "rank")
    ):
        scored[pk] = (rank, sorted_at, False)
    for pk, sorted_at in (
        files.filter(vector=folded)
        .order_by("-entry__sorted_at")
        .values_list("entry_id", "entry__sorted_at")[:CANDIDATES]
    ):
        scored.setdefault(pk, (0.0, sorted_at, True))
    number = fold_number(query)
    if re.search(r"\d", number):
        for pk, sorted_at, known in entries.filter(number__contains=number).values_list(
            "pk", "sorted_at", "number"
        )[:CANDIDATES]:
            # A number that was typed in full comes before one that only contains it.
            scored[pk] = (10.0 if known == number else 5.0, sorted_at, False)

    order = sorted(scored, key=lambda pk: (scored[pk][0], scored[pk][1]), reverse=True)
    wanted = order[start : start + size]
    hits = _load(wanted, scored)
    return Results(hits=hits, total=min(len(order), CANDIDATES), is_capped=len(order) >= CANDIDATES)


def _load(wanted: list[int], scored: dict[int, tuple[float, Any, bool]]) -> list[Hit]:
    """Fetch the objects of a page of entries, through ``published()`` once more, in one query a kind."""
    entries = SearchEntry.objects.in_bulk(wanted)
    by_kind: dict[str, list[int]] = {}
    for entry in entries.values():
        by_kind.setdefault(entry.kind, []).append(entry.object_id)
    objects: dict[tuple[str, int], Any] = {}
    for kind, ids in by_kind.items():
        for obj in _registry[kind]._default_manager.published().for_list().filter(pk__in=ids):
            objects[kind, obj.pk] = obj
    hits = []
    for pk in wanted:
        entry = entries.get(pk)
        obj = objects.get((entry.kind, entry.object_id)) if entry else None
        if obj is not None:
            hits.append(Hit(obj, in_file=scored[pk][2]))
    return hits


def _index_files(entry: Any, text: SearchText) -> None:
    known = FileText.objects.in_bulk(set(text.files))
    for sha256 in set(text.files):
        content = known[sha256].text if sha256 in known else ""
        # Title and number stand in each file's vector too: "tuyển sinh Bình Minh" must find a notice
        # about tuyển sinh whose attached list names Bình Minh.
        vector = _vector(
            (text.title, "A"),
            (_words(text.number), "A"),
            (text.head, "B"),
            (content[:INDEXED_CHARACTERS], "D"),
        )
        SearchFile.objects.update_or_create(entry=entry, sha256=sha256, defaults={"vector": vector})
    entry.files.exclude(sha256__in=text.files).delete()


def _vector(*parts: tuple[str, str]) -> SearchVector:
    """Return the expression of a vector; parts are texts with their weights (A to D)."""
    vectors = [
        SearchVector(Value(text, output_field=TextField()), weight=weight, config=config)
        for text, weight in parts
        if text
        for config in (CONFIG, "simple")
    ]
    if not vectors:
        return SearchVector(Value("", output_field=TextField()), config="simple")
    total = vectors[0]
    for vector in vectors[1:]:
        total = total + vector
    return total


def _words(text: str) -> str:
    """Return text with the separators of document numbers as spaces.

    PostgreSQL's parser takes «12/2024/QĐ-UBND» for a path and an odd compound; as plain words it is
    found by any of its parts. A dash before a word would also mean "not" in a query.
    """
    return re.sub(r"[/\-‐-―−]+", " ", text)
