"""Casting a ballot: what is recorded, what is refused and how that is said."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import challenge
from core.ballots import COOKIE
from stats.models import Ballot, Choice, Poll
from stats.models.polls import MAX_CHOICES
from stats.polls import casting
from tests.factories import at, make_poll, make_user
from tests.stats.ballots import ballot_of, counts, key_of, soup, vote, vote_by_script, wording_of

pytestmark = pytest.mark.django_db

RECORDED = "Phiếu của bạn đã được ghi"


@pytest.fixture(autouse=True)
def quick_work(monkeypatch):
    """Have the work done in no time."""
    monkeypatch.setattr(challenge, "COST", 1)


@pytest.fixture
def poll():
    return make_poll("Có", "Không", "Khác", question="Có nên học hai buổi?")


def test_ballot_is_recorded_and_results_are_shown(client, poll):
    response = vote(client, poll, "Có")
    assert response.status_code == 302
    main = soup(client.get(response.url)).main
    assert RECORDED in main.find(id=response.url.partition("#")[2]).get_text()
    page = main.get_text(" ", strip=True)
    assert RECORDED in page
    assert "100%" in page
    assert counts(poll) == {"Có": 1, "Không": 0, "Khác": 0}


def test_block_gets_the_answer_without_a_page_round_it(client, poll):
    response = vote(client, poll, "Có", to="phieu/")
    assert response.status_code == 200
    assert RECORDED in response.content.decode()
    assert not soup(response).find(["html", "form"])


@pytest.mark.parametrize("to", ["", "phieu/"], ids=["page", "block"])
def test_second_ballot_is_told_that_the_first_one_counts(client, poll, to):
    vote(client, poll, "Có")
    again = vote(client, poll, "Không", to=to)
    assert again.status_code == 200
    told = soup(again).find(role="status").get_text()
    assert told == "Trình duyệt này đã bỏ phiếu cho thăm dò này; phiếu đầu tiên được tính."
    assert RECORDED not in again.content.decode()
    assert counts(poll) == {"Có": 1, "Không": 0, "Khác": 0}


def test_several_choices_are_one_ballot(client):
    poll = make_poll("A", "B", "C", max_choices=2)
    vote(client, poll, "A", "C")
    assert (Ballot.objects.count(), counts(poll)) == (1, {"A": 1, "B": 0, "C": 1})


def refused(client, poll, *texts, **data):
    """Vote, and return the status, the form that comes again and what it says."""
    response = vote(client, poll, *texts, **data)
    assert not Ballot.objects.exists()
    assert not any(counts(poll).values())
    form = soup(response).main
    return response.status_code, form, form.find(role="alert").get_text(" ", strip=True)


def ticked(form):
    return [int(field["value"]) for field in form.select("[name=chon][checked]")]


def test_nothing_chosen_is_said(client, poll):
    status, form, words = refused(client, poll)
    assert status == 400
    assert words == "Bạn chưa chọn mục nào. Hãy chọn rồi bấm «Bỏ phiếu»."
    assert form.select_one("fieldset")["aria-describedby"] == form.find(role="alert")["id"]
    assert form.find(role="alert").has_attr("autofocus")


def test_too_many_choices_come_back_ticked(client):
    poll = make_poll("A", "B", "C", max_choices=2)
    status, form, words = refused(client, poll, "A", "B", "C")
    assert status == 400
    assert "Bạn chọn 3 mục, chỉ được chọn nhiều nhất 2 mục." in words
    assert len(ticked(form)) == 3


def change_question(poll):
    Poll.objects.filter(pk=poll.pk).update(question="Có nên học ba buổi?")


def change_choice(poll):
    Choice.objects.filter(poll=poll, text="Không").update(text="Không, trừ lớp 12")


def swap_choices(poll):
    for text, other in (("Có", "x"), ("Không", "Có"), ("x", "Không")):
        Choice.objects.filter(poll=poll, text=text).update(text=other)


def retire_choice(poll):
    poll.choices.get(text="Khác").retire()


def allow_two(poll):
    Poll.objects.filter(pk=poll.pk).update(max_choices=2)


@pytest.mark.parametrize("edit", [change_question, change_choice, swap_choices, retire_choice, allow_two])
@pytest.mark.parametrize("to", ["", "phieu/"], ids=["page", "block"])
def test_words_that_changed_under_an_open_form_are_read_again(client, poll, edit, to):
    sent, key = ballot_of(poll, "Có"), key_of(poll, "Có")
    address = f"{poll.get_absolute_url()}{to}"
    client.get(address)
    edit(poll)
    response = client.post(address, sent)
    assert response.status_code == 409
    form = soup(response).select_one("form.poll-form")
    told = form.find(role="alert").get_text(strip=True)
    assert told == "Câu hỏi hoặc lựa chọn vừa được sửa. Hãy đọc lại rồi chọn."
    assert ticked(form) == [key]
    assert not Ballot.objects.exists()
    again = {"chon": key, "ban": form.find("input", attrs={"name": "ban"})["value"]}
    assert client.post(address, again).status_code in (200, 302)
    assert Ballot.objects.count() == 1


def test_order_of_the_choices_is_no_matter_of_words(client, poll):
    sent = ballot_of(poll, "Có")
    client.get(poll.get_absolute_url())
    Choice.objects.filter(text="Có").update(order=9)
    assert client.post(poll.get_absolute_url(), sent).status_code == 302


def test_form_without_its_words_is_refused(client, poll):
    client.get(poll.get_absolute_url())
    assert client.post(poll.get_absolute_url(), {"chon": key_of(poll, "Có")}).status_code == 409
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("key", ["x", "0", "999999999999999999999", "-1", "1 OR 1=1", "\x00"])
def test_choice_that_never_was_is_refused(client, poll, key):
    client.get(poll.get_absolute_url())
    response = client.post(poll.get_absolute_url(), {"chon": key, "ban": wording_of(poll)})
    assert response.status_code == 409
    assert not Ballot.objects.exists()


def test_choice_of_another_poll_is_refused(client, poll):
    other = make_poll("Xanh", "Đỏ")
    client.get(poll.get_absolute_url())
    response = client.post(poll.get_absolute_url(), {"chon": key_of(other, "Xanh"), "ban": wording_of(poll)})
    assert response.status_code == 409
    assert not Ballot.objects.exists()


def test_poll_that_closed_meanwhile_says_when(client, time_machine):
    time_machine.move_to(at(2026, 3, 2), tick=False)
    poll = make_poll("Có", "Không", closes_at=at(2026, 3, 3))
    client.get(poll.get_absolute_url())
    time_machine.move_to(at(2026, 3, 3), tick=False)
    response = client.post(poll.get_absolute_url(), ballot_of(poll, "Có"))
    assert response.status_code == 409
    page = soup(response).main
    assert "đã kết thúc lúc Thứ ba, 03/03/2026 08:00" in page.find(role="alert").get_text()
    assert not page.find("form")
    assert not Ballot.objects.exists()


def test_poll_that_was_withdrawn_is_gone(client, poll):
    client.get(poll.get_absolute_url())
    Poll.objects.get().withdraw(by=None, note="hỏi nhầm.")
    response = client.post(poll.get_absolute_url(), ballot_of(poll, "Có"))
    assert response.status_code == 410
    assert "hỏi nhầm." in response.content.decode()
    assert not Ballot.objects.exists()


def test_poll_withdrawn_between_reading_and_casting_takes_no_ballot(rf, client, poll):
    client.get(poll.get_absolute_url())
    request = rf.post("/", ballot_of(poll, "Có"))
    request.COOKIES = {name: cookie.value for name, cookie in client.cookies.items()}
    Poll.objects.get().withdraw(by=None, note="hỏi nhầm.")
    with pytest.raises(casting.Rejected) as rejected:
        casting.cast(request, poll)
    assert rejected.value.status == 410


@pytest.mark.parametrize("moment", [None, timedelta(days=1)], ids=["draft", "scheduled"])
def test_poll_that_is_not_public_is_not_there(client, moment):
    poll = make_poll(published=False)
    if moment:
        poll.publish(by=None, at=timezone.now() + moment)
    for address in (poll.get_absolute_url(), f"{poll.get_absolute_url()}phieu/"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


def test_browser_without_cookies_is_told_so_and_loses_nothing(client, poll):
    address = poll.get_absolute_url()
    response = client.post(address, ballot_of(poll, "Có"))
    page = soup(response).main
    assert response.status_code == 400
    assert "đang chặn cookie" in page.find(role="alert").get_text()
    assert ticked(page) == [key_of(poll, "Có")]
    assert not Ballot.objects.exists()


def test_made_up_cookie_has_no_voice(client, poll):
    client.cookies[COOKIE] = "tu-nghi-ra.chu-ky"
    assert client.post(poll.get_absolute_url(), ballot_of(poll, "Có")).status_code == 400
    assert not Ballot.objects.exists()


def test_vote_without_the_token_is_refused_in_words(poll):
    client = Client(enforce_csrf_checks=True)
    client.get(poll.get_absolute_url())
    key = key_of(poll, "Có")
    response = client.post(poll.get_absolute_url(), {"chon": key})
    assert response.status_code == 403
    page = soup(response).main
    assert page.h1.get_text() == "Biểu mẫu chưa được gửi"
    assert page.find("a", string="Mở lại biểu mẫu")["href"] == f"{poll.get_absolute_url()}?chon={key}"
    assert not Ballot.objects.exists()


def test_without_the_database_what_was_chosen_comes_back(client, poll, monkeypatch):
    def be_away(*args):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("stats.polls.casting.cast", be_away)
    key = key_of(poll, "Có")
    response = client.post(poll.get_absolute_url(), {"chon": key})
    assert response.status_code == 503
    assert soup(response).find("a", href=f"{poll.get_absolute_url()}?chon={key}")


def test_refused_token_copies_no_more_choices_than_a_form_has(poll):
    client = Client(enforce_csrf_checks=True)
    response = client.post(poll.get_absolute_url(), {"chon": [f"{number}" for number in range(1_000)]})
    back = soup(response).main.find("a", string="Mở lại biểu mẫu")["href"]
    assert back.count("chon=") == MAX_CHOICES


def test_refused_token_without_any_cookie_speaks_of_cookies(poll):
    response = Client(enforce_csrf_checks=True).post(poll.get_absolute_url(), {"chon": "1"})
    assert response.status_code == 403
    assert "đang chặn cookie" in response.content.decode()


def test_form_holds_the_token_that_is_asked_for(poll):
    client = Client(enforce_csrf_checks=True)
    form = soup(client.get(poll.get_absolute_url())).main.form
    token = form.find("input", attrs={"name": "csrfmiddlewaretoken"})["value"]
    data = ballot_of(poll, "Có") | {"csrfmiddlewaretoken": token}
    assert client.post(form["action"], data).status_code == 302
    assert Ballot.objects.count() == 1


def test_trap_takes_no_ballot(client, poll):
    status, _, words = refused(client, poll, "Có", trang_web="https://example.vn")
    assert status == 400
    assert "để trống" in words


def test_members_poll_is_for_those_who_are_signed_in(client):
    poll = make_poll("Có", "Không", audience="members")
    page = soup(client.get(poll.get_absolute_url())).main
    assert not page.find("form")
    assert page.find("a", string="Đăng nhập để bỏ phiếu")["href"] == f"/dang-nhap/?next=/tham-do/{poll.pk}/"
    assert client.post(poll.get_absolute_url(), ballot_of(poll, "Có")).status_code == 403
    assert not Ballot.objects.exists()


def test_member_has_one_voice_in_every_browser():
    poll = make_poll("Có", "Không", audience="members")
    user = make_user()
    answers = []
    for text in ("Có", "Không"):
        browser = Client()
        browser.force_login(user)
        answers.append(vote(browser, poll, text))
        assert COOKIE not in browser.cookies
    assert [answer.status_code for answer in answers] == [302, 200]
    assert "Tài khoản này đã bỏ phiếu" in soup(answers[1]).main.get_text()
    other = Client()
    other.force_login(make_user())
    vote(other, poll, "Không")
    assert counts(poll) == {"Có": 1, "Không": 1}


def test_ballot_says_neither_who_nor_when(client, time_machine):
    time_machine.move_to(at(2026, 3, 2, 9, 41), tick=False)
    poll = make_poll("Có", "Không")
    vote(client, poll, "Có")
    ballot = Ballot.objects.get()
    fields = {field.name: getattr(ballot, field.attname) for field in Ballot._meta.concrete_fields}
    assert set(fields) == {"id", "poll", "voter", "cast_on"}
    assert f"{fields['cast_on']}" == "2026-03-02"
    assert ballot.pk.version == 4  # Random: the order of the ballots is not kept either.
    assert client.cookies[COOKIE].value.partition(".")[0].encode() not in bytes(ballot.voter)


def test_no_row_leads_from_a_ballot_to_what_was_chosen(client, poll):
    vote(client, poll, "Có")
    related = {field.related_model for field in Ballot._meta.get_fields() if field.is_relation}
    assert related == {Poll}
    pointing = {
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is Ballot
    }
    assert pointing == set()


def test_tallies_are_the_last_that_is_written(client, poll):
    client.get(poll.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        client.post(poll.get_absolute_url(), ballot_of(poll, "Có"))
    written = [
        query["sql"].split()[:3] for query in queries if query["sql"].lstrip()[:6] in ("INSERT", "UPDATE")
    ]
    assert [words[1] for words in written[-2:]] == ["stats_poll", "stats_choice"]


@pytest.mark.parametrize(
    "changes", [{"bang_chung": "x"}, {"chon": "0"}, {"ban": ""}], ids=["proof", "choice", "words"]
)
def test_what_is_refused_has_written_nothing(client, poll, changes):
    client.get(poll.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        response = client.post(poll.get_absolute_url(), ballot_of(poll, "Có") | changes)
    assert response.status_code in (409, 429)
    assert not [query for query in queries if query["sql"].lstrip().startswith(("INSERT", "UPDATE"))]


def test_computer_room_of_thirty_votes(poll):
    for number in range(30):
        response = vote_by_script(Client(), poll, "Có" if number % 3 else "Không")
        assert response.status_code == 200
        assert RECORDED in response.content.decode()
    assert counts(poll) == {"Có": 20, "Không": 10, "Khác": 0}


def test_computer_room_that_opened_its_forms_at_once_votes(poll):
    browsers = [Client() for _ in range(12)]
    address = f"{poll.get_absolute_url()}phieu/"
    for browser in browsers:
        assert "data-challenge" not in browser.get(address).content.decode()
    data = ballot_of(poll, "Có")
    first = [browser.post(address, data) for browser in browsers]
    assert [answer.status_code for answer in first] == [200] * 5 + [429] * 7
    for browser, answer in zip(browsers[5:], first[5:], strict=True):
        form = soup(answer).form
        assert form.has_attr("data-again")
        assert form.select_one("[checked]")["value"] == str(key_of(poll, "Có"))
        vote_by_script(browser, poll, "Có")
    assert counts(poll)["Có"] == 12


def test_without_scripts_a_few_of_one_kind_vote_in_an_hour(poll, time_machine):
    time_machine.move_to(at(2026, 3, 2, 9, 5), tick=False)
    poll = make_poll("Có", "Không")
    answers = [vote(Client(), poll, "Có") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "chờ một giờ" in soup(answers[-1]).main.find(role="alert").get_text()
    time_machine.move_to(at(2026, 3, 2, 10, 0), tick=False)
    assert vote(Client(), poll, "Có").status_code == 302


def test_many_browsers_of_one_network_vote_with_ever_more_work(poll, monkeypatch):
    monkeypatch.setattr(challenge, "NETWORK_STEPS", ((100, 10), (150, 20)))
    monkeypatch.setattr(challenge, "STEPS", ((1, 4),))
    sizes = []
    for number in range(200):
        browser = Client(HTTP_USER_AGENT=f"Trình duyệt {number}")
        response = vote_by_script(browser, poll, "Có")
        assert RECORDED in response.content.decode()
        sizes.append(Client(HTTP_USER_AGENT="Mới").get(f"{poll.get_absolute_url()}phieu/"))
    tries = [tries_of(form) for form in sizes]
    assert tries == [0] * 99 + [10] * 50 + [20] * 51
    assert counts(poll)["Có"] == 200


def tries_of(response):
    """Return how many tries the work of a form takes at most, 0 for a form without."""
    text = soup(response).form.get("data-challenge")
    return json.loads(text)["parameters"]["data"]["tries"] if text else 0


def test_members_are_known_and_share_no_network(monkeypatch):
    few = casting.Gate("poll", plain_per_visitor=9, plain_per_network=1, plain_in_all=1)
    monkeypatch.setattr("stats.polls.views.GATE", few)
    monkeypatch.setattr(casting, "GATE", few)
    poll = make_poll("Có", "Không", audience="members")
    for number in range(3):
        browser = Client(HTTP_USER_AGENT=f"Trình duyệt {number}")
        browser.force_login(make_user())
        assert vote(browser, poll, "Có").status_code == 302
    assert counts(poll)["Có"] == 3


def test_reset_lets_everyone_vote_without_work_again(poll, time_machine):
    time_machine.move_to(at(2026, 3, 2, 9, 5), tick=False)
    poll, other = make_poll("Có", "Không"), make_poll("Có", "Không")
    answers = [vote(Client(), asked, "Có") for asked in (poll, other) for _ in range(6)]
    assert [answer.status_code for answer in answers] == ([302] * 5 + [429]) * 2
    poll.reset(by=None, reason="Thử.")
    assert vote(Client(), poll, "Có").status_code == 302
    assert vote(Client(), other, "Có").status_code == 429
