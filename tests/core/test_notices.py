"""Letters about what was submitted, returned, published, withdrawn."""

import pytest
from django.core import mail

from core.jobs import run_ready_jobs
from core.models import TransitionError
from core.models.jobs import Job
from tests.factories import at, make_article, make_document, make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on(settings):
    settings.MAIL_NOTICES = True
    settings.SITE_URL = "https://sogddt.example.vn"


@pytest.fixture
def writer():
    return make_user(groups=("Cộng tác viên",), email="mai@example.vn", last_name="Lê Thị", first_name="Mai")


@pytest.fixture
def editor():
    return make_user(
        groups=("Biên tập viên",), email="hoa@example.vn", last_name="Trần Văn", first_name="Hòa"
    )


def draft(**kwargs):
    return make_article(published=False, **kwargs)


def letters():
    run_ready_jobs()
    return {letter.to[0]: letter for letter in mail.outbox}


def test_submitted_post_is_announced_to_those_who_publish_posts(writer, editor):
    make_user(groups=("Văn thư",), email="vanthu@example.vn")
    make_user(groups=("Biên tập viên",), email="")
    make_user(groups=("Biên tập viên",), email="nghi@example.vn", is_active=False)
    article = draft(title="Lịch thi thử", created_by=writer)
    article.submit(by=writer)
    found = letters()
    assert set(found) == {"hoa@example.vn"}
    letter = found["hoa@example.vn"]
    assert letter.subject == "Chờ duyệt: Lịch thi thử"
    assert "Lê Thị Mai vừa gửi duyệt bài viết" in letter.body
    assert f"https://sogddt.example.vn/quan-tri/news/article/{article.pk}/change/" in letter.body


def test_administrators_of_everything_are_told_too(writer):
    make_superuser(email="qt@example.vn")
    draft(created_by=writer).submit(by=writer)
    assert set(letters()) == {"qt@example.vn"}


def test_who_submits_himself_is_not_told(editor):
    draft(created_by=editor).submit(by=editor)
    assert letters() == {}


def test_two_accounts_with_one_address_get_one_letter(writer, editor):
    make_user(groups=("Biên tập viên",), email=editor.email)
    draft(created_by=writer).submit(by=writer)
    letters()
    assert len(mail.outbox) == 1


def test_who_got_enough_letters_in_an_hour_gets_no_more_and_is_told_so(writer, editor, time_machine):
    time_machine.move_to(at(2026, 3, 2, 8, 10), tick=False)
    for number in range(7):
        draft(title=f"Bài {number}", created_by=writer).submit(by=writer)
        run_ready_jobs()
    assert [letter.subject[-1] for letter in mail.outbox] == ["0", "1", "2", "3", "4"]
    assert "không gửi thêm thư" not in mail.outbox[-2].body
    assert "https://sogddt.example.vn/quan-tri/" in mail.outbox[-1].body.partition("không gửi thêm thư")[2]

    time_machine.move_to(at(2026, 3, 2, 9, 1), tick=False)
    draft(title="Bài 7", created_by=writer).submit(by=writer)
    run_ready_jobs()
    assert mail.outbox[-1].subject == "Chờ duyệt: Bài 7"


def test_document_is_announced_to_the_register(writer):
    make_user(groups=("Văn thư",), email="vanthu@example.vn")
    make_document(published=False).submit(by=None)
    assert set(letters()) == {"vanthu@example.vn"}


def test_what_was_dealt_with_before_the_letter_is_not_announced(writer, editor):
    article = draft(created_by=writer)
    article.submit(by=writer)
    article.publish(by=editor)
    assert "hoa@example.vn" not in letters()


@pytest.mark.parametrize(
    ("verb", "words", "note"),
    [
        ("return_to_draft", "được trả lại để sửa", "Thiếu số liệu."),
        ("publish", "được xuất bản", ""),
        ("withdraw", "được gỡ khỏi cổng", "Đăng nhầm."),
    ],
)
def test_writer_is_told_what_somebody_else_did(writer, editor, verb, words, note):
    article = draft(title="Lịch thi thử", created_by=writer)
    article.submit(by=writer)
    if verb == "withdraw":
        article.publish(by=writer if writer.is_superuser else None)
        letters()
        mail.outbox.clear()
    getattr(article, verb)(by=editor, **({"note": note} if note else {}))
    letter = letters()["mai@example.vn"]
    assert letter.subject == f"Bài viết của bạn {words}: Lịch thi thử"
    assert "Trần Văn Hòa" in letter.body
    assert (f"Lý do: {note}" in letter.body) == bool(note)


def test_scheduled_post_is_said_to_be_scheduled(writer, editor, time_machine):
    time_machine.move_to(at(2026, 3, 1), tick=False)
    draft(created_by=writer).publish(by=editor, at=at(2026, 3, 2))
    assert "được hẹn giờ đăng" in letters()["mai@example.vn"].subject


def test_own_deeds_are_told_to_nobody(editor):
    article = draft(created_by=editor)
    article.publish(by=editor)
    article.withdraw(by=editor, note="Đăng nhầm.")
    assert letters() == {}


def test_writer_without_an_address_gets_none(editor):
    draft(created_by=make_user()).publish(by=editor)
    assert letters() == {}


def test_letters_are_off_unless_they_are_asked_for(settings, writer, editor):
    settings.MAIL_NOTICES = False
    draft(created_by=writer).submit(by=writer)
    assert not Job.objects.exists()


def test_refused_verb_writes_no_letter(writer, editor):
    article = draft(created_by=writer)
    with pytest.raises(TransitionError):
        article.return_to_draft(by=editor, note="Sớm quá.")
    assert not Job.objects.exists()


def test_line_feed_in_a_title_cannot_make_a_header(writer, editor):
    article = draft(title="Tin\nBcc: ai@example.vn", created_by=writer)
    article.submit(by=writer)
    assert letters()["hoa@example.vn"].subject == "Chờ duyệt: Tin Bcc: ai@example.vn"


def test_letter_that_could_not_be_sent_is_tried_again_and_no_other(writer, editor, settings):
    make_user(groups=("Biên tập viên",), email="hai@example.vn")
    draft(created_by=writer).submit(by=writer)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    run_ready_jobs()
    assert Job.objects.filter(task_path__endswith="send_letter", status="READY").count() == 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Job.objects.update(run_after="2000-01-01T00:00Z")
    run_ready_jobs()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["hai@example.vn", "hoa@example.vn"]
