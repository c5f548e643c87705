"""The beacon's address."""

import pytest

from core.models import Counter
from core.models.counters import make_token
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def beat(client, body, **headers):
    return client.post("/dem/", body, content_type="text/plain", headers=headers)


def test_view_is_counted(client):
    article = make_article()
    assert beat(client, make_token(article)).status_code == 204
    assert Counter.objects.of(article).views == 1


@pytest.mark.parametrize("body", ["", "x", "news.article:1.chu-ky-gia", "ấ", "x" * 100_000])
def test_forged_token_counts_nothing(client, body):
    assert beat(client, body).status_code == 400
    assert not Counter.objects.exists()


def test_another_site_counts_nothing(client):
    token = make_token(make_article())
    assert beat(client, token, sec_fetch_site="cross-site").status_code == 400
    assert not Counter.objects.exists()


def test_reading_the_address_counts_nothing(client):
    assert client.get("/dem/").status_code == 405
