"""Writing what is searched: the entry of an object, in the transaction in which the object changes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models, transaction
from django.db.models.functions import Left
from django.db.models.signals import post_delete

from core.models.filetext import FileText
from core.models.search import SearchEntry, SearchFile
from core.search.numbers import fold_number
from core.search.words import tag_lexeme, vector
from core.text import local_date

# Of a body, and of each file. 300,000 characters are some 150 pages.
INDEXED_CHARACTERS = 300_000
BATCH = 200
# What is new is first put down beside an index, where every search has to read it, and goes in when there
# is so much of it. One save at a time it may not grow; many at once are much quicker together.
WAITING_AFTER_SAVE = "64kB"
WAITING_IN_BATCH = "64MB"
_PUT_IN = """
    SELECT gin_clean_pending_list(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
    WHERE indrelid = %s::regclass AND amname = 'gin'
"""


@dataclass(frozen=True)
class SearchText:
    """What an object can be found by.

    ``title`` (with ``number``, a document number as written) weighs most, then ``head`` (lead, signers,
    issuing body) and ``body``, then the text of the files. ``files`` are the SHA-256 sums of the attached
    files, ``file_titles`` their titles for people, in the same order. ``tags`` are what a register filters
    by, such as "type-28": the index itself then knows what a filter leaves (``core.search.Within``).
    """

    title: str
    head: str = ""
    body: str = ""
    number: str = ""
    files: tuple[str, ...] = ()
    file_titles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


# Takes the keys of objects; returns by key a line of text that only the app itself reads.
FacetsOf = Callable[[Iterable[int]], Mapping[int, str]]

_registry: dict[str, type[models.Model]] = {}
_facets_of: dict[str, FacetsOf] = {}


def register(model: type[models.Model], facets_of: FacetsOf | None = None) -> None:
    """Make a Publishable model searchable.

    ``facets_of`` reads from the database what a register counts its objects by; entries keep it, and
    matches bring it along (``Matches.facets``).
    """
    _registry[model._meta.label_lower] = model
    if facets_of:
        _facets_of[model._meta.label_lower] = facets_of
    # Rows also go by a cascade or a queryset, where no method of the model runs.
    post_delete.connect(_remove, sender=model)


def registered() -> dict[str, type[models.Model]]:
    """Return the searchable models by kind."""
    return dict(_registry)


def index(obj: Any) -> None:
    """Write the search entry of an object, in the running transaction."""
    if obj._meta.label_lower in _registry:
        _let_wait(WAITING_AFTER_SAVE)
        _write([obj])


def refresh_file_text(sha256: str) -> None:
    """Index the text of a file again, in every object that it is attached to.

    Called by the job that extracted the text. ``sha256`` is the sum of the file in hexadecimal.
    """
    for kind, model in _registry.items():
        entries = SearchEntry.objects.filter(kind=kind, files__sha256=sha256)
        reindex_some(model, entries.values_list("object_id", flat=True))


def refresh_facets(model: type[models.Model], pks: Iterable[int]) -> int:
    """Write anew what a register counts some objects by, in the running transaction; return how many changed.

    The vectors stay as they are.
    """
    _let_wait(WAITING_AFTER_SAVE)
    return _refresh_facets(model._meta.label_lower, pks)


def reindex() -> Iterator[tuple[str, int]]:
    """Write every entry anew; yields kind and number of objects as each kind is done."""
    for kind, model in _registry.items():
        pks = model._base_manager.order_by("pk").values_list("pk", flat=True)
        yield kind, reindex_some(model, pks)
        _remove_strays(kind)
    SearchEntry.objects.exclude(kind__in=_registry).delete()


def mend() -> int:
    """Write what entries lack and delete those whose object is gone; return how many were written.

    Each save keeps its entry right; what may be missing is what a new release or a restored table lacks.
    """
    count = 0
    for kind, model in _registry.items():
        known = SearchEntry.objects.filter(kind=kind).values("object_id")
        count += reindex_some(model, model._base_manager.exclude(pk__in=known).values_list("pk", flat=True))
        _remove_strays(kind)
    return count + sum(map(_add_facets, _facets_of))


def _add_facets(kind: str) -> int:
    """Add what entries of a kind are counted by where it is not there at all; return how many lacked it."""
    pks = list(SearchEntry.objects.filter(kind=kind, facets="").values_list("object_id", flat=True))
    count = 0
    for start in range(0, len(pks), BATCH):
        with transaction.atomic():
            _let_wait(WAITING_IN_BATCH)
            # What somebody else has locked he is writing himself: who waits for one while it holds others can
            # end in a deadlock.
            count += _refresh_facets(kind, pks[start : start + BATCH], skip_locked=True)
    _put_in()
    return count


def _refresh_facets(kind: str, pks: Iterable[int], *, skip_locked: bool = False) -> int:
    # Locked before anything is read: what a save writes meanwhile is not overwritten by what was before.
    entries = SearchEntry.objects.filter(kind=kind, object_id__in=list(pks)).order_by("pk")
    kept = list(entries.select_for_update(skip_locked=skip_locked).only("object_id", "facets"))
    facets = _facets_of[kind]([entry.object_id for entry in kept])
    changed = [entry for entry in kept if facets.get(entry.object_id, entry.facets) != entry.facets]
    for entry in changed:
        entry.facets = facets[entry.object_id]
    return SearchEntry.objects.bulk_update(changed, ["facets"], batch_size=BATCH)


def _remove_strays(kind: str) -> None:
    # By what exists now: staff go on working meanwhile.
    existing = _registry[kind]._base_manager.values("pk")
    SearchEntry.objects.filter(kind=kind).exclude(object_id__in=existing).delete()


def reindex_some(model: type[models.Model], pks: Iterable[int]) -> int:
    """Write the entries of some objects anew, in batches; returns how many there still were."""
    pks = list(pks)
    count = sum(_reindex_batch(model, pks[start : start + BATCH]) for start in range(0, len(pks), BATCH))
    _put_in()
    return count


def _put_in() -> None:
    """Put into the indexes what waits beside them."""
    with connection.cursor() as cursor:
        cursor.execute(_PUT_IN, [SearchEntry._meta.db_table])


@contextmanager
def indexes_later() -> Iterator[None]:
    """Do without the indexes of the vectors while tens of thousands of entries are written into a portal.

    They are made at the end, which takes half the time of keeping them. Meanwhile nothing can be found.
    """
    indexes = [index for index in SearchEntry._meta.indexes if isinstance(index, GinIndex)]
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(SearchEntry, index)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            for index in indexes:
                editor.add_index(SearchEntry, index)


def _reindex_batch(model: type[models.Model], pks: list[int]) -> int:
    """Write a batch of entries anew, reading each object under its lock.

    An older reading would overwrite the entry of a save in between. Rows that somebody else has locked
    are waited for afterwards, one by one: who waits for one while it holds others can end in a deadlock.
    """
    objects = model._default_manager.for_index()
    with transaction.atomic():
        _let_wait(WAITING_IN_BATCH)
        free = list(objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=pks))
        _write(free)
    busy = set(pks) - {obj.pk for obj in free}
    count = len(free)
    for pk in sorted(busy):
        with transaction.atomic():
            late = list(objects.select_for_update(of=("self",)).filter(pk=pk))
            _write(late)
            count += len(late)
    return count


def _remove(instance: models.Model, **kwargs: Any) -> None:
    SearchEntry.objects.filter(kind=instance._meta.label_lower, object_id=instance.pk).delete()


def _let_wait(size: str) -> None:
    """Set how much may wait beside an index, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gin_pending_list_limit', %s, true)", [size])


def _write(objects: list[Any]) -> None:
    """Write the entries of objects of one model."""
    texts = {obj.pk: obj.search_text() for obj in objects}
    facets = _facets(objects)
    read = _file_texts({sha256 for text in texts.values() for sha256 in text.files})
    entries = SearchEntry.objects.bulk_create(
        [
            _entry(
                obj,
                texts[obj.pk],
                [read.get(sha256, "") for sha256 in texts[obj.pk].files],
                facets.get(obj.pk, ""),
            )
            for obj in objects
        ],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=[
            field.name
            for field in SearchEntry._meta.concrete_fields
            if field.name not in ("id", "kind", "object_id")
        ],
    )
    _write_files({entry.pk: texts[entry.object_id] for entry in entries})


def _facets(objects: list[Any]) -> Mapping[int, str]:
    """Return what objects of one model are counted by, as stored: a copy in memory may be older."""
    facets_of = _facets_of.get(objects[0]._meta.label_lower) if objects else None
    return facets_of([obj.pk for obj in objects]) if facets_of else {}


def _entry(obj: Any, text: SearchText, contents: list[str], facets: str) -> SearchEntry:
    is_shown = obj.status == obj.Status.PUBLISHED and obj.deleted_at is None
    body = text.body[:INDEXED_CHARACTERS]
    tags = [tag_lexeme(tag) for tag in text.tags]
    if obj.published_at:
        tags += [year_tag(obj.published_at), month_tag(obj.published_at)]
    own = [text.title, text.number, text.head, body]
    return SearchEntry(
        kind=obj._meta.label_lower,
        object_id=obj.pk,
        title=text.title[:500],
        number=fold_number(text.number)[:100],
        body=body,
        facets=facets,
        title_vector=vector([text.title, text.number], tags),
        text_vector=vector(own, tags),
        # Words of the object and of its files together: "tuyển sinh Bình Minh" must find a notice about
        # tuyển sinh whose attached list names Bình Minh.
        full_vector=vector([*own, *contents], tags) if any(contents) else None,
        sorted_at=obj.published_at,
        visible_from=obj.published_at if is_shown else None,
        visible_to=obj.unpublish_at,
    )


def year_tag(day: date) -> str:
    """Return the lexeme of the year of an entry: with it the index alone finds the newest matches."""
    return f"@{local_date(day):%Y}"


def month_tag(day: date) -> str:
    """Return the lexeme of the month of an entry."""
    return f"@{local_date(day):%Y-%m}"


def _file_texts(sums: set[str]) -> dict[str, str]:
    if not sums:
        return {}
    return dict(FileText.objects.filter(pk__in=sums).values_list("pk", Left("text", INDEXED_CHARACTERS)))


def _write_files(texts: dict[int, SearchText]) -> None:
    """Write which files entries (by key) have now."""
    wanted = {
        (pk, sha256): title
        for pk, text in texts.items()
        for sha256, title in zip(text.files, text.file_titles or [""] * len(text.files), strict=True)
    }
    known = SearchFile.objects.filter(entry__in=texts).values_list("pk", "entry_id", "sha256", "title")
    kept = {(entry, sha256): (pk, title) for pk, entry, sha256, title in known}
    gone = [pk for key, (pk, _) in kept.items() if key not in wanted]
    if gone:
        SearchFile.objects.filter(pk__in=gone).delete()
    new = [
        SearchFile(entry_id=entry, sha256=sha256, title=title)
        for (entry, sha256), title in wanted.items()
        if kept.get((entry, sha256), (0, None))[1] != title
    ]
    if new:
        SearchFile.objects.bulk_create(
            new, update_conflicts=True, unique_fields=["entry", "sha256"], update_fields=["title"]
        )
