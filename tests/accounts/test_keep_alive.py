"""How long a sign-in still holds, as pages of the admin ask for it."""

from datetime import timedelta

import pytest

from portal.models import StaffSession
from tests.accounts.people import browser, is_signed_in, sign_in
from tests.factories import make_superuser, make_user

pytestmark = pytest.mark.django_db

ADDRESS = "/tai-khoan/con-lam/"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-03-02 09:00:00+07:00", tick=False)
    return time_machine


@pytest.fixture
def client():
    client = browser()
    sign_in(client, make_user(username="lan"))
    return client


def test_to_ask_renews_nothing(client, clock):
    clock.shift(timedelta(minutes=50))
    assert client.get(ADDRESS).json()["left"] == 10 * 60
    clock.shift(timedelta(minutes=10))
    assert client.get(ADDRESS).json() == {"left": 0, "final": False, "user": ""}


def test_work_renews_it(client, clock):
    clock.shift(timedelta(minutes=50))
    assert client.post(ADDRESS).json()["left"] == 60 * 60
    clock.shift(timedelta(minutes=50))
    assert is_signed_in(client)


def test_what_is_over_is_not_renewed(client, clock):
    clock.shift(timedelta(minutes=60))
    assert client.post(ADDRESS).json()["left"] == 0


def test_last_end_is_told(client, clock):
    for _ in range(14):
        clock.shift(timedelta(minutes=50))
        client.post(ADDRESS)
    assert client.post(ADDRESS).json() | {"token": ""} == {
        "left": 20 * 60,
        "final": True,
        "user": "lan",
        "token": "",
    }


def test_work_is_only_believed_with_a_token():
    strict = browser(enforce_csrf_checks=True)
    strict.force_login(make_user())
    assert strict.post(ADDRESS).status_code == 403


def test_work_is_written_once_a_minute(client, clock):
    before = StaffSession.objects.get().seen_at
    clock.shift(timedelta(seconds=30))
    client.post(ADDRESS)
    assert StaffSession.objects.get().seen_at == before


def test_answer_is_never_kept(client):
    assert "no-store" in client.get(ADDRESS)["Cache-Control"]


def test_pages_of_the_admin_carry_the_notice(client):
    admin = browser()
    admin.force_login(make_superuser())
    page = admin.get("/quan-tri/").content.decode()
    assert 'role="alertdialog"' in page
    assert 'data-left="3600"' in page
