"""The second factor: who must show one, how it is set up, shown and lost."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.core import mail
from django.utils import timezone

from core.jobs import run_ready_jobs
from core.models import AuditEntry
from portal.accounts.secrets import decipher
from portal.models import AuthenticatorApp, RecoveryCode
from tests.accounts.people import browser, is_signed_in, sign_in
from tests.factories import make_superuser, make_user

pytestmark = pytest.mark.django_db

CODE = "/dang-nhap/ma-xac-thuc/"
APP = "/tai-khoan/hai-lop/ung-dung/"


@pytest.fixture
def clock(time_machine):
    time_machine.move_to("2026-03-02 09:00:00+07:00", tick=False)
    return time_machine


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def shown_secret(page):
    return re.search(r"<code>([A-Z2-7 ]+)</code>", page.content.decode())[1].replace(" ", "")


def shown_codes(page):
    return re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", page.content.decode())


def set_up(client):
    """Pair an app; return its secret and the codes for recovery."""
    secret = shown_secret(client.get(APP))
    return secret, shown_codes(client.post(APP, {"code": pyotp.TOTP(secret).now()}))


@pytest.fixture
def with_app(clock):
    """An account with an app, its secret and its recovery codes; half a minute after they were made."""
    user = make_user()
    client = browser()
    sign_in(client, user)
    secret, codes = set_up(client)
    clock.shift(timedelta(seconds=30))
    return user, secret, codes


def show(user, code, client=None):
    client = client or browser()
    sign_in(client, user)
    return client, client.post(CODE, {"code": code})


# Who must have one


@pytest.mark.parametrize(
    "right",
    [
        "news.publish_article",
        "documents.publish_document",
        "stats.publish_poll",
        "auth.change_user",
        "auth.delete_group",
        "portal.change_sitesettings",
        "portal.add_block",
        "core.view_auditentry",
    ],
)
def test_who_may_publish_or_keeps_accounts_sets_one_up_first(required, right):
    client, user = browser(), make_user(right)
    assert sign_in(client, user, next="/quan-tri/news/").url == "/tai-khoan/hai-lop/"
    assert not is_signed_in(client)
    assert client.get("/quan-tri/").status_code == 302


def test_superuser_must_have_one(required):
    assert sign_in(browser(), make_superuser()).url == "/tai-khoan/hai-lop/"


def test_contributor_may_do_without(required):
    assert sign_in(browser(), make_user(groups=("Cộng tác viên",))).url == "/quan-tri/"


def test_on_ones_own_machine_it_is_only_offered():
    client = browser()
    assert sign_in(client, make_superuser()).url == "/quan-tri/"
    assert "Bật xác thực hai lớp" in client.get("/tai-khoan/").content.decode()


def test_right_that_is_given_in_mid_session_asks_for_it_with_the_next_page(required):
    client, user = browser(), make_user()
    sign_in(client, user)
    user.is_superuser = True
    user.save()
    page = client.get("/quan-tri/", follow=True)
    assert page.redirect_chain[-1][0] == "/tai-khoan/hai-lop/"


def test_first_sign_in_sets_an_app_up_and_goes_on_where_it_led(required, clock):
    client, user = browser(), make_superuser()
    sign_in(client, user, next="/quan-tri/news/article/")
    secret = shown_secret(client.get(APP))
    page = client.post(APP, {"code": pyotp.TOTP(secret).now()})
    assert len(shown_codes(page)) == 10
    assert 'href="/quan-tri/news/article/"' in page.content.decode()
    assert client.get("/quan-tri/").status_code == 200


def test_wrong_first_code_pairs_nothing(required, clock):
    client, user = browser(), make_superuser()
    sign_in(client, user)
    secret = shown_secret(client.get(APP))
    page = client.post(APP, {"code": "000000"})
    assert page.status_code == 400
    assert shown_secret(page) == secret
    assert not AuthenticatorApp.objects.exists()


def test_secret_that_one_was_offered_is_not_the_next_ones(required, clock):
    client, owner = browser(), make_superuser()
    sign_in(client, make_superuser())
    seen = shown_secret(client.get(APP))
    sign_in(client, owner)
    client.post(APP, {"code": pyotp.TOTP(seen).now()})
    assert not AuthenticatorApp.objects.exists()
    assert shown_secret(client.get(APP)) != seen


def test_secret_offered_to_one_who_was_signed_in_is_not_the_next_ones(clock):
    client, owner = browser(), make_user()
    sign_in(client, make_user())
    seen = shown_secret(client.get(APP))
    client.force_login(owner)
    session = client.session
    session.update({"confirmed_at": timezone.now().timestamp()})
    session.save()
    assert shown_secret(client.get(APP)) != seen


def test_secret_is_offered_for_ten_minutes(clock):
    client, user = browser(), make_user()
    sign_in(client, user)
    seen = shown_secret(client.get(APP))
    assert shown_secret(client.get(APP)) == seen
    clock.shift(timedelta(minutes=11))
    client.post(APP, {"code": pyotp.TOTP(seen).now()})
    assert not AuthenticatorApp.objects.exists()


def test_session_of_who_waits_holds_nothing_of_before(with_app):
    client = browser()
    client.get("/dang-nhap/")
    session = client.session
    session["passkey_challenge"] = session["offered_secret"] = "cũ"
    session.save()
    sign_in(client, with_app[0])
    assert set(client.session.keys()) == {"waiting_user", "waiting_next"}


# Showing it


def test_password_alone_signs_nobody_in(with_app):
    client, user = browser(), with_app[0]
    assert sign_in(client, user).url == CODE
    assert not is_signed_in(client)
    assert client.get("/quan-tri/").status_code == 302
    assert client.get(APP).status_code == 302


def test_code_of_the_app_comes_in(with_app):
    user, secret, _ = with_app
    client, response = show(user, pyotp.TOTP(secret).now())
    assert response.url == "/quan-tri/"
    assert is_signed_in(client)


def test_code_is_good_once(with_app):
    user, secret, _ = with_app
    code = pyotp.TOTP(secret).now()
    show(user, code)
    client, response = show(user, code)
    assert response.status_code == 400
    assert not is_signed_in(client)


def test_code_that_paired_the_app_is_used_up(clock):
    user, client = make_user(), browser()
    sign_in(client, user)
    secret, _ = set_up(client)
    assert show(user, pyotp.TOTP(secret).now())[1].status_code == 400


@pytest.mark.parametrize(("off", "status"), [(-60, 400), (-30, 302), (30, 302), (60, 400)])
def test_clock_may_be_half_a_minute_off(with_app, clock, off, status):
    user, secret, _ = with_app
    clock.shift(timedelta(minutes=10))
    code = pyotp.TOTP(secret).at(timezone.now() + timedelta(seconds=off))
    assert show(user, code)[1].status_code == status


def test_earlier_code_is_void_after_a_later_one(with_app, clock):
    user, secret, _ = with_app
    earlier = pyotp.TOTP(secret).now()
    clock.shift(timedelta(seconds=30))
    show(user, pyotp.TOTP(secret).now())
    assert show(user, earlier)[1].status_code == 400


def test_codes_are_guessed_twenty_times_a_day(with_app, clock):
    user, secret, _ = with_app
    wrong = "000000" if pyotp.TOTP(secret).now() != "000000" else "111111"
    client = browser()
    tried = 0
    for _ in range(24 * 4):
        sign_in(client, user)
        while client.post(CODE, {"code": wrong}).status_code == 400:
            tried += 1
        clock.shift(timedelta(minutes=14))
    assert tried <= 20 * 2  # The day of the window ends once in that time.


def wrong_code(secret):
    return "000000" if pyotp.TOTP(secret).now() != "000000" else "111111"


def known_browser(user, secret, clock):
    """Return a browser in which the account signed in, and has the next code of its app before it."""
    client, _ = show(user, pyotp.TOTP(secret).now())
    client.post("/dang-xuat/")
    clock.shift(timedelta(seconds=30))
    return client


def test_codes_are_guessed_a_hundred_times_a_day_in_however_many_browsers(with_app, clock):
    user, secret, _ = with_app
    known = [known_browser(user, secret, clock) for _ in range(7)]
    for _ in range(4):
        for client in known:
            sign_in(client, user)
            for _ in range(5):
                client.post(CODE, {"code": wrong_code(secret)})
        clock.shift(timedelta(minutes=15))
    failed = AuditEntry.objects.filter(action="sign_in.failed").count()
    assert 90 <= failed <= 100


def test_right_code_does_not_begin_the_day_anew(with_app, clock):
    user, secret, _ = with_app
    for _ in range(19):
        assert show(user, pyotp.TOTP(secret).now())[1].status_code == 302
        clock.shift(timedelta(seconds=60))
    show(user, wrong_code(secret))
    assert show(user, pyotp.TOTP(secret).now())[1].status_code == 429


def test_recovery_code_comes_in_while_somebody_guesses_at_the_app(with_app):
    user, secret, codes = with_app
    client = browser()
    sign_in(client, user)
    assert [client.post(CODE, {"code": wrong_code(secret)}).status_code for _ in range(6)][-1] == 429
    assert client.post(CODE, {"code": codes[0]}).status_code == 302


def test_passkey_is_looked_at_while_somebody_guesses_at_codes(with_app):
    user, secret, _ = with_app
    client = browser()
    sign_in(client, user)
    for _ in range(6):
        client.post(CODE, {"code": wrong_code(secret)})
    assert [client.post(CODE, {"khoa": "{}"}).status_code for _ in range(8)] == [400] * 8
    assert AuditEntry.objects.filter(action="sign_in.failed").count() == 5


def test_owner_is_told_once_a_day_that_somebody_has_the_password(with_app):
    user, secret, _ = with_app
    type(user).objects.filter(pk=user.pk).update(email="an@example.vn")
    for _ in range(2):
        show(user, wrong_code(secret))
    run_ready_jobs()
    assert sum("nhập đúng mật khẩu của bạn" in letter.body for letter in mail.outbox) == 1


def test_who_waits_too_long_begins_anew(with_app, clock):
    user, secret, _ = with_app
    client = browser()
    sign_in(client, user)
    clock.shift(timedelta(minutes=11))
    assert client.post(CODE, {"code": pyotp.TOTP(secret).now()}).url == "/dang-nhap/"


def test_password_changed_meanwhile_begins_anew(with_app):
    user, secret, _ = with_app
    client = browser()
    sign_in(client, user)
    user.set_password("khác hẳn rồi nhé bạn")
    user.save()
    assert client.post(CODE, {"code": pyotp.TOTP(secret).now()}).url == "/dang-nhap/"


def test_recovery_code_comes_in_once(with_app):
    user, _, codes = with_app
    assert show(user, codes[3])[1].status_code == 302
    assert show(user, codes[3])[1].status_code == 400
    assert show(user, codes[4].upper().replace("-", " "))[1].status_code == 302


def test_recovery_code_of_another_account_is_nothing(with_app):
    _, _, codes = with_app
    other, client = make_user(), browser()
    sign_in(client, other)
    set_up(client)
    assert show(other, codes[0])[1].status_code == 400


def test_session_gets_another_key_with_the_password_and_with_the_code(with_app):
    user, secret, _ = with_app
    client = browser()
    client.get("/dang-nhap/")
    sign_in(client, user)
    waiting = client.session.session_key
    client.post(CODE, {"code": pyotp.TOTP(secret).now()})
    assert client.session.session_key != waiting


# What is kept


def test_database_keeps_neither_secret_nor_recovery_codes_in_clear(with_app):
    user, secret, codes = with_app
    kept = bytes(AuthenticatorApp.objects.get(user=user).secret)
    assert secret.encode() not in kept
    assert decipher(kept) == secret
    digests = b"".join(bytes(code.digest) for code in RecoveryCode.objects.all())
    assert codes[0].replace("-", "").encode() not in digests


def test_key_before_the_last_still_deciphers(with_app, settings):
    user, secret, _ = with_app
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "khoa-moi" * 10
    assert decipher(AuthenticatorApp.objects.get(user=user).secret) == secret


def with_another_key(settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "khoa-moi" * 10


def test_recovery_codes_outlive_another_key(with_app, settings):
    user, _, codes = with_app
    with_another_key(settings)
    assert show(user, codes[0])[1].status_code == 302
    assert show(user, codes[0])[1].status_code == 400


def test_secret_of_an_app_is_kept_under_the_new_key_as_soon_as_it_is_used(with_app, settings):
    user, secret, _ = with_app
    with_another_key(settings)
    assert show(user, pyotp.TOTP(secret).now())[1].status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    assert decipher(AuthenticatorApp.objects.get(user=user).secret) == secret


# Changing it


def test_new_factor_ends_the_other_sessions_and_renews_this_one(clock):
    user, here, elsewhere = make_user(), browser(), browser()
    sign_in(here, user)
    sign_in(elsewhere, user)
    before = here.session.session_key
    set_up(here)
    assert here.session.session_key != before
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_open_computer_does_not_change_factors_without_the_password(clock):
    client, user = browser(), make_user()
    sign_in(client, user)
    clock.shift(timedelta(minutes=16))
    assert client.get(APP).url.startswith("/tai-khoan/xac-nhan/")
    assert client.post("/tai-khoan/xac-nhan/", {"password": "sai"}).status_code == 400
    client.post("/tai-khoan/xac-nhan/", {"password": "mat-khau-thu-nghiem"})
    assert client.get(APP).status_code == 200


def test_last_factor_of_who_must_have_one_stays(required, clock):
    client, user = browser(), make_superuser()
    sign_in(client, user)
    set_up(client)
    page = client.post(f"{APP}bo/", follow=True).content.decode()
    assert "phải có xác thực hai lớp" in page
    assert AuthenticatorApp.objects.filter(user=user).exists()


def test_who_need_not_have_one_takes_it_away(with_app):
    user, secret, _ = with_app
    client, _ = show(user, pyotp.TOTP(secret).now())
    client.post(f"{APP}bo/")
    assert sign_in(browser(), user).url == "/quan-tri/"
    assert not RecoveryCode.objects.filter(user=user).exists()


def test_new_recovery_codes_make_the_old_ones_void(with_app):
    user, secret, codes = with_app
    client, _ = show(user, pyotp.TOTP(secret).now())
    new = shown_codes(client.post("/tai-khoan/hai-lop/ma-du-phong/"))
    assert show(user, codes[0])[1].status_code == 400
    assert show(user, new[0])[1].status_code == 302


# Remembering a browser


def test_browser_is_asked_each_time_unless_the_settings_say_otherwise(with_app):
    user, secret, _ = with_app
    client = browser()
    sign_in(client, user)
    client.post(CODE, {"code": pyotp.TOTP(secret).now(), "nho": "1"})
    client.post("/dang-xuat/")
    assert sign_in(client, user).url == CODE


def test_remembered_browser_is_not_asked_for_so_many_days(with_app, settings, clock):
    settings.SECOND_FACTOR_REMEMBER_DAYS = 30
    user, secret, _ = with_app
    client = browser()
    sign_in(client, user)
    client.post(CODE, {"code": pyotp.TOTP(secret).now(), "nho": "1"})
    clock.shift(timedelta(days=29))
    assert sign_in(client, user).url == "/quan-tri/"
    client.post("/dang-xuat/")
    clock.shift(timedelta(days=2))
    assert sign_in(client, user).url == CODE


def test_new_password_forgets_the_browser(with_app, settings):
    settings.SECOND_FACTOR_REMEMBER_DAYS = 30
    user, secret, _ = with_app
    client = browser()
    sign_in(client, user)
    client.post(CODE, {"code": pyotp.TOTP(secret).now(), "nho": "1"})
    client.post("/dang-xuat/")
    user.set_password("khác hẳn rồi nhé bạn")
    user.save()
    assert sign_in(client, user, "khác hẳn rồi nhé bạn").url == CODE
