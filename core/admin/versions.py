"""The versions of an object in the admin: who saved what, what differs, and the way back to one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe
from simple_history.models import HistoricalChanges

from core.admin import changes, states
from core.admin.history import status_lines
from core.admin.publishing import PublishableAdmin, refusal_of
from core.admin.states import State
from core.models import Versioned
from core.models.version_parts import Part
from core.paging import Paginator
from core.richtext.fields import RichTextField
from core.richtext.sanitiser import sanitise
from core.text import format_datetime

VERSIONS_A_PAGE = 25


@dataclass(frozen=True)
class Entry:
    """A line of the list: a version, who did what, and the names of the fields that this changed."""

    version: HistoricalChanges
    person: str
    done: str
    note: str
    changed: list[str]
    is_present: bool


class VersionedAdmin(PublishableAdmin):
    """Base of the admin of a model whose versions are kept.

    Who may open an object's form sees its versions; who may save it brings one back.
    """

    def save_model(self, request: HttpRequest, obj: Versioned, form: ModelForm, change: bool) -> None:
        with obj.recorded(by=request.user):
            super().save_model(request, obj, form, change)

    def respond_to_save(self, request: HttpRequest, obj: Versioned) -> HttpResponse:
        obj.note_parts()  # Its rows were saved after it.
        return super().respond_to_save(request, obj)

    def get_urls(self) -> list[URLPattern]:
        def route(step: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            full_name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
            return path(
                f"<int:pk>/history/<int:number>/{step}", self.admin_site.admin_view(view), name=full_name
            )

        return [
            route("", require_safe(self.version_view), "version"),
            route("restore/", require_POST(self.bring_back_view), "bring_back"),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """List the versions of an object, the newest first."""
        obj = self._open(request, unquote(object_id))
        versions = obj.versions.select_related("history_user").order_by("-history_id")
        page = Paginator(versions, VERSIONS_A_PAGE).get_page(request.GET.get("p"))
        context = {"title": f"Lịch sử của «{obj}»", "entries": self._entries(versions, page), "page": page}
        context["statuses"] = status_lines(obj)
        return self._respond(request, obj, "admin/version_list.html", context | (extra_context or {}))

    def version_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Show what a version changed, what would change if it came back, and the whole of it."""
        obj = self._open(request, str(pk))
        version = self._version(obj, number)
        earlier = obj.versions.filter(history_id__lt=number).order_by("-history_id").first()
        content = changes.content_of(self.model)
        context = {
            "title": f"Bản lưu {format_datetime(version.history_date)}",
            "version": version,
            "person": changes.person_of(version),
            "done": changes.done_by(version),
            "note": changes.note_of(version),
            "is_first": earlier is None,
            "is_present": not obj.versions.filter(history_id__gt=number).exists(),
            "changed": self._changed(earlier, version, request.user) if earlier else [],
            "would_change": [
                *changes.between(content, obj, version),
                *changes.between_parts(self.model, obj.read_parts(), version.parts, request.user),
            ],
            "whole": [
                *((changes.name_of_field(field), _shown(field, version)) for field in content),
                *changes.whole_parts(version, self.model, request.user),
            ],
            "may_bring_back": self.has_change_permission(request, obj),
            "is_public": states.state_of(obj) == State.PUBLIC,
        }
        return self._respond(request, obj, "admin/version_detail.html", context)

    def bring_back_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Make a version the present one; the one that was present stays in the list."""
        obj = self._open(request, str(pk))
        version = self._version(obj, number)
        try:
            kept = self._bring_back(request, obj, version)
        except ValidationError as error:
            told = f"Chưa khôi phục được: {' '.join(error.messages)}"
            self.message_user(request, told, messages.ERROR)
            return HttpResponseRedirect(self._address("version", pk, number))
        told = f"Đã khôi phục bản lưu {format_datetime(version.history_date)}."
        fields = [each for each in kept if not isinstance(each, Part)]
        if names := [str(each.verbose_name) for each in fields if each.name not in obj.publisher_fields]:
            told += f" Riêng {', '.join(names)} giữ như hiện nay, vì giá trị cũ không dùng được nữa."
        if names := [str(each.verbose_name) for each in fields if each.name in obj.publisher_fields]:
            told += f" Không lấy {', '.join(names)} của bản cũ, vì chỉ người xuất bản đặt được."
        if parts := [each.verbose_name for each in kept if isinstance(each, Part)]:
            told += f" Phần {', '.join(parts)} chưa về đủ, vì có mục đã bị xóa hẳn."
        link = self._link(obj) if states.state_of(obj) == State.PUBLIC else ""
        level = messages.WARNING if kept else messages.SUCCESS
        self.message_user(request, format_html("{} {}", told, link), level)
        return self._to_form(request, obj)

    def _bring_back(
        self, request: HttpRequest, obj: Versioned, version: HistoricalChanges
    ) -> list[models.Field | Part]:
        try:
            with transaction.atomic():
                kept = obj.bring_back(version, by=request.user)
                done = f"Đã khôi phục bản lưu {format_datetime(version.history_date)}."
                self.log_change(request, obj, done)
        except IntegrityError as error:
            raise refusal_of(error, self.model) from error
        return kept

    def _changed(
        self, earlier: HistoricalChanges, version: HistoricalChanges, user: Any
    ) -> list[changes.Change]:
        return [
            *changes.between(changes.told_of(self.model), earlier, version),
            *changes.between_parts(self.model, earlier.parts, version.parts, user),
        ]

    def _names_of_changed(
        self, fields: list[models.Field], earlier: HistoricalChanges, version: HistoricalChanges
    ) -> list[str]:
        parts = changes.differing_parts(self.model, earlier.parts, version.parts)
        return [str(each.verbose_name) for each in (*changes.differing(fields, earlier, version), *parts)]

    def _open(self, request: HttpRequest, object_id: str) -> Versioned:
        if not self.has_change_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        return obj

    def _version(self, obj: Versioned, number: int) -> HistoricalChanges:
        version = obj.versions.select_related("history_user").filter(history_id=number).first()
        if version is None:
            raise Http404
        return version

    def _entries(self, versions: models.QuerySet, page: Any) -> list[Entry]:
        start = max(page.start_index() - 1, 0)
        # One more than is shown: what a version changed is told by the one before it.
        found = list(versions[start : start + VERSIONS_A_PAGE + 1])
        fields = changes.told_of(self.model)
        pairs = zip(found[:VERSIONS_A_PAGE], [*found[1:], None], strict=False)
        return [
            Entry(
                version,
                changes.person_of(version),
                changes.done_by(version),
                changes.note_of(version),
                self._names_of_changed(fields, before, version) if before else [],
                is_present=start == place == 0,
            )
            for place, (version, before) in enumerate(pairs)
        ]

    def _respond(
        self, request: HttpRequest, obj: Versioned, template: str, context: dict[str, Any]
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        common = {**self.admin_site.each_context(request), "opts": self.opts, "object": obj}
        return TemplateResponse(request, template, common | context)


def _shown(field: models.Field, version: HistoricalChanges) -> SafeString | str:
    """Return a stored value as a page shows it, rich text with its form."""
    value = getattr(version, field.attname)
    if isinstance(field, RichTextField):
        return mark_safe(sanitise(value))  # noqa: S308 - sanitised here
    if value and isinstance(field, models.ImageField):
        return format_html('<img class="picture-preview" src="{}" alt="">', field.storage.url(value))
    return changes.readable(field, value)
