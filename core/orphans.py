"""Orphans: pictures that no text names, and stored files that no row names.

What was chosen but never saved, what a killed process left behind, what was taken out of a text. They are
removed when they are AGE old: nobody is working with them any more.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils import timezone

from core.files.renditions import picture_of
from core.files.storage import file_fields
from core.kept import kept_files
from core.models import AuditEntry, FileText, KeptFile, Picture, SearchEntry
from core.models.versions import pictures_in
from core.text import format_number

AGE = timedelta(days=30)
STORAGES = ("default", "attachments")
# Texts of these are made from others, or name nothing.
MADE_FROM_OTHERS = (AuditEntry, FileText, SearchEntry)
# Shorter lines hold no address of a picture.
SHORTEST_LINE = 60
# More than so many, and than this share of what is named, are no orphans but the fault of a database that is
# older than its files.
SOME = 100
MOST_SHARE = 0.1
# As core.files.storage.random_path names files: whatever else lies there is not ours to judge.
_STORED = re.compile(r"[a-z]+/[0-9]{4}/[0-9]{2}/[0-9a-f]{32}[^/]*")


class TooManyOrphans(Exception):
    """So many files are named by no row that something else is wrong; none was removed."""


def remove_pictures() -> int:
    """Delete pictures of AGE that no text, version, draft or trash names; return how many."""
    before = timezone.now() - AGE
    with transaction.atomic():
        unused = list(_unused(before))
        # One that was chosen again just now is as new.
        Picture.objects.filter(pk__in=unused, created_at__lt=before).delete()
    return len(unused)


def remove_files() -> int:
    """Delete stored files of AGE that no row and no version names; return how many."""
    before = timezone.now() - AGE
    named = _named()
    lost = [(storages[alias], name) for alias in STORAGES for name in _lost(storages[alias], named, before)]
    if len(lost) > max(SOME, len(named) * MOST_SHARE):
        raise TooManyOrphans(
            f"{format_number(len(lost))} tệp không có dòng nào trong cơ sở dữ liệu, nhiều khác thường, nên "
            "chưa xóa tệp nào. Nếu cơ sở dữ liệu vừa được phục hồi từ bản cũ, hãy phục hồi bản mới hơn."
        )
    for storage, name in lost:
        storage.delete(name)
    return len(lost)


def _unused(before: datetime) -> Iterator[int]:
    unused = dict(Picture.objects.filter(created_at__lt=before).values_list("file", "pk"))
    for text in _texts_with_pictures():
        for name in pictures_in(text):
            unused.pop(name, None)
    for name in kept_files(unused):
        unused.pop(name, None)
    yield from unused.values()


def _texts_with_pictures() -> Iterator[str]:
    """Give every text of the portal that may name a picture of a text; also what blocks keep as JSON.

    Not by the folder of such pictures: one that was a cover before lies in that of its first owner.
    """
    for model in apps.get_models():
        if model in MADE_FROM_OTHERS or model._meta.proxy:
            continue
        for field in filter(_may_name_pictures, model._meta.concrete_fields):
            rows = model._base_manager.order_by().annotate(as_text=Cast(field.name, models.TextField()))
            rows = rows.filter(as_text__contains=settings.MEDIA_URL)
            yield from rows.values_list("as_text", flat=True).iterator()


def _may_name_pictures(field: models.Field) -> bool:
    if isinstance(field, models.CharField):
        return (field.max_length or SHORTEST_LINE) >= SHORTEST_LINE
    return isinstance(field, models.TextField | models.JSONField)


def _named() -> set[str]:
    """Return the names of all stored files that a row or a version names."""
    named = set(KeptFile.objects.values_list("name", flat=True))
    for model, field in file_fields():
        named.update(model._base_manager.values_list(field.name, flat=True).iterator())
    return named


def _lost(storage: Storage, named: set[str], before: datetime) -> Iterator[str]:
    for name in _files(storage):
        is_named = name in named or picture_of(name) in named
        if not is_named and _STORED.fullmatch(name) and storage.get_modified_time(name) < before:
            yield name


def _files(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # Nothing was stored yet.
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in files)
    for name in folders:
        yield from _files(storage, f"{prefix}{name}")
