"""Where files are kept, and that none is left behind.

A file is written before the row that names it, so a transaction that fails would leave it on the disk
with nobody knowing. Storages here remember what they wrote: :func:`discard_on_error` deletes it when its
block fails. Deleting is the mirror: :func:`discard` waits for the commit, so that a transaction that fails
after all keeps its file.
"""

import functools
import logging
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from core.files.kinds import kind_of
from core.files.renditions import renditions_of

logger = logging.getLogger(__name__)

# As core.files.pictures names what it has cleaned.
_CLEAN = re.compile(r"anh-([0-9]{1,5})\.[a-z]+")

_written: ContextVar[list[tuple[Storage, str]] | None] = ContextVar("files written", default=None)


class TrackedStorageMixin:
    """Remembers what it writes while :func:`discard_on_error` is in force."""

    def save(self, name: str | None, content: File, max_length: int | None = None) -> str:
        name = super().save(name, content, max_length)
        written = _written.get()
        if written is not None:
            written.append((self, name))
        return name


class TrackedFileSystemStorage(TrackedStorageMixin, FileSystemStorage):
    """Files in a folder of this machine or of a shared volume; a half-written one is removed."""

    def _save(self, name: str, content: File) -> str:
        # The name is random (random_path), so what stands under it after a failure is ours.
        try:
            return super()._save(name, content)
        except OSError:
            self.delete(name)
            raise


@contextmanager
def discard_on_error(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """A transaction whose files go with it: both are undone when the block is left by an exception.

    Wrap around it whatever saves several files (the admin's change view); blocks may be nested. A file is
    deleted only when its row is certainly gone: an error that comes after the commit leaves it.
    """
    outer = _written.get()
    written: list[tuple[Storage, str]] = []
    token = _written.set(written)
    committed = []
    try:
        with transaction.atomic(using=using):
            # First of the hooks of an outermost block: one that fails later cannot make a commit look
            # like a failure.
            transaction.on_commit(functools.partial(committed.append, True), using=using)
            yield
    except BaseException:
        if not committed:
            for storage, name in written:
                _delete(storage, name)
        raise
    else:
        if outer is not None:
            outer.extend(written)
    finally:
        _written.reset(token)


def discard(file: FieldFile, using: str = DEFAULT_DB_ALIAS) -> None:
    """Give up the file of a row that was deleted or took another file; it is deleted on commit.

    The one place where the portal decides that a stored file is not needed any more: one that a version or
    another row names stays.
    """
    if file and file._committed:
        transaction.on_commit(functools.partial(erase, file.storage, file.name), using=using)


def erase(storage: Storage, name: str) -> None:
    """Delete a stored file, unless a version or, as public pictures may stand twice, another row names it."""
    from core.models import KeptFile  # Its package imports this module.

    if KeptFile.objects.filter(name=name).exists():
        return
    others = (pair for pair in file_fields() if storage == pair[1].storage == storages["default"])
    if any(model._base_manager.filter(**{field.name: name}).exists() for model, field in others):
        return
    _delete(storage, name)


def file_fields() -> Iterator[tuple[type[models.Model], models.FileField]]:
    """Yield every field of the portal that names stored files, with its model."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField) and not model._meta.proxy:
                yield model, field


def _delete(storage: Storage, name: str) -> None:
    try:
        for copy in renditions_of(name).values():
            storage.delete(copy)
        storage.delete(name)
    except OSError:
        # The transaction stands as it is; only the disk keeps what nobody asks for.
        logger.exception("Không xóa được tệp %s; hãy xóa tay.", name)


def random_path(instance: models.Model, filename: str) -> str:
    """Return where an upload is kept: ``<model>/<year>/<month>/<32 hex digits>.<extension>``.

    For ``upload_to``. Nothing of the name that the uploader chose is in it but the extension, and that
    one only where it is an allowed one (the checks have made sure that it fits the content). A picture's
    name goes on with its width, as :func:`core.files.pictures.clean_picture` gives it.
    """
    kind = kind_of(filename)
    extension = kind.extension if kind else "bin"
    width = _CLEAN.fullmatch(filename)
    end = f"-{width[1]}.{extension}" if width else f".{extension}"
    today = timezone.localdate()
    return f"{instance._meta.model_name}/{today:%Y}/{today:%m}/{uuid.uuid4().hex}{end}"
