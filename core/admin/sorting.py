"""Lists whose rows staff put into their order: by buttons, which need no script, or by dragging."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR, ChangeList
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models, transaction
from django.forms.models import BaseModelFormSet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from core import cache
from core.admin.base import PortalModelAdmin

STEPS = {"up": -1, "down": 1}


class SortableAdmin(PortalModelAdmin):
    """Base of the admin of a model with a field ``order``, which its own ordering must follow.

    ``order_within`` names the fields that rows have in common with those that they can change places with.
    """

    order_within: ClassVar[tuple[str, ...]] = ()

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.move_view))
        return [path("<int:pk>/move/<slug:to>/", view, name=self._move_name), *super().get_urls()]

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """Add the buttons, where the rows stand in their order and the person may change it."""
        columns = [*super().get_list_display(request)]
        in_order = not (request.GET.get(SEARCH_VAR) or request.GET.get(ORDER_VAR))
        return [*columns, "moves"] if in_order and self.has_change_permission(request) else columns

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Note on each row whether the person who asks may move it."""
        changelist = super().get_changelist_instance(request)
        for row in changelist.result_list:
            row.may_move = self.has_change_permission(request, row)
        return changelist

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> type[BaseModelFormSet]:
        """Close the boxes of rows that a person may not change: what is sent for them is not taken."""
        may_change = self.has_change_permission

        class RowsInCharge(super().get_changelist_formset(request, **kwargs)):
            def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
                super().add_fields(form, index)
                if form.instance.pk and not may_change(request, form.instance):
                    for name in form.fields.keys() - {self.model._meta.pk.name}:
                        form.fields[name].disabled = True

        return RowsInCharge

    def move_view(self, request: HttpRequest, pk: int, to: str) -> HttpResponse:
        """Move a row: ``to`` is "up", "down", or the key of the row whose place it takes.

        Answers a script with the new order as JSON, everyone else with the list.
        """
        obj = self.get_object(request, str(pk))
        if obj is None:
            raise Http404
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        with transaction.atomic():
            rows = self._rows_with(obj)
            place = _place_after(rows, obj, to)
            moved = rows.index(obj) != place
            if moved:
                self._put(rows, obj, place)
                self.log_change(request, obj, "Đã đổi chỗ trong danh sách.")
        end = "." if moved else ", không chuyển thêm được."
        told = f"«{obj}» đứng thứ {place + 1} trong {len(rows)} mục{end}"
        if not request.accepts("text/html"):
            return JsonResponse({"message": told, "order": {row.pk: row.order for row in rows}})
        self.message_user(request, told, messages.SUCCESS if moved else messages.WARNING)
        return self.response_post_save_change(request, obj)

    @admin.display(description="chuyển chỗ")
    def moves(self, obj: models.Model) -> SafeString:
        context = {
            "object": obj,
            "may_move": obj.may_move,
            "up": reverse(f"admin:{self._move_name}", args=[obj.pk, "up"]),
            "down": reverse(f"admin:{self._move_name}", args=[obj.pk, "down"]),
            "group": "-".join(str(value) for value in self._shared(obj).values()),
            "depth": getattr(obj, "depth", 0),
        }
        return render_to_string("admin/includes/_moves.html", context)

    @property
    def _move_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_move"

    def _shared(self, obj: models.Model) -> dict[str, Any]:
        names = (self.opts.get_field(name).attname for name in self.order_within)
        return {name: getattr(obj, name) for name in names}

    def _rows_with(self, obj: models.Model) -> list[models.Model]:
        """Return a row and those that it can change places with, in order, locked until the commit."""
        shared = {
            (f"{name}__isnull" if value is None else name): True if value is None else value
            for name, value in self._shared(obj).items()
        }
        return list(self.model._default_manager.filter(**shared).select_for_update())

    def _put(self, rows: list[models.Model], obj: models.Model, place: int) -> None:
        rows.remove(obj)
        rows.insert(place, obj)
        changed = []
        for order, row in enumerate(rows, start=1):
            if row.order != order:
                row.order = order
                changed.append(row)
        self.model._default_manager.bulk_update(changed, ["order"])
        cache.touch(*self.model.cache_tags)


def _place_after(rows: list[models.Model], obj: models.Model, to: str) -> int:
    """Return the place, from 0, that a row comes to; raises BadRequest for a row of elsewhere."""
    if to in STEPS:
        return min(max(rows.index(obj) + STEPS[to], 0), len(rows) - 1)
    for place, row in enumerate(rows):
        if str(row.pk) == to:
            return place
    raise BadRequest("Hai mục không đứng cạnh nhau trong cùng một danh sách.")
