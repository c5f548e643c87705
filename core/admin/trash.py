"""The trash of everything that is published: what lies there since when, the way back, and the end of it.

Each admin shows what its own list would show to the person who asks. For good deletes only who has the right
to delete, and only what lies in the trash.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST, require_safe

from core.admin.calendar import admins_of
from core.admin.publishing import PublishableAdmin
from core.models import Publishable
from core.people import name_of
from core.text import format_number

NAME = "Thùng rác"
A_PAGE = 50
# Older pages than this are found by the list of each kind.
LAST_PAGE = 40
DAYS = (30, 90, 180, 365)
# Deleted in one press: each goes with its versions, files and rows.
AT_ONCE = 200
NAMED = 20


@dataclass(frozen=True)
class Row:
    """One object in the trash, and what the person who asks may do with it."""

    obj: Publishable
    kind: str
    who: str
    url: str
    restore_url: str
    delete_url: str


def urls(site: AdminSite) -> list[URLPattern]:
    """Return the addresses under that of the admin."""

    def trash(request: HttpRequest) -> HttpResponse:
        return trash_view(request, site)

    def empty(request: HttpRequest) -> HttpResponse:
        return empty_view(request, site)

    return [
        path("thung-rac/", site.admin_view(require_safe(trash)), name="trash"),
        path("thung-rac/don/", site.admin_view(require_POST(empty)), name="trash_empty"),
    ]


def trash_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """List what lies in the trash, what was put there last before all else."""
    admins = admins_of(request, site)
    if not admins:
        raise PermissionDenied
    total = sum(_in_trash(request, model_admin).count() for model_admin in admins)
    last = min(max(1, -(-total // A_PAGE)), LAST_PAGE)
    asked = request.GET.get("p", "")
    page = min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    context = {
        **site.each_context(request),
        "title": NAME,
        "rows": [_row(request, *found) for found in _found(request, admins, page)],
        "total": total,
        "page": page,
        "before": page - 1 if page > 1 else 0,
        "after": page + 1 if page < last else 0,
        "last": last,
        "days": DAYS,
        "may_empty": any(model_admin.has_delete_permission(request) for model_admin in admins),
    }
    return TemplateResponse(request, "admin/trash.html", context)


def empty_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Ask whether to delete for good what has lain in the trash for so many days, and delete it."""
    admins = [each for each in admins_of(request, site) if each.has_delete_permission(request)]
    if not admins:
        raise PermissionDenied
    days = request.POST.get("days", "")
    if days not in map(str, DAYS):
        messages.error(request, "Hãy chọn số ngày.")
        return HttpResponseRedirect(reverse("admin:trash"))
    until = timezone.now() - timedelta(days=int(days))
    if asked := request.POST.get("_until"):
        _empty(request, admins, _earlier(asked, until))
        return HttpResponseRedirect(reverse("admin:trash"))
    counted = [
        (str(each.opts.verbose_name_plural), objects.count(), list(objects.order_by("deleted_at")[:NAMED]))
        for each in admins
        if (objects := _old(request, each, until)).exists()
    ]
    if not counted:
        messages.info(request, f"Trong thùng rác không có gì quá {days} ngày.")
        return HttpResponseRedirect(reverse("admin:trash"))
    context = {
        **site.each_context(request),
        "title": "Dọn thùng rác",
        "counted": counted,
        "total": sum(count for _, count, _ in counted),
        "named": NAMED,
        "at_once": AT_ONCE,
        "days": days,
        "until": until.isoformat(),
    }
    return TemplateResponse(request, "admin/trash_empty.html", context)


def _in_trash(request: HttpRequest, model_admin: PublishableAdmin) -> QuerySet:
    return model_admin.get_queryset(request).in_trash()


def _old(request: HttpRequest, model_admin: PublishableAdmin, until: datetime) -> QuerySet:
    return _in_trash(request, model_admin).filter(deleted_at__lte=until).defer(*model_admin.list_defer)


def _earlier(asked: str, until: datetime) -> datetime:
    """Return the moment that a page asked about, never one later than its days allow."""
    try:
        return min(datetime.fromisoformat(asked), until)
    except (ValueError, TypeError):
        return until


def _found(
    request: HttpRequest, admins: list[PublishableAdmin], page: int
) -> Iterator[tuple[PublishableAdmin, Publishable]]:
    """Yield what stands on a page of the list of all kinds."""
    end = page * A_PAGE
    places = [
        (deleted_at, pk, number)
        for number, model_admin in enumerate(admins)
        for deleted_at, pk in _in_trash(request, model_admin)
        .order_by("-deleted_at", "-pk")
        .values_list("deleted_at", "pk")[:end]
    ]
    shown = sorted(places, reverse=True)[end - A_PAGE : end]
    objects = {}
    for number, model_admin in enumerate(admins):
        pks = [pk for _, pk, of in shown if of == number]
        found = _in_trash(request, model_admin).select_related("updated_by").defer(*model_admin.list_defer)
        if pks:
            objects |= {(number, obj.pk): obj for obj in found.filter(pk__in=pks)}
    for _, pk, number in shown:
        if (number, pk) in objects:
            yield admins[number], objects[number, pk]


def _row(request: HttpRequest, model_admin: PublishableAdmin, obj: Publishable) -> Row:
    may_restore = obj.may("restore", request.user)
    may_delete = model_admin.has_delete_permission(request, obj)
    return Row(
        obj,
        str(model_admin.opts.verbose_name),
        name_of(obj.updated_by),
        model_admin._address("change", obj.pk),
        model_admin._address("verb", obj.pk, "restore") if may_restore else "",
        model_admin._address("delete", obj.pk) if may_delete else "",
    )


def _empty(request: HttpRequest, admins: list[PublishableAdmin], until: datetime) -> None:
    done, kept, left = 0, [], 0
    for model_admin in admins:
        pks = list(_old(request, model_admin, until).order_by("deleted_at").values_list("pk", flat=True))
        left += max(len(pks) - (AT_ONCE - done), 0)
        for pk in pks[: AT_ONCE - done]:
            try:
                done += _delete(request, model_admin, pk, until)
            except ProtectedError as error:
                obj = model_admin.model._base_manager.get(pk=pk)
                kept.append((str(obj), ", ".join(str(other) for other in list(error.protected_objects)[:3])))
    if done:
        messages.success(request, f"Đã xóa vĩnh viễn {format_number(done)} mục.")
    if left:
        messages.info(
            request, f"Còn {format_number(left)} mục; mỗi lần xóa nhiều nhất {AT_ONCE}. Hãy dọn tiếp."
        )
    if kept:
        items = format_html_join("", "<li>«{}» còn được dùng ở: {}</li>", kept[:NAMED])
        messages.warning(request, format_html("Chưa xóa được {} mục:<ul>{}</ul>", len(kept), items))


def _delete(request: HttpRequest, model_admin: PublishableAdmin, pk: int, until: datetime) -> int:
    """Delete one object if it still lies in the trash; return how many that were."""
    with transaction.atomic():
        rows = model_admin.model._base_manager.select_for_update().filter(pk=pk, deleted_at__lte=until)
        obj = rows.first()
        if obj is None or not model_admin.has_delete_permission(request, obj):
            return 0
        model_admin.log_deletions(request, rows)
        obj.delete()
    return 1
