"""What pages cost with everything on, and that nothing of it is shown late."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import blocks
from portal.models import Banner, Block
from tests.factories import make_article, make_document
from tests.portal.blocks import soup
from tests.portal.full_portal import make_full_portal

pytestmark = pytest.mark.django_db

COLD_QUERIES, WARM_QUERIES = 20, 8


@pytest.fixture
def portal(monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["*"]
    return make_full_portal(monkeypatch)


def queries(client, address, host="testserver"):
    """Return how many queries a page takes; a host of its own finds no kept page."""
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address, headers={"host": host})
    assert response.status_code == 200
    return len(asked)


def test_everything_is_on(client, portal):
    home = soup(client.get("/"))
    for part in (".top-line", ".emergency", "[data-ticker]", ".banner-top", ".partners", ".block-links"):
        assert home.select(part), part
    assert len(home.main.select(".row > .block")) == Block.objects.filter(region="home").count()
    assert set(Block.objects.filter(region="home").values_list("kind", flat=True)) >= {
        kind for kind in blocks.registered() if kind != "portal.advertising"
    }
    assert home.select("aside .banner-label")
    assert Banner.objects.count() > len(Banner.Place)
    narrow = [kind for kind in blocks.registered().values() if not kind.is_wide]
    for name in ("category", "article", "document", "page"):
        aside = soup(client.get(portal.addresses[name])).find("aside")
        assert len(aside.select(".block")) == len(narrow), name
    article = soup(client.get(portal.addresses["article"]))
    assert article.select(".attachments")
    assert article.select(".rich-text a[title]")
    assert article.find("h2", string="Nội dung liên quan")


def test_pages_are_cheap_with_nothing_kept(client, portal):
    costs = {}
    for name, address in portal.addresses.items():
        cache.clear()
        costs[name] = queries(client, address)
    assert {name: cost for name, cost in costs.items() if cost > COLD_QUERIES} == {}, costs


def test_pages_are_cheap_with_the_furniture_kept(client, portal):
    for address in portal.addresses.values():
        client.get(address)
    costs = {name: queries(client, address, "khac.example.vn") for name, address in portal.addresses.items()}
    assert {name: cost for name, cost in costs.items() if cost > WARM_QUERIES} == {}, costs


@pytest.mark.parametrize(
    "publish",
    [
        lambda portal: make_article(category=portal.article.category),
        lambda portal: make_document(issuing_body=portal.document.issuing_body),
    ],
    ids=["post", "document"],
)
def test_home_is_cheap_after_somebody_has_published(
    client, portal, publish, django_capture_on_commit_callbacks
):
    client.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        publish(portal)
    assert 0 < queries(client, "/") <= WARM_QUERIES
