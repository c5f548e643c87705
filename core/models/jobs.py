"""What the job queue keeps: jobs with their attempts, the clock's last runs, the workers that live."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet, get_date_max

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
# Waits before the second, third, fourth and fifth attempt: a restart of the database is over after the
# first, a full disk or a mail server's outage has a working hour.
BACKOFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))


class Job(DBTaskResult):
    """A row of the queue, which is tried again when it fails."""

    objects = DBTaskResultQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = "việc nền"
        verbose_name_plural = "việc nền"
        permissions = [("rerun_job", "Được chạy lại việc nền")]

    def __str__(self) -> str:
        return self.title

    def set_failed(self, exc: BaseException) -> None:
        """Record a failed attempt: the job is ready again after a wait, or has failed for good."""
        with transaction.atomic():
            super().set_failed(exc)
            is_tried_again = self.attempts < MAX_ATTEMPTS
            if is_tried_again:
                self.run_again(timezone.now() + BACKOFF[self.attempts - 1])
        logger.log(
            logging.WARNING if is_tried_again else logging.ERROR,
            "Việc nền %s (%s) lỗi lần %s; %s.",
            self.task_path,
            self.id,
            self.attempts,
            "sẽ thử lại" if is_tried_again else "thôi thử lại",
            exc_info=exc,
        )

    def run_again(self, at: datetime | None = None) -> None:
        """Put the job back in the queue, for a moment (aware) or at once."""
        self.status = TaskResultStatus.READY
        self.run_after = at or get_date_max()  # The queue's way to say "any time".
        self.save(update_fields=["status", "run_after"])

    @property
    def attempts(self) -> int:
        return len(self.worker_ids)

    @property
    def title(self) -> str:
        """What the job does, in the words of its decorator (core.jobs.job)."""
        try:
            return getattr(self.task.func, "title", self.task_name)
        except ImportError:  # The code of an old job may be gone.
            return self.task_name

    @property
    def error(self) -> str:
        """The last line of the last failure's traceback; empty where none failed."""
        return self.traceback.strip().rpartition("\n")[2]


class ClockJob(models.Model):
    """When a job of the clock was last put into the queue; the row is also its lock."""

    name = models.CharField("tên", max_length=200, primary_key=True)
    last_run_at = models.DateTimeField("lần chạy gần nhất", null=True)
    # For a job that looks at what the clock brought since it last did: the end of what it saw.
    looked_until = models.DateTimeField("đã xem đến lúc", null=True)

    class Meta:
        verbose_name = "việc định kỳ"
        verbose_name_plural = "việc định kỳ"

    def __str__(self) -> str:
        return self.name


class WorkerQuerySet(models.QuerySet):
    def alive(self) -> WorkerQuerySet:
        """Workers that were heard of lately, by the database's clock, which they share."""
        return self.filter(beat_at__gte=Now() - Worker.LOST_AFTER)

    def lost(self) -> WorkerQuerySet:
        return self.exclude(beat_at__gte=Now() - Worker.LOST_AFTER)


class Worker(models.Model):
    """A process that runs jobs, and when it last said that it lives."""

    # Six beats missed: the process is gone, or as good as gone.
    BEAT_EVERY = timedelta(seconds=10)
    LOST_AFTER = timedelta(seconds=60)

    id = models.CharField("mã", max_length=64, primary_key=True)
    started_at = models.DateTimeField("bắt đầu lúc", db_default=Now())
    beat_at = models.DateTimeField("báo sống lúc", db_default=Now())

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = "tiến trình chạy việc"
        verbose_name_plural = "tiến trình chạy việc"

    def __str__(self) -> str:
        return self.id
