"""The states that staff know: the status and the dates of an object taken together."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.models import Publishable, PublishableQuerySet, Status


class State(models.TextChoices):
    DRAFT = "nhap", "Nháp"
    IN_REVIEW = "cho-duyet", "Chờ duyệt"
    SCHEDULED = "hen-gio", "Hẹn giờ"
    PUBLIC = "dang-dang", "Đang đăng"
    EXPIRED = "het-han", "Hết hạn"
    WITHDRAWN = "da-go", "Đã gỡ"
    TRASH = "thung-rac", "Thùng rác"


_OF_STATUS = {
    Status.DRAFT: State.DRAFT,
    Status.IN_REVIEW: State.IN_REVIEW,
    Status.PUBLISHED: State.PUBLIC,
    Status.WITHDRAWN: State.WITHDRAWN,
}


def state_of(obj: Publishable) -> State:
    """Return the state that an object is in now."""
    if obj.deleted_at:
        return State.TRASH
    if obj.is_expired:
        return State.EXPIRED
    if obj.is_scheduled:
        return State.SCHEDULED
    return _OF_STATUS[Status(obj.status)]


def in_state(queryset: PublishableQuerySet, state: str | None) -> PublishableQuerySet:
    """Return the objects in a state; without one, everything that is not in the trash."""
    if state == State.TRASH:
        return queryset.in_trash()
    queryset = queryset.not_in_trash()
    now = timezone.now()
    match state:
        case State.DRAFT:
            return queryset.filter(status=Status.DRAFT)
        case State.IN_REVIEW:
            return queryset.filter(status=Status.IN_REVIEW)
        case State.SCHEDULED:
            return queryset.filter(status=Status.PUBLISHED, published_at__gt=now)
        case State.PUBLIC:
            return queryset.published(now)
        case State.EXPIRED:
            return queryset.filter(status=Status.PUBLISHED, unpublish_at__lte=now)
        case State.WITHDRAWN:
            return queryset.filter(status=Status.WITHDRAWN)
        case _:
            return queryset


def chip(state: State) -> SafeString:
    """Return a state as the small label that lists and forms show."""
    return format_html('<span class="state-chip state-chip-{}">{}</span>', state.value, state.label)


class StateFilter(admin.SimpleListFilter):
    """Filters a list by state. The trash shows only when it is asked for."""

    title = "trạng thái"
    parameter_name = "trang_thai"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[Any, str]]:
        return State.choices

    def queryset(self, request: HttpRequest, queryset: PublishableQuerySet) -> PublishableQuerySet:
        return in_state(queryset, self.value())

    @classmethod
    def shows_trash(cls, request: HttpRequest) -> bool:
        return request.GET.get(cls.parameter_name) == State.TRASH
