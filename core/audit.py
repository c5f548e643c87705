"""Noting what staff do: :func:`record` writes a line into the book (core.models.audit).

Verbs of publishing note themselves (core.statuses). What else is done in the admin comes into it by itself:
the database copies each line of Django's own log (portal.0018_audit), also those that many objects at once
make.
"""

from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AbstractUser
from django.db.models import Model

from core.models import AuditEntry
from core.people import full_name_of

# What the database copies from the admin's log: nobody else writes lines under these names.
COPIED = {"added": "Thêm", "changed": "Sửa", "deleted": "Xóa"}
ACTIONS = dict(COPIED)


def register(actions: dict[str, str]) -> None:
    """Give actions their Vietnamese names; an app does so in its ``ready()``."""
    ACTIONS.update(actions)


def record(
    action: str, *, by: AbstractUser | None, obj: Model | None = None, detail: str = "", actor: str = ""
) -> AuditEntry:
    """Write a line: who did what to what. Call it in the transaction of what was done.

    ``by`` is None for what no account did; ``actor`` says then who it was («dòng lệnh»).
    Raises KeyError for an action that nobody has registered, or that only the database writes.
    """
    if action not in ACTIONS or action in COPIED:
        raise KeyError(action)
    return AuditEntry.objects.create(
        action=action,
        actor_id=by.pk if by else None,
        actor=person(by) if by else actor,
        kind=obj._meta.label_lower if obj else "",
        object_id=str(obj.pk) if obj else "",
        object_name=str(obj)[:200] if obj else "",
        detail=detail,
    )


def person(user: AbstractUser) -> str:
    """Return how the book names an account: by the owner's name, and the one to sign in with."""
    full, username = full_name_of(user), user.get_username()
    return f"{full} ({username})" if full else username


def words_of(entry: AuditEntry) -> str:
    """Return what was changed, in words. A person's own words are never read as the admin's JSON."""
    if entry.action not in COPIED:
        return entry.detail
    try:
        return LogEntry(change_message=entry.detail).get_change_message()
    except (TypeError, KeyError, AttributeError, ValueError):  # Only looks like it: «[2026]».
        return entry.detail


def told(entry: AuditEntry) -> str:
    """Return in a sentence what was done: of what the admin noted what changed, else what it is called."""
    if entry.action in COPIED:
        return words_of(entry) or f"{label_of(entry)}."
    return f"{label_of(entry)}: {entry.detail}" if entry.detail else f"{label_of(entry)}."


def label_of(entry: AuditEntry) -> str:
    return ACTIONS.get(entry.action, entry.action)


def kind_of(entry: AuditEntry) -> str:
    """Return the kind of object in words; that of a model which is no more as it was noted."""
    app_label, _, model = entry.kind.partition(".")
    known: Any = apps.all_models.get(app_label, {}).get(model)
    return str(known._meta.verbose_name) if known else entry.kind
