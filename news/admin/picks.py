"""Posts that are chosen by hand, in the order of staff, and the lists that they are in."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, ForeignKey, Max, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import scopes
from core.admin import states
from core.admin.base import PortalModelAdmin
from core.admin.sorting import SortableAdmin
from core.admin.states import State
from core.admin.widgets import LabelledSplitDateTime
from core.models.periods import Phase
from core.text import format_moment
from news.models import Article, Pick, PickList


@admin.register(PickList)
class PickListAdmin(PortalModelAdmin):
    list_display = ("title", "picks")
    search_fields = ("title__unaccent__icontains",)
    fields = ("title",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(number_of_picks=Count("picks"))

    @admin.display(description="tin", ordering="number_of_picks")
    def picks(self, picks: PickList) -> SafeString:
        url = f"{reverse('admin:news_pick_changelist')}?list__id__exact={picks.pk}"
        return format_html('<a href="{}">{} tin, xếp thứ tự</a>', url, picks.number_of_picks)


@admin.register(Pick)
class PickAdmin(SortableAdmin):
    """The posts of a list, which change places by buttons or by dragging."""

    list_display = ("article", "list", "on_portal", "order")
    list_editable = ("order",)
    list_filter = ("list",)
    list_select_related = ("article", "list")
    ordering = ("list__title", "order", "pk")
    order_within = ("list",)
    autocomplete_fields = ("article",)
    fields = ("list", "article", "is_shown", ("starts_at", "ends_at"))
    formfield_overrides = {
        models.DateTimeField: {"form_class": forms.SplitDateTimeField, "widget": LabelledSplitDateTime}
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        picks = super().get_queryset(request).defer("article__body")
        return scopes.limited(picks, request.user, Article, "article__")

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        # In a cell of the list there is no label beside the box.
        order = forms.NumberInput(attrs={"class": "vIntegerField", "aria-label": "Thứ tự"})
        return super().get_changelist_form(request, widgets={"order": order}, **kwargs)

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "article":
            kwargs["queryset"] = scopes.limited(Article.objects.defer("body"), request.user, Article)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        return {name: initial[name] for name in ("list",) if name in initial}

    def save_model(self, request: HttpRequest, obj: Pick, form: forms.ModelForm, change: bool) -> None:
        if not change or "list" in form.changed_data:  # The last of those that are there.
            last = Pick.objects.filter(list=obj.list).aggregate(Max("order"))["order__max"]
            obj.order = (last or 0) + 1
        super().save_model(request, obj, form, change)

    @admin.display(description="trên cổng")
    def on_portal(self, pick: Pick) -> SafeString | str:
        """Say what keeps a post out of the block: its own state first, then its time in the list."""
        state = states.state_of(pick.article)
        if state != State.PUBLIC:
            return states.chip(state)
        match pick.phase:
            case Phase.WAITING:
                return f"Hiện từ {format_moment(pick.starts_at)}"
            case Phase.SHOWN if pick.ends_at:
                return f"Hiện đến {format_moment(pick.ends_at)}"
        return pick.phase.label
