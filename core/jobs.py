"""Jobs: work that a request leaves to the worker, and work of the clock.

The queue is django-tasks-db's table in PostgreSQL. ``some_job.enqueue(...)`` writes a row in the running
transaction, so a job exists exactly when what it is about was committed. ``manage.py worker`` runs them.
What the package lacks is here: a failed job is tried again (core.models.jobs), one whose worker died is
run again, the worker outlives an absence of the database, and :func:`every` puts jobs into the queue by
the clock.

Every job may run more than once, at worst twice at a time: write them so that this does no harm.
"""

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    connections,
    transaction,
)
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.management.commands.db_worker import Worker as PackageWorker

from core.models.jobs import ClockJob, Job, Worker

logger = logging.getLogger(__name__)

# In seconds.
JOB_TIME_LIMIT = 15 * 60
LOOK_AFTER_EVERY = 5
DATABASE_RETRY = 2
# By how much the clocks of two machines of the portal may differ.
CLOCKS_APART = timedelta(seconds=5)

_clock: dict[str, tuple[timedelta, Task]] = {}


class JobLost(Exception):
    """The worker that ran a job is gone."""


class JobTimeout(Exception):
    """A job ran longer than JOB_TIME_LIMIT."""


def job(title: str, **options: Any) -> Callable[[Callable], Task]:
    """Make a function of a module a job: ``some_job.enqueue(...)`` with arguments that JSON can hold.

    ``title`` is what the admin calls it. ``options`` go to ``django_tasks.task``.
    """

    def decorate(func: Callable) -> Task:
        func.title = title
        return task(**options)(func)

    return decorate


def every(period: timedelta) -> Callable[[Task], Task]:
    """Have a job (without arguments) put into the queue once in a period, however many workers there are.

    Stands above ``@job``; the app imports its ``tasks`` in ``AppConfig.ready()``. While a run waits or
    goes on, no other is added. Periods under LOOK_AFTER_EVERY seconds are not kept.
    """

    def decorate(clock_job: Task) -> Task:
        _clock[clock_job.module_path] = (period, clock_job)
        return clock_job

    return decorate


def enqueue_due() -> int:
    """Put the clock's jobs whose period is over into the queue; return how many."""
    now = timezone.now()
    last_runs = dict(ClockJob.objects.values_list("name", "last_run_at"))
    new = [ClockJob(name=name) for name in _clock if name not in last_runs]
    if new:
        ClockJob.objects.bulk_create(new, ignore_conflicts=True)
    count = 0
    for name, (period, clock_job) in _clock.items():
        last_run = last_runs.get(name)
        if last_run is None or last_run + period <= now:
            count += _enqueue_once(name, now, period, clock_job)
    return count


def _enqueue_once(name: str, now: datetime, period: timedelta, clock_job: Task) -> bool:
    with transaction.atomic():
        is_due = Q(last_run_at__isnull=True) | Q(last_run_at__lte=now - period)
        # The row lock and the condition, which PostgreSQL checks again after it: one worker wins.
        row = ClockJob.objects.select_for_update(skip_locked=True).filter(is_due, name=name).first()
        if row is None:
            return False
        row.last_run_at = now
        row.save(update_fields=["last_run_at"])
        unfinished = Job.objects.filter(
            task_path=name, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
        )
        if unfinished.exists():
            return False
        clock_job.enqueue()
        return True


@contextmanager
def since_last_run(clock_job: Task, at_most: timedelta) -> Iterator[tuple[datetime, datetime]]:
    """Give a job of the clock the moments between which it is to look: from where its last success ended.

    Where the block raises nothing, the next run begins at the end of this one; what ends a moment before it
    may be seen by both.
    """
    name, now = clock_job.module_path, timezone.now()
    start = now - at_most
    until = ClockJob.objects.filter(name=name).values_list("looked_until", flat=True).first()
    if until is not None:
        start = max(start, min(until, now) - CLOCKS_APART)
    yield start, now
    ClockJob.objects.update_or_create(name=name, defaults={"looked_until": now})


def release_lost_jobs(own: str = "") -> int:
    """Count as failed what runs nowhere any more, so that it is tried again; return how many jobs.

    ``own`` is the id of the worker that asks, between two jobs: what is noted as running with it is not.
    """
    count = 0
    with transaction.atomic():
        running = list(Job.objects.running().select_for_update(skip_locked=True))
        # Read after the jobs: a worker is noted before it takes its first.
        alive = set(Worker.objects.alive().values_list("id", flat=True)) - {own}
        for lost in running:
            if lost.worker_ids[-1] not in alive:
                lost.set_failed(JobLost("Tiến trình chạy việc này đã dừng giữa chừng."))
                count += 1
    return count


def run_ready_jobs() -> int:
    """Run in this process what is ready in the queue, and return how many jobs that were.

    For commands and tests that need the outcome at once; the clock is left alone.
    """
    worker = JobWorker(batch=True)
    worker.run()
    return worker.count


class JobWorker(PackageWorker):
    """Runs jobs one after the other, and puts those of the clock into the queue.

    With ``batch`` it ends when the queue is empty. ``interval`` is the wait, in seconds, before an empty
    queue is looked at again.
    """

    def __init__(self, *, batch: bool = False, interval: float = 1.0, worker_id: str = "") -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=batch,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id or get_random_string(32),
        )
        self._is_noted = False
        self._connected_at = time.monotonic()
        self._looked_after_at = 0.0

    @property
    def count(self) -> int:
        """How many jobs were run, failed ones included."""
        return self._run_tasks

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End after the job under way; at once when told a second time."""
        if self.running:
            logger.info("Dừng sau khi xong việc đang làm (%s).", signal.Signals(signum).name)
            self.running = False
        else:
            self.reset_signals()
            sys.exit(1)

    def run(self) -> None:
        """Work until told to stop, or with ``batch`` until nothing is ready."""
        while self.running:
            try:
                has_worked = self._turn()
            except (OperationalError, InterfaceError) as error:
                if self.batch:
                    raise
                logger.warning("Cơ sở dữ liệu không trả lời, thử lại sau %s giây: %s", DATABASE_RETRY, error)
                connections.close_all()
                time.sleep(DATABASE_RETRY)
                self._connected_at = time.monotonic()
                continue
            if has_worked:
                continue
            if self.batch:
                return
            if self.running:
                time.sleep(self.interval)

    def run_task(self, db_task_result: Job) -> None:
        with _time_limit(JOB_TIME_LIMIT):
            super().run_task(db_task_result)

    def _turn(self) -> bool:
        """Look after the queue where it is time to, run one job; return whether there was one."""
        if not self.batch:  # A batch runs in a process, and maybe in a transaction, of the caller's.
            close_old_connections()
            self._look_after()
        with transaction.atomic():
            claimed = Job.objects.ready().filter(backend_name=self.backend_name).get_locked()
            if claimed is not None:
                claimed.claim(self.worker_id)
        if claimed is None:
            return False
        self.run_task(claimed)
        return True

    def _look_after(self) -> None:
        if not self._is_noted:
            beat(self.worker_id)
            self._is_noted = True
        now = time.monotonic()
        if now - self._looked_after_at < LOOK_AFTER_EVERY:
            return
        self._looked_after_at = now
        enqueue_due()
        # After an absence of the database the others need a beat to be heard of again.
        if now - self._connected_at > 2 * Worker.BEAT_EVERY.total_seconds():
            release_lost_jobs(own=self.worker_id)


class Heartbeat(threading.Thread):
    """Says every few seconds that a worker lives, also during a long job."""

    def __init__(self, worker_id: str) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self._worker_id = worker_id
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(Worker.BEAT_EVERY.total_seconds()):
            try:
                beat(self._worker_id)
            except (OperationalError, InterfaceError) as error:
                logger.warning("Chưa ghi được nhịp báo sống: %s", error)
            finally:
                # A connection of this thread's own, opened anew each time: it has no life to look after.
                connection.close()

    def stop(self) -> None:
        """End the thread and take the worker off the list of those that live."""
        self._stopped.set()
        self.join()
        try:
            Worker.objects.filter(pk=self._worker_id).delete()
        except (OperationalError, InterfaceError) as error:
            logger.warning("Chưa xóa được tên tiến trình khỏi danh sách: %s", error)


def beat(worker_id: str) -> None:
    """Note that a worker lives."""
    if not Worker.objects.filter(pk=worker_id).update(beat_at=Now()):
        Worker.objects.bulk_create([Worker(pk=worker_id)], ignore_conflicts=True)


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise JobTimeout in the block when it takes longer; only where signals reach, in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise JobTimeout(f"Việc chạy quá {seconds:g} giây nên bị dừng.")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
