"""The admin of what the public sends in: what waits comes first, and is decided by verbs.

Nobody writes or changes here what somebody has sent. All of it is shown as the text that it is: links do not
lead anywhere, so that no moderator follows one by mistake.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.admin.base import PortalModelAdmin
from core.admin.verbs import Verb, VerbsMixin
from core.models import Submission
from core.models.submissions import MAX_REASON, SAYS
from core.people import name_of
from core.submissions import warnings_of

# What is counted one by one for staff; more is more.
MOST_COUNTED = 1_000
VERBS = {
    "approve": Verb("Duyệt, cho hiện", "Đã duyệt", "chưa duyệt được"),
    "keep": Verb("Giữ lại, bỏ qua báo vi phạm", "Đã giữ lại", "chưa giữ lại được"),
    "reject": Verb("Không đăng", "Không đăng", "chưa từ chối được", takes_note=True),
    "mark_spam": Verb("Đánh dấu là rác", "Đã đánh dấu là rác", "chưa đánh dấu được"),
    "erase": Verb("Xóa nội dung theo yêu cầu", "Đã xóa nội dung", "chưa xóa được"),
}
REASONS = (
    "Lộ thông tin riêng của một người.",
    "Xúc phạm người khác.",
    "Không liên quan đến bài viết.",
    "Quảng cáo.",
    "Thông tin chưa được kiểm chứng.",
)


class StatusFilter(admin.SimpleListFilter):
    """Filters by state; without a choice, what somebody has to look at."""

    title = "trạng thái"
    parameter_name = "trang_thai"
    TO_DO, REPORTED, ALL = "", "bi-bao", "tat-ca"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        statuses = [(status.value, status.label) for status in Submission.Status]
        return [*statuses, (self.REPORTED, "Bị báo vi phạm"), (self.ALL, "Tất cả")]

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        first, *others = super().choices(changelist)
        yield first | {"display": "Cần xử lý"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case None | self.TO_DO:
                return queryset.to_moderate()
            case self.REPORTED:
                return queryset.reported()
            case self.ALL:
                return queryset
            case status:
                return queryset.filter(status=status)


class SubmissionAdmin(VerbsMixin, PortalModelAdmin):
    """Base of the admin of a model of submissions."""

    verbs = VERBS
    max_note = MAX_REASON
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False
    list_filter = (StatusFilter,)
    ordering = ("created_at", "pk")
    change_form_template = "admin/submissions/change_form.html"
    actions = ("approve_selected", "keep_selected", "reject_selected", "spam_selected")

    # Who sees and may do what

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.model.permission("moderate"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_moderate_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Submission | None = None) -> bool:
        # With the e-mail address in it: who may not moderate does not see it either.
        return self.has_moderate_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Submission | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Submission | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self.has_moderate_permission(request)

    def of_person(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return those that a person moderates; an app that bounds people says which."""
        return queryset

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.of_person(request, super().get_queryset(request))

    # The list

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Those first that have waited longest; of what is decided, the newest."""
        waits = request.GET.get(StatusFilter.parameter_name, "") in (
            StatusFilter.TO_DO,
            StatusFilter.REPORTED,
            Submission.Status.WAITING,
        )
        return ("created_at", "pk") if waits else ("-created_at", "-pk")

    @admin.display(description="nội dung")
    def beginning(self, obj: Submission) -> SafeString:
        warnings = format_html_join(
            "", '<span class="submission-warning">{}</span>', _lines(warnings_of(obj))
        )
        return format_html("{}{}", obj, warnings)

    @admin.display(description="người gửi", ordering="name", empty_value="–")
    def sender(self, obj: Submission) -> str:
        return obj.name

    @admin.display(description="trạng thái", ordering="status")
    def state(self, obj: Submission) -> SafeString:
        reported = (
            format_html(' <span class="submission-warning">bị báo {} lần</span>', obj.reports_count)
            if obj.reports_count
            else ""
        )
        return format_html(
            '<span class="state-chip submission-{}">{}</span>{}',
            obj.status,
            obj.get_status_display(),
            reported,
        )

    @admin.action(description="Duyệt, cho hiện", permissions=["moderate"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._act_on_all(request, queryset, "approve")

    @admin.action(description="Giữ lại, bỏ qua báo vi phạm", permissions=["moderate"])
    def keep_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._act_on_all(request, queryset, "keep")

    @admin.action(description="Đánh dấu là rác", permissions=["moderate"])
    def spam_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._act_on_all(request, queryset, "mark_spam")

    @admin.action(description="Không đăng…", permissions=["moderate"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._ask_why(request, queryset, "reject", usual=REASONS)

    def _act(self, request: HttpRequest, obj: Submission, name: str, reason: str = "") -> None:
        """Use a verb and log it; raises ValidationError, with nothing changed, and PermissionDenied."""
        verb = VERBS[name]
        with transaction.atomic():
            getattr(obj, name)(by=request.user, **({"reason": reason} if verb.takes_note else {}))
            self.log_change(request, obj, f"{verb.done}{SAYS}{reason}" if reason else f"{verb.done}.")

    # The log, which outlives what it is about: it says who decided when, and names nothing by its words.

    def log_addition(self, request: HttpRequest, obj: Submission, message: Any) -> LogEntry:
        return self._log(request, obj, ADDITION, message)

    def log_change(self, request: HttpRequest, obj: Submission, message: Any) -> LogEntry:
        return self._log(request, obj, CHANGE, message)

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Submission]) -> list[LogEntry]:
        return [self._log(request, obj, DELETION, "") for obj in queryset]

    def _log(self, request: HttpRequest, obj: Submission, flag: int, message: str) -> LogEntry:
        return LogEntry.objects.create(
            user_id=request.user.pk,
            content_type=ContentType.objects.get_for_model(obj),
            object_id=obj.pk,
            object_repr=obj.log_name,
            action_flag=flag,
            change_message=message,
        )

    def delete_model(self, request: HttpRequest, obj: Submission) -> None:
        self.delete_queryset(request, self.model._default_manager.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            queryset.with_answers().forget_log()
            super().delete_queryset(request, queryset)

    # What waits, for the first page of the admin

    def waiting_count(self, request: HttpRequest) -> int:
        """Return how many wait for a person, up to MOST_COUNTED."""
        return self.of_person(request, self.model.objects.to_moderate())[:MOST_COUNTED].count()

    def waiting(self, request: HttpRequest, size: int) -> QuerySet:
        """Return those that have waited longest for a person."""
        waiting = self.of_person(request, self.model.objects.to_moderate())
        return waiting.order_by("created_at", "pk")[:size]

    # The page of one

    def facts(self, request: HttpRequest, obj: Submission) -> dict[str, Any]:
        """Return what the page of a submission shows beside its own words; apps add what it belongs to."""
        may = [name for name in VERBS if obj.may(name, request.user)]
        return {
            "submission": obj,
            "warnings": warnings_of(obj),
            "moderator": name_of(obj.moderated_by),
            "reports": list(obj.reports.all()),
            "buttons": [(name, VERBS[name], self._address("verb", obj.pk, name)) for name in may],
            "max_note": MAX_REASON,
            "usual": REASONS,
        }

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None:
            context |= self.facts(request, obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        *own, fallback = super().get_urls()
        return [*own, self.verb_path(), fallback]

    def verb_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Use a verb on a submission as it is stored, and go on to the next that waits."""
        obj = self.get_object(request, str(pk))
        if obj is None or name not in VERBS:
            raise Http404
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        if (held := self.hold(request, obj, name)) is not None:
            return held
        try:
            self._act(request, obj, name, self._note(request) if VERBS[name].takes_note else "")
        except ValidationError as error:
            self.keep_typed(request, obj, name)
            told = f"«{obj}» {VERBS[name].refused}: {' '.join(error.messages)}"
            self.message_user(request, told, messages.ERROR)
            return self._to_form(obj)
        told = format_html(
            '{}: «{}». <a href="{}">Xem lại</a>', VERBS[name].done, obj, self._address("change", obj.pk)
        )
        self.message_user(request, told, messages.SUCCESS)
        return self._to_next(request, obj)

    def hold(self, request: HttpRequest, obj: Submission, name: str) -> HttpResponse | None:
        """Return what is said instead where a verb would lose what was typed beside it."""
        return None

    def keep_typed(self, request: HttpRequest, obj: Submission, name: str) -> None:
        """Keep what was typed for the page that says why a verb was refused."""

    def _to_next(self, request: HttpRequest, obj: Submission) -> HttpResponse:
        """Go on to what waits next, and say that this is another one; where nothing waits, to the list."""
        other = next((each for each in self.waiting(request, 2) if each.pk != obj.pk), None)
        if other is None:
            return HttpResponseRedirect(self._address("changelist"))
        self.message_user(request, f"Dưới đây là {self.opts.verbose_name} tiếp theo, của {other.name}.")
        return self._to_form(other)

    def _to_form(self, obj: Submission) -> HttpResponse:
        return HttpResponseRedirect(self._address("change", obj.pk))


def _lines(words: list[str]) -> list[tuple[str]]:
    return [(word,) for word in words]
