"""Commenting on a post: what comes in, what is refused and how that is said, what is never lost."""

import time

import pytest
from django.db import OperationalError
from django.test import Client

from core import challenge
from news.models import Article, Comment, VoiceSettings
from news.models.voices import MAX_REPLIES
from news.voices import commenting
from tests.factories import at, make_article, make_comment
from tests.news.voices import WAITING, comment, form_of, is_thanked, soup

pytestmark = pytest.mark.django_db

TEXT = "Bài viết rất hay.\n\nEm cảm ơn thầy cô."


@pytest.fixture(autouse=True)
def quick_work(monkeypatch):
    """Have the work done in no time."""
    monkeypatch.setattr(challenge, "COST", 1)


@pytest.fixture
def article():
    return make_article(title="Khai giảng năm học mới")


def refused(response):
    """Return what the form that comes again says, and what it holds."""
    form = soup(response).select_one("form.voice-form")
    return form.find(role="alert").get_text(" ", strip=True), form.textarea.string.removeprefix("\n")


def test_comment_waits_and_its_sender_is_thanked(client, article):
    response = comment(client, article, TEXT, thu_dien_tu="ha@example.vn")
    assert response.status_code == 302
    assert is_thanked(client.get(response.url))
    made = Comment.objects.get()
    assert (made.status, made.article, made.parent) == (WAITING, article, None)
    assert (made.name, made.email, made.text) == ("Nguyễn Thị Hà", "ha@example.vn", TEXT)


def test_form_in_the_post_gets_the_answer_without_a_page_round_it(client, article):
    response = comment(client, article, part="khung/")
    assert response.status_code == 200
    assert is_thanked(response)
    assert not soup(response).find(["html", "main", "form"])


def test_nothing_shows_before_it_is_approved(client, article):
    comment(client, article, "Chưa ai duyệt câu này.")
    for part in ("", "y-kien/"):
        assert "Chưa ai duyệt" not in client.get(f"{article.get_absolute_url()}{part}").content.decode()


def test_of_the_sender_only_what_he_wrote_is_kept(client, article):
    comment(client, article)
    kept = {
        name for name, value in Comment.objects.values().get().items() if value not in (None, "", 0, False)
    }
    assert kept == {"id", "name", "text", "status", "created_at", "article_id", "sent_as"}


def test_what_was_typed_comes_back_with_what_is_wrong_with_it(client, article):
    response = comment(client, article, f"{TEXT} https://a.vn https://b.vn https://c.vn", thu_dien_tu="ha@")
    assert response.status_code == 400
    form = soup(response).select_one("form.voice-form")
    assert form.textarea.string.endswith("https://c.vn")
    assert form.select_one("[name=ho_ten]")["value"] == "Nguyễn Thị Hà"
    assert form.select_one("[name=thu_dien_tu]")["value"] == "ha@"
    for name in ("noi_dung", "thu_dien_tu"):
        field = form.select_one(f"[name={name}]")
        assert field["aria-invalid"] == "true"
        told = [form.find(id=each) for each in field["aria-describedby"].split()]
        assert all(told), name
    assert not Comment.objects.exists()


def test_trap_takes_no_comment_and_loses_nothing(client, article):
    response = comment(client, article, TEXT, trang_web="https://example.vn")
    assert response.status_code == 400
    message, typed = refused(response)
    assert "để trống" in message
    assert typed == TEXT
    assert not Comment.objects.exists()


def test_form_sent_twice_is_one_comment_and_both_are_thanked(client, article):
    held = form_of(client, article) | {"ho_ten": "Hà", "noi_dung": TEXT}
    address = f"{article.get_absolute_url()}y-kien/viet/khung/"
    answers = [client.post(address, held) for _ in range(3)]
    assert all(is_thanked(answer) for answer in answers)
    assert Comment.objects.count() == 1


def test_same_words_from_another_form_are_another_comment(client, article):
    for _ in range(2):
        comment(client, article, TEXT)
    assert Comment.objects.count() == 2


def close_post(article):
    Article.objects.filter(pk=article.pk).update(commenting="closed")


def close_site(article):
    VoiceSettings.objects.create(takes_comments=False)


@pytest.mark.parametrize("close", [close_post, close_site])
def test_closed_post_takes_no_comment_and_gives_back_what_was_typed(
    client, article, close, django_capture_on_commit_callbacks
):
    held = form_of(client, article) | {"ho_ten": "Hà", "noi_dung": TEXT}
    shown = make_comment(article, text="Ý kiến đã duyệt.")
    with django_capture_on_commit_callbacks(execute=True):
        close(article)
    response = client.post(f"{article.get_absolute_url()}y-kien/viet/", held)
    assert response.status_code == 409
    page = soup(response).main
    assert "không nhận ý kiến mới nữa" in page.find(role="alert").get_text()
    assert page.textarea.string.removeprefix("\n") == TEXT
    assert not page.find("form")
    assert Comment.objects.get() == shown
    post = soup(client.get(article.get_absolute_url())).select_one("#y-kien")
    assert "Ý kiến đã duyệt." in post.get_text()
    assert not post.find("a", string="Gửi ý kiến")


@pytest.mark.parametrize(
    ("commenting_", "after", "day", "is_open"),
    [("", 30, 29, True), ("", 30, 31, False), ("open", 30, 400, True), ("", None, 400, True)],
)
def test_post_closes_by_itself_after_so_many_days(client, time_machine, commenting_, after, day, is_open):
    time_machine.move_to(at(2026, 1, 1), tick=False)
    VoiceSettings.objects.create(close_after_days=after)
    article = make_article(commenting=commenting_)
    time_machine.shift(day * 86_400)
    form = soup(client.get(f"{article.get_absolute_url()}y-kien/viet/")).select_one("form.voice-form")
    assert bool(form) == is_open


def test_withdrawn_post_is_gone_and_gives_back_what_was_typed(client, article):
    held = form_of(client, article) | {"ho_ten": "Hà", "noi_dung": TEXT}
    article.withdraw(by=None, note="Đăng nhầm.")
    response = client.post(f"{article.get_absolute_url()}y-kien/viet/", held)
    assert response.status_code == 410
    assert soup(response).main.textarea.string.removeprefix("\n") == TEXT
    assert not Comment.objects.exists()


def test_post_in_the_trash_gives_back_what_was_typed_too(client, article):
    held = form_of(client, article) | {"ho_ten": "Hà", "noi_dung": TEXT}
    article.withdraw(by=None, note="Đăng nhầm.")
    article.trash(by=None)
    response = client.post(f"{article.get_absolute_url()}y-kien/viet/", held)
    assert response.status_code == 404
    assert TEXT.splitlines()[0] in soup(response).main.textarea.string


def test_without_the_database_what_was_typed_comes_back(client, article, monkeypatch):
    held = form_of(client, article) | {"ho_ten": "Hà", "noi_dung": TEXT}

    def be_away(*args):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("news.voices.views.find", be_away)
    response = client.post(f"{article.get_absolute_url()}y-kien/viet/", held)
    assert response.status_code == 503
    assert soup(response).textarea.string.removeprefix("\n") == TEXT


def test_expired_token_gives_back_a_form_to_send_again(article):
    client = Client(enforce_csrf_checks=True)
    held = form_of(client, article) | {"ho_ten": "Hà", "noi_dung": TEXT, "thu_dien_tu": "ha@example.vn"}
    address = f"{article.get_absolute_url()}y-kien/viet/"
    response = client.post(address, held | {"csrfmiddlewaretoken": "x" * 64})
    assert response.status_code == 403
    form = soup(response).main.select_one("form.voice-form")
    assert form["action"] == address
    again = {field["name"]: field["value"] for field in form.select("input")}
    again["noi_dung"] = form.textarea.string.removeprefix("\n")
    assert again["noi_dung"] == TEXT
    assert client.post(address, again).status_code == 302
    assert (Comment.objects.get().text, Comment.objects.get().email) == (TEXT, "ha@example.vn")


def test_token_refused_without_any_cookie_gives_the_text_back(article):
    address = f"{article.get_absolute_url()}y-kien/viet/"
    response = Client(enforce_csrf_checks=True).post(address, {"ho_ten": "Hà", "noi_dung": TEXT})
    assert response.status_code == 403
    page = soup(response).main
    assert "đang chặn cookie" in page.get_text()
    assert page.textarea.string.removeprefix("\n") == TEXT


def test_expired_challenge_comes_back_with_a_new_one_and_the_text(client, article, time_machine):
    time_machine.move_to(at(2026, 3, 2, 9, 5), tick=False)
    article = make_article()
    held = form_of(client, article)
    time_machine.shift(21 * 60)
    work = {"bang_chung": "cu", "ho_ten": "Hà", "noi_dung": TEXT}
    response = client.post(f"{article.get_absolute_url()}y-kien/viet/", held | work)
    assert response.status_code == 429
    form = soup(response).select_one("form.voice-form")
    assert form.has_attr("data-again")
    assert form["data-challenge"] != held["challenge"]
    assert refused(response)[1] == TEXT


def test_forty_pupils_of_one_network_comment_in_one_lesson(article):
    for number in range(40):
        pupil = Client(HTTP_USER_AGENT="Trình duyệt của phòng máy")
        assert is_thanked(comment(pupil, article, f"Em là số {number}.", part="khung/", works=True))
    assert Comment.objects.waiting().count() == 40


def test_without_scripts_a_few_of_one_kind_comment_in_an_hour(time_machine):
    time_machine.move_to(at(2026, 3, 2, 9, 5), tick=False)
    article, other = make_article(), make_article()
    answers = [comment(Client(), each, TEXT) for each in (article, other, article, other)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    message, typed = refused(answers[-1])
    assert "Hãy bật JavaScript" in message
    assert typed == TEXT
    time_machine.move_to(at(2026, 3, 2, 10, 0), tick=False)
    assert comment(Client(), article, TEXT).status_code == 302


def test_network_without_scripts_is_not_silenced_by_one_of_it(time_machine):
    time_machine.move_to(at(2026, 3, 2, 9, 5), tick=False)
    article = make_article()
    for _ in range(5):
        comment(Client(HTTP_USER_AGENT="Một người"), article)
    assert comment(Client(HTTP_USER_AGENT="Người khác"), article).status_code == 302


def test_answer_goes_to_what_it_answers(client, article):
    parent = make_comment(article, name="Trần Văn Minh")
    page = soup(client.get(f"{article.get_absolute_url()}y-kien/viet/?tra_loi={parent.pk}")).main
    assert "Trả lời Trần Văn Minh" in page.get_text(" ", strip=True)
    assert comment(client, article, answered=parent.pk).status_code == 302
    assert Comment.objects.waiting().get().parent == parent


def an_answer(article):
    return make_comment(parent=make_comment(article))


def one_that_waits(article):
    return make_comment(article, status="waiting")


def one_of_another_post(article):
    return make_comment()


@pytest.mark.parametrize("make", [an_answer, one_that_waits, one_of_another_post])
def test_only_what_stands_first_in_a_conversation_of_the_post_is_answered(client, article, make):
    parent = make(article)
    before = Comment.objects.count()
    response = comment(client, article, TEXT, tra_loi=parent.pk)
    assert response.status_code == 409
    message, typed = refused(response)
    assert message == commenting.NO_MORE_ANSWERS
    assert typed == TEXT
    # Sent again it is a comment of its own, as the form says.
    assert soup(response).select_one("[name=tra_loi]").get("value", "") == ""
    assert Comment.objects.count() == before


@pytest.mark.parametrize("said", ["x", "0", "-1", "9" * 30, "1 OR 1=1", "\x00"])
def test_made_up_answer_is_refused(client, article, said):
    assert comment(client, article, tra_loi=said).status_code in (400, 409)
    assert not Comment.objects.exists()


def test_conversation_has_an_end(client, article):
    parent = make_comment(article)
    for _ in range(MAX_REPLIES - 1):
        make_comment(parent=parent, status="waiting")
    make_comment(parent=parent, status="spam")
    assert comment(client, article, answered=parent.pk).status_code == 302
    assert comment(client, article, answered=parent.pk).status_code == 409


def test_hostile_text_is_kept_as_it_is_and_shown_as_text(client, article):
    comment(client, article, "<script>alert(1)</script><b>đậm</b> \u202edảo", ho_ten="<i>Hà</i>")
    Comment.objects.get().approve(by=None)
    block = soup(client.get(article.get_absolute_url())).select_one("#y-kien")
    assert not block.find(["script", "i"])
    assert block.select_one(".comment-text").get_text() == "<script>alert(1)</script><b>đậm</b> dảo"
    assert "<i>Hà</i>" in block.select_one(".comment-head").get_text()


@pytest.mark.parametrize("field", ["noi_dung", "ho_ten"])
def test_letters_of_endless_marks_cost_no_time(client, article, field):
    marks = "a" + "\u0301" * 80_000 + "\u0316" * 80_000
    client.get(f"{article.get_absolute_url()}y-kien/viet/")
    began = time.process_time()
    response = comment(client, article, **({"text": marks} if field == "noi_dung" else {field: marks}))
    assert time.process_time() - began < 2  # 24 seconds, where they are composed.
    assert response.status_code == 400
    assert "dài quá" in soup(response).main.get_text().lower()
