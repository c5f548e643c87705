"""What a poll is: its rules, and what the database refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from core.models import SearchEntry, TransitionError
from core.search import find
from stats.models import Ballot, Choice, Poll, PollReset
from stats.polls.state import read_results, results_of, share_of
from stats.polls.tasks import refresh_closed_polls
from tests.factories import at, make_ballot, make_poll, make_user

pytestmark = pytest.mark.django_db


def soon(days=1):
    return timezone.now() + timedelta(days=days)


def test_poll_needs_two_choices_to_be_published():
    poll = make_poll("Có", published=False)
    with pytest.raises(ValidationError, match="ít nhất hai lựa chọn"):
        poll.publish(by=None)


def test_nobody_can_choose_more_than_there_is():
    poll = make_poll("Có", "Không", max_choices=3, published=False)
    with pytest.raises(ValidationError, match="chỉ có 2 lựa chọn"):
        poll.publish(by=None)


def test_results_after_closing_need_an_hour_of_closing():
    poll = make_poll(results="after_closing", published=False)
    with pytest.raises(ValidationError, match="giờ kết thúc"):
        poll.publish(by=None)
    poll.closes_at = soon()
    poll.save()
    poll.publish(by=None)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"max_choices": 0}, "stats_poll_max_choices"),
        ({"max_choices": 31}, "stats_poll_max_choices"),
        ({"question": ""}, "stats_poll_has_question"),
        (
            {"published_at": at(2026, 3, 2), "closes_at": at(2026, 3, 2)},
            "stats_poll_closes_after_opening",
        ),
    ],
)
def test_database_refuses_a_poll_that_makes_no_sense(fields, name):
    with pytest.raises(IntegrityError, match=name):
        make_poll(published=False, **fields)


def test_one_choice_is_there_once():
    poll = make_poll("Có", "Không")
    with pytest.raises(IntegrityError, match="stats_choice_text_once"), transaction.atomic():
        Choice.objects.create(poll=poll, text="Có")
    with pytest.raises(IntegrityError, match="stats_choice_has_text"), transaction.atomic():
        Choice.objects.create(poll=poll, text="")


def test_one_voter_has_one_ballot():
    poll = make_poll("Có", "Không")
    ballot = make_ballot(poll, "Có")
    with pytest.raises(IntegrityError, match="stats_ballot_one_voice"), transaction.atomic():
        Ballot.objects.create(poll=poll, voter=ballot.voter, cast_on=ballot.cast_on)


def test_what_has_votes_is_not_deleted():
    poll = make_poll("Có", "Không")
    make_ballot(poll, "Có")
    with pytest.raises(ProtectedError):
        poll.choices.get(text="Có").delete()
    with pytest.raises(ProtectedError):
        poll.delete()
    poll.choices.get(text="Không").delete()


@pytest.mark.parametrize(
    ("results", "before_voting", "after_voting", "after_closing"),
    [
        ("after_voting", False, True, True),
        ("after_closing", False, False, True),
        ("always", True, True, True),
        ("never", False, False, False),
    ],
)
def test_results_are_shown_by_the_rule(results, before_voting, after_voting, after_closing):
    poll = Poll(results=results, closes_at=soon())
    closed = Poll(results=results, closes_at=soon(-1))
    assert poll.shows_results(has_voted=False) == before_voting
    assert poll.shows_results(has_voted=True) == after_voting
    assert closed.shows_results(has_voted=False) == after_closing


def test_open_are_those_that_take_ballots():
    open_ended, closing = make_poll(), make_poll(closes_at=soon())
    make_poll(closes_at=soon(-1), at=timezone.now() - timedelta(days=2))
    make_poll(published=False)
    make_poll(at=soon())
    assert set(Poll.objects.open()) == {open_ended, closing}


def test_results_come_in_one_query(django_assert_num_queries):
    poll = make_poll("Có", "Không", "Khác", max_choices=2)
    make_ballot(poll, "Có", "Khác")
    make_ballot(poll, "Có")
    poll.choices.get(text="Khác").retire()
    poll.choices.get(text="Không").retire()
    with django_assert_num_queries(1) as queries:
        results = read_results(Poll.objects.with_results().get())
    assert "stats_ballot" not in queries[0]["sql"].replace("ballots_count", "")  # Tallies, no big count.
    assert results.ballots == 2
    assert [(line.text, line.votes, line.share, line.is_retired) for line in results.lines] == [
        ("Có", 2, "100", False),
        ("Khác", 1, "50", True),
    ]


@pytest.mark.parametrize(
    ("votes", "ballots", "share"),
    [(0, 0, "0"), (1, 3, "33,3"), (2, 3, "66,7"), (1, 8, "12,5"), (5, 5, "100"), (1, 10_000, "0")],
)
def test_shares_are_written_as_in_vietnamese(votes, ballots, share):
    assert share_of(votes, ballots) == share


def test_poll_is_found_by_its_question_and_its_choices():
    poll = make_poll("Sáng thứ bảy", "Chiều chủ nhật", question="Nên họp phụ huynh lúc nào?")
    assert [hit.obj for hit in find("hop phu huynh").hits] == [poll]
    assert [hit.obj for hit in find("chiều chủ nhật").hits] == [poll]
    poll.withdraw(by=None, note="hỏi nhầm.")
    assert not find("hop phu huynh").hits
    assert SearchEntry.objects.filter(kind="stats.poll").count() == 1


def test_reset_destroys_every_ballot_and_says_who_did_it():
    boss = make_user("stats.publish_poll")
    poll = make_poll("Có", "Không")
    for _ in range(3):
        make_ballot(poll, "Có")
    poll.reset(by=boss, reason="Câu hỏi viết sai năm học.")
    assert not Ballot.objects.exists()
    assert [line.votes for line in results_of(poll).lines] == [0, 0]
    assert results_of(poll).ballots == 0
    reset = PollReset.objects.get()
    assert (reset.ballots, reset.reset_by, reset.reason) == (3, boss, "Câu hỏi viết sai năm học.")


def test_reset_needs_the_right_a_reason_and_ballots():
    poll = make_poll("Có", "Không")
    with pytest.raises(TransitionError, match="chưa có phiếu"):
        poll.reset(by=None, reason="Thử.")
    make_ballot(poll, "Có")
    with pytest.raises(TransitionError, match="lý do"):
        poll.reset(by=None, reason=" ")
    with pytest.raises(PermissionDenied):
        poll.reset(by=make_user("stats.change_poll"), reason="Thử.")
    assert Ballot.objects.count() == 1


def test_pages_learn_that_a_poll_has_closed(time_machine):
    time_machine.move_to(at(2026, 3, 2), tick=False)
    make_poll(closes_at=at(2026, 3, 3))
    assert not refresh_closed_polls.call()
    time_machine.move_to(at(2026, 3, 3, 8, 1), tick=False)
    assert refresh_closed_polls.call()
