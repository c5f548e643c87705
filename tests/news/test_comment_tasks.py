"""What the clock does with comments: letters to moderators, and forgetting."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from core.mail import address_of
from news.models import Comment
from news.voices.tasks import forget_senders, tell_moderators
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db

tell = tell_moderators.func


@pytest.fixture
def moderators():
    make_user(groups=("Biên tập viên",), email="hoa@example.vn")
    make_user(groups=("Quản trị",), email="dat@example.vn")
    make_user(groups=("Biên tập viên",), email="")
    make_user(groups=("Biên tập viên",), email="nghi@example.vn", is_active=False)
    make_user(groups=("Cộng tác viên",), email="khong@example.vn")


def test_moderators_get_one_letter_for_all_that_has_come(moderators):
    for title in ("Tuyển sinh", "Khai giảng", "Khai giảng"):
        make_comment(make_article(title=title), status="waiting", name="Bí mật", text="Kín đáo")
    assert tell() == 2
    assert sorted(letter.to[0] for letter in mail.outbox) == ["dat@example.vn", "hoa@example.vn"]
    letter = mail.outbox[0]
    assert letter.subject == "Cổng thông tin: 3 ý kiến bạn đọc chờ duyệt"
    assert letter.body.count("- Khai giảng") == 1
    assert "/quan-tri/news/comment/" in letter.body
    # It says neither who speaks nor what.
    assert "Bí mật" not in letter.body
    assert "Kín đáo" not in letter.body


def test_nothing_new_is_no_letter(moderators):
    make_comment(status="waiting")
    assert [tell(), tell()] == [2, 0]
    make_comment(status="waiting")
    assert tell() == 2
    assert mail.outbox[-1].subject == "Cổng thông tin: 2 ý kiến bạn đọc chờ duyệt"


def test_complaints_are_told_of_too(moderators):
    make_comment().report(b"a", "insult")
    assert [tell(), tell()] == [2, 0]
    assert mail.outbox[0].subject == "Cổng thông tin: 1 ý kiến đang hiện bị báo vi phạm"


def test_what_was_approved_or_spam_at_once_is_no_letter(moderators):
    make_comment()
    make_comment(status="spam")
    assert tell() == 0


def test_without_mail_or_moderators_what_waits_is_told_of_later(settings):
    make_comment(status="waiting")
    assert tell() == 0
    make_user(groups=("Biên tập viên",), email="hoa@example.vn")
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert tell() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert tell() == 1


def test_letter_that_can_not_be_sent_is_tried_again(moderators, settings):
    make_comment(status="waiting")
    settings.EMAIL_BACKEND = "tests.news.test_comment_tasks.Broken"
    with pytest.raises(OSError, match="không gửi được"):
        tell()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert tell() == 2


class Broken:
    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, letters):
        raise OSError("không gửi được")


def test_address_in_letters_is_that_of_the_portal(settings):
    settings.ALLOWED_HOSTS = ["*", "sonha.example"]
    settings.PRODUCTION = True
    assert address_of("/x/") == "https://sonha.example/x/"


def test_email_addresses_are_forgotten_after_ninety_days():
    now = timezone.now()
    old = make_comment(email="cu@example.vn", created_at=now - timedelta(days=91))
    new = make_comment(email="moi@example.vn", created_at=now - timedelta(days=89))
    forget_senders.func()
    assert dict(Comment.objects.values_list("pk", "email")) == {old.pk: "", new.pk: "moi@example.vn"}


def test_spam_is_deleted_after_a_month_and_nothing_else():
    now = timezone.now()
    kept = [
        make_comment(status=status, moderated_at=now - timedelta(days=400))
        for status in ("approved", "rejected")
    ]
    kept.append(make_comment(status="spam", moderated_at=now - timedelta(days=29)))
    make_comment(status="spam", moderated_at=now - timedelta(days=31))
    forget_senders.func()
    assert set(Comment.objects.all()) == set(kept)


def test_moderator_who_is_deleted_leaves_the_decision():
    user = make_user(groups=("Biên tập viên",))
    comment = make_comment(status="waiting")
    comment.approve(by=user)
    User.objects.filter(pk=user.pk).delete()
    comment.refresh_from_db()
    assert (comment.status, comment.moderated_by) == ("approved", None)
