"""What a password must be, and how one gets another."""

import re
from hashlib import sha256

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test.utils import override_settings
from django_tasks_db.models import DBTaskResult

from core.jobs import run_ready_jobs
from core.models import AuditEntry
from portal.accounts.passwords import CommonVietnameseValidator
from portal.models import SiteSettings
from tests.accounts.people import PASSWORD, browser, is_signed_in, sign_in
from tests.factories import make_superuser, make_user

pytestmark = pytest.mark.django_db

FORGOTTEN = "/dang-nhap/quen-mat-khau/"
NEW = "mưa rào ghế gỗ đàn cò"


@pytest.mark.parametrize(
    "password",
    [
        "ngắn quá",
        "202620262026",
        "matkhau123456",
        "Mật khẩu 2026!",
        "m4tkh4u12345",
        "anhyeuem2026",
        "Anh yêu em 123456",
        "iloveyou1234567",
        "Vietnam@2026!",
        "sogddt@123456",
        "Admin@12345678",
        "aaaaaaaaaaaa",
        "qwertyuiop12",
        "quangninh2026",
        "thanhhoa123456",
        "Lâm Đồng 12051990",
        "bariavungtau79",
        "lan@12051990",
        "lan0912345678",
        "P@ssword1234",
        "p@$$w0rd!2026",
        "hue123456789",
    ],
)
def test_password_that_everyone_takes_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [NEW, "Ghế-đỏ-bay-qua-núi", "k9!vQx27_mLpZr", "mua rao go dan", "7f04a91c3b25", "4;{7&=a}9?b]"],
)
def test_words_that_do_not_belong_together_are_a_password(password):
    validate_password(password)


def test_what_a_program_drew_is_nearly_always_a_password():
    refused = 0
    for number in range(1000):
        try:
            CommonVietnameseValidator().validate(sha256(str(number).encode()).hexdigest()[:12])
        except ValidationError:
            refused += 1
    assert refused < 50


def test_password_is_not_the_accounts_name():
    user = make_user(username="nguyenthithanhtam", last_name="Nguyễn", first_name="Thanh Tâm")
    with pytest.raises(ValidationError):
        validate_password("nguyenthithanhtam", user)


def link_for(user):
    browser().post(FORGOTTEN, {"said": user.username})
    run_ready_jobs()
    return re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]


def set_password(client, link, password=NEW):
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else link
    return client.post(address, {"new_password1": password, "new_password2": password}, follow=True)


def test_letter_brings_a_new_password():
    user = make_user(email="an@example.vn")
    set_password(browser(), link_for(user))
    assert sign_in(browser(), user, NEW).status_code == 302
    assert mail.outbox[0].to == ["an@example.vn"]


def test_link_works_once():
    user = make_user(email="an@example.vn")
    link = link_for(user)
    set_password(browser(), link)
    assert browser().get(link, follow=True).status_code == 410


def test_link_works_for_a_day(time_machine):
    time_machine.move_to("2026-03-02 09:00:00+07:00", tick=False)
    link = link_for(make_user(email="an@example.vn"))
    time_machine.move_to("2026-03-03 09:00:01+07:00", tick=False)
    assert browser().get(link, follow=True).status_code == 410


def test_new_password_ends_all_sessions():
    user, elsewhere = make_user(email="an@example.vn"), browser()
    sign_in(elsewhere, user)
    set_password(browser(), link_for(user))
    assert not is_signed_in(elsewhere)


def test_link_makes_no_browser_known():
    user, client = make_user(email="an@example.vn"), browser()
    set_password(client, link_for(user))
    assert "quen" not in client.cookies


def test_book_does_not_say_that_who_had_the_link_was_the_owner():
    user = make_user(email="an@example.vn")
    set_password(browser(), link_for(user))
    noted = AuditEntry.objects.get(action="password.reset")
    assert (noted.actor_id, noted.actor, noted.object_name) == (None, "liên kết", user.username)


def test_what_was_typed_is_not_kept_with_the_job():
    user = make_user(email="an@example.vn")
    for said in ("mat-khau-go-nham-o", "an@example.vn"):
        browser().post(FORGOTTEN, {"said": said})
    kept = [
        args["args"][0]
        for args in DBTaskResult.objects.order_by("enqueued_at").values_list("args_kwargs", flat=True)
    ]
    assert kept == [[], [user.pk]]


def test_weak_new_password_is_refused_and_the_link_stays_good():
    user = make_user(email="an@example.vn")
    client, link = browser(), link_for(user)
    assert "rất nhiều người dùng" in set_password(client, link, "matkhau123456").content.decode()
    set_password(client, "/dang-nhap/mat-khau-moi/" + link.split("/")[3] + "/set-password/")
    assert sign_in(browser(), user, NEW).status_code == 302


def test_answer_is_the_same_whether_there_is_an_account():
    make_user(username="co-that", email="an@example.vn")
    answers = [browser().post(FORGOTTEN, {"said": said}).content for said in ("co-that", "khong-co")]
    assert answers[0] == answers[1]


def test_locked_account_and_one_that_is_not_staffs_get_no_letter():
    make_user(username="khoa", email="khoa@example.vn", is_active=False)
    make_user(username="ngoai", email="ngoai@example.vn", is_staff=False)
    for said in ("khoa", "ngoai@example.vn"):
        browser().post(FORGOTTEN, {"said": said})
    run_ready_jobs()
    assert mail.outbox == []


def test_nobody_fills_anothers_box():
    user = make_user(email="an@example.vn")
    for number in range(6):
        browser(f"192.0.2.{number}").post(FORGOTTEN, {"said": user.username})
    run_ready_jobs()
    assert len(mail.outbox) == 3


def test_who_asks_for_many_letters_waits():
    client = browser()
    statuses = [client.post(FORGOTTEN, {"said": f"ten-{number}"}).status_code for number in range(31)]
    assert statuses[-2:] == [200, 429]


@override_settings(EMAIL_BACKEND="django.core.mail.backends.console.EmailBackend")
def test_without_letters_the_page_says_whom_to_ask():
    SiteSettings.objects.create(email="quantri@sonha.example.vn")
    page = browser().get(FORGOTTEN).content.decode()
    assert "người quản trị cổng" in page
    assert "quantri@sonha.example.vn" in page
    assert 'name="said"' not in page


def change(client, old=PASSWORD, new=NEW):
    data = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/tai-khoan/mat-khau/", data)


def test_changed_password_keeps_this_browser_and_ends_the_others():
    user, here, elsewhere = make_user(), browser(), browser()
    sign_in(here, user)
    sign_in(elsewhere, user)
    before = here.session.session_key
    assert change(here).status_code == 302
    assert is_signed_in(here)
    assert here.session.session_key != before
    assert not is_signed_in(elsewhere)


def test_password_is_not_changed_without_the_old_one():
    user, client = make_user(), browser()
    sign_in(client, user)
    assert [change(client, old="sai").status_code for _ in range(6)] == [400] * 5 + [429]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_refused_new_password_uses_up_no_attempts():
    user, client = make_user(), browser()
    sign_in(client, user)
    assert [change(client, new="matkhau123456").status_code for _ in range(7)] == [400] * 7
    assert change(client).status_code == 302


WEAK = [
    "Mật khẩu quá ngắn, cần ít nhất 12 ký tự.",
    "Mật khẩu này quá phổ biến.",
    "Mật khẩu không được chỉ gồm chữ số.",
]
DIFFER = ["Hai lần nhập mật khẩu không giống nhau."]


def test_all_that_is_wrong_with_a_new_password_is_said_at_once():
    user, client = make_user(), browser()
    sign_in(client, user)
    answer = client.post(
        "/tai-khoan/mat-khau/",
        {"old_password": PASSWORD, "new_password1": "123456", "new_password2": "1234567"},
    )
    assert answer.context["form"].errors == {"new_password1": WEAK, "new_password2": DIFFER}


def test_keeper_is_told_all_that_is_wrong_with_a_password_at_once(client):
    client.force_login(make_superuser())
    typed = {"username": "moi", "password1": "123456", "password2": "1234567"}
    answer = client.post("/quan-tri/auth/user/add/", typed)
    assert answer.context["adminform"].form.errors == {"password1": WEAK, "password2": DIFFER}


def test_rules_are_read_before_a_password_is_typed():
    user, client = make_user(), browser()
    sign_in(client, user)
    page = client.get("/tai-khoan/mat-khau/").content.decode()
    assert page.index("Cần ít nhất 12 ký tự.") < page.index('name="new_password1"')
