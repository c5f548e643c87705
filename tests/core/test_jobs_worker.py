"""The worker as a process of its own: signals, sudden death, a database that goes away."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus

from core.jobs import Heartbeat, JobWorker, release_lost_jobs, run_ready_jobs
from core.models.jobs import ClockJob, Job, Worker
from tests.core import sample_jobs
from tests.processes import wait_until

pytestmark = pytest.mark.usefixtures("committing_db")

# The command itself, on the database of the tests.
RUN_WORKER = """
import sys
import django
from django.core.management import call_command
from django.db import connections

django.setup()
connections.settings["default"]["NAME"] = sys.argv[1]
call_command("worker")
"""


@contextmanager
def worker_process(tmp_path):
    log = (tmp_path / "worker.log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-c", RUN_WORKER, connection.settings_dict["NAME"]],
        cwd=settings.BASE_DIR,
        stdout=log,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    process.said = lambda: (tmp_path / "worker.log").read_text()
    try:
        wait_until(lambda: "đã sẵn sàng" in process.said() or process.poll() is not None)
        assert process.poll() is None, process.said()
        yield process
    finally:
        process.kill()
        process.wait()
        log.close()


def status_of(result):
    return Job.objects.get(pk=result.id).status


def test_worker_runs_jobs_and_ends_on_term_with_the_job_under_way_finished(tmp_path):
    with worker_process(tmp_path) as process:
        result = sample_jobs.wait_at_gate.enqueue(str(tmp_path))
        wait_until((tmp_path / "begun-0").exists)
        assert Worker.objects.alive().count() == 1
        process.send_signal(signal.SIGTERM)
        later = sample_jobs.add.enqueue(1, 2)
        (tmp_path / "open").touch()
        assert process.wait(30) == 0
        assert "đã dừng" in process.said()
    assert status_of(result) == TaskResultStatus.SUCCESSFUL
    assert status_of(later) == TaskResultStatus.READY
    assert not Worker.objects.exists()


def test_idle_worker_puts_the_clocks_jobs_into_the_queue_and_ends_on_term(tmp_path):
    with worker_process(tmp_path) as process:
        wait_until(
            lambda: Job.objects.filter(task_path="core.tasks.prune_jobs", status="SUCCESSFUL").exists()
        )
        assert ClockJob.objects.filter(name="core.tasks.prune_jobs", last_run_at__isnull=False).exists()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_job_of_a_killed_worker_is_run_again(tmp_path):
    with worker_process(tmp_path) as process:
        result = sample_jobs.wait_at_gate.enqueue(str(tmp_path))
        wait_until((tmp_path / "begun-0").exists)
        process.kill()
        process.wait()
    assert status_of(result) == TaskResultStatus.RUNNING
    Worker.objects.update(beat_at=timezone.now() - 2 * Worker.LOST_AFTER)
    assert release_lost_jobs() == 1
    Job.objects.get(pk=result.id).run_again()
    (tmp_path / "open").touch()
    run_ready_jobs()
    assert status_of(result) == TaskResultStatus.SUCCESSFUL
    assert Job.objects.get(pk=result.id).attempts == 2


def test_worker_says_that_it_lives_while_a_job_goes_on(monkeypatch):
    monkeypatch.setattr(Worker, "BEAT_EVERY", timedelta(milliseconds=20))
    heartbeat = Heartbeat("toi")
    heartbeat.start()
    try:
        wait_until(Worker.objects.alive().exists)
        first = Worker.objects.get().beat_at
        wait_until(lambda: Worker.objects.get().beat_at > first)
    finally:
        heartbeat.stop()
    assert not Worker.objects.exists()


def test_worker_that_is_told_twice_ends_at_once(monkeypatch):
    worker = JobWorker()
    monkeypatch.setattr(worker, "reset_signals", lambda: None)
    worker.shutdown(signal.SIGTERM, None)
    assert not worker.running
    with pytest.raises(SystemExit):
        worker.shutdown(signal.SIGTERM, None)


@contextmanager
def database_away():
    """Refuse connections and cut those that others have; the test's own stays."""
    connection.ensure_connection()
    name, own = connection.settings_dict["NAME"], connection.connection.info.backend_pid
    # From another database: none lets itself be closed from within.
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
        try:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s",
                [name, own],
            )
            yield
        finally:
            cursor.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')


def test_worker_outlives_an_absence_of_the_database(tmp_path):
    with worker_process(tmp_path) as process:
        with database_away():
            wait_until(lambda: process.said().count("Cơ sở dữ liệu không trả lời") >= 2)
        result = sample_jobs.add.enqueue(1, 2)
        wait_until(lambda: status_of(result) == TaskResultStatus.SUCCESSFUL)
        assert process.poll() is None


def test_batch_runs_what_is_ready_and_ends(capsys):
    result = sample_jobs.add.enqueue(1, 2)
    call_command("worker", batch=True)
    assert status_of(result) == TaskResultStatus.SUCCESSFUL
    assert capsys.readouterr().out == "Đã chạy 1 việc nền.\n"
