"""Complaints of readers: counted once a browser, and gathered for those who moderate."""

import pytest
from django.test import Client

from news.models import Comment, CommentReport
from tests.factories import make_article, make_comment
from tests.news.voices import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown():
    return make_comment(make_article(), text="Một câu khó nghe.")


def address_of(comment, part=""):
    return f"{comment.article.get_absolute_url()}y-kien/{comment.pk}/bao-vi-pham/{part}"


def report(client, comment, part="", **data):
    client.get(address_of(comment, part))
    return client.post(address_of(comment, part), {"ly_do": "insult"} | data)


def count(comment):
    return Comment.objects.get(pk=comment.pk).reports_count


def test_complaint_is_counted_and_kept_with_its_reason(client, shown):
    response = report(client, shown, ly_do="private", noi_them="Có số của\n bạn em.\u202e")
    assert response.status_code == 302
    assert "Đã báo cho người duyệt." in client.get(response.url).content.decode()
    assert count(shown) == 1
    kept = CommentReport.objects.get()
    assert (kept.reason, kept.note, kept.is_handled) == ("private", "Có số của bạn em.", False)


def test_browser_complains_once_and_is_thanked_each_time(client, shown):
    for _ in range(3):
        assert "Đã báo cho người duyệt." in report(client, shown, "khung/").content.decode()
    assert count(shown) == CommentReport.objects.count() == 1


def test_complaints_of_several_add_up_and_hide_nothing_by_themselves(client, shown):
    for _ in range(3):
        report(Client(), shown)
    assert count(shown) == 3
    assert "Một câu khó nghe." in client.get(shown.article.get_absolute_url()).content.decode()
    assert Comment.objects.reported().get() == shown


@pytest.mark.parametrize("data", [{"ly_do": ""}, {"ly_do": "x"}, {"trang_web": "x"}, {"noi_them": "x" * 301}])
def test_what_is_wrong_is_said_and_nothing_is_counted(client, shown, data):
    response = report(client, shown, **data)
    assert response.status_code == 400
    assert soup(response).main.find(role="alert")
    assert count(shown) == 0


def test_reason_and_words_stay_in_a_form_that_was_refused(client, shown):
    form = soup(report(client, shown, ly_do="false", noi_them="x" * 301)).select_one("form.voice-form")
    assert form.select_one("[name=ly_do][checked]")["value"] == "false"
    assert form.select_one("[name=noi_them]")["value"] == "x" * 301


def test_browser_without_cookies_is_told_so(client, shown):
    response = client.post(address_of(shown), {"ly_do": "insult"})
    assert response.status_code == 400
    assert "đang chặn cookie" in soup(response).main.find(role="alert").get_text()


def test_without_scripts_a_few_complain_of_one_address_and_the_rest_with_work(shown):
    comments = [make_comment(shown.article) for _ in range(6)]
    client = Client()
    answers = [report(client, each) for each in comments]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert soup(answers[-1]).select_one("form[data-again]")


@pytest.mark.parametrize("status", ["waiting", "rejected", "spam"])
def test_only_what_shows_is_complained_of(client, shown, status):
    hidden = make_comment(shown.article, status=status)
    assert client.get(address_of(hidden)).status_code == 404


@pytest.mark.parametrize("pk", ["0", "9" * 25])
def test_comment_that_there_is_not_is_not_found(client, shown, pk):
    assert client.get(f"{shown.article.get_absolute_url()}y-kien/{pk}/bao-vi-pham/").status_code == 404


def test_comment_of_another_post_is_not_found(client, shown):
    other = make_comment()
    address = f"{shown.article.get_absolute_url()}y-kien/{other.pk}/bao-vi-pham/"
    assert client.get(address).status_code == 404


def test_answer_under_what_was_taken_off_is_shown_to_nobody_who_complains(client, shown):
    answer = make_comment(shown.article, parent=shown, text="Câu trả lời.")
    Comment.objects.filter(pk=shown.pk).update(status="rejected")
    response = client.get(address_of(answer))
    assert response.status_code in (404, 410)
    assert "Câu trả lời." not in response.content.decode()
