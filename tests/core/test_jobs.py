from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import get_date_max

from core import jobs
from core.jobs import beat, enqueue_due, every, job, release_lost_jobs, run_ready_jobs
from core.models.jobs import BACKOFF, MAX_ATTEMPTS, ClockJob, Job, Worker
from core.tasks import prune_jobs
from tests.core import sample_jobs

pytestmark = pytest.mark.django_db

NOON = "2026-03-02T12:00:00+07:00"


@pytest.fixture(autouse=True)
def only_the_tests_clock_jobs(monkeypatch):
    monkeypatch.setattr(jobs, "_clock", {})


def test_job_is_run_with_its_arguments_and_its_outcome_kept():
    result = sample_jobs.add.enqueue(2, second=3)
    assert run_ready_jobs() == 1
    result.refresh()
    assert result.status == TaskResultStatus.SUCCESSFUL
    assert result.return_value == 5


def test_nothing_is_run_where_nothing_is_ready():
    assert run_ready_jobs() == 0


def test_job_is_called_by_its_title():
    sample_jobs.add.enqueue(1, 2)
    assert str(Job.objects.get()) == "Cộng hai số"


def test_job_whose_code_is_gone_is_called_by_its_path():
    sample_jobs.add.enqueue(1, 2)
    Job.objects.update(task_path="core.gone.away")
    assert Job.objects.get().title == "away"


def test_failed_job_is_ready_again_after_a_wait(time_machine):
    time_machine.move_to(NOON, tick=False)
    sample_jobs.fail.enqueue()
    run_ready_jobs()
    failed = Job.objects.get()
    assert failed.status == TaskResultStatus.READY
    assert failed.run_after == timezone.now() + BACKOFF[0]
    assert failed.attempts == 1
    assert failed.error == "RuntimeError: Máy chủ thư không trả lời"


def test_failed_job_is_not_run_before_its_wait_is_over(time_machine):
    time_machine.move_to(NOON, tick=False)
    sample_jobs.fail.enqueue()
    run_ready_jobs()
    time_machine.shift(BACKOFF[0] - timedelta(seconds=1))
    assert run_ready_jobs() == 0
    time_machine.shift(timedelta(seconds=1))
    assert run_ready_jobs() == 1


def test_job_is_given_up_after_its_last_attempt(time_machine, caplog):
    time_machine.move_to(NOON, tick=False)
    sample_jobs.fail.enqueue()
    for _ in range(MAX_ATTEMPTS):
        assert run_ready_jobs() == 1
        time_machine.shift(max(BACKOFF))
    assert run_ready_jobs() == 0
    assert Job.objects.get().status == TaskResultStatus.FAILED
    assert [record.levelname for record in caplog.records if record.name == "core.models.jobs"] == [
        *["WARNING"] * (MAX_ATTEMPTS - 1),
        "ERROR",
    ]


def test_given_up_job_can_be_run_again(time_machine):
    sample_jobs.add.enqueue(1, 2)
    Job.objects.update(status=TaskResultStatus.FAILED, worker_ids=["x"] * MAX_ATTEMPTS)
    Job.objects.get().run_again()
    assert Job.objects.get().run_after == get_date_max()
    assert run_ready_jobs() == 1
    assert Job.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_job_that_succeeds_at_last_shows_no_error():
    sample_jobs.add.enqueue(1, 2)
    Job.objects.update(
        traceback="RuntimeError: x", exception_class_path="builtins.RuntimeError", worker_ids=["x"]
    )
    run_ready_jobs()
    assert Job.objects.get().error == ""


def test_job_does_not_exist_where_its_transaction_failed():
    with transaction.atomic():
        sample_jobs.add.enqueue(1, 2)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_job_that_takes_too_long_fails(monkeypatch):
    monkeypatch.setattr(jobs, "JOB_TIME_LIMIT", 0.05)
    sample_jobs.spin.enqueue()
    run_ready_jobs()
    assert Job.objects.get().error == "core.jobs.JobTimeout: Việc chạy quá 0.05 giây nên bị dừng."


def running_with(worker_id, attempts=1):
    sample_jobs.add.enqueue(1, 2)
    Job.objects.update(status=TaskResultStatus.RUNNING, worker_ids=["x"] * (attempts - 1) + [worker_id])
    return Job.objects.get()


def test_job_of_a_worker_that_is_gone_is_tried_again():
    lost = running_with("khong-con")
    assert release_lost_jobs() == 1
    lost.refresh_from_db()
    assert lost.status == TaskResultStatus.READY
    assert "đã dừng giữa chừng" in lost.error


def test_job_of_a_worker_that_was_not_heard_of_for_long_is_tried_again():
    beat("im-lang")
    Worker.objects.update(beat_at=timezone.now() - Worker.LOST_AFTER - timedelta(seconds=5))
    running_with("im-lang")
    assert release_lost_jobs() == 1


def test_job_of_a_living_worker_is_left_alone():
    beat("con-song")
    running_with("con-song")
    assert release_lost_jobs() == 0


def test_job_that_a_worker_knows_it_does_not_run_is_tried_again():
    beat("toi")
    running_with("toi")
    assert release_lost_jobs(own="toi") == 1


def test_job_that_takes_its_worker_down_each_time_is_given_up():
    running_with("khong-con", attempts=MAX_ATTEMPTS)
    release_lost_jobs()
    assert Job.objects.get().status == TaskResultStatus.FAILED


def test_beat_is_noted_once_and_then_moved():
    beat("toi")
    Worker.objects.update(beat_at=timezone.now() - timedelta(hours=1))
    assert not Worker.objects.alive().exists()
    assert [str(worker) for worker in Worker.objects.lost()] == ["toi"]
    beat("toi")
    assert Worker.objects.alive().count() == 1


def clock(period=timedelta(hours=1)):
    return every(period)(sample_jobs.spin)


def test_clock_job_runs_at_once_and_then_once_a_period(time_machine):
    time_machine.move_to(NOON, tick=False)
    clock(timedelta(hours=1))
    assert enqueue_due() == 1
    Job.objects.all().delete()
    time_machine.shift(timedelta(minutes=59))
    assert enqueue_due() == 0
    time_machine.shift(timedelta(minutes=1))
    assert enqueue_due() == 1
    assert str(ClockJob.objects.get()) == "tests.core.sample_jobs.spin"


@pytest.mark.parametrize("status", [TaskResultStatus.READY, TaskResultStatus.RUNNING])
def test_clock_job_is_not_added_while_the_last_one_is_unfinished(time_machine, status):
    time_machine.move_to(NOON, tick=False)
    clock(timedelta(hours=1))
    enqueue_due()
    Job.objects.update(status=status)
    time_machine.shift(timedelta(hours=2))
    assert enqueue_due() == 0
    assert Job.objects.count() == 1


def test_clock_job_that_another_worker_has_just_added_is_not_added_again(time_machine, monkeypatch):
    time_machine.move_to(NOON, tick=False)
    clock()
    enqueue_due()
    Job.objects.all().delete()
    # What this worker read a moment ago is stale: the row says better when it is locked.
    monkeypatch.setattr(ClockJob.objects, "values_list", lambda *_: [("tests.core.sample_jobs.spin", None)])
    assert enqueue_due() == 0


def test_job_keeps_the_options_of_the_queue():
    assert job("Việc gấp", priority=50)(sample_jobs.add.func).priority == 50
    sample_jobs.add.func.title = "Cộng hai số"


def finished(status, days):
    sample_jobs.add.enqueue(1, 2)
    newest = Job.objects.latest("enqueued_at")
    newest.status = status
    newest.finished_at = timezone.now() - timedelta(days=days)
    newest.save()
    return newest


def test_finished_jobs_go_after_a_while_and_failed_ones_later():
    kept = {
        finished(TaskResultStatus.SUCCESSFUL, 6),
        finished(TaskResultStatus.FAILED, 59),
    }
    finished(TaskResultStatus.SUCCESSFUL, 8)
    finished(TaskResultStatus.FAILED, 61)
    assert prune_jobs.call() == 2
    assert set(Job.objects.all()) == kept


def test_workers_that_are_long_gone_are_forgotten():
    beat("cu")
    Worker.objects.update(beat_at=timezone.now() - timedelta(days=8))
    beat("moi")
    prune_jobs.call()
    assert [worker.pk for worker in Worker.objects.all()] == ["moi"]
