"""The log of status changes: who, when, from what to what, with which note.

Its lines stand in the book of who did what (core.models.audit), which nobody changes, in the transaction of
the change: each verb writes one, whoever used it; so does the clock when a date comes.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet

from core import audit
from core.models import AuditEntry
from core.text import format_datetime

if TYPE_CHECKING:
    from core.models import Publishable

DATES = ("published_at", "unpublish_at")
PREFIX = "status."
SYSTEM = "Hệ thống"
ARROW, SAYS = " → ", ": "
# Not by a verb: dates that were changed in the form, and dates that came.
RESCHEDULED, APPEARED, EXPIRED = "reschedule", "appear", "expire"
# The clock looks each minute; what is noted so much later says when it was.
LATE = timedelta(minutes=10)
# How Publishable.state_label says it.
SCHEDULED, PUBLIC, OVER = "Hẹn giờ đăng", "Đã xuất bản", "Đã hết hạn"

audit.register(
    {
        "status.submit": "Gửi duyệt",
        "status.publish": "Xuất bản",
        "status.return_to_draft": "Trả lại",
        "status.withdraw": "Gỡ khỏi cổng",
        "status.trash": "Đưa vào thùng rác",
        "status.restore": "Khôi phục",
        "status.reschedule": "Đổi lịch đăng",
        "status.appear": "Tự hiện theo giờ",
        "status.expire": "Tự hết hạn theo giờ",
    }
)


@dataclass(frozen=True)
class Change:
    """A line of the log in words."""

    at: datetime
    who: str
    done: str
    before: str
    after: str
    note: str


def in_words(obj: Publishable) -> str:
    """Return the state of an object as the log says it: of what is scheduled with the moment."""
    if obj.is_scheduled and not obj.deleted_at:
        return f"{obj.state_label} {format_datetime(obj.published_at)}"
    return obj.state_label


def write(obj: Publishable, verb: str, *, by: Any, before: str, after: str = "", note: str = "") -> None:
    """Note that an object, which was ``before``, is now what it is; call it in the transaction of the change.

    ``by`` is None for what no person did: a job, a command, the clock. ``after`` is what it was then, where
    it is something else already.
    """
    detail = f"{before}{ARROW}{after or in_words(obj)}"
    detail = f"{detail}{SAYS}{note}" if note else detail
    audit.record(f"{PREFIX}{verb}", by=by, obj=obj, detail=detail, actor=SYSTEM)


def note_new_dates(obj: Publishable, former: dict[str, datetime | None], *, by: Any) -> None:
    """Note that what is published got other dates, which decide on its state too.

    ``former`` are the dates that were there before, by the names of their fields.
    """
    if obj.status != obj.Status.PUBLISHED or not former:
        return
    was, told = copy.copy(obj), []
    for name, date in former.items():
        setattr(was, name, date)
        words = (format_datetime(each) if each else "không có" for each in (date, getattr(obj, name)))
        told.append(f"{obj._meta.get_field(name).verbose_name} từ {' thành '.join(words)}")
    write(obj, RESCHEDULED, by=by, before=in_words(was), note="; ".join(told))


def entries_of(obj: Publishable) -> QuerySet[AuditEntry]:
    """Return the lines of the log that are about an object, the newest first."""
    lines = AuditEntry.objects.filter(kind=obj._meta.label_lower, object_id=str(obj.pk))
    return lines.filter(action__startswith=PREFIX).order_by("-at", "-pk")


def read(entry: AuditEntry) -> Change:
    """Return a line in words. A note may hold anything; the states before it hold no such marks."""
    states, _, note = entry.detail.partition(SAYS)
    before, _, after = states.partition(ARROW)
    return Change(entry.at, entry.actor, audit.label_of(entry), before, after, note)


def note_what_came(model: type[Publishable], start: datetime, end: datetime) -> int:
    """Write down what came or went by its date alone between two moments; return how much.

    The log itself says what is still to be noted, so a run that comes twice writes nothing, were it at the
    same time: what came was scheduled by its last line, and what went is not over by it.
    """
    public = model._base_manager.filter(status=model.Status.PUBLISHED, deleted_at__isnull=True)
    came = Q(published_at__gt=start, published_at__lte=end)
    went = Q(unpublish_at__gt=start, unpublish_at__lte=end)
    # Two questions, each by its index; in one order, so that two runs wait for each other and no more.
    pks = {pk for lately in (came, went) for pk in public.filter(lately).values_list("pk", flat=True)}
    count = 0
    for pk in sorted(pks):
        with transaction.atomic():
            # The log is read after the lock, which verbs take too: nobody writes a line in between.
            obj = public.select_for_update(no_key=True).filter(came | went, pk=pk).first()
            if obj is not None:
                count += _note(obj, start, end)
    return count


def _note(obj: Publishable, start: datetime, end: datetime) -> int:
    """Write what is not written yet of an object that came or went, or both; return how many lines."""
    last = entries_of(obj).first()
    state, count = read(last).after if last else "", 0
    if obj.published_at and start < obj.published_at <= end and state.startswith(SCHEDULED):
        write(obj, APPEARED, by=None, before=state, after=PUBLIC, note=_when(obj.published_at, end))
        count += 1
    if obj.unpublish_at and start < obj.unpublish_at <= end and state != OVER:
        write(obj, EXPIRED, by=None, before=PUBLIC, after=OVER, note=_when(obj.unpublish_at, end))
        count += 1
    return count


def _when(came_at: datetime, noted_at: datetime) -> str:
    """Return when something came, if the line that says so comes late: no worker ran."""
    return f"lúc {format_datetime(came_at)}" if noted_at - came_at > LATE else ""
