"""Where one is signed in: listed, ended, over."""

from datetime import timedelta

import pytest

from portal.accounts.sessions import describe
from portal.accounts.tasks import forget_sessions
from portal.models import StaffSession
from tests.accounts.people import browser, is_signed_in, sign_in
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-03-02 09:00:00+07:00", tick=False)
    return time_machine


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def here(user):
    client = browser()
    sign_in(client, user)
    return client


@pytest.fixture
def phone(user, here):
    client = browser("198.51.100.4", PHONE)
    sign_in(client, user)
    return client


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (PHONE, "Safari trên iPhone"),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537 Edg/126",
            "Microsoft Edge trên Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/120 Chrome/114 Safari/537", "Cốc Cốc trên Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox trên Linux"),
        (
            "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25 Chrome/121",
            "Samsung Internet trên Android",
        ),
        ("", "Trình duyệt khác trên máy khác"),
    ],
)
def test_browser_is_named_in_words(user_agent, words):
    assert describe(user_agent) == words


def test_own_page_lists_where_one_is_signed_in(here, phone):
    page = here.get("/tai-khoan/").content.decode()
    assert "Chrome trên Windows" in page
    assert "Safari trên iPhone" in page
    assert "(thiết bị này)" in page
    assert "09:00 ngày 02/03/2026" in page


def test_nothing_kept_of_a_session_is_an_address(here, phone):
    for session in StaffSession.objects.all():
        assert len(bytes(session.network)) == 2


def test_one_session_is_ended(here, phone, user):
    session = StaffSession.objects.get(browser="Safari trên iPhone")
    here.post(f"/tai-khoan/thiet-bi/{session.pk}/dang-xuat/")
    assert is_signed_in(here)
    assert not is_signed_in(phone)


def test_all_others_are_ended(here, phone):
    here.post("/tai-khoan/thiet-bi/dang-xuat/")
    assert is_signed_in(here)
    assert not is_signed_in(phone)


def test_nobody_ends_anothers_session(here):
    stranger = browser()
    sign_in(stranger, make_user())
    session = StaffSession.objects.order_by("pk").first()
    stranger.post(f"/tai-khoan/thiet-bi/{session.pk}/dang-xuat/")
    assert is_signed_in(here)


def test_idle_session_is_over(here, clock):
    clock.shift(timedelta(minutes=60))
    assert not is_signed_in(here)


def test_what_is_done_keeps_a_session_until_it_is_too_old(here, clock):
    for _ in range(14):
        clock.shift(timedelta(minutes=50))
        assert is_signed_in(here)
    clock.shift(timedelta(minutes=21))
    assert not is_signed_in(here)


def test_last_seen_is_written_once_a_minute(here, clock):
    session = StaffSession.objects.get()
    clock.shift(timedelta(seconds=59))
    is_signed_in(here)
    session.refresh_from_db()
    assert session.seen_at == session.signed_in_at
    clock.shift(timedelta(seconds=1))
    is_signed_in(here)
    session.refresh_from_db()
    assert session.seen_at == session.signed_in_at + timedelta(minutes=1)


def test_sign_out_leaves_no_session(here):
    here.post("/dang-xuat/")
    assert not StaffSession.objects.exists()


def test_locked_account_is_out_at_once(here, user):
    user.is_active = False
    user.save()
    assert not is_signed_in(here)


def test_readers_cost_no_session(client, django_assert_max_num_queries):
    article = make_article()
    client.get(article.get_absolute_url())
    with django_assert_max_num_queries(0):
        response = client.get(article.get_absolute_url())
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_clock_deletes_what_is_over(here, clock):
    clock.shift(timedelta(hours=13))
    assert forget_sessions.func() == 1
    assert not StaffSession.objects.exists()
