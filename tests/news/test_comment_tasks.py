"""What the clock does with comments: letters to moderators, and forgetting."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from core.jobs import run_ready_jobs
from core.models.jobs import Job
from news.models import Comment, VoiceSettings
from news.voices.tasks import forget_senders, tell_moderators
from tests.factories import make_article, make_comment, make_superuser, make_user

pytestmark = pytest.mark.django_db

tell = tell_moderators.func


@pytest.fixture(autouse=True)
def on(settings):
    settings.MAIL_NOTICES = True
    settings.SITE_URL = "https://sogddt.example.vn"


@pytest.fixture
def moderators():
    make_user(groups=("Biên tập viên",), email="hoa@example.vn")
    make_user(groups=("Quản trị",), email="dat@example.vn")
    make_user(groups=("Biên tập viên",), email="")
    make_user(groups=("Biên tập viên",), email="nghi@example.vn", is_active=False)
    make_user(groups=("Cộng tác viên",), email="khong@example.vn")


def letters():
    run_ready_jobs()
    return mail.outbox


def test_moderators_get_one_letter_for_all_that_has_come(moderators):
    for title in ("Tuyển sinh", "Khai giảng", "Khai giảng"):
        make_comment(make_article(title=title), status="waiting", name="Bí mật", text="Kín đáo")
    assert tell() == 2
    assert sorted(letter.to[0] for letter in letters()) == ["dat@example.vn", "hoa@example.vn"]
    letter = mail.outbox[0]
    assert letter.subject == "Cổng thông tin: 3 ý kiến bạn đọc chờ duyệt"
    assert letter.body.count("- Khai giảng") == 1
    assert "https://sogddt.example.vn/quan-tri/news/comment/" in letter.body
    # It says neither who speaks nor what.
    assert "Bí mật" not in letter.body
    assert "Kín đáo" not in letter.body


def test_administrators_of_everything_are_told_too():
    make_superuser(email="qt@example.vn")
    make_comment(status="waiting")
    tell()
    assert [letter.to for letter in letters()] == [["qt@example.vn"]]


def test_nothing_new_is_no_letter(moderators):
    make_comment(status="waiting")
    assert [tell(), tell()] == [2, 0]
    make_comment(status="waiting")
    assert tell() == 2
    assert letters()[-1].subject == "Cổng thông tin: 2 ý kiến bạn đọc chờ duyệt"


def test_complaints_are_told_of_too(moderators):
    make_comment().report(b"a", "insult")
    assert [tell(), tell()] == [2, 0]
    assert letters()[0].subject == "Cổng thông tin: 1 ý kiến đang hiện bị báo vi phạm"


def test_what_was_approved_or_spam_at_once_is_no_letter(moderators):
    make_comment()
    make_comment(status="spam")
    assert tell() == 0


def test_without_letters_or_moderators_what_waits_is_told_of_later(settings):
    make_comment(status="waiting")
    assert tell() == 0
    make_user(groups=("Biên tập viên",), email="hoa@example.vn")
    settings.MAIL_NOTICES = False
    assert tell() == 0
    settings.MAIL_NOTICES = True
    assert tell() == 1


def test_dead_mailbox_keeps_no_letter_from_anybody_and_repeats_none(moderators, settings):
    make_comment(status="waiting")
    settings.EMAIL_BACKEND = "tests.news.test_comment_tasks.OneDeadMailbox"
    for _ in range(3):
        tell()
        run_ready_jobs()
        Job.objects.update(run_after="2000-01-01T00:00Z")
    assert [letter.to for letter in mail.outbox] == [["hoa@example.vn"]]


class OneDeadMailbox(EmailBackend):
    def send_messages(self, letters):
        if any("dat@example.vn" in letter.to for letter in letters):
            raise OSError("hộp thư không còn")
        return super().send_messages(letters)


def test_marks_that_were_set_leave_the_rules_alone(moderators):
    VoiceSettings.objects.create(pk=1, takes_comments=False)
    make_comment(status="waiting")
    tell()
    rules = VoiceSettings.objects.get()
    assert (rules.takes_comments, rules.told_up_to) == (False, Comment.objects.get().pk)


def test_email_addresses_are_forgotten_after_ninety_days():
    now = timezone.now()
    old = make_comment(email="cu@example.vn", created_at=now - timedelta(days=91))
    new = make_comment(email="moi@example.vn", created_at=now - timedelta(days=89))
    forget_senders.func()
    assert dict(Comment.objects.values_list("pk", "email")) == {old.pk: "", new.pk: "moi@example.vn"}


def decided(status, days, **kwargs):
    return make_comment(status=status, moderated_at=timezone.now() - timedelta(days=days), **kwargs)


def test_spam_goes_after_a_month_rejected_ones_after_three_and_nothing_else():
    kept = {decided("approved", 400), decided("waiting", 400), decided("spam", 29), decided("rejected", 89)}
    decided("spam", 31)
    decided("rejected", 91)
    forget_senders.func()
    assert set(Comment.objects.all()) == kept


def test_administrators_say_how_long_rejected_ones_stay(client):
    client.force_login(make_user(groups=("Quản trị",)))
    address = "/quan-tri/news/voicesettings/"
    assert "Luật 91/2025/QH15" in client.get(address, follow=True).content.decode()
    client.post(address, {"takes_comments": "on", "takes_ratings": "on", "keep_rejected_days": "10"})
    kept = decided("rejected", 9)
    decided("rejected", 11)
    forget_senders.func()
    assert list(Comment.objects.all()) == [kept]


def test_rejected_ones_may_not_stay_for_ever(client):
    client.force_login(make_user(groups=("Quản trị",)))
    for days in ("0", "", "4000"):
        client.post("/quan-tri/news/voicesettings/", {"takes_comments": "on", "keep_rejected_days": days})
    assert not VoiceSettings.objects.exclude(keep_rejected_days=90).exists()


def test_rejected_one_that_others_have_answered_loses_its_words_alone():
    rejected = decided("rejected", 91, text="Lời khó nghe", name="Nam")
    answer = make_comment(parent=rejected)
    forget_senders.func()
    rejected.refresh_from_db()
    assert (rejected.text, rejected.name, rejected.reason) == ("", "", "Đã quá hạn giữ.")
    assert Comment.objects.filter(pk=answer.pk).exists()


def test_empty_row_of_what_was_erased_on_request_stays():
    comment = make_comment(text="Xin xóa")
    comment.erase(by=None)
    Comment.objects.update(moderated_at=timezone.now() - timedelta(days=400))
    forget_senders.func()
    assert Comment.objects.get().pk == comment.pk


def old_spam(**kwargs):
    return make_comment(status="spam", moderated_at=timezone.now() - timedelta(days=31), **kwargs)


@pytest.mark.parametrize("status", ["approved", "waiting", "rejected"])
def test_old_spam_that_others_have_answered_loses_its_words_alone(status):
    spam = old_spam(text="Mua ngay", email="rac@example.vn")
    answer = make_comment(parent=spam, status=status)
    forget_senders.func()
    forget_senders.func()
    spam.refresh_from_db()
    assert (spam.text, spam.name, spam.email, spam.reason) == ("", "", "", "Đã quá hạn giữ.")
    assert Comment.objects.filter(pk=answer.pk).exists()


def test_old_spam_goes_with_the_spam_that_answers_it():
    make_comment(parent=old_spam(), status="spam", moderated_at=timezone.now())
    forget_senders.func()
    assert not Comment.objects.exists()


def test_spam_that_is_deleted_leaves_no_words_in_the_log(admin_user):
    spam = old_spam()
    logged = LogEntry.objects.create(
        user=admin_user,
        content_type=ContentType.objects.get_for_model(Comment),
        object_id=spam.pk,
        object_repr="Mua ngay",
        action_flag=CHANGE,
        change_message="Không đăng: gọi 0912345678.",
    )
    forget_senders.func()
    logged.refresh_from_db()
    assert logged.object_repr == f"Ý kiến bạn đọc {spam.pk}"
    assert logged.change_message == "Không đăng."


def test_moderator_who_is_deleted_leaves_the_decision():
    user = make_user(groups=("Biên tập viên",))
    comment = make_comment(status="waiting")
    comment.approve(by=user)
    User.objects.filter(pk=user.pk).delete()
    comment.refresh_from_db()
    assert (comment.status, comment.moderated_by) == ("approved", None)
