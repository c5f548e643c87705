"""Saving and publishing in the admin: the verbs of a form, and that nothing typed is lost."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import timezone

from core.models import AuditEntry, Status
from news.models import Article, ArticleAttachment
from tests.admin_forms import (
    add,
    article_form,
    change,
    errors_of,
    files_left,
    messages_of,
    moment,
    press,
    with_files,
)
from tests.factories import make_article, make_user, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user(groups=("Biên tập viên",), last_name="Trần Văn", first_name="Hòa")


@pytest.fixture
def writer():
    return make_user(groups=("Cộng tác viên",), last_name="Lê Thị", first_name="Mai")


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def as_writer(client, writer):
    client.force_login(writer)
    return client


def test_plain_save_keeps_a_draft(as_editor, editor):
    response = add(as_editor, Article, article_form())
    article = Article.objects.get()
    assert article.status == Status.DRAFT
    assert (article.created_by, article.updated_by) == (editor, editor)
    assert response.url.endswith(f"/{article.pk}/change/")


def test_publish_button_saves_and_publishes_at_once(as_editor):
    response = add(as_editor, Article, article_form(_verb="publish"))
    article = Article.objects.get()
    assert article.is_public()
    assert article.get_absolute_url() in messages_of(response)


def test_future_date_schedules(as_editor):
    form = article_form(_verb="publish", published_at_0="01/02/2030", published_at_1="08:00")
    response = add(as_editor, Article, form)
    assert Article.objects.get().is_scheduled
    assert "Thứ sáu, 01/02/2030 08:00" in messages_of(response)


def test_publish_button_says_that_it_schedules(as_editor):
    article = make_article(published=False, published_at=timezone.now() + timedelta(days=2))
    page = as_editor.get(f"/quan-tri/news/article/{article.pk}/change/").content.decode()
    assert 'data-publish="Hẹn giờ đăng"' in page


def test_refused_publish_leaves_a_saved_draft_with_its_files(as_editor, image_upload):
    form = article_form(cover=image_upload, _verb="publish") | with_files("attachments", upload())
    response = add(as_editor, Article, form)
    article = Article.objects.get()
    assert article.status == Status.DRAFT
    assert article.cover
    assert ArticleAttachment.objects.get().article == article
    assert "chưa xuất bản được: Hãy viết mô tả cho ảnh đại diện" in messages_of(response)
    assert response.url.endswith(f"/{article.pk}/change/")


def test_refused_save_of_a_public_post_changes_nothing_and_keeps_what_was_typed(as_editor, image_upload):
    article = make_article(title="Tiêu đề cũ")
    response = change(as_editor, article, article_form(article, title="Tiêu đề mới", cover=image_upload))
    assert "Hãy viết mô tả cho ảnh đại diện" in errors_of(response)
    assert "Tiêu đề mới" in response.content.decode()
    article.refresh_from_db()
    assert (article.title, bool(article.cover)) == ("Tiêu đề cũ", False)


def test_refused_save_leaves_no_file_behind(as_editor, image_upload, settings):
    article = make_article()
    form = article_form(article, cover=image_upload) | with_files("attachments", upload())
    change(as_editor, article, form)
    assert files_left(settings) == []


def test_invalid_file_brings_the_form_back_with_all_that_was_typed(as_editor, settings):
    bad = upload("Kế hoạch.pdf", b"not a pdf")
    response = add(as_editor, Article, article_form(title="Gõ mãi mới xong") | with_files("attachments", bad))
    assert response.status_code == 200
    assert "Gõ mãi mới xong" in response.content.decode()
    assert not Article.objects.exists()
    assert list(settings.ATTACHMENTS_ROOT.rglob("*.*")) == []


def test_form_with_an_error_says_what_became_of_the_files(as_editor):
    form = article_form(title="")
    assert "Đã giữ tệp" not in add(as_editor, Article, form).content.decode()
    page = add(as_editor, Article, form | with_files("attachments", upload())).content.decode()
    assert "Đã giữ tệp «Số 09 Thông báo.pdf», không cần chọn lại." in page


def test_published_post_cannot_lose_its_date(as_editor):
    article = make_article()
    response = change(as_editor, article, article_form(article, published_at_0="", published_at_1=""))
    assert "Nội dung đã xuất bản phải có ngày đăng." in errors_of(response)


def test_rule_of_the_database_comes_back_as_a_sentence(as_editor):
    # The end is in the past already; only "now" as the date of publishing breaks the rule.
    form = article_form(_verb="publish", unpublish_at_0="01/02/2020", unpublish_at_1="08:00")
    response = add(as_editor, Article, form)
    assert "Ngày hết hạn phải sau ngày đăng." in messages_of(response)
    assert Article.objects.get().status == Status.DRAFT


def test_untouched_date_keeps_its_seconds(as_editor):
    article = make_article(at=datetime(2026, 3, 2, 1, 15, 42, 123456, tzinfo=UTC))
    change(as_editor, article, article_form(article))
    article.refresh_from_db()
    assert article.published_at == datetime(2026, 3, 2, 1, 15, 42, 123456, tzinfo=UTC)


def test_date_may_be_set_in_the_past(as_editor):
    form = article_form(_verb="publish", published_at_0="10/01/2022", published_at_1="16:26")
    add(as_editor, Article, form)
    article = Article.objects.get()
    assert moment("published_at", article) == {"published_at_0": "10/01/2022", "published_at_1": "16:26"}
    assert article.is_public()


def test_submit_hands_a_draft_to_the_editors(as_writer):
    response = add(as_writer, Article, article_form(_verb="submit"))
    assert Article.objects.get().status == Status.IN_REVIEW
    assert response.url == "/quan-tri/news/article/"


def test_return_needs_a_reason_and_keeps_the_corrections(as_editor, writer):
    article = make_article(published=False, created_by=writer)
    article.submit(by=writer)
    response = change(as_editor, article, article_form(article, title="Sửa lại", _verb="return_to_draft"))
    article.refresh_from_db()
    assert (article.title, article.status) == ("Sửa lại", Status.IN_REVIEW)
    page = BeautifulSoup(as_editor.get(response.url).content, "html.parser")
    assert page.select_one("#thieu-ly-do").get_text() == "Hãy ghi lý do."
    box = page.select_one("textarea[name=_note][required]")
    assert (box["aria-invalid"], "thieu-ly-do" in box["aria-describedby"]) == ("true", True)
    as_editor.post(page.select_one("form.reason-form")["action"], {"_note": "Thiếu số liệu."})
    article.refresh_from_db()
    assert (article.status, article.status_note) == (Status.DRAFT, "Thiếu số liệu.")


def test_withdrawal_without_a_reason_is_asked_for_one(as_editor):
    article = make_article()
    response = press(as_editor, article, "withdraw", _note="  ")
    assert response.url == f"/quan-tri/news/article/{article.pk}/ly-do/withdraw/"
    assert "Lý do này hiện cho người đọc" in as_editor.get(response.url).content.decode()
    article.refresh_from_db()
    assert article.status == Status.PUBLISHED


def test_reason_is_asked_for_what_may_be_done_alone(as_editor, writer):
    article = make_article(published=False, created_by=writer)
    form = f"/quan-tri/news/article/{article.pk}/change/"
    assert as_editor.get(f"/quan-tri/news/article/{article.pk}/ly-do/withdraw/").url == form
    assert as_editor.get(f"/quan-tri/news/article/{article.pk}/ly-do/publish/").status_code == 404


def test_returned_post_carries_the_reason(as_editor, writer):
    article = make_article(published=False, created_by=writer)
    article.submit(by=writer)
    form = article_form(article, _verb="return_to_draft", _note="Thiếu số liệu.")
    change(as_editor, article, form)
    article.refresh_from_db()
    assert (article.status, article.status_note) == (Status.DRAFT, "Thiếu số liệu.")


def test_writer_takes_back_what_still_waits(as_writer, writer):
    article = make_article(published=False, created_by=writer)
    article.submit(by=writer)
    press(as_writer, article, "return_to_draft")
    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_withdraw_takes_a_post_off_whatever_the_form_says(as_editor):
    article = make_article(title="Tiêu đề cũ")
    press(as_editor, article, "withdraw", _note="Đăng nhầm.", title="")
    article.refresh_from_db()
    assert (article.status, article.status_note, article.title) == (
        Status.WITHDRAWN,
        "Đăng nhầm.",
        "Tiêu đề cũ",
    )


def test_withdrawn_post_can_go_up_again(as_editor):
    article = make_article(lead="Hội nghị có 41 điểm cầu.")
    article.withdraw(by=None, note="Đăng nhầm.")
    change(as_editor, article, article_form(article, _verb="publish"))
    assert article.is_public()


def test_verbs_are_buttons_of_post_only(as_editor):
    article = make_article()
    assert as_editor.get(f"/quan-tri/news/article/{article.pk}/withdraw/").status_code == 405


def test_unknown_verb_is_not_found(as_editor):
    assert press(as_editor, make_article(), "delete_everything").status_code == 404


def test_every_verb_is_logged_with_its_reason(as_editor, editor):
    article = make_article()
    press(as_editor, article, "withdraw", _note="Đăng nhầm.")
    entry = AuditEntry.objects.get(action="status.withdraw")
    assert entry.actor_id == editor.pk
    assert entry.detail == "Đã xuất bản → Đã gỡ: Đăng nhầm."


def test_later_save_does_not_overwrite_an_earlier_one_unseen(as_editor, editor):
    article = make_article(title="Bản đầu")
    form = article_form(article, title="Bản của tôi")
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        Article.objects.get(pk=article.pk).save()
        Article.objects.filter(pk=article.pk).update(title="Bản của người khác", updated_by=editor)
        response = change(as_editor, article, form)
    assert "Trần Văn Hòa đã lưu bản khác lúc" in errors_of(response)
    assert "Bản của tôi" in response.content.decode()
    article.refresh_from_db()
    assert article.title == "Bản của người khác"


def test_second_save_after_the_warning_is_meant(as_editor):
    article = make_article()
    form = article_form(article, title="Bản của tôi")
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        Article.objects.get(pk=article.pk).save()
        told = change(as_editor, article, form)
        form["_version"] = told.context["adminform"].form.version
        change(as_editor, article, form)
    article.refresh_from_db()
    assert article.title == "Bản của tôi"


def test_another_error_does_not_hide_the_earlier_save(as_editor):
    article = make_article()
    form = article_form(article, title="")
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        first = change(as_editor, article, form)
        Article.objects.get(pk=article.pk).save()
        form |= {"title": "Có tiêu đề", "_version": first.context["adminform"].form.version}
        response = change(as_editor, article, form)
    assert "đã lưu bản khác" in errors_of(response)


@pytest.fixture
def image_upload():
    from tests.factories import image_bytes

    return upload("Ảnh.png", image_bytes((1200, 675)))
