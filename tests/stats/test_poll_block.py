"""A poll in a block: the same for everyone in the page, each visitor's own in the fragment."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from core import cache as page_cache
from core.blocks import OnPage
from stats.polls.blocks import poll as make_context
from stats.polls.state import fragment
from tests.factories import make_ballot, make_poll
from tests.portal.blocks import only
from tests.stats.ballots import key_of, soup, vote, wording_of

pytestmark = pytest.mark.django_db


def block_of(client):
    return soup(client.get("/")).select_one("[data-poll]")


def closed(**kwargs):
    now = timezone.now()
    return make_poll(at=now - timedelta(days=9), closes_at=now - timedelta(days=1), **kwargs)


def test_block_shows_the_newest_open_poll(client):
    make_poll(at=timezone.now() - timedelta(days=3))
    poll = make_poll("Có", "Không", question="Mới hơn?", at=timezone.now() - timedelta(days=2))
    closed()
    only("stats.poll", poll=None)
    block = block_of(client)
    assert block.legend.get_text() == "Mới hơn?"
    assert block["data-fragment"] == f"poll-{poll.pk}"
    assert block["data-poll"] == f"/tham-do/{poll.pk}/phieu/"


def test_block_shows_the_poll_that_staff_chose(client):
    chosen = make_poll(question="Được chọn?", at=timezone.now() - timedelta(days=3))
    make_poll(question="Mới hơn?")
    only("stats.poll", poll=chosen.pk)
    assert block_of(client).legend.get_text() == "Được chọn?"


def test_block_without_an_open_poll_is_not_there(client):
    closed()
    only("stats.poll", poll=None)
    assert block_of(client) is None


def test_chosen_poll_that_has_closed_leads_to_its_results(client):
    poll = closed()
    only("stats.poll", poll=poll.pk)
    block = block_of(client)
    assert not block.find("form")
    assert block.find("a", string="Xem kết quả")["href"] == poll.get_absolute_url()


def test_form_in_a_kept_page_changes_nothing_and_needs_no_token(client):
    poll = make_poll("Có", "Không")
    only("stats.poll", poll=None)
    response = client.get("/")
    form = block_of(client).form
    assert form.get("method", "get") == "get"
    assert form["action"] == poll.get_absolute_url()
    assert [field["name"] for field in form.find_all("input")] == ["ban", "chon", "chon"]
    assert form.find("input")["value"] == wording_of(poll)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_block_is_one_query(django_assert_num_queries):
    poll = make_poll("A", "B", "C")
    make_poll("D", "E")
    make_ballot(poll, "A")
    with django_assert_num_queries(1):
        context = make_context({"poll": poll.pk}, OnPage())
        assert [choice["text"] for choice in context["poll"].offered] == ["A", "B", "C"]


def test_kept_block_is_no_query(client, django_assert_num_queries):
    make_poll()
    only("stats.poll", poll=None)
    client.get("/")
    with django_assert_num_queries(0):
        assert block_of(client)


def test_votes_leave_kept_pages_alone(client, monkeypatch):
    poll = make_poll("Có", "Không")
    touched = []
    monkeypatch.setattr(page_cache, "touch", lambda *tags: touched.extend(tags))
    vote(client, poll, "Có")
    assert touched == []


def test_changed_choice_makes_the_block_anew(client, django_capture_on_commit_callbacks):
    poll = make_poll("Có", "Không")
    only("stats.poll", poll=None)
    block_of(client)
    with django_capture_on_commit_callbacks(execute=True):
        poll.choices.get(text="Không").retire()
    assert [label.get_text(strip=True) for label in block_of(client).select("label")] == ["Có"]


@pytest.fixture
def asks(rf, client):
    """Return a function that makes a request with the client's cookies."""

    def make():
        request = rf.get("/")
        request.COOKIES = {name: cookie.value for name, cookie in client.cookies.items()}
        request.user = AnonymousUser()
        return request

    return make


def test_fragment_of_an_open_poll_is_empty_and_costs_nothing_without_a_cookie(
    asks, django_assert_num_queries
):
    poll = make_poll()
    assert fragment(asks(), poll.pk) == ""
    with django_assert_num_queries(0):
        assert fragment(asks(), poll.pk) == ""


def test_fragment_of_who_has_not_voted_is_empty(client, asks, django_assert_num_queries):
    poll = make_poll()
    client.get(poll.get_absolute_url())
    fragment(asks(), poll.pk)
    with django_assert_num_queries(1):
        assert fragment(asks(), poll.pk) == ""


def test_fragment_of_who_has_voted_has_the_results(client, asks, django_assert_num_queries):
    poll = make_poll("Có", "Không", question="Có nên?")
    vote(client, poll, "Có")
    fragment(asks(), poll.pk)
    with django_assert_num_queries(2):
        html = fragment(asks(), poll.pk)
    assert "Phiếu của bạn đã được ghi" in html
    assert "<meter" in html
    assert "Có nên?" in html


def test_fragment_of_who_may_not_see_results_yet_thanks(client, asks):
    poll = make_poll("Có", "Không", results="after_closing", closes_at=timezone.now() + timedelta(days=2))
    vote(client, poll, "Có")
    html = fragment(asks(), poll.pk)
    assert "Phiếu của bạn đã được ghi" in html
    assert "<meter" not in html


def test_fragment_of_a_closed_poll_has_the_results_for_everyone(asks, django_assert_max_num_queries):
    poll = closed()
    make_ballot(poll, "Có")
    fragment(asks(), poll.pk)
    with django_assert_max_num_queries(2):
        assert "<meter" in fragment(asks(), poll.pk)


def test_fragment_of_what_is_not_public_is_empty(asks):
    assert fragment(asks(), make_poll(published=False).pk) == ""
    assert fragment(asks(), 10**9) == ""


def test_numbers_that_are_made_up_cost_neither_a_query_nor_a_key(
    asks, monkeypatch, django_assert_num_queries
):
    fragment(asks(), make_poll().pk)
    keys = set()
    remember = page_cache.remember
    monkeypatch.setattr(page_cache, "remember", lambda key, *rest: keys.add(key) or remember(key, *rest))
    with django_assert_num_queries(0):
        assert {fragment(asks(), 10**9 + number) for number in range(5)} == {""}
    assert keys == {"polls"}


def test_fragment_knows_new_votes_at_once(client, asks):
    poll = make_poll("Có", "Không")
    vote(client, poll, "Có")
    assert "Tổng số: 1 phiếu." in fragment(asks(), poll.pk)
    make_ballot(poll, "Không")
    assert "Tổng số: 2 phiếu." in fragment(asks(), poll.pk)


def test_way_without_scripts_leads_to_the_form_with_the_choice(client):
    poll = make_poll("Có", "Không")
    only("stats.poll", poll=None)
    form = block_of(client).form
    page = soup(client.get(form["action"], {"chon": key_of(poll, "Có")})).main
    assert page.select_one("[checked]")["value"] == str(key_of(poll, "Có"))
