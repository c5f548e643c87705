"""Guessing is slowed down; nobody else is."""

from datetime import timedelta

import pytest

from portal.accounts.throttle import Pace
from tests.accounts.people import browser, is_signed_in, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-03-02 09:00:00+07:00", tick=False)
    return time_machine


def fail(times, user, address="203.0.113.7"):
    return [sign_in(browser(address), user, f"sai-{number}").status_code for number in range(times)]


def test_sixth_attempt_within_a_minute_has_to_wait():
    user = make_user()
    assert fail(6, user) == [200] * 5 + [429]


def test_right_password_has_to_wait_too():
    user = make_user()
    fail(5, user)
    response = sign_in(browser(), user)
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert "Hãy chờ 60 giây" in response.content.decode()


def test_after_the_wait_the_right_password_comes_in(clock):
    user = make_user()
    fail(9, user)
    clock.shift(timedelta(seconds=60))
    assert sign_in(browser(), user).status_code == 302


def test_waits_grow(clock):
    user, waits = make_user(), []
    while len(waits) < 4:
        response = sign_in(browser(), user, "sai")
        if response.status_code == 429:
            waits.append(int(response["Retry-After"]))
            clock.shift(timedelta(seconds=waits[-1]))
    assert waits == [60, 240, 60, 24 * 60]


def test_made_up_account_waits_like_a_real_one():
    assert fail(6, "khong-co-ai") == fail(6, make_user())


def test_forty_people_of_one_office_hurt_nobody(clock):
    people = [make_user() for _ in range(40)]
    for number, user in enumerate(people):
        if number == 20:
            clock.shift(timedelta(minutes=5))
        assert fail(2, user) == [200] * 2
    assert all(sign_in(browser(), user).status_code == 302 for user in people)


def test_attack_on_one_account_leaves_its_neighbours_behind_the_same_address_alone():
    attacked, neighbour = make_user(), make_user()
    fail(100, attacked)
    assert sign_in(browser(), neighbour).status_code == 302


def test_attack_from_everywhere_leaves_the_owner_his_own_browser():
    owner, own = make_user(), browser("198.51.100.4")
    sign_in(own, owner)
    own.post("/dang-xuat/")
    attacked = [sign_in(browser(f"192.0.2.{number}"), owner, "sai").status_code for number in range(40)]
    assert attacked[-1] == 429
    assert sign_in(own, owner).status_code == 302


def test_known_browser_has_no_more_attempts_than_another():
    owner, own = make_user(), browser()
    sign_in(own, owner)
    own.post("/dang-xuat/")
    assert [sign_in(own, owner, "sai").status_code for _ in range(6)] == [200] * 5 + [429]


def test_browser_known_for_one_account_is_a_stranger_to_others():
    attacker, victim, own = make_user(), make_user(), browser()
    sign_in(own, attacker)
    own.post("/dang-xuat/")
    fail(5, victim)
    assert sign_in(own, victim, "sai").status_code == 429


def test_forged_cookie_makes_no_browser_known():
    user, forged = make_user(), browser()
    forged.cookies["quen"] = '["x",["0123456789abcdef"]]:1:abc'
    fail(5, user)
    assert sign_in(forged, user).status_code == 429


def made_up(times, start=0):
    return [sign_in(browser(), f"ten-{start + n}", "sai").status_code for n in range(times)]


def test_one_password_tried_on_many_accounts_slows_the_network_down():
    assert made_up(41) == [200] * 40 + [429]
    assert sign_in(browser("198.51.100.4"), make_user()).status_code == 302


def test_who_is_behind_the_same_address_waits_for_a_minute_at_a_time_and_five_at_most(clock):
    made_up(41)
    user = make_user()
    assert sign_in(browser(), user)["Retry-After"] == "60"
    clock.shift(timedelta(minutes=1))
    assert sign_in(browser(), user).status_code == 302
    clock.shift(timedelta(minutes=4))
    assert made_up(11, start=50) == [200] * 11


def test_known_browser_behind_the_same_address_does_not_wait():
    owner, own = make_user(), browser()
    sign_in(own, owner)
    own.post("/dang-xuat/")
    made_up(41)
    assert sign_in(own, owner).status_code == 302


def test_network_has_only_so_many_passwords_hashed(monkeypatch):
    hashed = []
    monkeypatch.setattr(
        "portal.accounts.views.signing_in.authenticate", lambda *args, **kw: hashed.append(kw)
    )
    monkeypatch.setattr(
        "portal.accounts.throttle.ACCOUNTS_OF_NETWORK", Pace("x", [(timedelta(hours=1), 999)])
    )
    statuses = made_up(151)
    assert statuses == [200] * 150 + [429]
    assert len(hashed) == 150


def test_right_password_forgives_what_came_before():
    user = make_user()
    fail(4, user)
    sign_in(browser(), user)
    assert fail(5, user) == [200] * 5


def test_waiting_counts_in_the_shortest_window_alone(clock):
    user = make_user()
    fail(100, user)
    clock.shift(timedelta(seconds=60))
    assert sign_in(browser(), user).status_code == 302
    assert is_signed_in(browser()) is False
