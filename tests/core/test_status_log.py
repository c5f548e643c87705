"""The log of status changes: every verb, whoever used it; the clock; where staff read it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from core import statuses
from core.models import AuditEntry, TransitionError
from core.tasks import note_what_came
from tests.admin_forms import article_form, change, press, run_action
from tests.factories import make_article, make_document, make_poll, make_superuser, make_user

pytestmark = pytest.mark.django_db

clock = note_what_came.func


@pytest.fixture
def editor():
    rights = ("news.delete_article",)
    return make_user(
        *rights, groups=("Biên tập viên",), last_name="Trần Văn", first_name="Hòa", username="hoa"
    )


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


def log(obj):
    """Return the log of an object, the oldest line first: who, from, to, note."""
    lines = [statuses.read(entry) for entry in statuses.entries_of(obj)]
    return [(line.who, line.before, line.after, line.note) for line in reversed(lines)]


def test_each_verb_says_who_from_what_to_what_and_why(editor):
    article = make_article(published=False)
    article.submit(by=editor)
    article.return_to_draft(by=editor, note="Thiếu số liệu: bảng 2 → 3.")
    article.publish(by=editor)
    article.withdraw(by=editor, note="Đăng nhầm.")
    article.trash(by=editor)
    article.restore(by=editor)
    who = "Trần Văn Hòa (hoa)"
    assert log(article) == [
        (who, "Bản nháp", "Chờ duyệt", ""),
        (who, "Chờ duyệt", "Bản nháp", "Thiếu số liệu: bảng 2 → 3."),
        (who, "Bản nháp", "Đã xuất bản", ""),
        (who, "Đã xuất bản", "Đã gỡ", "Đăng nhầm."),
        (who, "Đã gỡ", "Trong thùng rác", ""),
        (who, "Trong thùng rác", "Bản nháp", ""),
    ]


@pytest.mark.parametrize("make", [make_article, make_document, make_poll])
def test_what_no_person_does_is_the_systems(make):
    obj = make()
    assert log(obj) == [("Hệ thống", "Bản nháp", "Đã xuất bản", "")]


def test_verb_that_is_refused_leaves_no_line(editor):
    article = make_article(published=False)
    with pytest.raises(TransitionError):
        article.withdraw(by=editor, note="Sai.")
    assert log(article) == []


def test_buttons_and_actions_on_many_leave_one_line_each(as_editor):
    articles = [make_article() for _ in range(3)]
    press(as_editor, articles[0], "withdraw", _note="Một.")
    run_action(as_editor, "withdraw_selected", *articles[1:], _note="Nhiều.")
    for article, note in zip(articles, ("Một.", "Nhiều.", "Nhiều."), strict=True):
        assert log(article)[1:] == [("Trần Văn Hòa (hoa)", "Đã xuất bản", "Đã gỡ", note)]
        assert AuditEntry.objects.filter(kind="news.article", object_id=article.pk).count() == 2


def test_line_is_neither_changed_nor_deleted():
    line = statuses.entries_of(make_article()).get()
    for attempt in (
        lambda: AuditEntry.objects.filter(pk=line.pk).update(detail="Khác"),
        lambda: AuditEntry.objects.filter(pk=line.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


@time_machine.travel("2026-03-02 09:00:00+07:00", tick=False)
def test_dates_that_are_changed_in_the_form_are_told(as_editor):
    article = make_article()
    form = article_form(article, published_at_0="10/03/2026", published_at_1="08:00")
    change(as_editor, article, form)
    [*_, (who, before, after, note)] = log(article)
    assert (who, before) == ("Trần Văn Hòa (hoa)", "Đã xuất bản")
    assert after == "Hẹn giờ đăng Thứ ba, 10/03/2026 08:00"
    assert note == "ngày đăng từ Thứ hai, 02/03/2026 09:00 thành Thứ ba, 10/03/2026 08:00"


def test_dates_of_a_draft_are_no_change_of_status(as_editor):
    article = make_article(published=False)
    change(as_editor, article, article_form(article, published_at_0="10/03/2026", published_at_1="08:00"))
    assert log(article) == []


def test_save_that_leaves_the_dates_alone_is_no_change_of_status(as_editor):
    article = make_article()
    change(as_editor, article, article_form(article, lead="Tóm tắt khác."))
    assert len(log(article)) == 1


def test_clock_notes_what_comes_and_what_goes_once():
    with time_machine.travel("2026-03-02 09:00:00+07:00", tick=False) as travel:
        clock()
        now = timezone.now()
        article = make_article(at=now + timedelta(minutes=2))
        article.unpublish_at = now + timedelta(minutes=4)
        article.save()
        for _ in range(6):
            travel.shift(timedelta(minutes=1))
            clock()
            clock()
    assert log(article) == [
        ("Hệ thống", "Bản nháp", "Hẹn giờ đăng Thứ hai, 02/03/2026 09:02", ""),
        ("Hệ thống", "Hẹn giờ đăng Thứ hai, 02/03/2026 09:02", "Đã xuất bản", ""),
        ("Hệ thống", "Đã xuất bản", "Đã hết hạn", ""),
    ]


def test_clock_notes_nothing_of_what_was_published_at_once():
    with time_machine.travel("2026-03-02 09:00:00+07:00", tick=False) as travel:
        clock()
        article = make_article()
        travel.shift(timedelta(minutes=1))
        clock()
    assert len(log(article)) == 1


@pytest.mark.parametrize("away", [timedelta(hours=1), timedelta(days=6)])
def test_clock_notes_what_came_and_went_while_no_worker_ran(away):
    with time_machine.travel("2026-03-02 09:00:00+07:00", tick=False) as travel:
        clock()
        now = timezone.now()
        comes, goes, both = (
            make_article(at=now + timedelta(minutes=5)),
            make_article(),
            make_article(at=now + timedelta(minutes=5)),
        )
        for article in (goes, both):
            article.unpublish_at = now + timedelta(minutes=10)
            article.save()
        travel.shift(away)
        clock()
        clock()
    came = ("Hệ thống", "Hẹn giờ đăng Thứ hai, 02/03/2026 09:05", "Đã xuất bản")
    went = ("Hệ thống", "Đã xuất bản", "Đã hết hạn")
    came_at, went_at = "lúc Thứ hai, 02/03/2026 09:05", "lúc Thứ hai, 02/03/2026 09:10"
    assert log(comes)[1:] == [(*came, came_at)]
    assert log(goes)[1:] == [(*went, went_at)]
    assert log(both)[1:] == [(*came, came_at), (*went, went_at)]


# Where it is read


@pytest.mark.parametrize("kind", ["article", "document", "poll"])
def test_history_page_lists_changes_of_status_and_edits_newest_first(client, kind):
    boss = make_superuser(last_name="Lê Thị", first_name="Mai", username="mai")
    client.force_login(boss)
    obj = {"article": make_article, "document": make_document, "poll": make_poll}[kind](published=False)
    obj.publish(by=None)
    press(client, obj, "withdraw", _note="<b>Sai</b> số liệu.")
    page = client.get(f"/quan-tri/{obj._meta.app_label}/{obj._meta.model_name}/{obj.pk}/history/")
    text = page.content.decode()
    if kind != "poll":  # Below the list of its versions.
        text = text.partition("Nhật ký trạng thái")[2]
    assert text.index("Gỡ khỏi cổng") < text.index("Đã xuất bản → Đã gỡ") < text.index("Hệ thống")
    assert "Lê Thị Mai (mai)" in text
    assert "Ghi chú: &lt;b&gt;Sai&lt;/b&gt; số liệu." in text


def test_history_of_a_post_tells_of_edits_too(as_editor):
    article = make_article()
    change(as_editor, article, article_form(article, lead="Tóm tắt khác."))
    text = as_editor.get(f"/quan-tri/news/article/{article.pk}/history/").content.decode()
    assert text.index("Đổi: tóm tắt") < text.index("Bản nháp → Đã xuất bản")


def test_history_of_what_one_may_not_see_is_not_there(client):
    client.force_login(make_user(groups=("Cộng tác viên",)))
    article = make_article(title="Kín", published=False)
    answer = client.get(f"/quan-tri/news/article/{article.pk}/history/")
    assert answer.status_code == 404
    client.force_login(make_user(groups=("Văn thư",)))
    assert client.get(f"/quan-tri/news/article/{article.pk}/history/").status_code == 403


def test_history_is_paged(as_editor, django_assert_max_num_queries):
    poll = make_poll(published=False)
    for _ in range(30):
        poll.submit(by=None)
        poll.return_to_draft(by=None)
    address = f"/quan-tri/stats/poll/{poll.pk}/history/"
    with django_assert_max_num_queries(10):
        assert len(as_editor.get(address).context["lines"]) == 50
    assert len(as_editor.get(f"{address}?p=2").context["lines"]) == 10


def test_first_page_names_what_the_person_did_lately(as_editor):
    article = make_article(title="Hội nghị tổng kết")
    press(as_editor, article, "withdraw", _note="Sai.")
    text = as_editor.get("/quan-tri/").content.decode()
    assert "Gỡ khỏi cổng: Đã xuất bản → Đã gỡ: Sai." in text
    assert f'href="/quan-tri/news/article/{article.pk}/change/"' in text


def test_audit_log_is_searched_by_kind_of_change(client):
    client.force_login(make_superuser())
    make_article(title="Đã đăng")
    page = client.get("/quan-tri/core/auditentry/?viec=status.publish").content.decode()
    assert "Bản nháp → Đã xuất bản" in page
