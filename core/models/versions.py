"""Versions: what a published object was after each save, who saved it and why.

django-simple-history writes a row into a table of each model, in the transaction of the save. A version
holds what staff wrote, the state it was in, and as JSON what stands in other tables
(core.models.version_parts); not what is computed from it (search vectors, counts). The files that it names
stay as long as it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Value
from django.dispatch import receiver
from simple_history.models import HistoricalChanges, HistoricalRecords
from simple_history.signals import post_create_historical_record, pre_create_historical_record

from core import scopes
from core.files.fields import PrivateFileField
from core.files.renditions import picture_of
from core.models.keptfiles import KeptFile, Named
from core.models.publishing import Publishable, Status
from core.models.version_parts import Linked, Part, Row
from core.richtext.fields import RichTextField
from core.text import format_datetime

# Of one object; the very first stays, of the others the oldest go (core.tasks.trim_versions).
VERSIONS_KEPT = 200
WAS_THERE = "Bản có từ trước khi giữ lịch sử"

# As core.files.storage.random_path names it; other words with a slash are no file of ours.
_STORED_PICTURE = re.compile(
    rf"{re.escape(settings.MEDIA_URL)}([a-z]+/[0-9]{{4}}/[0-9]{{2}}/[0-9a-f]{{32}}[a-z0-9.-]{{0,40}})"
)

Parts = dict[str, list[Row]]


class VersionRecords(HistoricalRecords):
    """The table of versions of a model, which is reached from the object and shown to nobody by itself."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("history_id_field", models.BigAutoField())
        # What is deleted for good is gone, its versions with it: they may be the reason.
        options.setdefault("cascade_delete_history", True)
        super().__init__(**options)

    def fields_included(self, model: Any) -> list[models.Field]:
        return [field for field in super().fields_included(model) if field.name not in model.derived_fields]

    def post_delete(self, instance: Versioned, using: str | None = None, **kwargs: Any) -> None:
        super().post_delete(instance, using=using, **kwargs)
        KeptFile.objects.release(instance)

    def copy_fields(self, model: type[models.Model]) -> dict[str, models.Field]:
        fields = super().copy_fields(model)
        for name, field in fields.items():
            # Versions are looked up by their object alone.
            field.db_index = name == model._meta.pk.name
            if isinstance(field, models.TextField):
                # Rich text was sanitised a moment ago, and is again on its way back to the object.
                field.__class__ = models.TextField
        return fields

    def get_extra_fields(self, model: type[models.Model], fields: dict[str, models.Field]) -> dict[str, Any]:
        # The name of a verb, or a sentence. Why something was withdrawn is in a field of its own.
        reason = models.CharField("việc", max_length=200, blank=True)
        # Without a part nothing is known of it: the version is older than that part. The database knows the
        # default, too: during an update the processes from before write versions.
        nothing = Value({}, models.JSONField())
        parts = models.JSONField("phần ở bảng khác", default=dict, db_default=nothing)
        return {**super().get_extra_fields(model, fields), "history_change_reason": reason, "parts": parts}

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        name = f"phiên bản của {model._meta.verbose_name}"
        names = {"verbose_name": name, "verbose_name_plural": name}
        # Whoever may edit the object may use its versions: there is no right apart.
        return {**super().get_meta_options(model), **names, "default_permissions": ()}

    def get_change_reason_for_object(self, *args: Any) -> str:
        return super().get_change_reason_for_object(*args) or ""


class Versioned(Publishable):
    """A published object whose versions are kept, the present one among them.

    Verbs record themselves and the person; a save from elsewhere does so within :meth:`recorded`. A model
    that keeps versions has to be saved by ``save()``: ``update()`` leaves no version behind. What was there
    before its model kept versions gets a first one by its next save.

    ``derived_fields`` are computed from others and in no version. ``placing_fields`` say where and how long
    it stands somewhere: a version tells of them, and does not bring them back.
    """

    derived_fields: ClassVar[frozenset[str]] = frozenset()
    placing_fields: ClassVar[tuple[str, ...]] = ("published_at", "unpublish_at")
    # Whether no object is older than its model's versions: none has to be looked for then.
    has_versions_from_birth: ClassVar[bool] = False

    versions = VersionRecords(
        inherit=True,
        # A version has its own person and date.
        excluded_fields=["created_at", "created_by", "updated_at", "updated_by"],
    )

    class Meta(Publishable.Meta):
        abstract = True

    @classmethod
    def content_fields(cls) -> list[models.Field]:
        """Return what belongs to the content, and not to the state and the schedule of its publication."""
        others = {field.name for field in Publishable._meta.local_fields} | cls.derived_fields
        others |= set(cls.placing_fields)
        return [
            field for field in cls._meta.concrete_fields if not field.primary_key and field.name not in others
        ]

    @classmethod
    def version_parts(cls) -> tuple[Part, ...]:
        """Return what belongs to a version and stands in other tables."""
        return (Linked(),)

    def read_parts(self) -> Parts:
        """Return what stands in other tables now, from one query."""
        return self._read_parts()[0]

    def _read_parts(self) -> tuple[Parts, bool]:
        """Return what stands in other tables, and whether there is a version at all."""
        model = type(self)
        found = {f"part_{part.name}": part.read(model) for part in model.version_parts()}
        if not model.has_versions_from_birth:
            found["has_version"] = Exists(model.versions.model.objects.filter(id=OuterRef("pk")))
        rows = model._base_manager.filter(pk=self.pk).order_by().values(**found)
        row = rows.first() or {name: [] for name in found}
        parts = {part.name: row[f"part_{part.name}"] for part in model.version_parts()}
        return parts, row.get("has_version", True)

    def save(self, **kwargs: Any) -> None:
        with transaction.atomic():
            if self._state.adding:
                self._parts: Parts = {part.name: [] for part in self.version_parts()}
            else:
                self._parts, has_version = self._read_parts()
                if not has_version:
                    self._record_what_is_stored()
            super().save(**kwargs)

    def _record_what_is_stored(self) -> None:
        """Make the row as it stands the first version: the save that follows is about to change it."""
        stored = type(self)._base_manager.filter(pk=self.pk).first()
        if stored is None:
            return
        records = type(self).versions.model
        records.objects.create(
            **{field.attname: getattr(stored, field.attname) for field in records.tracked_fields},
            parts=self._parts,
            history_date=stored.updated_at,
            history_type="~",
            history_user_id=stored.updated_by_id or stored.created_by_id,
            history_change_reason=WAS_THERE,
        )
        KeptFile.objects.keep(self, files_of(stored, self._parts))

    def note_parts(self) -> None:
        """Have the version of the last save know the rows of other tables that were saved after it.

        A save that changed neither these nor the object leaves no version.
        """
        parts = self.read_parts()
        if parts != self._parts:
            self._parts = parts
            type(self).versions.model.objects.filter(pk=self._version_pk).update(parts=parts)
            KeptFile.objects.keep(self, files_of(self, parts))
        self._forget_version_of_nothing()

    def _forget_version_of_nothing(self) -> None:
        version, *earlier = self.versions.filter(pk__lte=self._version_pk).order_by("-pk")[:2]
        if not earlier or version.history_change_reason:
            return
        names = ["parts", *(field.attname for field in version.tracked_fields)]
        if all(getattr(version, name) == getattr(earlier[0], name) for name in names):
            version.delete()

    @contextmanager
    def recorded(self, *, by: Any, reason: str = "") -> Iterator[None]:
        """Have the saves within recorded as a person's (None: the system's), for a reason."""
        self._history_user, self._change_reason = by, reason
        try:
            yield
        finally:
            del self._history_user, self._change_reason

    def bring_back(self, version: HistoricalChanges, *, by: Any) -> list[models.Field | Part]:
        """Make the content what it was in a version; state and dates of publication stay as they are.

        Returns the fields that do not get the former value, because it no longer fits (the page that it stood
        in is gone, another has its address now) or those alone set it who publish there; and the parts of
        which something could not be had any more. Raises PermissionDenied, and ValidationError where the
        version as a whole does not fit.
        """
        with transaction.atomic():
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if by is not None and not self.may_edit(by):
                raise PermissionDenied(f"Bạn không có quyền sửa «{self}».")
            was_own_draft = by is not None and self.is_own_draft_of(by)
            kept: list[models.Field | Part] = [*self._take_content(version, by)]
            if by is not None and not was_own_draft and not scopes.covers(by, self):
                raise PermissionDenied(f"Bản lưu này đưa «{self}» ra khỏi nơi bạn phụ trách.")
            if by is not None:
                self.updated_by = by
            reason = f"Khôi phục bản lưu {format_datetime(version.history_date)}"
            with self.recorded(by=by, reason=reason):
                self.save()
            for part in self.version_parts():
                if part.name in version.parts and not part.bring_back(self, version.parts[part.name]):
                    kept.append(part)
            if self.status == Status.PUBLISHED:
                self.check_publishable()
            self.note_parts()
            self.refresh_entry()  # It was indexed before its rows.
        return kept

    def _take_content(self, version: HistoricalChanges, by: Any) -> list[models.Field]:
        if by is None:
            return self._take_fields(version, self.content_fields())
        fell, place = self.falls_to(by), scopes.place_key(self)
        fields = [field for field in self.content_fields() if fell or field.name not in self.publisher_fields]
        kept = self._take_fields(version, fields)
        if scopes.place_key(self) != place:
            self.leave_to_publishers(by)
        if fell and self.falls_to(by):
            return kept
        of_publishers = [field for field in self.content_fields() if field.name in self.publisher_fields]
        withheld = (f for f in of_publishers if getattr(self, f.attname) != getattr(version, f.attname))
        return list(dict.fromkeys([*kept, *withheld]))

    def _take_fields(self, version: HistoricalChanges, fields: list[models.Field]) -> list[models.Field]:
        present = {field.attname: getattr(self, field.attname) for field in fields}
        lost = [field for field in fields if _is_lost(field, getattr(version, field.attname))]
        for field in fields:
            value = getattr(version, field.attname)
            if field not in lost and getattr(self, field.attname) != value:
                setattr(self, field.attname, value)
        try:
            self.full_clean()
        except ValidationError as error:
            kept = [field for field in fields if field.name in error.error_dict]
            for field in kept:
                setattr(self, field.attname, present[field.attname])
            self.full_clean()
            return [*lost, *kept]
        return lost

    def _change(self, verb: str, by: Any, **changes: Any) -> None:
        with self.recorded(by=by, reason=verb):
            super()._change(verb, by, **changes)


def files_of(row: Any, parts: Parts) -> Iterator[Named]:
    """Yield the files that an object or a version names, with what stands in other tables."""
    model = getattr(row, "instance_type", type(row))
    for field in model._meta.concrete_fields:
        value = getattr(row, field.attname, None)
        if value and isinstance(field, models.FileField):
            storage = "attachments" if isinstance(field, PrivateFileField) else "default"
            yield Named(storage, str(value), is_own=True)
        elif value and isinstance(field, RichTextField):
            for name in pictures_in(value):
                yield Named("default", name, is_own=False)
    for part in model.version_parts():
        yield from part.files(model, parts.get(part.name, []))


def pictures_in(html: str) -> set[str]:
    """Return the names of the stored pictures that a text shows; their smaller copies go with them."""
    return {picture_of(name) or name for name in _STORED_PICTURE.findall(html)}


def _is_lost(field: models.Field, value: Any) -> bool:
    return bool(value) and isinstance(field, models.FileField) and not field.storage.exists(str(value))


@receiver(pre_create_historical_record)
def _take_parts(instance: Versioned, history_instance: HistoricalChanges, **kwargs: Any) -> None:
    history_instance.parts = instance._parts


@receiver(post_create_historical_record)
def _keep_files(instance: Versioned, history_instance: HistoricalChanges, **kwargs: Any) -> None:
    instance._version_pk = history_instance.pk
    KeptFile.objects.keep(instance, files_of(instance, instance._parts))
