"""The verbs, who may use them, and the one definition of what is public."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import Status, TransitionError
from news.models import Article
from tests.factories import at, make_article, make_superuser, make_user

pytestmark = pytest.mark.django_db

WRITER = ("news.add_article", "news.change_article", "news.view_article")
PUBLISHER = (*WRITER, "news.publish_article")


def is_public(article: Article) -> bool:
    return Article.objects.published().filter(pk=article.pk).exists()


def test_draft_is_not_public():
    assert not is_public(make_article(published=False))


def test_published_post_is_public():
    assert is_public(make_article())


def test_post_with_a_date_to_come_is_scheduled_and_not_public(time_machine):
    time_machine.move_to(at(2026, 3, 1), tick=False)
    article = make_article(at=at(2026, 3, 2))

    assert article.state_label == "Hẹn giờ đăng"
    assert not is_public(article)
    time_machine.move_to(at(2026, 3, 2), tick=False)
    assert is_public(article)


def test_post_past_its_end_is_gone_and_kept(time_machine):
    time_machine.move_to(at(2026, 3, 1), tick=False)
    article = make_article(unpublish_at=at(2026, 3, 5))
    assert is_public(article)

    time_machine.move_to(at(2026, 3, 5), tick=False)
    assert not is_public(article)
    assert article.state_label == "Đã hết hạn"
    assert article in Article.objects.gone()


def test_post_in_the_trash_is_neither_public_nor_gone():
    article = make_article()
    article.withdraw(by=None, note="Nhầm chuyên mục")
    article.trash(by=None)

    assert not is_public(article)
    assert article not in Article.objects.gone()
    assert article in Article.objects.in_trash()


def test_restored_post_is_a_draft():
    article = make_article()
    article.withdraw(by=None, note="Nhầm")
    article.trash(by=None)
    article.restore(by=None)
    assert (article.status, article.deleted_at) == (Status.DRAFT, None)


def test_published_post_cannot_go_straight_to_the_trash():
    with pytest.raises(TransitionError):
        make_article().trash(by=None)


def test_publishing_keeps_a_date_that_was_set():
    article = make_article(published=False, published_at=at(2020, 5, 8, 17, 2))
    article.publish(by=None)
    assert article.published_at == at(2020, 5, 8, 17, 2)


def test_publishing_without_a_date_takes_now(time_machine):
    time_machine.move_to(at(2026, 3, 1, 9), tick=False)
    article = make_article()
    assert article.published_at == at(2026, 3, 1, 9)


def test_publishing_until_sets_the_end():
    article = make_article(published=False)
    article.publish(by=None, at=at(2026, 1, 1), until=at(2026, 2, 1))
    assert article.unpublish_at == at(2026, 2, 1)


def test_empty_post_cannot_be_published():
    with pytest.raises(ValidationError, match="chưa có nội dung"):
        make_article(body="<p>&nbsp;</p>")


def test_verb_reads_the_state_from_the_database():
    article = make_article(published=False)
    stale = Article.objects.get(pk=article.pk)
    article.publish(by=None)

    with pytest.raises(TransitionError, match="Đã xuất bản"):
        stale.publish(by=None)


def test_verb_does_not_write_back_a_stale_title():
    article = make_article(published=False, title="Tên cũ")
    stale = Article.objects.get(pk=article.pk)
    Article.objects.filter(pk=article.pk).update(title="Tên mới")

    stale.publish(by=None)
    assert Article.objects.get(pk=article.pk).title == "Tên mới"


def test_withdrawing_needs_a_reason():
    with pytest.raises(TransitionError, match="lý do"):
        make_article().withdraw(by=None, note="  ")


def test_scheduled_post_that_is_withdrawn_was_never_there(time_machine):
    time_machine.move_to(at(2026, 3, 1), tick=False)
    article = make_article(at=at(2026, 3, 2))
    article.withdraw(by=None, note="Hoãn")
    time_machine.move_to(at(2026, 3, 3), tick=False)
    assert article.status == Status.DRAFT
    assert article not in Article.objects.gone()


def test_returning_needs_a_reason():
    writer, publisher = make_user(*WRITER), make_user(*PUBLISHER)
    article = make_article(published=False, created_by=writer)
    article.submit(by=writer)

    with pytest.raises(TransitionError, match="lý do"):
        article.return_to_draft(by=publisher)
    article.return_to_draft(by=publisher, note="Thiếu ảnh")
    assert (article.status, article.status_note) == (Status.DRAFT, "Thiếu ảnh")


def test_writer_may_take_back_what_waits():
    writer = make_user(*WRITER)
    article = make_article(published=False, created_by=writer)
    article.submit(by=writer)
    article.return_to_draft(by=writer)
    assert article.status == Status.DRAFT


@pytest.mark.parametrize("verb", ["publish", "withdraw", "restore"])
def test_writer_may_not(verb):
    writer = make_user(*WRITER)
    article = make_article(published=False, created_by=writer)
    with pytest.raises(PermissionDenied):
        getattr(article, verb)(by=writer, **({"note": "x"} if verb == "withdraw" else {}))


def test_writer_may_not_submit_for_another():
    article = make_article(published=False, created_by=make_user(*WRITER))
    with pytest.raises(PermissionDenied):
        article.submit(by=make_user(*WRITER))


def test_publisher_without_the_right_to_delete_may_not_trash():
    article = make_article(published=False)
    with pytest.raises(PermissionDenied):
        article.trash(by=make_user(*PUBLISHER))


def test_writer_edits_own_draft_only_while_it_is_one():
    writer = make_user(*WRITER)
    article = make_article(published=False, created_by=writer)
    assert article.may_edit(writer)
    assert not article.may_edit(make_user(*WRITER))
    article.submit(by=writer)
    assert not article.may_edit(writer)


def test_publisher_edits_all_but_the_trash():
    publisher = make_user(*PUBLISHER)
    article = make_article(published=False)
    assert article.may_edit(publisher)
    article.trash(by=None)
    assert not article.may_edit(publisher)


def test_may_agrees_with_the_verb():
    admin = make_superuser()
    article = make_article(published=False)
    assert article.may("publish", admin)
    assert not article.may("withdraw", admin)
    article.publish(by=admin)
    assert article.may("withdraw", admin)
    assert article.updated_by == admin


def test_end_before_the_date_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(unpublish_at=timezone.now() - timedelta(days=1))


def test_text_is_stored_composed():
    article = make_article(title="Hoa\u0300 bi\u0300nh")
    assert Article.objects.get(pk=article.pk).title == "Hoà bình"


def test_writer_takes_back_what_they_threw_away_and_nothing_else():
    writer = make_user("news.change_article")
    article = make_article(published=False, created_by=writer)
    article.trash(by=writer)
    assert article.may("restore", writer)
    assert not article.may("restore", make_user("news.change_article"))
    article.restore(by=writer)
    assert article.deleted_at is None
    article.trash(by=None)
    Article.objects.update(updated_by=make_user())
    article.refresh_from_db()
    assert not article.may("restore", writer)
