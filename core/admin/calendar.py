"""The calendar of what comes and goes by its date: a month as a table, and as a list for narrow screens.

Each admin shows what its own list would show to the person who asks.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, re_path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.admin import states
from core.admin.publishing import PublishableAdmin
from core.admin.states import State
from core.models import Publishable, Status
from core.text import WEEKDAYS, midnight

NAME = "Lịch đăng và hết hạn"
DAY = timedelta(days=1)
# Of one kind in one month; a portal that schedules more has a list to filter.
MOST = 300


@dataclass(frozen=True)
class Event:
    """That something comes, is to come, or goes at a moment."""

    at: datetime
    words: str
    title: str
    kind: str
    url: str
    state: State


@dataclass(frozen=True)
class Day:
    day: date
    events: list[Event]
    is_elsewhere: bool
    is_today: bool


def admins_of(request: HttpRequest, site: AdminSite) -> list[PublishableAdmin]:
    """Return the admins of what is published that a person may look at."""
    return [
        model_admin
        for model_admin in site._registry.values()
        if isinstance(model_admin, PublishableAdmin) and model_admin.has_view_or_change_permission(request)
    ]


def urls(site: AdminSite) -> list[URLPattern]:
    """Return the addresses under that of the admin."""

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return month_view(request, site, **kwargs)

    guarded = site.admin_view(require_safe(view))
    return [
        path("lich/", guarded, name="calendar"),
        re_path(r"^lich/(?P<year>20[0-9]{2})-(?P<month>0[1-9]|1[0-2])/$", guarded, name="calendar_month"),
    ]


def month_view(request: HttpRequest, site: AdminSite, year: str = "", month: str = "") -> HttpResponse:
    """What comes and goes in a month; in this one unless told otherwise."""
    admins = admins_of(request, site)
    if not admins:
        raise PermissionDenied
    today = timezone.localdate()
    first = date(int(year), int(month), 1) if year else today.replace(day=1)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    by_day = events_by_day(request, admins, weeks[0][0], weeks[-1][-1])
    days = [
        [Day(day, by_day.get(day, []), day.month != first.month, day == today) for day in week]
        for week in weeks
    ]
    context = {
        **site.each_context(request),
        "title": NAME,
        "first": first,
        "weekdays": list(zip(WEEKDAYS, ("T2", "T3", "T4", "T5", "T6", "T7", "CN"), strict=True)),
        "weeks": days,
        "listed": [day for week in days for day in week if day.events and not day.is_elsewhere],
        "before": _address(first - DAY),
        "after": _address(first + 31 * DAY),
        "is_now": first == today.replace(day=1),
    }
    return TemplateResponse(request, "admin/calendar.html", context)


def events_by_day(
    request: HttpRequest, admins: list[PublishableAdmin], first: date, last: date
) -> dict[date, list[Event]]:
    """Return what comes and goes from one day to another (both with it), by the day in Vietnam."""
    start, end = midnight(first), midnight(last + DAY)
    found = defaultdict(list)
    for model_admin in admins:
        for event in _events(request, model_admin, start, end):
            found[timezone.localdate(event.at)].append(event)
    return {day: sorted(events, key=lambda event: event.at) for day, events in found.items()}


def _events(
    request: HttpRequest, model_admin: PublishableAdmin, start: datetime, end: datetime
) -> Iterator[Event]:
    now = timezone.now()
    objects = model_admin.get_queryset(request).filter(deleted_at__isnull=True)
    objects = objects.defer(*model_admin.list_defer)
    # What has come by now is on the portal, and in its list.
    comes = Q(published_at__gte=max(start, now), published_at__lt=end)
    planned = objects.filter(comes).exclude(status=Status.WITHDRAWN)
    goes = objects.filter(
        status=Status.PUBLISHED, unpublish_at__gte=start, unpublish_at__lt=end, published_at__isnull=False
    )
    for obj in _few(planned, "published_at"):
        words = "Tự hiện" if obj.status == Status.PUBLISHED else "Dự kiến đăng"
        yield _event(model_admin, obj, obj.published_at, words)
    for obj in _few(goes, "unpublish_at"):
        yield _event(model_admin, obj, obj.unpublish_at, "Hết hạn")


def _few(objects: QuerySet, field: str) -> QuerySet:
    return objects.order_by(F(field).asc(), "pk")[:MOST]


def _event(model_admin: PublishableAdmin, obj: Publishable, at: datetime, words: str) -> Event:
    opts = model_admin.opts
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[obj.pk])
    return Event(at, words, str(obj), str(opts.verbose_name), url, states.state_of(obj))


def _address(day: date) -> str:
    """Return the address of a month; "" outside of the years that have one."""
    if not 2000 <= day.year <= 2099:
        return ""
    return reverse("admin:calendar_month", args=[f"{day:%Y}", f"{day:%m}"])
