"""The queue of jobs, for administrators: what waits, what failed and why, and running it again."""

from datetime import datetime

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django_tasks import TaskResultStatus
from django_tasks_db import admin as package_admin
from django_tasks_db.models import DBTaskResult, get_date_max

from core.models.jobs import Job

STATUSES = {
    TaskResultStatus.READY: "Đang chờ",
    TaskResultStatus.RUNNING: "Đang chạy",
    TaskResultStatus.SUCCESSFUL: "Xong",
    TaskResultStatus.FAILED: "Lỗi",
}


# The package shows the same rows in English; its module must have registered them to be undone.
package_admin.admin.site.unregister(DBTaskResult)


class StatusFilter(admin.SimpleListFilter):
    title = "trạng thái"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(status.value, label) for status, label in STATUSES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(status=self.value()) if self.value() else queryset


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """Read only; a job is run again by an action."""

    list_display = ("title", "state", "attempts", "error", "added", "next_run", "finished")
    list_filter = (StatusFilter,)
    search_fields = ("task_path", "args_kwargs")
    ordering = ("-enqueued_at",)
    actions = ("run_again",)
    fields = (
        "title",
        "state",
        "attempts",
        "arguments",
        "added",
        "started",
        "finished",
        "next_run",
        "full_error",
    )
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    @admin.display(description="vào hàng đợi lúc", ordering="enqueued_at")
    def added(self, job: Job) -> datetime:
        return job.enqueued_at

    @admin.display(description="bắt đầu lúc", ordering="started_at")
    def started(self, job: Job) -> datetime | None:
        return job.started_at

    @admin.display(description="xong lúc", ordering="finished_at")
    def finished(self, job: Job) -> datetime | None:
        return job.finished_at

    def has_rerun_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("core.rerun_job")

    @admin.action(description="Chạy lại", permissions=["rerun"])
    def run_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Put what failed, or waits for another attempt, back to the front of the queue."""
        count = 0
        for job in queryset.exclude(status__in=[TaskResultStatus.RUNNING, TaskResultStatus.SUCCESSFUL]):
            job.run_again()
            count += 1
        self.message_user(request, f"Đã xếp lại {count} việc vào hàng đợi.", messages.SUCCESS)
        if left := queryset.count() - count:
            self.message_user(request, f"Bỏ qua {left} việc đang chạy hoặc đã xong.", messages.WARNING)

    @admin.display(description="việc")
    def title(self, job: Job) -> str:
        return job.title

    @admin.display(description="trạng thái", ordering="status")
    def state(self, job: Job) -> str:
        if job.status == TaskResultStatus.READY and job.attempts:
            return "Chờ thử lại"
        return STATUSES[job.status]

    @admin.display(description="số lần chạy")
    def attempts(self, job: Job) -> int:
        return job.attempts

    @admin.display(description="lỗi gần nhất", empty_value="–")
    def error(self, job: Job) -> str:
        return job.error[:150]

    @admin.display(description="chạy sau", empty_value="–")
    def next_run(self, job: Job) -> str | None:
        if job.status != TaskResultStatus.READY or job.run_after == get_date_max():
            return None
        return timezone.localtime(job.run_after).strftime("%H:%M %d/%m/%Y")

    @admin.display(description="tham số")
    def arguments(self, job: Job) -> str:
        values = [str(value) for value in job.args_kwargs["args"]]
        return ", ".join(values + [f"{name}={value}" for name, value in job.args_kwargs["kwargs"].items()])

    @admin.display(description="lỗi chi tiết", empty_value="–")
    def full_error(self, job: Job) -> str:
        return format_html("<pre>{}</pre>", job.traceback) if job.traceback else ""
