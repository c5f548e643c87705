"""Versions: what a published object was after each save, who saved it and why.

django-simple-history writes a row into a table of each model, in the transaction of the save. A version
holds what staff wrote and the state it was in; not what is computed from it (search vectors, counts), nor
what other tables hold (files, links).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from simple_history.models import HistoricalChanges, HistoricalRecords

from core import scopes
from core.models.publishing import Publishable, Status
from core.text import format_datetime


class VersionRecords(HistoricalRecords):
    """The table of versions of a model, which is reached from the object and shown to nobody by itself."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("history_id_field", models.BigAutoField())
        # What is deleted for good is gone, its versions with it: they may be the reason.
        options.setdefault("cascade_delete_history", True)
        super().__init__(**options)

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
        return {**super().get_extra_fields(model, fields), "history_change_reason": reason}

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
    that keeps versions has to be saved by ``save()``: ``update()`` leaves no version behind.
    """

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
        of_publishing = {field.name for field in Publishable._meta.local_fields}
        return [
            field
            for field in cls._meta.concrete_fields
            if not field.primary_key and field.name not in of_publishing
        ]

    @contextmanager
    def recorded(self, *, by: Any, reason: str = "") -> Iterator[None]:
        """Have the saves within recorded as a person's (None: the system's), for a reason."""
        self._history_user, self._change_reason = by, reason
        try:
            yield
        finally:
            del self._history_user, self._change_reason

    def bring_back(self, version: HistoricalChanges, *, by: Any) -> list[models.Field]:
        """Make the content what it was in a version; state and dates of publication stay as they are.

        Returns the fields that keep their present value, because the former one no longer fits: the page
        that it stood in is gone, another has its address now. Raises PermissionDenied, and ValidationError
        where the version as a whole does not fit.
        """
        with transaction.atomic():
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if by is not None and not self.may_edit(by):
                raise PermissionDenied(f"Bạn không có quyền sửa «{self}».")
            was_own_draft = by is not None and self.is_own_draft_of(by)
            kept = self._take_content(version)
            if by is not None and not was_own_draft and not scopes.covers(by, self):
                raise PermissionDenied(f"Bản lưu này đưa «{self}» ra khỏi nơi bạn phụ trách.")
            if self.status == Status.PUBLISHED:
                self.check_publishable()
            if by is not None:
                self.updated_by = by
            reason = f"Khôi phục bản lưu {format_datetime(version.history_date)}"
            with self.recorded(by=by, reason=reason):
                self.save()
        return kept

    def _take_content(self, version: HistoricalChanges) -> list[models.Field]:
        fields = self.content_fields()
        present = {field.attname: getattr(self, field.attname) for field in fields}
        for field in fields:
            setattr(self, field.attname, getattr(version, field.attname))
        try:
            self.full_clean()
        except ValidationError as error:
            kept = [field for field in fields if field.name in error.error_dict]
            for field in kept:
                setattr(self, field.attname, present[field.attname])
            self.full_clean()
            return kept
        return []

    def _change(self, verb: str, by: Any, **changes: Any) -> None:
        with self.recorded(by=by, reason=verb):
            super()._change(verb, by, **changes)
