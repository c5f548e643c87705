"""Codes that come or go, and the numbers that were spelt by the codes known before."""

import logging
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from core.jobs import run_ready_jobs
from core.models.jobs import Job
from documents import tasks
from documents.mentions import find_mentions
from documents.models import Document, DocumentType
from documents.models.names import SETTLED_AFTER
from documents.tasks import renumber_documents
from tests.factories import make_body, make_document, make_type

pytestmark = pytest.mark.django_db


@pytest.fixture
def run_jobs(django_capture_on_commit_callbacks):
    """Run what waits of the job, as a worker would after the commit; return how many documents changed."""

    def run():
        count = 0
        while (waiting := Job.objects.filter(task_path=renumber_documents.module_path)).exists():
            calls = [job.args_kwargs["args"] for job in waiting]
            waiting.delete()
            with django_capture_on_commit_callbacks(execute=True):
                count += sum(renumber_documents.call(*args) for args in calls)
        return count

    return run


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def add_codes(body, *codes):
    body.codes = [*body.codes, *codes]
    body.save()


def key_of(document):
    return Document.objects.values_list("number_key", flat=True).get(pk=document.pk)


def test_number_takes_the_spelling_of_a_code_that_is_added(run_jobs):
    body = make_body(codes=["SGDĐT"])
    document = make_document(issuing_body=body, number="7/TB-HDTXY")
    add_codes(body, "HĐTXY")
    assert run_jobs() == 1
    assert key_of(document) == "07/TB-HĐTXY"


def test_second_spelling_of_a_number_is_no_second_document(run_jobs, commit):
    body = make_body(codes=["SGDĐT"])
    make_document(issuing_body=body, number="7/TB-HDTXY")
    with commit():
        add_codes(body, "HĐTXY")
    run_jobs()
    with pytest.raises(IntegrityError):
        make_document(issuing_body=body, number="7/TB-HĐTXY")


def test_mention_in_the_new_spelling_finds_the_document(run_jobs, commit):
    body = make_body(codes=["SGDĐT"])
    document = make_document(issuing_body=body, number="7/TB-HDTXY")
    with commit():
        add_codes(body, "HĐTXY")
    run_jobs()
    [[mention]] = find_mentions(["Theo Thông báo số 7/TB-HĐTXY về việc họp."])
    assert mention.url == document.get_absolute_url()


def test_documents_of_other_bodies_take_the_spelling_too(run_jobs):
    document = make_document(number="7/TB-HDTXY-SGDĐT")
    make_body(codes=["HĐTXY"])
    run_jobs()
    assert key_of(document) == "07/TB-HĐTXY-SGDĐT"


def test_number_takes_the_spelling_of_a_kind_that_is_added(run_jobs):
    document = make_document(number="7/QDX-SGDĐT")
    DocumentType.objects.create(name="Quyết định X", code="QĐX")
    run_jobs()
    assert key_of(document) == "07/QĐX-SGDĐT"


def test_number_goes_back_to_what_was_typed_with_the_last_holder_of_a_code(run_jobs, commit):
    with commit():
        other = make_body(codes=["HĐTXY"])
    document = make_document(number="7/TB-HDTXY")
    assert key_of(document) == "07/TB-HĐTXY"
    other.delete()
    run_jobs()
    assert key_of(document) == "07/TB-HDTXY"


def test_second_run_changes_nothing(run_jobs):
    make_document(number="7/TB-HDTXY")
    make_body(codes=["HĐTXY"])
    assert run_jobs() == 1
    assert renumber_documents.call(["HĐTXY"]) == 0


def test_job_waits_until_every_process_has_heard_of_the_codes():
    document = make_document(number="7/TB-HDTXY")
    make_body(codes=["HĐTXY"])
    run_ready_jobs()
    assert key_of(document) == "07/TB-HDTXY"
    with time_machine.travel(timezone.now() + SETTLED_AFTER):
        run_ready_jobs()
    assert key_of(document) == "07/TB-HĐTXY"


def test_save_that_leaves_the_codes_alone_renumbers_nothing():
    body, kind = make_body(codes=["SGDĐT", "SGD&ĐT"]), make_type("TB")
    Job.objects.all().delete()
    body.codes, body.order = ["SGD&ĐT", "SGDĐT"], 5
    body.save()
    kind.order = 7
    kind.save()
    assert not Job.objects.exists()


def test_number_that_another_document_has_stays_with_a_warning(run_jobs, caplog):
    body = make_body(codes=["SGDĐT"])
    marked = make_document(issuing_body=body, number="7/TB-HĐTXY")
    plain = make_document(issuing_body=body, number="7/TB-HDTXY")
    late = make_document(issuing_body=body, number="8/TB-HDTXY")
    add_codes(body, "HĐTXY")
    with caplog.at_level(logging.WARNING, logger="documents.tasks"):
        assert run_jobs() == 1
    assert (key_of(marked), key_of(plain)) == ("07/TB-HĐTXY", "07/TB-HDTXY")
    assert key_of(late) == "08/TB-HĐTXY"
    [message] = caplog.messages
    assert "07/TB-HDTXY" in message
    assert "07/TB-HĐTXY" in message


def test_number_of_another_year_is_no_clash(run_jobs):
    body = make_body(codes=["SGDĐT"])
    make_document(issuing_body=body, number="7/TB-HĐTXY", issued_on=date(2025, 3, 3))
    plain = make_document(issuing_body=body, number="7/TB-HDTXY")
    add_codes(body, "HĐTXY")
    run_jobs()
    assert key_of(plain) == "07/TB-HĐTXY"


def test_number_that_is_none_any_more_keeps_its_spelling_with_a_warning(run_jobs, commit, caplog):
    with commit():
        kind = DocumentType.objects.create(name="Lời dặn", code="LDN")
    document = make_document(number="5-LDN/TW", type=make_type("TB"))
    with commit():
        kind.code = ""
        kind.save()
    with caplog.at_level(logging.WARNING, logger="documents.tasks"):
        assert run_jobs() == 0
    assert key_of(document) == "05-LDN/TW"
    assert "5-LDN/TW" in caplog.text


def test_job_goes_on_where_the_last_one_ended(run_jobs, monkeypatch):
    monkeypatch.setattr(tasks, "RENUMBERED_IN_A_RUN", 2)
    for number in range(1, 6):
        make_document(number=f"{number}/TB-HDTXY")
    make_body(codes=["HĐTXY"])
    Job.objects.all().delete()
    assert renumber_documents.call(["HĐTXY"]) == 2
    assert run_jobs() == 3
    assert not Document.objects.filter(number_key__contains="HDTXY").exists()


def test_documents_whose_number_does_not_hold_the_code_are_left_alone():
    document = make_document(number="7/TB-SGDĐT")
    Document.objects.filter(pk=document.pk).update(number_key="07/TB-SGDDT")
    assert renumber_documents.call(["HĐTXY"]) == 0
    assert renumber_documents.call(["SGDĐT"]) == 1


def test_page_shows_the_new_spelling(client, run_jobs, commit):
    body = make_body(codes=["SGDĐT"])
    with commit():
        document = make_document(issuing_body=body, number="7/TB-HDTXY")
    address = document.get_absolute_url()
    assert "07/TB-HDTXY" in client.get(address).content.decode()
    add_codes(body, "HĐTXY")
    run_jobs()
    moved = client.get(address, follow=True).content.decode()
    assert "07/TB-HĐTXY" in moved
    assert "07/TB-HDTXY" not in moved
