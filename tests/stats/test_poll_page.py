"""The pages of polls: what stands there, for whom, at what cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.ballots import COOKIE
from tests.factories import at, make_ballot, make_poll, make_user
from tests.sitemaps import sitemap_of
from tests.stats.ballots import key_of, soup, vote, wording_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def poll():
    return make_poll("Có", "Không", question="Có nên học hai buổi?", intro="Sở hỏi để xếp lịch.")


def closed_poll(**kwargs):
    opened, closed = timezone.now() - timedelta(days=9), timezone.now() - timedelta(days=2)
    poll = make_poll("Có", "Không", at=opened, closes_at=closed, **kwargs)
    for text in ("Có", "Có", "Không"):
        make_ballot(poll, text)
    return poll


def text_of(response):
    return soup(response).main.get_text(" ", strip=True)


def test_page_asks_the_question(client, poll):
    page = soup(client.get(poll.get_absolute_url()))
    assert page.h1.get_text() == "Có nên học hai buổi?"
    assert "Sở hỏi để xếp lịch." in page.main.get_text()
    form = page.main.form
    assert form["method"] == "post"
    assert [label.get_text(strip=True) for label in form.select("fieldset label")] == ["Có", "Không"]
    assert {field["type"] for field in form.select("[name=chon]")} == {"radio"}
    assert [crumb.get_text() for crumb in page.select(".breadcrumbs li a")] == ["Trang chủ", "Thăm dò ý kiến"]


def test_several_answers_are_boxes_and_say_how_many(client):
    poll = make_poll("A", "B", "C", max_choices=2)
    form = soup(client.get(poll.get_absolute_url())).main.form
    assert {field["type"] for field in form.select("[name=chon]")} == {"checkbox"}
    assert "Chọn nhiều nhất 2 mục." in form.get_text()


def test_what_was_ticked_in_the_block_is_ticked_here(client, poll):
    key = key_of(poll, "Không")
    form = soup(client.get(poll.get_absolute_url(), {"chon": key})).main.form
    assert [field["value"] for field in form.select("[checked]")] == [str(key)]
    assert form.find(role="status").get_text() == (
        "Phiếu chưa được gửi. Hãy xem lại lựa chọn rồi bấm «Bỏ phiếu»."
    )


def test_words_that_were_changed_since_the_block_was_made_are_said(client, poll):
    sent = {"chon": key_of(poll, "Không"), "ban": wording_of(poll)}
    poll.choices.get(text="Có").retire()
    form = soup(client.get(poll.get_absolute_url(), sent)).main.form
    assert "vừa được sửa" in form.find(role="status").get_text()


def test_who_comes_without_choices_is_told_nothing(client, poll):
    form = soup(client.get(poll.get_absolute_url())).main.form
    assert [place.get_text() for place in form.find_all(role="status")] == [""]


def test_page_and_form_are_kept_nowhere_and_give_a_voice(client, poll):
    for address in (poll.get_absolute_url(), f"{poll.get_absolute_url()}phieu/"):
        client.cookies.clear()
        response = client.get(address)
        assert "no-store" in response.headers["Cache-Control"]
        assert COOKIE in response.cookies


def test_closed_poll_keeps_page_and_results_and_gives_no_cookie(client):
    response = client.get(closed_poll().get_absolute_url())
    page = soup(response).main
    assert "Thăm dò đã kết thúc" in page.get_text()
    meters = [(meter["value"], meter["max"], meter["aria-label"]) for meter in page.find_all("meter")]
    assert meters == [("2", "3", "Có"), ("1", "3", "Không")]
    assert "66,7%" in page.get_text()
    assert "Tổng số: 3 phiếu." in page.get_text()
    assert not page.find("form")
    assert not response.cookies


@pytest.mark.parametrize("results", ["after_closing", "never"])
def test_results_that_are_not_shown_yet_are_not_in_the_page(client, results):
    poll = make_poll("Có", "Không", results=results, closes_at=timezone.now() + timedelta(days=2))
    vote(client, poll, "Có")
    page = soup(client.get(poll.get_absolute_url())).main
    assert not page.find("meter")
    assert "%" not in page.get_text()
    assert ("không công bố" in page.get_text()) == (results == "never")


def test_never_is_never(client):
    page = soup(client.get(closed_poll(results="never").get_absolute_url())).main
    assert not page.find("meter")
    assert "Kết quả thăm dò này không công bố." in page.get_text()


def test_results_that_are_always_shown_stand_below_the_form(client):
    poll = make_poll("Có", "Không", results="always")
    make_ballot(poll, "Có")
    page = soup(client.get(poll.get_absolute_url())).main
    assert page.form
    assert len(page.find_all("meter")) == 2


def test_before_voting_nobody_sees_results(client, poll):
    make_ballot(poll, "Có")
    assert not soup(client.get(poll.get_absolute_url())).find("meter")


def test_withdrawn_poll_is_gone_with_the_reason(client, poll):
    poll.withdraw(by=None, note="hỏi nhầm.")
    response = client.get(poll.get_absolute_url())
    assert response.status_code == 410
    assert "hỏi nhầm." in text_of(response)


def test_texts_of_staff_are_escaped(client):
    attack = "<script>alert(1)</script>"
    poll = make_poll(attack, f"{attack} 2", question=attack, intro=attack, results="always")
    make_ballot(poll, attack)
    for address in ("/tham-do/", poll.get_absolute_url(), f"{poll.get_absolute_url()}phieu/"):
        body = client.get(address).content.decode()
        assert "alert(1)" in body
        assert attack not in body


def test_list_has_open_polls_before_closed_ones(client, poll):
    closed = closed_poll()
    make_poll(published=False)
    page = soup(client.get("/tham-do/")).main
    assert [link["href"] for link in page.select("h2 a")] == [
        poll.get_absolute_url(),
        closed.get_absolute_url(),
    ]
    assert "Đang mở" in page.get_text()
    assert "Đã kết thúc" in page.get_text()


def test_list_says_what_is_kept_and_promises_no_more(client, poll):
    words = text_of(client.get("/tham-do/"))
    assert "Mỗi trình duyệt một phiếu." in words
    assert "Mỗi người" not in words


def test_list_without_polls_says_so(client):
    assert "Chưa có thăm dò nào." in text_of(client.get("/tham-do/"))


def test_list_is_the_same_for_everyone(client, poll):
    response = client.get("/tham-do/")
    assert not response.cookies
    assert "s-maxage=1" in response.headers["Cache-Control"]


def test_list_costs_the_same_for_many_polls(client, django_assert_max_num_queries):
    client.get("/")
    for _ in range(5):
        make_ballot(make_poll("Có", "Không"), "Có")
    with django_assert_max_num_queries(12):
        client.get("/tham-do/")


def test_poll_page_costs_the_same_for_many_choices(client, django_assert_max_num_queries):
    poll = make_poll(*(f"Mục {number}" for number in range(12)))
    for number in range(6):
        make_ballot(poll, f"Mục {number}")
    vote(client, poll, "Mục 1")
    client.get(poll.get_absolute_url())  # The furniture is kept.
    with django_assert_max_num_queries(3):  # poll, ballot, results
        client.get(poll.get_absolute_url())


def test_poll_is_in_the_sitemap(client, poll):
    assert f"/tham-do/{poll.pk}/" in client.get(sitemap_of("tham-do", poll)).content.decode()
    assert "/tham-do/</loc>" in client.get("/sitemap-trang-chu-1.xml").content.decode()


def test_search_page_shows_a_poll(client, poll):
    page = soup(client.get("/tim-kiem/", {"q": "hoc hai buoi", "loai": "stats.poll"})).main
    assert page.select_one(".search-result h2 a")["href"] == poll.get_absolute_url()


def test_signed_in_reader_of_a_poll_for_everyone_votes_as_a_browser(client, poll):
    client.force_login(make_user())
    vote(client, poll, "Có")
    client.logout()
    assert "Phiếu của bạn đã được ghi" not in text_of(client.get(poll.get_absolute_url()))


def test_days_are_those_of_vietnam(client):
    poll = make_poll("Có", "Không", at=at(2026, 3, 1, 0, 30), closes_at=at(2036, 3, 2, 17))
    words = text_of(client.get(poll.get_absolute_url()))
    assert "từ 01/03/2026 đến 17:00 ngày 02/03/2036" in words
