"""Two hundred at once: as many voices as browsers, and sums that are those of the scores."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.models import Count, Sum
from django.test import Client

from core import challenge, sending
from core.ballots import COOKIE
from core.challenge import Gate
from news.models import Article, Rating
from news.voices import rating
from tests.factories import make_article
from tests.news.voices import soup, sums

THREADS = 200
# Connections that the server has left for a test; the threads beyond wait for one.
CONNECTIONS = threading.Semaphore(40)


@pytest.fixture
def article(committing_db, monkeypatch):
    """A post that everyone may rate from one address without work."""
    wide = Gate("rating", plain_per_visitor=10**6, plain_per_network=10**6, plain_in_all=10**6)
    monkeypatch.setattr(rating, "GATE", wide)
    monkeypatch.setattr(challenge, "STEPS", ())
    monkeypatch.setattr(challenge, "NETWORK_STEPS", ())
    return make_article()


def real_sums(article):
    found = Rating.objects.filter(article=article).aggregate(count=Count("pk"), total=Sum("score"))
    return found["count"], found["total"]


def at_once(act, number=THREADS):
    start = threading.Barrier(number)

    def run(which):
        start.wait(60)
        with CONNECTIONS:
            try:
                return act(which)
            finally:
                connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def rate(client, address, score):
    """Rate as a person does: who is told that there is a crowd presses once more."""
    for _ in range(10):
        status = client.post(address, {"diem": score}).status_code
        if status != 503:
            break
    return status


def test_two_hundred_browsers_at_once_are_two_hundred_voices(article):
    address = f"{article.get_absolute_url()}danh-gia/khung/"

    def act(which):
        client = Client()
        client.get(address)
        return rate(client, address, which % 5 + 1)

    assert at_once(act) == [200] * THREADS
    assert sums(article) == real_sums(article) == (THREADS, 3 * THREADS)


def test_changes_at_once_move_the_sums_exactly(article):
    """Ten browsers change their mind twenty times each, all at once."""
    address = f"{article.get_absolute_url()}danh-gia/khung/"
    cookies = []
    for _ in range(10):
        client = Client()
        client.get(address)
        cookies.append(client.cookies[COOKIE].value)
    scores = [random.Random(which).randint(1, 5) for which in range(THREADS)]  # noqa: S311

    def act(which):
        client = Client()
        client.cookies[COOKIE] = cookies[which % 10]
        return rate(client, address, scores[which])

    assert at_once(act) == [200] * THREADS
    assert Rating.objects.count() == 10
    assert sums(article) == real_sums(article)


def test_post_that_somebody_holds_too_long_says_so(article, monkeypatch):
    monkeypatch.setattr(sending, "LOCK_TIMEOUT", "50ms")
    address = f"{article.get_absolute_url()}danh-gia/"

    def act(_):
        client = Client()
        client.get(address)
        return client.post(address, {"diem": "4"})

    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        (answer,) = at_once(act, 1)
    assert answer.status_code == 503
    form = soup(answer).select_one("form.rating-form")
    assert "Hãy chờ vài giây" in form.find(role="alert").get_text()
    assert form.select_one("[checked]")["value"] == "4"
    assert sums(article) == (0, 0)
