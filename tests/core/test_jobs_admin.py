from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus

from core.jobs import run_ready_jobs
from core.models.jobs import MAX_ATTEMPTS, Job
from tests.core import sample_jobs
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(make_user("core.view_job", "core.rerun_job"))


def page(client, **query):
    return client.get(reverse("admin:core_job_changelist"), query).content.decode()


def given_up():
    result = sample_jobs.fail.enqueue()
    Job.objects.update(
        status=TaskResultStatus.FAILED,
        worker_ids=["x"] * MAX_ATTEMPTS,
        traceback="Traceback\nRuntimeError: Máy chủ thư không trả lời\n",
        finished_at=timezone.now(),
    )
    return Job.objects.get(pk=result.id)


def test_list_says_in_vietnamese_what_failed_and_why(client, administrator):
    given_up()
    content = page(client)
    for text in ("Luôn hỏng", "Lỗi", "RuntimeError: Máy chủ thư không trả lời", f">{MAX_ATTEMPTS}<"):
        assert text in content


def test_list_tells_a_job_that_waits_for_another_attempt(client, administrator, time_machine):
    time_machine.move_to(datetime(2026, 3, 2, 5, 0, tzinfo=UTC), tick=False)
    sample_jobs.fail.enqueue()
    run_ready_jobs()
    client.force_login(make_user("core.view_job"))
    content = page(client)
    assert "Chờ thử lại" in content
    assert "12:00 02/03/2026" in content


def test_list_is_narrowed_to_a_state(client, administrator):
    given_up()
    sample_jobs.add.enqueue(1, 2)
    assert "Cộng hai số" not in page(client, status="FAILED")
    assert "Cộng hai số" in page(client, status="READY")


def test_one_job_is_shown_with_its_arguments_and_full_error(client, administrator):
    job = given_up()
    Job.objects.update(args_kwargs={"args": ["news.articleattachment"], "kwargs": {"pk": 5}})
    content = client.get(reverse("admin:core_job_change", args=[job.pk])).content.decode()
    assert "<pre>Traceback" in content
    assert "news.articleattachment, pk=5" in content
    assert 'name="_save"' not in content


def test_given_up_job_is_run_again(client, administrator):
    job = given_up()
    Job.objects.update(task_path="tests.core.sample_jobs.add", args_kwargs={"args": [1, 2], "kwargs": {}})
    client.post(
        reverse("admin:core_job_changelist"), {"action": "run_again", "_selected_action": [str(job.pk)]}
    )
    run_ready_jobs()
    assert Job.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_job_that_waits_for_another_attempt_is_run_at_once(client, administrator):
    job = given_up()
    Job.objects.update(status=TaskResultStatus.READY, run_after=timezone.now() + timedelta(hours=1))
    client.post(
        reverse("admin:core_job_changelist"), {"action": "run_again", "_selected_action": [str(job.pk)]}
    )
    assert Job.objects.ready().exists()


@pytest.mark.parametrize("status", [TaskResultStatus.RUNNING, TaskResultStatus.SUCCESSFUL])
def test_job_that_runs_or_is_done_is_not_run_again(client, administrator, status):
    job = given_up()
    Job.objects.update(status=status)
    response = client.post(
        reverse("admin:core_job_changelist"),
        {"action": "run_again", "_selected_action": [str(job.pk)]},
        follow=True,
    )
    assert Job.objects.get().status == status
    assert "Bỏ qua 1 việc đang chạy hoặc đã xong." in response.content.decode()


def test_viewer_without_the_right_runs_nothing_again(client):
    client.force_login(make_user("core.view_job"))
    job = given_up()
    client.post(
        reverse("admin:core_job_changelist"), {"action": "run_again", "_selected_action": [str(job.pk)]}
    )
    assert Job.objects.get().status == TaskResultStatus.FAILED


def test_jobs_are_not_added_changed_or_deleted_by_hand(client, administrator):
    job = given_up()
    assert client.get(reverse("admin:core_job_add")).status_code == 403
    assert client.post(reverse("admin:core_job_delete", args=[job.pk]), {"post": "yes"}).status_code == 403
    assert client.post(reverse("admin:core_job_change", args=[job.pk]), {}).status_code == 403


def test_list_of_jobs_makes_no_query_for_each(client, administrator, django_assert_max_num_queries):
    for number in range(5):
        sample_jobs.add.enqueue(number, 1)
    with django_assert_max_num_queries(9):
        page(client)


def test_packages_own_list_in_english_is_not_there(client):
    client.force_login(make_user(is_superuser=True))
    assert client.get("/quan-tri/django_tasks_database/dbtaskresult/").status_code == 404
