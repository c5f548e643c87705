"""The sign-in page: who comes in, where he goes, what the page says to all others."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.people import SIGN_IN, browser, is_signed_in, sign_in
from tests.conftest import BROWSER
from tests.factories import make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen(time_machine):
    time_machine.move_to("2026-03-02 09:00:00+07:00", tick=False)


@pytest.mark.parametrize("address", ["//xau.example", "https://xau.example/quan-tri/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client, address):
    assert sign_in(client, make_superuser(), next=address).url == "/quan-tri/"
    assert client.get(SIGN_IN, {"next": address}).url == "/quan-tri/"


def test_who_is_signed_in_goes_on_at_once(client):
    client.force_login(make_user())
    assert client.get(SIGN_IN, {"next": "/quan-tri/news/article/"}).url == "/quan-tri/news/article/"


@pytest.mark.parametrize("address", [SIGN_IN, "/dang-xuat/", "/dang-nhap/quen-mat-khau/"])
def test_pages_of_signing_in_are_never_kept_and_run_nothing_inline(client, address):
    response = client.get(address)
    assert "no-store" in response["Cache-Control"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_session_gets_another_key_with_the_sign_in(client):
    session = client.session
    session["gio-hang"] = 1
    session.save()
    before = session.session_key
    sign_in(client, make_user())
    assert client.session.session_key != before


def test_form_without_token_is_refused():
    strict = Client(enforce_csrf_checks=True, headers={"User-Agent": BROWSER})
    assert sign_in(strict, make_user()).status_code == 403


@pytest.mark.parametrize("who", ["unknown", "locked", "no staff", "no password"])
def test_refusal_tells_nothing_of_the_account(who):
    users = {
        "locked": lambda: make_user(is_active=False),
        "no staff": lambda: make_user(is_staff=False),
        "no password": lambda: make_user(),
    }
    user = users[who]() if who in users else "khong-co-ai"
    password = "mat-khau-thu-nghiem"
    if who == "no password":
        user.set_unusable_password()
        user.save()
    known = make_user()
    page = sign_in(browser(), user, password).content.decode()
    wrong = sign_in(browser(), known, "sai").content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in page

    def words(html, name):
        return html.partition("<form")[0].replace(name, "")

    assert words(page, str(user)) == words(wrong, known.username)


def test_unknown_name_costs_the_hasher_as_much_as_a_wrong_password(monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    calls = []
    encode = MD5PasswordHasher.encode

    def counted(self, *args):
        calls.append(args)
        return encode(self, *args)

    user = make_user()
    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    sign_in(browser(), user, "sai")
    for_known = len(calls)
    sign_in(browser(), "khong-co-ai", "sai")
    assert for_known > 0
    assert len(calls) - for_known == for_known


def test_empty_form_is_told_what_is_missing(client):
    response = client.post(SIGN_IN, {})
    assert response.status_code == 400
    assert "Hãy nhập tên đăng nhập." in response.content.decode()


def test_link_to_signing_out_ends_nothing(client):
    client.force_login(make_user())
    assert "Đăng xuất?" in client.get("/dang-xuat/").content.decode()
    assert is_signed_in(client)


def test_sign_out_ends_the_session(client):
    sign_in(client, make_user())
    client.post("/dang-xuat/")
    assert not is_signed_in(client)


def test_failure_takes_the_database_the_same_way_whether_there_is_an_account():
    user, ways = make_user(), []
    sign_in(browser(), make_user(), "sai")  # What is remembered from now on is asked only here.
    for name in (user, "khong-co-ai"):
        with CaptureQueriesContext(connection) as queries:
            sign_in(browser(), name, "sai")
        ways.append(
            [re.sub(r"SAVEPOINT .*", "SAVEPOINT", " ".join(query["sql"].split()[:3])) for query in queries]
        )
    assert [step for step in ways[0] if "core_auditentry" not in step] == ways[1]
    assert "SET LOCAL synchronous_commit" in ways[1]
