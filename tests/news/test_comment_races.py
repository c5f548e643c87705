"""Many at once: as many comments as forms, conversations with an end, one decision at a time."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from core.challenge import Gate
from core.models import TransitionError
from core.models.jobs import Job
from news.models import Comment, CommentReport
from news.models.voices import MAX_REPLIES
from news.voices import commenting, reporting
from news.voices.tasks import tell_moderators
from tests.factories import make_article, make_comment, make_user
from tests.news.voices import form_of, is_thanked, soup

THREADS = 16


@pytest.fixture
def article(committing_db, monkeypatch):
    wide = Gate("comment", plain_per_visitor=10**6, plain_per_network=10**6, plain_in_all=10**6)
    for module in (commenting, reporting):
        monkeypatch.setattr(module, "GATE", wide)
    return make_article()


def at_once(act, number=THREADS):
    start = threading.Barrier(number)

    def run(which):
        start.wait(60)
        try:
            return act(which)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_clicks_at_once_are_one_comment_and_all_are_thanked(article):
    held = form_of(Client(), article) | {"ho_ten": "Hà", "noi_dung": "Một lần thôi."}
    address = f"{article.get_absolute_url()}y-kien/viet/khung/"
    answers = at_once(lambda _: Client().post(address, held))
    assert all(map(is_thanked, answers))
    assert Comment.objects.count() == 1


def test_forms_at_once_are_a_comment_each(article):
    address = f"{article.get_absolute_url()}y-kien/viet/khung/"

    def act(which):
        client = Client()
        return client.post(
            address, form_of(client, article) | {"ho_ten": "Hà", "noi_dung": f"Ý kiến {which}."}
        )

    assert all(map(is_thanked, at_once(act)))
    assert Comment.objects.waiting().count() == THREADS


def test_conversation_ends_where_it_has_to_though_all_answer_at_once(article):
    parent = make_comment(article)
    for _ in range(MAX_REPLIES - 5):
        make_comment(parent=parent)
    held = [
        form_of(Client(), article, answered=parent.pk) | {"ho_ten": "Hà", "noi_dung": "Vâng."}
        for _ in range(THREADS)
    ]
    address = f"{article.get_absolute_url()}y-kien/viet/khung/"
    answers = at_once(lambda which: Client().post(address, held[which]).status_code)
    assert sorted(answers) == [200] * 5 + [409] * (THREADS - 5)
    assert parent.replies.count() == MAX_REPLIES


def test_of_two_decisions_at_once_one_is_told_of_the_other(article):
    comment = make_comment(article, status="waiting")

    def act(which):
        mine = Comment.objects.get(pk=comment.pk)
        try:
            mine.approve(by=None)
        except TransitionError:
            return "late"
        return "done"

    assert sorted(at_once(act, 8)) == ["done"] + ["late"] * 7


def test_complaints_at_once_are_counted_exactly(article):
    shown = make_comment(article)
    address = f"{article.get_absolute_url()}y-kien/{shown.pk}/bao-vi-pham/khung/"

    def act(_):
        client = Client()
        client.get(address)
        return client.post(address, {"ly_do": "insult"})

    assert all(soup(answer).select_one("[data-answer]") for answer in at_once(act))
    shown.refresh_from_db()
    assert shown.reports_count == CommentReport.objects.count() == THREADS


def test_moderators_are_told_once_by_runs_at_once(article, settings):
    settings.MAIL_NOTICES, settings.SITE_URL = True, "https://sogddt.example.vn"
    make_user(groups=("Biên tập viên",), email="hoa@example.vn")
    make_comment(article, status="waiting")
    assert sorted(at_once(lambda _: tell_moderators.func(), 4)) == [0, 0, 0, 1]
    assert Job.objects.filter(task_path__endswith="send_letter").count() == 1


def test_clicks_at_once_are_one_answer_of_the_department(article):
    comment = make_comment(article, status="waiting")

    def act(_):
        return Comment.objects.get(pk=comment.pk).answer(by=None, text="Đã ghi nhận.", sent_as=b"form")

    assert sum(answer is not None for answer in at_once(act, 4)) == 1
    assert comment.replies.count() == 1
