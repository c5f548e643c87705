"""The beacon's address: what it takes, what it refuses, what it answers."""

import json

import pytest
from django.db import OperationalError

from core.beacon import object_token, search_token
from core.models import Counter
from stats import visits
from stats.buffer import buffer
from stats.models import DailyCount, Measure
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db

CHROME = (
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
)


def beat(client, token, headers=None, **said):
    headers = {"User-Agent": CHROME, **(headers or {})}
    response = client.post(
        "/dem/", {"token": token, **said}, content_type="application/json", headers=headers
    )
    buffer.flush()
    return response


def counted(measure, name=""):
    return sum(DailyCount.objects.filter(measure=measure, name=name).values_list("count", flat=True))


def test_view_is_counted_for_the_object_and_the_section(client):
    article = make_article()
    assert beat(client, object_token(article)).status_code == 204
    assert Counter.objects.of(article).views == 1
    assert counted(Measure.VIEWS, "news") == 1
    assert counted(Measure.VISITS) == counted(Measure.VISITORS) == counted(Measure.DEVICES, "phone") == 1


def test_nothing_is_asked_of_the_database(client, django_assert_num_queries):
    token = object_token(make_article())
    body = json.dumps({"token": token})
    with django_assert_num_queries(0):
        client.post("/dem/", body, content_type="application/json", headers={"User-Agent": CHROME})


def test_reload_is_no_second_view(client):
    article = make_article()
    beat(client, object_token(article))
    beat(client, object_token(article), again=True)
    assert Counter.objects.of(article).views == counted(Measure.VIEWS, "news") == 1


def test_prefetch_is_no_view(client):
    beat(client, object_token(make_article()), {"Sec-Purpose": "prefetch;prerender"})
    assert not DailyCount.objects.exists()


def test_robot_with_scripts_is_no_view(client):
    agent = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    beat(client, object_token(make_article()), {"User-Agent": agent})
    assert not DailyCount.objects.exists()


def test_signed_in_staff_are_seen_and_not_counted(client):
    article = make_article()
    client.force_login(make_user())
    beat(client, object_token(article))
    assert Counter.objects.of(article).views == 0
    assert not DailyCount.objects.exists()
    assert visits.numbers().members == 1


def test_member_is_counted_and_seen_as_one(client):
    client.force_login(make_user(is_staff=False))
    beat(client, object_token(make_article()))
    assert counted(Measure.VISITS) == 1
    assert (visits.numbers().members, visits.numbers().guests) == (1, 0)


@pytest.mark.parametrize("header", ["DNT", "Sec-GPC"])
def test_who_asks_not_to_be_tracked_is_only_a_view(client, header):
    article = make_article()
    beat(client, object_token(article), {header: "1"}, referrer="tim.example")
    assert Counter.objects.of(article).views == counted(Measure.VIEWS, "news") == 1
    assert set(DailyCount.objects.values_list("measure", flat=True)) == {Measure.VIEWS}
    assert visits.numbers().online == 0


def test_reload_of_who_asks_not_to_be_tracked_is_no_view(client):
    article = make_article()
    beat(client, object_token(article), {"DNT": "1"}, again=True)
    assert Counter.objects.of(article).views == 0


def test_site_that_led_here_is_counted_with_the_visit(client):
    for number in range(2):
        beat(client, object_token(make_article()), referrer=f"www.Tim{number}.example")
    assert counted(Measure.REFERRERS, "tim0.example") == 1
    assert counted(Measure.REFERRERS, "tim1.example") == 0  # The same visit.


@pytest.mark.parametrize(
    "referrer", ["<b>.example", "không.example", "a" * 101 + ".vn", "10", "a..vn", "tim.example:80"]
)
def test_what_is_no_host_is_no_site(client, referrer):
    assert beat(client, object_token(make_article()), referrer=referrer).status_code == 204
    assert counted(Measure.REFERRERS) == 1


def test_search_is_counted_by_its_words_and_by_what_it_found(client):
    beat(client, search_token("Tuyển  sinh LỚP 10", True, "portal"))
    beat(client, search_token("xyz", False, "documents"))
    assert counted(Measure.SEARCHES, "tuyển sinh lớp 10") == 1
    assert counted(Measure.MISSES, "xyz") == 1
    assert counted(Measure.SEARCHES, "xyz") == 0


def test_further_page_of_a_search_is_no_second_search(client):
    for _ in range(2):
        beat(client, search_token("học bổng", True, "portal"))
    assert counted(Measure.SEARCHES, "học bổng") == 1


@pytest.mark.parametrize("words", ["0912345678", "học sinh 001203004567", "ten@thu.example", "09 1234 5678"])
def test_search_for_a_person_is_kept_nowhere(client, words):
    beat(client, search_token(words, True, "portal"))
    assert counted(Measure.VIEWS, "portal") == 1
    assert not DailyCount.objects.filter(measure__in=[Measure.SEARCHES, Measure.MISSES]).exists()


FORGED = ["", "x", "news.article:1:news:1:.chu-ky-gia", "ấ", "news.article:1:news:1:"]


@pytest.mark.parametrize("token", FORGED)
def test_forged_token_counts_nothing(client, token):
    assert beat(client, token).status_code == 400
    assert not DailyCount.objects.exists()


@pytest.mark.parametrize("token", FORGED[1:])
def test_forged_pixel_counts_nothing(client, token):
    assert client.get(f"/dem/{token}.gif").status_code in (400, 404)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "x",
        "[]",
        "{}",
        '{"token": 1}',
        '{"token": "x", "at": "2099-01-01T00:00:00Z"}',
        "[" * 2000,
        '{"token": null, "places": 1}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_beacon_is_refused(client, body):
    response = client.post("/dem/", body, content_type="application/json", headers={"User-Agent": CHROME})
    assert response.status_code == 400
    assert not DailyCount.objects.exists()


def test_date_of_the_browser_is_not_asked_for(client):
    assert beat(client, object_token(make_article()), at="2099-01-01T00:00:00Z").status_code == 400
    assert not DailyCount.objects.exists()


def test_ten_megabytes_are_refused_unread(client):
    response = client.post("/dem/", "x" * 10_000_000, content_type="application/json")
    assert response.status_code == 413


@pytest.mark.parametrize(
    "wrong", [{"places": ["visits"] * 6}, {"places": [1]}, {"referrer": 1}, {"again": "x"}]
)
def test_field_of_another_kind_is_refused(client, wrong):
    assert beat(client, object_token(make_article()), **wrong).status_code == 400


def test_absurd_agent_is_counted_as_any_other(client):
    article = make_article()
    assert beat(client, object_token(article), {"User-Agent": "\x00ấ" * 4000}).status_code == 204
    assert Counter.objects.of(article).views == 1


def test_another_site_counts_nothing(client):
    token = object_token(make_article())
    assert beat(client, token, {"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not DailyCount.objects.exists()


def test_reading_the_address_counts_nothing(client):
    assert client.get("/dem/").status_code == 405


def test_pixel_counts_where_there_are_no_scripts(client):
    article = make_article()
    page = client.get(article.get_absolute_url()).content.decode()
    address = page.partition('<img class="beacon" src="')[2].partition('"')[0]
    response = client.get(address, headers={"User-Agent": CHROME})
    buffer.flush()
    assert (response.status_code, response["Content-Type"]) == (200, "image/gif")
    assert response["Cache-Control"] == "no-store"
    assert Counter.objects.of(article).views == 1


def test_answer_brings_the_pieces_that_are_asked_for(client):
    response = beat(client, object_token(make_article()), places=["visits", "khong-co"])
    assert list(response.json()) == ["visits"]
    assert "Tổng lượt truy cập" in response.json()["visits"]
    assert response["Cache-Control"] == "no-store"


def test_page_stays_as_it_is_while_the_database_is_away(client, monkeypatch):
    def away():
        raise OperationalError

    monkeypatch.setattr(visits, "_read", away)
    response = beat(client, object_token(make_article()), places=["visits"])
    assert (response.status_code, response.json()) == (200, {})
    assert counted(Measure.VISITS) == 1
