"""What those who keep accounts do for people who cannot get in; and what they cannot do alone."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.jobs import run_ready_jobs
from core.models import AuditEntry
from portal.accounts import factors, policy, resets
from portal.models import FactorReset
from tests.accounts.people import browser, is_signed_in, sign_in
from tests.factories import make_superuser, make_user

pytestmark = pytest.mark.django_db

KEEPS_ACCOUNTS = ("auth.view_user", "auth.change_user")


@pytest.fixture
def person():
    user = make_user(username="lan", email="lan@example.vn")
    factors.set_app(user, factors.new_secret(), 0)
    factors.make_recovery_codes(user)
    return user


@pytest.fixture
def one():
    return make_user(*KEEPS_ACCOUNTS, username="quan-tri-1")


@pytest.fixture
def other():
    return make_user(*KEEPS_ACCOUNTS, username="quan-tri-2")


def do(by, user, what, **data):
    client = browser()
    client.force_login(by)
    address = f"/quan-tri/auth/user/{user.pk}/dang-nhap/"
    return client.post(address, {"viec": what, **data}, follow=True)


def fresh(user):
    return type(user).objects.get(pk=user.pk)


def test_link_of_an_administrator_sets_a_password_once(one):
    user = make_user(username="mai")
    page = do(one, user, "lien-ket").content.decode()
    link = re.search(r'value="http://testserver(/dang-nhap/mat-khau-moi/\S+)"', page)[1]
    client = browser()
    address = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(address, {"new_password1": "mưa rào ghế gỗ đàn cò", "new_password2": "mưa rào ghế gỗ đàn cò"})
    assert sign_in(browser(), user, "mưa rào ghế gỗ đàn cò").status_code == 302
    assert browser().get(link, follow=True).status_code == 410


def test_nobody_makes_a_link_for_a_stronger_account(one):
    assert do(one, make_superuser(), "lien-ket").status_code == 403
    assert do(make_user("auth.view_user"), make_user(), "lien-ket").status_code == 403


def test_administrators_end_somebodys_sessions(one):
    user, client = make_user(), browser()
    sign_in(client, user)
    do(one, user, "dang-xuat")
    assert not is_signed_in(client)


def test_password_that_an_administrator_sets_ends_the_sessions(one):
    user, client, keeper = make_user(), browser(), browser()
    sign_in(client, user)
    keeper.force_login(one)
    new = "mưa rào ghế gỗ đàn cò"
    data = {"password1": new, "password2": new, "usable_password": "true"}
    keeper.post(f"/quan-tri/auth/user/{user.pk}/password/", data)
    assert not is_signed_in(client)
    assert not user.staff_sessions.exists()


def test_two_administrators_take_a_second_factor_away(person, one, other):
    do(one, person, "de-nghi", **{"ly-do": "Mất điện thoại, đã gặp mặt"})
    assert policy.has_factor(fresh(person))
    do(other, person, "xac-nhan", so=FactorReset.objects.get().pk)
    assert not policy.has_factor(fresh(person))
    entry = AuditEntry.objects.get(action="factor.reset")
    assert entry.actor == "quan-tri-2"
    assert "quan-tri-1 đề nghị: Mất điện thoại, đã gặp mặt" in entry.detail


def test_person_is_told_of_both_steps(person, one, other):
    do(one, person, "de-nghi", **{"ly-do": "Mất điện thoại"})
    do(other, person, "xac-nhan", so=FactorReset.objects.get().pk)
    run_ready_jobs()
    assert [letter.to for letter in mail.outbox] == [["lan@example.vn"]] * 2


def test_one_administrator_cannot_alone(person, one):
    do(one, person, "de-nghi", **{"ly-do": "Mất điện thoại"})
    page = do(one, person, "xac-nhan", so=FactorReset.objects.get().pk).content.decode()
    assert "Người xác nhận phải khác người đề nghị." in page
    assert policy.has_factor(fresh(person))


def test_nobody_takes_his_own_away(person, one):
    with pytest.raises(ValidationError):
        resets.ask(person, by=person, reason="Tự gỡ")
    made = resets.ask(person, by=one, reason="Mất điện thoại")
    with pytest.raises(ValidationError, match="tự gỡ"):
        resets.confirm(made.pk, person, by=person)


def test_database_knows_the_two_rules_too(person, one):
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.create(user=person, asked_by=person, reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.create(
            user=person, asked_by=one, confirmed_by=one, confirmed_at=timezone.now(), reason="x"
        )


def test_request_holds_for_a_day(person, one, other, time_machine):
    time_machine.move_to("2026-03-02 09:00:00+07:00", tick=False)
    made = resets.ask(person, by=one, reason="Mất điện thoại")
    time_machine.shift(timedelta(hours=24))
    with pytest.raises(ValidationError, match="24 giờ"):
        resets.confirm(made.pk, person, by=other)
    resets.ask(person, by=other, reason="Hỏi lại")


def test_request_that_was_taken_back_is_not_confirmed(person, one, other):
    made = resets.ask(person, by=one, reason="Mất điện thoại")
    do(one, person, "huy")
    with pytest.raises(ValidationError):
        resets.confirm(made.pk, person, by=other)


def test_reset_ends_the_persons_sessions(person, one, other):
    client = browser()
    client.force_login(person)
    made = resets.ask(person, by=one, reason="Mất điện thoại")
    resets.confirm(made.pk, person, by=other)
    assert not is_signed_in(client)


def test_command_of_the_machine_takes_it_away_and_is_noted(person):
    call_command("reset_second_factor", "lan")
    assert not policy.has_factor(fresh(person))
    assert AuditEntry.objects.get(action="factor.reset").actor == "dòng lệnh của máy chủ"
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "khong-co")


def test_list_of_accounts_says_who_has_one_and_who_waits(person, one, other):
    client = browser()
    client.force_login(other)
    assert "Đang bật" in client.get("/quan-tri/auth/user/?hai-lop=co").content.decode()
    resets.ask(person, by=one, reason="Mất điện thoại")
    page = client.get("/quan-tri/auth/user/?hai-lop=cho").content.decode()
    assert "lan" in page
    assert "quan-tri-1" not in page


def test_first_page_tells_the_other_administrators(person, one, other):
    resets.ask(person, by=one, reason="Mất điện thoại")
    pages = []
    for user in (one, other, make_user()):
        client = browser()
        client.force_login(user)
        pages.append("1 đề nghị gỡ xác thực hai lớp" in client.get("/quan-tri/").content.decode())
    assert pages == [False, True, False]
