"""One run at a time, and nothing on the disk from one that was killed.

A run that fails takes its files with it (``discard_on_error``); a run that is killed cannot, so it leaves
a marker behind, and the next run removes the files that were written after it and that no row names.
"""

import posixpath
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import connection

from documents.models import DocumentFile
from news.models import Article, ArticleAttachment, ArticlePhoto, Author
from portal.models import Banner

Say = Callable[[str], object]

MARKER = "demo-dang-tao"
# Any number: it keeps two runs on one database apart.
_LOCK = 7_406_201
# What a run writes files for: the models and their fields.
_FILES = (
    (Article, ("cover",)),
    (ArticleAttachment, ("file",)),
    (ArticlePhoto, ("picture",)),
    (Author, ("portrait",)),
    (DocumentFile, ("file",)),
    (Banner, ("picture", "phone_picture")),
)


@contextmanager
def guarded(say: Say) -> Iterator[None]:
    """Wait for another run to end, clean up after a killed one, then let the block write files."""
    marked = storages["attachments"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            remove_leftovers(say)
            marked.save(MARKER, ContentFile(b""))
            try:
                yield
            finally:
                marked.delete(MARKER)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def remove_leftovers(say: Say) -> None:
    """Delete the files that a killed run has written: those since its marker that no row names."""
    marked = storages["attachments"]
    if not marked.exists(MARKER):
        return
    since = marked.get_modified_time(MARKER)
    count = 0
    for model, fields in _FILES:
        storage = model._meta.get_field(fields[0]).storage
        named = {name for names in model._base_manager.values_list(*fields) for name in names}
        for name in _walk(storage, model._meta.model_name):
            if name not in named and storage.get_modified_time(name) >= since:
                storage.delete(name)
                count += 1
    marked.delete(MARKER)
    say(f"Lần tạo trước bị dừng giữa chừng: đã dọn {count} tệp còn sót.")


def _walk(storage: Storage, folder: str) -> Iterator[str]:
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    yield from (posixpath.join(folder, name) for name in files)
    for name in folders:
        yield from _walk(storage, posixpath.join(folder, name))
