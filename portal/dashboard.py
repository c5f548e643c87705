"""The first page of the admin: what waits for the person who signs in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from core import audit, scopes
from core.admin import pages, states
from core.admin.drafts import drafts_of
from core.admin.publishing import PublishableAdmin
from core.admin.states import State, StateFilter
from core.admin.submissions import MOST_COUNTED, SubmissionAdmin
from core.models import AuditEntry, Publishable
from core.people import name_of
from core.text import format_number
from stats import reading, tables
from stats.admin.dashboard import PERMISSION as MAY_VIEW_STATISTICS
from stats.periods import DAY, Period

BOARD_ROWS = 6
RECENT_ROWS = 8
# What of the counts stands on the first page.
COUNTED = ("visits", "visitors", "views", "downloads")
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Row:
    """One object on a board: what it is, where it is edited, since or until when it waits."""

    title: str
    kind: str
    url: str
    writer: str
    note: str
    moment: datetime


@dataclass(frozen=True)
class Board:
    """Objects that wait for one thing. ``order`` is a date field; ``when`` says what its date means."""

    title: str
    choose: Callable[[QuerySet], QuerySet]
    order: str
    when: str
    empty: str = ""
    state: State | None = None
    rows: list[Row] = field(default_factory=list)
    more: list[tuple[str, str]] = field(default_factory=list)

    def fill(self, request: HttpRequest, admins: list[PublishableAdmin]) -> bool:
        """Put the first objects of each kind on the board; tell whether it has something to say."""
        date = self.order.removeprefix("-")
        for model_admin in admins:
            objects = self.choose(model_admin.get_queryset(request)).order_by(self.order)
            objects = objects.select_related("created_by").defer(*model_admin.list_defer)
            found = list(objects[: BOARD_ROWS + 1])
            self.rows.extend(_row(model_admin, obj, getattr(obj, date)) for obj in found[:BOARD_ROWS])
            if self.state and len(found) > BOARD_ROWS:
                url = f"{address(model_admin, 'changelist')}?{StateFilter.parameter_name}={self.state}"
                self.more.append((f"Tất cả {model_admin.opts.verbose_name_plural}", url))
        self.rows.sort(key=lambda row: row.moment, reverse=self.order.startswith("-"))
        return bool(self.rows or (self.empty and admins))


def context(request: HttpRequest, site: AdminSite) -> dict[str, Any]:
    """Return what the first page shows: buttons to write something new, the boards, today's numbers."""
    admins = [
        model_admin
        # What is written every day first: the site's own pages change once a year.
        for model_admin in sorted(site._registry.values(), key=lambda known: known.opts.app_label == "portal")
        if isinstance(model_admin, PublishableAdmin) and model_admin.has_view_or_change_permission(request)
    ]
    compose = [
        (model_admin.compose_label, address(model_admin, "add"))
        for model_admin in admins
        if model_admin.has_add_permission(request)
    ]
    first, *others = boards(request, admins) or [None]
    found = [*filter(None, [first]), *submissions(request, site), *others]
    return {
        "compose": compose,
        "boards": found,
        "counted": counted(request),
        "has_calendar": bool(admins),
        "recent": recent(request.user),
        "drafts_count": drafts_of(request.user).count(),
        "in_charge_of": scopes.in_words(request.user),
    }


@dataclass(frozen=True)
class Deed:
    """Something that the person did lately: to what, where that is edited (if it is there), when."""

    name: str
    url: str
    words: str
    at: datetime


def recent(user: Any) -> list[Deed]:
    """Return what a person did lately to objects, the newest first; from the book of who did what."""
    entries = AuditEntry.objects.filter(actor_id=user.pk).exclude(kind="").order_by("-at", "-pk")
    return [
        Deed(entry.object_name, _form_of(entry), audit.told(entry), entry.at)
        for entry in entries[:RECENT_ROWS]
    ]


def _form_of(entry: AuditEntry) -> str:
    app_label, _, model = entry.kind.partition(".")
    if entry.action == "deleted":
        return ""
    try:
        return reverse(f"admin:{app_label}_{model}_change", args=[entry.object_id])
    except NoReverseMatch:  # In no admin of its own, or no more.
        return ""


def submissions(request: HttpRequest, site: AdminSite) -> list[Board]:
    """Return a board for each sort of what the public sends in, for those who moderate it."""
    found = []
    for model_admin in site._registry.values():
        if isinstance(model_admin, SubmissionAdmin) and model_admin.has_moderate_permission(request):
            name = model_admin.opts.verbose_name
            rows = [
                Row(
                    title=str(obj),
                    kind="bị báo vi phạm" if obj.reports_count else name,
                    url=address(model_admin, "change", obj.pk),
                    writer=obj.name,
                    note="",
                    moment=obj.created_at,
                )
                for obj in model_admin.waiting(request, BOARD_ROWS)
            ]
            board = Board(
                f"{name.capitalize()} cần xử lý",
                choose=lambda objects: objects.to_moderate(),
                order="created_at",
                when="gửi",
                empty=f"Không có {name} nào cần xử lý.",
                rows=rows,
            )
            count = model_admin.waiting_count(request) if len(rows) == BOARD_ROWS else len(rows)
            if count > BOARD_ROWS:
                number = (
                    format_number(count) if count < MOST_COUNTED else f"hơn {format_number(MOST_COUNTED)}"
                )
                board.more.append((f"Tất cả {number} {name}", address(model_admin, "changelist")))
            found.append(board)
    return found


def counted(request: HttpRequest) -> list[tables.Number]:
    """Return some of today's numbers against those of the whole of yesterday, for those who may see them."""
    if not pages.may_view(request, MAY_VIEW_STATISTICS):
        return []
    day = timezone.localdate()
    days = reading.by_day(Period(day - DAY, day))
    figures = (days.get(known, reading.NOTHING) for known in (day, day - DAY))
    return [number for number in tables.numbers(*figures) if number.key in COUNTED]


def boards(request: HttpRequest, admins: list[PublishableAdmin]) -> list[Board]:
    """Return the boards of the person who asks, the most pressing first.

    Each admin shows what its own list would show: what falls to those who publish, their own to others.
    """
    user = request.user
    now = timezone.now()
    publishers = [model_admin for model_admin in admins if model_admin.has_publish_permission(request)]
    # Who publishes in some places alone is a writer in the others.
    writers = [
        model_admin
        for model_admin in admins
        if model_admin not in publishers or scopes.within(user, model_admin.model) is not None
    ]

    def own(objects: QuerySet, state: State) -> QuerySet:
        return states.in_state(objects, state).filter(created_by=user)

    chosen = [
        (
            publishers,
            Board(
                "Chờ bạn duyệt",
                lambda objects: states.in_state(objects, State.IN_REVIEW).falling_to(user),
                order="updated_at",
                when="gửi",
                empty="Không có gì chờ duyệt.",
                state=State.IN_REVIEW,
            ),
        ),
        (
            admins,
            Board(
                "Trả lại cho bạn sửa",
                lambda objects: own(objects, State.DRAFT).exclude(status_note=""),
                order="updated_at",
                when="trả lại",
            ),
        ),
        (
            admins,
            Board(
                "Bản nháp của bạn",
                lambda objects: own(objects, State.DRAFT).filter(status_note=""),
                order="-updated_at",
                when="sửa",
                empty="Bạn không có bản nháp nào.",
                state=State.DRAFT,
            ),
        ),
        (
            writers,
            Board(
                "Bạn đã gửi, đang chờ duyệt",
                lambda objects: own(objects, State.IN_REVIEW).exclude(pk__in=_falling(objects, user)),
                order="updated_at",
                when="gửi",
                empty="Bạn không có bài nào đang chờ duyệt.",
                state=State.IN_REVIEW,
            ),
        ),
        (
            admins,
            Board(
                "Sắp tự hiện",
                lambda objects: states.in_state(objects, State.SCHEDULED),
                order="published_at",
                when="hiện",
                state=State.SCHEDULED,
            ),
        ),
        (
            admins,
            Board(
                "Hết hạn trong 7 ngày tới",
                lambda objects: objects.published(now).filter(unpublish_at__lte=now + SOON),
                order="unpublish_at",
                when="ẩn",
            ),
        ),
    ]
    return [board for those, board in chosen if board.fill(request, those)]


def address(model_admin: PublishableAdmin, page: str, *args: Any) -> str:
    """Return the address of a page of a model's admin."""
    opts = model_admin.opts
    return reverse(f"{model_admin.admin_site.name}:{opts.app_label}_{opts.model_name}_{page}", args=args)


def _row(model_admin: PublishableAdmin, obj: Publishable, moment: datetime) -> Row:
    return Row(
        title=str(obj),
        kind=model_admin.opts.verbose_name,
        url=address(model_admin, "change", obj.pk),
        writer=name_of(obj.created_by),
        note=obj.status_note,
        moment=moment,
    )


def _falling(objects: QuerySet, user: Any) -> QuerySet:
    """Return the keys of those that a person publishes himself."""
    return objects.falling_to(user).values("pk")
