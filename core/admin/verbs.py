"""Verbs in the admin: how those of publishing are named, and what all lists and pages with verbs share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST

from core.admin.states import State
from core.text import format_number

# Refusals of a bulk action that are spelled out; the rest are counted.
MAX_REFUSALS = 10
# Objects of a bulk action that asks something first: the page has each of them as a field of its form.
MAX_AT_ONCE = 500


@dataclass(frozen=True)
class Verb:
    """How a verb is named before and after it is done."""

    label: str
    done: str
    refused: str
    takes_note: bool = False


VERBS = {
    "submit": Verb("Gửi duyệt", "Đã gửi duyệt", "chưa gửi duyệt được"),
    "publish": Verb("Xuất bản", "Đã xuất bản", "chưa xuất bản được"),
    "return_to_draft": Verb("Trả lại", "Đã trả lại", "chưa trả lại được", takes_note=True),
    "withdraw": Verb("Gỡ khỏi cổng", "Đã gỡ khỏi cổng", "chưa gỡ được", takes_note=True),
    "trash": Verb("Đưa vào thùng rác", "Đã đưa vào thùng rác", "chưa bỏ đi được"),
    "restore": Verb("Khôi phục", "Đã khôi phục thành bản nháp", "chưa khôi phục được"),
}
# These save the form first. The others act on the object as it is stored.
VERBS_THAT_SAVE = ("submit", "publish", "return_to_draft")

SAVE_LABELS = {
    State.DRAFT: "Lưu nháp",
    State.IN_REVIEW: "Lưu, chưa đăng",
    State.SCHEDULED: "Lưu, giữ lịch hẹn",
    State.PUBLIC: "Lưu và cập nhật trang",
    State.EXPIRED: "Lưu thay đổi",
    State.WITHDRAWN: "Lưu, chưa đăng lại",
}


class VerbsMixin:
    """Admin of objects whose state changes by verbs alone.

    A subclass uses and logs one in ``_act()``, which raises ValidationError and PermissionDenied with nothing
    changed, and answers its button in ``verb_view()``.
    """

    verbs: ClassVar[dict[str, Verb]]
    max_note: ClassVar[int]

    # Many at once

    def are_too_many(self, request: HttpRequest, queryset: QuerySet) -> bool:
        """Tell whether more was chosen than one page can ask about, and say so."""
        if len(queryset.values_list("pk")[: MAX_AT_ONCE + 1]) <= MAX_AT_ONCE:
            return False
        told = (
            f"Mỗi lần chỉ làm được với {MAX_AT_ONCE} {self.opts.verbose_name}. Hãy lọc bớt rồi làm từng đợt."
        )
        self.message_user(request, told, messages.ERROR)
        return True

    def _ask_why(
        self, request: HttpRequest, queryset: QuerySet, name: str, **context: Any
    ) -> HttpResponse | None:
        """Ask for the reason on a page of its own, and act when it comes back with one."""
        note = self._note(request)
        if note:
            self._act_on_all(request, queryset, name, note)
            return None
        if self.are_too_many(request, queryset):
            return None
        context |= {
            **self.admin_site.each_context(request),
            "title": f"{self.verbs[name].label}: lý do",
            "opts": self.opts,
            "verb": self.verbs[name],
            "objects": queryset,
            "action": request.POST.get("action"),
            "action_checkbox_name": admin.helpers.ACTION_CHECKBOX_NAME,
            "max_note": self.max_note,
            "is_missing": "_note" in request.POST,
        }
        return TemplateResponse(request, "admin/verb_reason.html", context)

    def _act_on_all(self, request: HttpRequest, queryset: QuerySet, name: str, note: str = "") -> None:
        """Use a verb on each object by itself, and say which ones were refused and why."""
        self._act_on_each(request, queryset, name, lambda obj: self._act(request, obj, name, note))

    def _act_on_each(
        self, request: HttpRequest, objects: Iterable[Any], name: str, act: Callable[[Any], None]
    ) -> None:
        done, refusals = 0, []
        for obj in objects:
            try:
                act(obj)
            except (ValidationError, PermissionDenied) as error:
                refusals.append(refused(obj, error))
            else:
                done += 1
        self._tell(request, name, done, refusals)

    def _tell(self, request: HttpRequest, name: str, done: int, refusals: list[tuple[str, str]]) -> None:
        """Say on how many a verb was used, and of the others what they are called and why not."""
        if done:
            told = f"{self.verbs[name].done}: {format_number(done)} {self.opts.verbose_name}."
            self.message_user(request, told, messages.SUCCESS)
        if refusals:
            shown = format_html_join("", "<li>«{}»: {}</li>", refusals[:MAX_REFUSALS])
            rest = len(refusals) - MAX_REFUSALS
            more = format_html("<li>… và {} {} khác.</li>", rest, self.opts.verbose_name) if rest > 0 else ""
            told = format_html("Không được {}:<ul>{}{}</ul>", len(refusals), shown, more)
            self.message_user(request, told, messages.WARNING)

    # One

    def verb_path(self) -> URLPattern:
        """Return the address of the buttons; it goes after Django's own, such as <id>/history/."""
        return path(
            "<int:pk>/<str:name>/",
            self.admin_site.admin_view(require_POST(self.verb_view)),
            name=f"{self.opts.app_label}_{self.opts.model_name}_verb",
        )

    def _note(self, request: HttpRequest) -> str:
        return request.POST.get("_note", "").strip()[: self.max_note]

    def _address(self, page: str, *args: Any) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=args)


def refused(obj: models.Model, error: ValidationError | PermissionDenied) -> tuple[str, str]:
    """Return how an object is called, and why a verb was not used on it."""
    if isinstance(error, PermissionDenied):
        return str(obj), "bạn không có quyền làm việc này."
    return str(obj), " ".join(error.messages)
