"""Banners, partners' logos and advertising, with what they were clicked."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html

from core.admin.widgets import PictureInput
from core.files.fields import PictureField
from portal.admin.periods import PERIOD, PhaseFilter, TimedAdmin
from portal.banners import SHOWN_BY
from portal.models import Banner, Block

# Days of clicks that staff see: a month, today with it.
DAYS = 30


@admin.register(Banner)
class BannerAdmin(TimedAdmin):
    list_display = ("preview", "title", "place", "phase", "ends_at", "recent_clicks", "order")
    list_display_links = ("preview", "title")
    list_filter = (PhaseFilter, "place")
    search_fields = ("title__unaccent__icontains", "alt__unaccent__icontains")
    formfield_overrides = {PictureField: {"widget": PictureInput}}
    readonly_fields = ("clicks_by_day",)
    view_on_site = False  # Its address counts a click.

    def get_fieldsets(self, request: HttpRequest, obj: Banner | None = None) -> list[Any]:
        return [
            (None, {"fields": ("place", "title", "picture", "phone_picture", "alt", "address", "order")}),
            PERIOD,
            *([("Lượt bấm", {"fields": ("clicks_by_day",)})] if obj else []),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        recent = Sum("clicks__clicks", filter=_since("clicks__day"), default=0)
        return super().get_queryset(request).annotate(recent_clicks=recent)

    def save_model(self, request: HttpRequest, obj: Banner, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not _has_block(obj.place):
            self.message_user(
                request,
                f"Chưa có khối nào hiện vị trí «{obj.get_place_display()}»: hãy thêm ở «Khối trên trang».",
                messages.WARNING,
            )

    @admin.display(description="ảnh")
    def preview(self, banner: Banner) -> str:
        return format_html(
            '<img src="{}" alt="{}" width="120" loading="lazy">', banner.picture.url, banner.alt
        )

    @admin.display(description=f"lượt bấm {DAYS} ngày", ordering="recent_clicks")
    def recent_clicks(self, banner: Banner) -> int:
        return banner.recent_clicks

    @admin.display(description=f"{DAYS} ngày qua")
    def clicks_by_day(self, banner: Banner) -> str:
        days = list(banner.clicks.filter(_since("day")))
        return render_to_string(
            "admin/portal/banner/_clicks.html", {"days": days, "total": sum(day.clicks for day in days)}
        )


def _since(field: str) -> Q:
    first = timezone.localdate() - timedelta(days=DAYS - 1)
    return Q(**{f"{field}__gte": first})


def _has_block(place: str) -> bool:
    """Tell whether the banners of a place have a block that shows them; those under the menu need none."""
    if place not in SHOWN_BY:
        return True
    kind, options = SHOWN_BY[place]
    return Block.objects.filter(kind=kind, options__contains=options, is_shown=True).exists()
