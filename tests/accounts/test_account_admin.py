"""What those who keep accounts do for people who cannot get in; and what they cannot do alone."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.jobs import run_ready_jobs
from core.models import AuditEntry
from portal.accounts import factors, policy, resets
from portal.models import AuthenticatorApp, FactorReset
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


def keeper(username, *, since=timedelta(days=8)):
    """Return one who keeps accounts, with a second factor for so long."""
    user = make_user(*KEEPS_ACCOUNTS, username=username, email=f"{username}@example.vn")
    factors.set_app(user, factors.new_secret(), 0)
    AuthenticatorApp.objects.filter(user=user).update(added_at=timezone.now() - since)
    return user


@pytest.fixture
def one():
    return keeper("quan-tri-1")


@pytest.fixture
def other():
    return keeper("quan-tri-2")


def at_work(by, *, confirmed=True):
    """Return a browser in which somebody signed in, and has shown the password lately or not."""
    client = browser()
    client.force_login(by)
    if confirmed:
        session = client.session
        session["confirmed_at"] = timezone.now().timestamp()
        session.save()
    return client


def page_of(user):
    return f"/quan-tri/auth/user/{user.pk}/dang-nhap/"


def do(by, user, what, **data):
    return at_work(by).post(page_of(user), {"viec": what, **data}, follow=True)


def set_password(client, user, new="mưa rào ghế gỗ đàn cò"):
    data = {"password1": new, "password2": new, "usable_password": "true"}
    return client.post(f"/quan-tri/auth/user/{user.pk}/password/", data)


def letters_to(address):
    run_ready_jobs()
    return [letter.subject.partition(" – ")[0] for letter in mail.outbox if letter.to == [address]]


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
    user, client = make_user(), browser()
    sign_in(client, user)
    set_password(at_work(one), user)
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


# That two accounts are two people


def test_confirmer_has_had_a_second_factor_for_a_week(person, one):
    made = resets.ask(person, by=one, reason="Mất điện thoại")
    without, young = make_user(*KEEPS_ACCOUNTS), keeper("moi", since=timedelta(days=6))
    for confirmer in (without, young):
        with pytest.raises(ValidationError, match="ít nhất 7 ngày"):
            resets.confirm(made.pk, person, by=confirmer)
    assert policy.has_factor(fresh(person))


@pytest.mark.parametrize("action", ["password.set", "password.link", "email.changed"])
@pytest.mark.parametrize("who", ["asker", "confirmer"])
def test_who_had_the_others_account_in_his_hands_is_no_second_person(person, one, other, action, who):
    by, of = (one, other) if who == "asker" else (other, one)
    audit.record(action, by=by, obj=of)
    made = resets.ask(person, by=one, reason="Mất điện thoại")
    with pytest.raises(ValidationError, match="Trong 30 ngày qua"):
        resets.confirm(made.pk, person, by=other)


def test_who_added_the_others_account_is_no_second_person(person, one, other):
    log = {"user_id": one.pk, "content_type": ContentType.objects.get_for_model(other), "object_id": other.pk}
    LogEntry.objects.create(object_repr=str(other), action_flag=ADDITION, change_message="[]", **log)
    made = resets.ask(person, by=one, reason="Mất điện thoại")
    with pytest.raises(ValidationError, match="Trong 30 ngày qua"):
        resets.confirm(made.pk, person, by=other)


def test_after_a_month_it_is_forgotten(person, one, other, time_machine):
    audit.record("password.link", by=one, obj=other)
    time_machine.move_to(timezone.now() + timedelta(days=31))
    made = resets.ask(person, by=one, reason="Mất điện thoại")
    resets.confirm(made.pk, person, by=other)
    assert not policy.has_factor(fresh(person))


@pytest.mark.parametrize("what", ["locked", "without the right", "weaker than the account"])
def test_asker_who_could_no_longer_ask_is_no_first_person(person, one, other, what):
    made = resets.ask(person, by=one, reason="Mất điện thoại")
    if what == "locked":
        type(one).objects.filter(pk=one.pk).update(is_active=False)
    elif what == "without the right":
        one.user_permissions.clear()
    else:
        person.user_permissions.add(Permission.objects.get(codename="publish_article"))
    with pytest.raises(ValidationError, match="không còn đủ quyền"):
        resets.confirm(made.pk, person, by=other)


def test_cancelling_is_noted_and_told_to_the_owner_and_the_asker(person, one, other):
    resets.ask(person, by=one, reason="Mất điện thoại")
    do(other, person, "huy")
    noted = AuditEntry.objects.get(action="factor.reset_cancelled")
    assert (noted.actor, noted.object_name) == ("quan-tri-2", "lan")
    assert "Đã hủy đề nghị gỡ xác thực hai lớp" in letters_to("lan@example.vn")
    assert letters_to("quan-tri-1@example.vn") == ["Đã hủy đề nghị gỡ xác thực hai lớp"]


# An open computer


@pytest.mark.parametrize("what", ["lien-ket", "de-nghi", "xac-nhan"])
def test_open_computer_does_nothing_to_others_without_the_password(person, one, what):
    data = {"viec": what, "ly-do": "Mất điện thoại", "so": "1"}
    response = at_work(one, confirmed=False).post(page_of(person), data)
    assert response.url == f"/tai-khoan/xac-nhan/?next={page_of(person)}"
    assert not AuditEntry.objects.filter(action__in=["password.link", "factor.reset_asked"]).exists()


def test_open_computer_sets_no_password_of_others(person, one):
    client = at_work(one, confirmed=False)
    assert set_password(client, person).url.startswith("/tai-khoan/xac-nhan/")
    assert client.get(f"/quan-tri/auth/user/{person.pk}/password/").status_code == 302
    assert fresh(person).password == person.password


def test_ones_own_password_is_only_changed_where_the_old_one_is_asked_for():
    boss = make_superuser()
    client = at_work(boss)
    assert set_password(client, boss).url == "/tai-khoan/mat-khau/"
    assert client.post(page_of(boss), {"viec": "lien-ket"}).url == "/tai-khoan/mat-khau/"
    assert fresh(boss).password == boss.password


# What the owner is told


def test_link_is_told_to_the_owner(person, one):
    do(one, person, "lien-ket")
    assert letters_to("lan@example.vn") == ["Liên kết đặt mật khẩu mới"]


def test_password_that_an_administrator_sets_is_noted_and_told(person, one):
    set_password(at_work(one), person)
    assert AuditEntry.objects.get(action="password.set").actor == "quan-tri-1"
    assert letters_to("lan@example.vn") == ["Mật khẩu đã đổi"]


def test_new_address_is_told_to_the_old_one():
    person = make_user(username="lan", email="lan@example.vn")
    client = at_work(make_superuser())
    data = {"username": "lan", "email": "khac@example.vn", "is_active": "on", "is_staff": "on"}
    client.post(f"/quan-tri/auth/user/{person.pk}/change/", data)
    assert fresh(person).email == "khac@example.vn"
    assert letters_to("lan@example.vn") == ["Đã đổi địa chỉ thư"]
    assert letters_to("khac@example.vn") == []


def test_five_links_a_day_are_made_for_an_account(person, one):
    pages = [do(one, person, "lien-ket").content.decode() for _ in range(6)]
    assert ["mat-khau-moi" in page for page in pages] == [True] * 5 + [False]
    assert "Hôm nay đã tạo 5 liên kết" in pages[-1]
