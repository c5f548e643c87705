"""Many at once: as many ballots as voters, and of two clicks one."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client

from core import challenge, sending
from core.ballots import COOKIE
from stats.models import Ballot, Poll
from stats.polls import casting
from tests.factories import make_poll
from tests.stats.ballots import ballot_of, counts, key_of, soup


@pytest.fixture
def poll(committing_db, monkeypatch):
    """A poll that everyone may vote on from one address without work."""
    wide = casting.Gate("poll", plain_per_visitor=10**6, plain_per_network=10**6, plain_in_all=10**6)
    monkeypatch.setattr(casting, "GATE", wide)
    monkeypatch.setattr("stats.polls.views.GATE", wide)
    monkeypatch.setattr(challenge, "STEPS", ())
    monkeypatch.setattr(challenge, "NETWORK_STEPS", ())
    return make_poll("Có", "Không")


@pytest.mark.parametrize(
    ("votes", "threads"), [(60, 12), pytest.param(1_000, 50, marks=pytest.mark.thorough)], ids=["few", "many"]
)
def test_so_many_votes_at_once_give_exactly_so_many(poll, votes, threads):
    address, yes, no = f"/tham-do/{poll.pk}/phieu/", ballot_of(poll, "Có"), ballot_of(poll, "Không")
    start = threading.Barrier(threads)

    def cast(share):
        start.wait(30)
        try:
            statuses = []
            for number in share:
                client = Client()
                client.get(address)
                statuses.append(client.post(address, yes if number % 4 else no).status_code)
            return statuses
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        answers = list(pool.map(cast, [range(first, votes, threads) for first in range(threads)]))
    assert [status for statuses in answers for status in statuses] == [200] * votes
    assert Ballot.objects.count() == Poll.objects.get().ballots_count == votes
    assert counts(poll) == {"Có": votes - votes // 4, "Không": votes // 4}


def test_clicks_at_once_give_one_ballot_and_the_same_answer(poll):
    address, yes = f"/tham-do/{poll.pk}/phieu/", ballot_of(poll, "Có")
    first = Client()
    first.get(address)
    cookie = first.cookies[COOKIE].value
    start = threading.Barrier(8)

    def click(_):
        client = Client()
        client.cookies[COOKIE] = cookie
        start.wait(30)
        try:
            return client.post(address, yes)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(click, range(8)))
    assert {answer.status_code for answer in answers} == {200}
    words = [answer.content.decode() for answer in answers]
    assert sum("Phiếu của bạn đã được ghi" in said for said in words) == 1
    assert sum("phiếu đầu tiên được tính" in said for said in words) == 7
    assert (Ballot.objects.count(), counts(poll)["Có"]) == (1, 1)


def test_reset_waits_for_ballots_that_are_being_cast(poll):
    """A ballot is wholly before a reset, and destroyed, or wholly after it, and counted."""
    address, yes = f"/tham-do/{poll.pk}/phieu/", ballot_of(poll, "Có")
    client = Client()
    client.get(address)
    client.post(address, yes)
    start = threading.Barrier(5)

    def cast(_):
        browser = Client()
        browser.get(address)
        start.wait(30)
        try:
            return browser.post(address, yes).status_code
        finally:
            connection.close()

    def reset():
        start.wait(30)
        try:
            return Poll.objects.get(pk=poll.pk).reset(by=None, reason="Thử.").ballots
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        casting_now = [pool.submit(cast, number) for number in range(4)]
        destroyed = pool.submit(reset).result()
        assert [cast.result() for cast in casting_now] == [200] * 4
    assert destroyed + Ballot.objects.count() == 5
    assert counts(poll)["Có"] == Poll.objects.get().ballots_count == Ballot.objects.count()


def test_ballots_with_several_choices_do_not_wait_for_each_other_for_ever(poll):
    Poll.objects.filter(pk=poll.pk).update(max_choices=2)
    address, start = f"/tham-do/{poll.pk}/phieu/", threading.Barrier(8)
    sent = ballot_of(poll, "Có", "Không")

    def cast(number):
        client = Client()
        client.get(address)
        start.wait(30)
        try:
            return client.post(address, sent | {"chon": sent["chon"][:: 1 if number % 2 else -1]}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(cast, range(8))) == [200] * 8
    assert counts(poll) == {"Có": 8, "Không": 8}


def test_poll_that_somebody_holds_too_long_says_so(poll, monkeypatch):
    monkeypatch.setattr(sending, "LOCK_TIMEOUT", "50ms")
    address = f"/tham-do/{poll.pk}/phieu/"

    def cast():
        try:
            client = Client()
            client.get(address)
            return client.post(address, ballot_of(poll, "Có"))
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        Poll.objects.select_for_update().get(pk=poll.pk)
        answer = pool.submit(cast).result()
    assert answer.status_code == 503
    form = soup(answer).form
    assert "chưa được ghi. Hãy chờ vài giây" in form.find(role="alert").get_text()
    assert form.select_one("[checked]")["value"] == str(key_of(poll, "Có"))
    assert not Ballot.objects.exists()


def test_saving_what_was_read_before_a_vote_takes_no_vote_away(poll):
    choice = poll.choices.get(text="Có")
    client = Client()
    client.get(poll.get_absolute_url())
    client.post(poll.get_absolute_url(), ballot_of(poll, "Có"))
    poll.save()
    choice.save()
    assert (Poll.objects.get().ballots_count, counts(poll)["Có"]) == (1, 1)
