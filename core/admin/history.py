"""The history of an object in the admin: its changes of status, and what else was done to it."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from core import audit, statuses
from core.models import AuditEntry, Publishable
from core.paging import Paginator
from core.statuses import Change

LINES_A_PAGE = 50
# On a page that shows other things too.
MOST_LINES = 200


def status_lines(obj: Publishable) -> list[Change]:
    """Return the changes of an object's status, the newest first."""
    return [statuses.read(entry) for entry in statuses.entries_of(obj)[:MOST_LINES]]


def line_of(entry: AuditEntry) -> Change:
    """Return what was done to an object as a line of its history."""
    if entry.action.startswith(statuses.PREFIX):
        return statuses.read(entry)
    return Change(entry.at, entry.actor, audit.told(entry), "", "", "")


class HistoryMixin:
    """Shows the history of an object from the book of who did what, to those who may open its form."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        entries = AuditEntry.objects.filter(kind=obj._meta.label_lower, object_id=str(obj.pk))
        page = Paginator(entries.order_by("-at", "-pk"), LINES_A_PAGE).get_page(request.GET.get("p"))
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "title": f"Lịch sử của «{obj}»",
            "opts": self.opts,
            "object": obj,
            "lines": [line_of(entry) for entry in page],
            "page": page,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/publishing_history.html", context)
