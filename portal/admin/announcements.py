"""The ticker and the emergency bar."""

from django.contrib import admin

from portal.admin.periods import PERIOD, PhaseFilter, TimedAdmin
from portal.models import Announcement


@admin.register(Announcement)
class AnnouncementAdmin(TimedAdmin):
    list_display = ("text", "kind", "phase", "starts_at", "ends_at", "order")
    list_filter = (PhaseFilter, "kind")
    search_fields = ("text__unaccent__icontains",)
    fieldsets = (
        (None, {"fields": ("kind", "text", "address", "order")}),
        PERIOD,
    )
