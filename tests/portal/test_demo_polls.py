"""The polls of the demo: one to answer, one that has been answered."""

import pytest

from portal.demo import content
from portal.demo.polls import publish_polls
from stats.models import Ballot, Poll
from stats.polls.state import results_of
from tests.factories import make_poll

pytestmark = pytest.mark.django_db


def test_one_is_open_and_one_has_its_results(client):
    assert publish_polls() == 2
    opened, closed = Poll.objects.published().open_first()
    assert not opened.is_closed
    assert closed.is_closed
    votes = content.polls()[1]["votes"]
    assert [line.votes for line in results_of(closed).lines] == votes
    assert f"Tổng số: {sum(votes)} phiếu." in client.get(closed.get_absolute_url()).content.decode()
    days = Ballot.objects.values_list("cast_on", flat=True)
    assert min(days) >= closed.published_at.date()
    assert max(days) <= closed.closes_at.date()


def test_second_run_and_polls_of_staff_stay_alone():
    make_poll()
    assert publish_polls() == 0
    assert Poll.objects.count() == 1
