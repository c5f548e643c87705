"""The sitemap: what search engines find in it, and what it costs."""

from datetime import datetime
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import sitemaps
from documents.models import Document
from news.models import Article
from portal.models import Page
from tests.factories import at, make_article, make_category, make_document

pytestmark = pytest.mark.django_db

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://testserver"


def parsed(response, kind):
    """Return the entries of a sitemap ("urlset") or of an index: address and date of each."""
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(response.content)  # noqa: S314 - made by us
    assert root.tag == f"{NAMESPACE}{kind}"
    return {entry.findtext(f"{NAMESPACE}loc"): entry.findtext(f"{NAMESPACE}lastmod") for entry in root}


def pages_of(client):
    return list(parsed(client.get("/sitemap.xml"), "sitemapindex"))


def listed(client, section=""):
    """Return what the pages of a section (of all) list: addresses without the site, and their dates."""
    found = {}
    for page in pages_of(client):
        if f"/sitemap-{section}" in page:
            found |= parsed(client.get(page.removeprefix(SITE)), "urlset")
    return {address.removeprefix(SITE): date for address, date in found.items()}


def make_page(**kwargs):
    page = Page.objects.create(title="Giới thiệu", body="<p>Về Sở.</p>", **kwargs)
    page.publish(by=None)
    return page


def test_every_public_page_is_listed_and_answers(client):
    parent = make_category()
    article = make_article(category=make_category(parent=parent))
    document, page = make_document(), make_page()

    addresses = listed(client)

    assert set(addresses) == {
        "/",
        "/tin-tuc/",
        "/van-ban/",
        *(each.get_absolute_url() for each in (parent, article.category, article, document, page)),
    }
    assert all(addresses.values())
    assert {client.get(address).status_code for address in addresses} == {200}


@pytest.mark.parametrize("make", [make_article, make_document, make_page])
def test_only_what_the_public_may_see_is_listed(client, make):
    objects = [make() for _ in range(5)]
    public, withdrawn, expired, trashed, scheduled = objects
    withdrawn.withdraw(by=None, note="Sai số liệu")
    model = type(public)
    model.objects.filter(pk=expired.pk).update(published_at=at(2026, 1, 1), unpublish_at=at(2026, 1, 2))
    model.objects.filter(pk=trashed.pk).update(deleted_at=at(2026, 1, 1))
    model.objects.filter(pk=scheduled.pk).update(published_at=at(2099, 1, 1))
    draft = make()
    model.objects.filter(pk=draft.pk).update(status="draft")

    addresses = listed(client)

    assert [obj for obj in [*objects, draft] if obj.get_absolute_url() in addresses] == [public]


def test_new_site_lists_its_front_alone(client):
    assert listed(client) == {"/": None, "/tin-tuc/": None, "/van-ban/": None}


def test_category_without_posts_is_not_listed(client):
    category = make_category()
    make_article(category=category, published=False)
    assert category.get_absolute_url() not in listed(client)


def test_dates_are_those_of_the_last_change_in_vietnamese_time(client):
    with time_machine.travel(at(2026, 3, 2, 9, 30), tick=False):
        article = make_article(at=at(2020, 1, 1))
    assert listed(client)[article.get_absolute_url()] == "2026-03-02T09:30:00+07:00"


def test_date_of_a_post_that_was_scheduled_is_the_day_it_came(client):
    with time_machine.travel(at(2026, 3, 2), tick=False):
        article = make_article(at=at(2026, 3, 9))
    with time_machine.travel(at(2026, 3, 10), tick=False):
        assert listed(client)[article.get_absolute_url()] == "2026-03-09T08:00:00+07:00"


def test_date_of_a_category_is_that_of_its_newest_post(client):
    parent = make_category()
    make_article(category=parent, at=at(2026, 3, 1))
    make_article(category=make_category(parent=parent), at=at(2026, 3, 5))
    make_article(category=parent, at=at(2026, 3, 4))
    assert listed(client)[parent.get_absolute_url()] == "2026-03-05T08:00:00+07:00"


def test_date_of_the_home_page_is_that_of_the_newest(client):
    make_article(at=at(2026, 3, 1))
    make_document(at=at(2026, 3, 5))
    dates = listed(client, "trang-chu")
    assert {address: datetime.fromisoformat(date) for address, date in dates.items()} == {
        "/": at(2026, 3, 5),
        "/tin-tuc/": at(2026, 3, 1),
        "/van-ban/": at(2026, 3, 5),
    }


@pytest.mark.parametrize(
    ("make", "model", "section"),
    [
        (make_article, Article, "tin-tuc"),
        (make_document, Document, "van-ban"),
    ],
)
def test_pages_hold_ranges_of_keys_and_empty_ones_are_left_out(client, monkeypatch, make, model, section):
    monkeypatch.setattr(sitemaps, "PAGE_SIZE", 10)
    # Keys with a gap; those of the third range are drafts.
    first = 10 * (make().pk // 10 + 10)
    for pk in (first, first + 9, first + 10, first + 20, first + 39):
        make(pk=pk, published=not first + 20 <= pk < first + 30)
    number = first // 10 + 1
    pages = [page for page in pages_of(client) if f"sitemap-{section}-" in page]

    assert pages[1:] == [f"{SITE}/sitemap-{section}-{number + step}.xml" for step in (0, 1, 3)]
    sizes = [len(parsed(client.get(page.removeprefix(SITE)), "urlset")) for page in pages[1:]]
    assert sizes == [2, 1, 1]
    assert client.get(f"/sitemap-{section}-{number + 2}.xml").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "sitemap-van-ban-0.xml",
        "sitemap-van-ban-01.xml",
        "sitemap-khac-1.xml",
        "sitemap-trang-chu-2.xml",
        "sitemap-van-ban-9999999.xml",
        "sitemap-van-ban-999999.xml",
    ],
)
def test_page_has_one_address_and_others_have_none(client, path):
    make_document()
    assert client.get(f"/{path}").status_code == 404


def test_change_shows_on_the_next_request(client, django_capture_on_commit_callbacks):
    make_document()
    assert listed(client, "tin-tuc") == {}
    with django_capture_on_commit_callbacks(execute=True):
        article = make_article()
    assert article.get_absolute_url() in listed(client)
    with django_capture_on_commit_callbacks(execute=True):
        article.withdraw(by=None, note="Nhầm")
    assert client.get(article.get_absolute_url()).status_code == 410
    assert listed(client, "tin-tuc") == {}


def test_addresses_are_those_that_visitors_use(client, settings):
    settings.ALLOWED_HOSTS = ["sogddt.example.vn"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    document = make_document()
    through_proxy = {"host": "sogddt.example.vn", "x-forwarded-proto": "https"}

    index = parsed(client.get("/sitemap.xml", headers=through_proxy), "sitemapindex")
    name = next(path for path in index if "/sitemap-van-ban-" in path)
    page = parsed(client.get(name.removeprefix("https://sogddt.example.vn"), headers=through_proxy), "urlset")

    assert list(page) == [f"https://sogddt.example.vn{document.get_absolute_url()}"]


@pytest.fixture
def some_of_each():
    category = make_category()
    for _ in range(4):
        make_article(category=make_category(parent=category))
        make_document()
        make_page()


def test_pages_take_few_queries_and_none_when_kept(client, some_of_each, django_assert_num_queries):
    for path in ["/sitemap.xml", *pages_of(client)]:
        path = path.removeprefix(SITE)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        assert len(queries) <= {"/sitemap.xml": 8, "/sitemap-trang-chu-1.xml": 3}.get(path, 2), path
        with django_assert_num_queries(0):
            client.get(path)


def test_nothing_is_counted_or_skipped_and_no_text_is_read(client, some_of_each):
    paths = ["/sitemap.xml", *pages_of(client)]
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        for path in paths:
            client.get(path.removeprefix(SITE))
    said = " ".join(query["sql"] for query in queries)
    assert "COUNT(" not in said
    assert "OFFSET" not in said
    assert '"body"' not in said
