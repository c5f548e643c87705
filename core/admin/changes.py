"""How two versions of an object differ, in words for staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from simple_history.models import HistoricalChanges

from core.admin.verbs import VERBS
from core.diffs import Piece, compare
from core.models import Versioned
from core.models.version_parts import Part
from core.models.versions import Parts
from core.people import name_of
from core.richtext.fields import RichTextField
from core.richtext.text import to_text
from core.text import format_date, format_datetime

NOTHING = "(trống)"


@dataclass(frozen=True)
class Change:
    """How a field differs. Without pieces its words are the same, and only their look changed."""

    label: str
    pieces: list[Piece]


def content_of(model: type[Versioned]) -> list[models.Field]:
    """Return the fields of the content that staff fill in."""
    return [field for field in model.content_fields() if field.editable]


def told_of(model: type[Versioned]) -> list[models.Field]:
    """Return the fields whose changes staff are told of: the content and the schedule."""
    return [*content_of(model), *map(model._meta.get_field, model.placing_fields)]


def differing(fields: Iterable[models.Field], old: Any, new: Any) -> list[models.Field]:
    """Return those of the fields in which two versions (or a version and its object) differ."""
    return [field for field in fields if getattr(old, field.attname) != getattr(new, field.attname)]


def between(fields: Iterable[models.Field], old: Any, new: Any) -> list[Change]:
    """Return what leads from one version to another, field by field."""
    return [
        _change(field, getattr(old, field.attname), getattr(new, field.attname))
        for field in differing(fields, old, new)
    ]


def differing_parts(model: type[Versioned], old: Parts, new: Parts) -> list[Part]:
    """Return those parts in other tables that differ; where one of the two knows nothing, none does."""
    return [
        part
        for part in model.version_parts()
        if part.name in old and part.name in new and old[part.name] != new[part.name]
    ]


def between_parts(model: type[Versioned], old: Parts, new: Parts, user: Any) -> list[Change]:
    """Return what leads from the rows of one version to those of another, a line for a row.

    What a person may not see yet has no title there.
    """
    found = []
    for part in differing_parts(model, old, new):
        lines = [part.lines(model, parts[part.name], user) for parts in (old, new)]
        before, after = ("\n".join(each) or NOTHING for each in lines)
        found.append(either(part.verbose_name.capitalize(), before, after, is_prose=True))
    return found


def whole_parts(version: HistoricalChanges, model: type[Versioned], user: Any) -> list[tuple[str, str]]:
    """Return the rows of a version as a person may read them, by part."""
    found = [
        (part.verbose_name.capitalize(), part.lines(model, version.parts[part.name], user))
        for part in model.version_parts()
        if part.name in version.parts
    ]
    return [(name, "\n".join(lines) or NOTHING) for name, lines in found]


def name_of_field(field: models.Field) -> str:
    return str(field.verbose_name).capitalize()


def readable(field: models.Field, value: Any) -> str:
    """Return a stored value as people know it: a choice by its name, an object by its title."""
    if value is None or value == "":
        return NOTHING
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.ForeignKey):
        obj = field.related_model._base_manager.filter(pk=value).first()
        return str(obj) if obj else f"(đã xóa, mã {value})"
    if isinstance(field, RichTextField):
        return to_text(value)
    if isinstance(field, models.FileField):
        return f"tệp {str(value).rpartition('/')[2][:8]}…"
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return format_datetime(value)
    return format_date(value) if isinstance(value, date) else str(value)


def done_by(version: HistoricalChanges) -> str:
    """Return what was done when a version was saved."""
    reason = version.history_change_reason
    if reason in VERBS:
        return VERBS[reason].done
    return reason or version.get_history_type_display()


def note_of(version: HistoricalChanges) -> str:
    """Return the reason that was given for a verb; a note outlives the verb, so not for other saves."""
    verb = VERBS.get(version.history_change_reason)
    return version.status_note if verb and verb.takes_note else ""


def person_of(version: HistoricalChanges) -> str:
    """Return who saved a version; an account that was deleted took its name along."""
    return name_of(version.history_user) or "Hệ thống, hoặc tài khoản đã xóa"


def either(label: str, before: str, after: str, *, is_prose: bool = False) -> Change:
    """Return how a value differs: prose word by word, anything else as the one and the other."""
    if before == after or (is_prose and NOTHING not in (before, after)):
        return Change(label, compare(before, after))
    return Change(label, [Piece("removed", before), Piece("same", " → "), Piece("added", after)])


def _change(field: models.Field, old: Any, new: Any) -> Change:
    before, after = readable(field, old), readable(field, new)
    is_prose = isinstance(field, models.CharField | models.TextField) and not field.choices
    return either(name_of_field(field), before, after, is_prose=is_prose)
