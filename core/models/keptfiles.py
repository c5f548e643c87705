"""Which stored files the versions of objects name: none of them is erased while a version needs it."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.core.files.storage import storages
from django.db import models, transaction

from core.models.counters import kind_of


@dataclass(frozen=True)
class Named:
    """A stored file: where it is, and whether it belongs to the object that names it.

    A picture in a text does not: it has a row of its own (core.models.Picture).
    """

    storage: str
    name: str
    is_own: bool


class KeptFileQuerySet(models.QuerySet):
    def of(self, obj: models.Model) -> Self:
        return self.filter(kind=kind_of(obj), object_id=obj.pk)

    def keep(self, obj: models.Model, files: Iterable[Named]) -> None:
        """Note that a version of an object names files."""
        rows = [
            self.model(
                kind=kind_of(obj), object_id=obj.pk, storage=file.storage, name=file.name, is_own=file.is_own
            )
            for file in files
        ]
        if rows:
            self.bulk_create(rows, ignore_conflicts=True)

    def release(self, obj: models.Model, but: Iterable[str] = ()) -> None:
        """Give up what versions of an object named, apart from some names; own files are erased on commit."""
        given_up = self.of(obj).exclude(name__in=list(but))
        own = list(given_up.filter(is_own=True).values_list("storage", "name"))
        given_up.delete()
        for storage, name in own:
            transaction.on_commit(functools.partial(_erase, storage, name))


class KeptFile(models.Model):
    """That some version of an object names a file; one row, however many versions do."""

    kind = models.CharField("loại", max_length=60)
    object_id = models.BigIntegerField("mã đối tượng")
    storage = models.CharField("nơi lưu", max_length=20)
    name = models.CharField("tên tệp", max_length=255, db_index=True)
    is_own = models.BooleanField("của đối tượng")

    objects = KeptFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp của phiên bản"
        verbose_name_plural = "tệp của phiên bản"
        default_permissions = ()  # In no admin.
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "name"], name="core_keptfile_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.name}"


def _erase(storage: str, name: str) -> None:
    from core.files.storage import erase

    erase(storages[storage], name)
