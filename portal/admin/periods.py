"""The admin of what comes and goes by the clock."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.admin.base import PortalModelAdmin
from core.models.periods import Phase, Timed

PERIOD = ("Thời gian", {"fields": ("is_shown", ("starts_at", "ends_at"))})


class PhaseFilter(admin.SimpleListFilter):
    """Finds what is shown now, what waits and what is over."""

    title = "trên cổng"
    parameter_name = "hien"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return Phase.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        now = timezone.now()
        match self.value():
            case Phase.SHOWN:
                return queryset.current(now)
            case Phase.WAITING:
                return queryset.filter(is_shown=True, starts_at__gt=now)
            case Phase.OVER:
                return queryset.filter(is_shown=True, ends_at__lte=now)
            case Phase.OFF:
                return queryset.filter(is_shown=False)
        return queryset


class TimedAdmin(PortalModelAdmin):
    """Says of each thing whether it is shown now."""

    list_filter: tuple[Any, ...] = (PhaseFilter,)

    @admin.display(description="trên cổng")
    def phase(self, obj: Timed) -> str:
        return obj.phase.label
