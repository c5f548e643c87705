"""Whether a document is in force: what brings each status about, and when it is written."""

from datetime import date

import pytest

from core import cache, jobs
from documents.effect import refresh_effects
from documents.models import Document
from documents.tasks import refresh_all_effects
from tests.factories import at, make_document, relate

pytestmark = pytest.mark.django_db

NOT_YET, IN_FORCE, PARTLY, EXPIRED, RECALLED = "not_yet", "in_force", "partly", "expired", "recalled"
YESTERDAY, TODAY, TOMORROW = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11)
LAST_YEAR = date(2025, 3, 2)


@pytest.fixture(autouse=True)
def on_the_tenth_of_march(time_machine):
    time_machine.move_to(at(2026, 3, 10, 9), tick=False)


def effect(document):
    """Return the status as it stands in the database."""
    return Document.objects.values_list("effect", flat=True).get(pk=document.pk)


def done_to(kind, *, partial=False, source=None, **target):
    """Return the status of a document after another one did something to it."""
    document = make_document(**{"issued_on": LAST_YEAR, **target})
    relate(source or make_document(), kind, document, is_partial=partial)
    return effect(document)


@pytest.mark.parametrize(
    ("dates", "status"),
    [
        ({"issued_on": TODAY}, IN_FORCE),
        ({"issued_on": None, "number": ""}, IN_FORCE),
        ({"issued_on": TOMORROW}, NOT_YET),
        ({"issued_on": LAST_YEAR, "effective_on": TODAY}, IN_FORCE),
        ({"issued_on": LAST_YEAR, "effective_on": TOMORROW}, NOT_YET),
        ({"issued_on": LAST_YEAR, "expires_on": TOMORROW}, IN_FORCE),
        ({"issued_on": LAST_YEAR, "expires_on": TODAY}, EXPIRED),
    ],
)
def test_dates_alone_say_whether_a_document_is_in_force(dates, status):
    assert effect(make_document(**dates)) == status


def test_draft_has_its_status_too():
    assert effect(make_document(published=False, issued_on=LAST_YEAR, expires_on=TODAY)) == EXPIRED


@pytest.mark.parametrize(
    ("kind", "partial", "status"),
    [
        ("recalls", False, RECALLED),
        ("replaces", False, EXPIRED),
        ("repeals", False, EXPIRED),
        ("replaces", True, PARTLY),
        ("repeals", True, PARTLY),
        ("amends", False, PARTLY),
        ("corrects", False, IN_FORCE),
        ("based_on", False, IN_FORCE),
        ("guides", False, IN_FORCE),
        ("accompanies", False, IN_FORCE),
        ("answers", False, IN_FORCE),
    ],
)
def test_each_relation_has_its_consequence(kind, partial, status):
    assert done_to(kind, partial=partial) == status


def test_relation_changes_nothing_for_its_source():
    source = make_document()
    relate(source, "replaces", make_document())
    assert effect(source) == IN_FORCE


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [("recalls", "replaces"), ("recalls", "amends"), ("replaces", "amends"), ("repeals", "amends")],
)
def test_of_two_relations_the_graver_counts(stronger, weaker):
    document = make_document()
    relate(make_document(), stronger, document)
    alone = effect(document)
    relate(make_document(), weaker, document)
    assert effect(document) == alone


def test_recall_counts_also_for_what_has_expired():
    assert done_to("recalls", expires_on=YESTERDAY) == RECALLED


def test_end_comes_before_a_change_of_parts():
    assert done_to("amends", expires_on=YESTERDAY) == EXPIRED


def test_what_was_replaced_before_it_began_never_begins():
    assert done_to("replaces", effective_on=TOMORROW) == EXPIRED


def test_what_was_amended_before_it_began_has_still_to_begin():
    assert done_to("amends", effective_on=TOMORROW) == NOT_YET


def test_whole_counts_over_part():
    document = make_document()
    relate(make_document(), "replaces", document, is_partial=True)
    relate(make_document(), "repeals", document)
    assert effect(document) == EXPIRED


def test_only_a_published_source_counts():
    source = make_document(published=False)
    assert done_to("replaces", source=source) == IN_FORCE
    source.publish(by=None)
    target = source.relations.get().target
    assert effect(target) == EXPIRED
    source.withdraw(by=None, note="Đăng nhầm dự thảo")
    assert effect(target) == IN_FORCE
    source.publish(by=None)
    assert effect(target) == EXPIRED


def test_source_that_waits_for_review_does_not_count():
    source = make_document(published=False)
    source.submit(by=None)
    assert done_to("recalls", source=source) == IN_FORCE


def test_source_in_the_trash_does_not_count_and_counts_again_only_when_published():
    source = make_document()
    target = make_document()
    relate(source, "repeals", target)
    source.withdraw(by=None, note="Sai")
    source.trash(by=None)
    source.restore(by=None)
    assert effect(target) == IN_FORCE
    source.publish(by=None)
    assert effect(target) == EXPIRED


def test_source_that_is_no_longer_on_the_portal_still_counts():
    # «Hết hạn» of a posting takes it off the lists; what it did in law stays done.
    source = make_document(unpublish_at=at(2026, 3, 1), at=at(2026, 2, 1), issued_on=date(2026, 2, 1))
    assert done_to("replaces", source=source) == EXPIRED


def test_source_counts_from_the_day_it_takes_effect(time_machine):
    source = make_document(issued_on=YESTERDAY, effective_on=date(2026, 4, 1))
    assert done_to("replaces", source=source) == IN_FORCE
    target = source.relations.get().target
    time_machine.move_to(at(2026, 3, 31, 23, 59))
    refresh_all_effects.call()
    assert effect(target) == IN_FORCE
    time_machine.move_to(at(2026, 4, 1, 0, 1))
    refresh_all_effects.call()
    assert effect(target) == EXPIRED


def test_source_that_names_no_day_counts_from_its_date_of_issue():
    assert done_to("replaces", source=make_document(issued_on=TOMORROW)) == IN_FORCE
    assert done_to("replaces", source=make_document(issued_on=TODAY)) == EXPIRED


def test_source_without_a_date_counts_from_the_day_it_was_put_up():
    assert done_to("replaces", source=make_document(number="", issued_on=None)) == EXPIRED


def test_scheduled_source_counts_when_it_is_put_up(time_machine):
    source = make_document(at=at(2026, 3, 12, 8), issued_on=TODAY)
    assert done_to("replaces", source=source) == IN_FORCE
    time_machine.move_to(at(2026, 3, 12, 8, 1))
    refresh_all_effects.call()
    assert effect(source.relations.get().target) == EXPIRED


def test_clock_brings_documents_into_force_and_out_of_it(time_machine):
    document = make_document(issued_on=TODAY, effective_on=TOMORROW, expires_on=date(2026, 3, 20))
    seen = []
    for day in (10, 11, 19, 20):
        time_machine.move_to(at(2026, 3, day, 0, 5))
        refresh_all_effects.call()
        seen.append(effect(document))
    assert seen == [NOT_YET, IN_FORCE, IN_FORCE, EXPIRED]


def test_clock_has_the_job_once_an_hour():
    period, job = jobs._clock[refresh_all_effects.module_path]
    assert (period.total_seconds(), job) == (3600, refresh_all_effects)


def test_day_is_a_day_in_vietnam(time_machine):
    document = make_document(issued_on=TODAY, effective_on=TOMORROW)
    time_machine.move_to(at(2026, 3, 11, 0, 1))  # Still the 10th in UTC.
    refresh_effects()
    assert effect(document) == IN_FORCE


def test_refresh_says_how_many_changed_and_touches_only_those_named():
    first, second = (make_document(issued_on=LAST_YEAR) for _ in range(2))
    Document.objects.update(expires_on=YESTERDAY)
    assert refresh_effects([first.pk]) == 1
    assert (effect(first), effect(second)) == (EXPIRED, IN_FORCE)
    assert refresh_effects() == 1
    assert refresh_effects() == 0


def test_refresh_may_be_asked_for_another_day():
    document = make_document(effective_on=TOMORROW)
    assert effect(document) == NOT_YET
    refresh_effects(on=TOMORROW)
    assert effect(document) == IN_FORCE


def test_refresh_costs_the_same_for_many_documents(django_assert_max_num_queries):
    for _ in range(8):
        relate(make_document(), "replaces", make_document())
    Document.objects.update(effect=NOT_YET)
    # The reading, one writing for each status, the savepoint and the notice to the pages; three for what the
    # register counts by.
    with django_assert_max_num_queries(11):
        assert refresh_effects() == 16


def test_save_of_a_source_refreshes_its_targets():
    source, target = make_document(issued_on=LAST_YEAR), make_document(issued_on=LAST_YEAR)
    relate(source, "replaces", target)
    source.effective_on = TOMORROW
    source.save()
    assert effect(target) == IN_FORCE


def test_save_of_a_document_refreshes_itself():
    document = make_document(issued_on=LAST_YEAR)
    document.expires_on = TODAY
    document.save()
    assert effect(document) == EXPIRED
    document.expires_on = None
    document.save()
    assert effect(document) == IN_FORCE


def test_relation_that_is_deleted_gives_the_effect_back():
    target = make_document()
    relation = relate(make_document(), "recalls", target)
    relation.delete()
    assert effect(target) == IN_FORCE


def test_relation_that_changes_its_kind_changes_the_effect():
    target = make_document()
    relation = relate(make_document(), "recalls", target)
    relation.kind = "amends"
    relation.save()
    assert effect(target) == PARTLY


def test_relation_that_is_pointed_elsewhere_gives_the_effect_back():
    wrong, right = make_document(), make_document()
    relation = relate(make_document(), "replaces", wrong)
    relation.target = right
    relation.save()
    assert (effect(wrong), effect(right)) == (IN_FORCE, EXPIRED)


def test_source_that_is_deleted_gives_the_effect_back():
    source, target = make_document(), make_document()
    relate(source, "replaces", target)
    source.delete()
    assert effect(target) == IN_FORCE


def test_two_documents_may_amend_each_other():
    first, second = make_document(), make_document()
    relate(first, "amends", second)
    relate(second, "amends", first)
    assert (effect(first), effect(second)) == (PARTLY, PARTLY)


def test_pages_are_made_anew_only_when_an_effect_changed(django_capture_on_commit_callbacks):
    document = make_document(issued_on=LAST_YEAR)
    made = []

    def read():
        return cache.remember("trang", ["documents"], lambda: made.append(1) or "trang")

    read()
    with django_capture_on_commit_callbacks(execute=True):
        refresh_effects()
    read()
    assert len(made) == 1
    Document.objects.filter(pk=document.pk).update(expires_on=TODAY)
    with django_capture_on_commit_callbacks(execute=True):
        refresh_effects()
    read()
    assert len(made) == 2
