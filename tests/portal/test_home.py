"""The home page."""

import pytest

from tests.factories import at, make_article, make_category, make_document

pytestmark = pytest.mark.django_db


def test_post_stands_on_the_page_once(client):
    category = make_category()
    articles = [make_article(category=category, at=at(2026, 1, day + 1)) for day in range(9)]
    context = client.get("/").context
    assert [article.pk for article in context["latest"]] == [article.pk for article in articles[:1:-1]]
    ((section, below),) = context["sections"]
    assert (section, [article.pk for article in below]) == (category, [articles[1].pk, articles[0].pk])


def test_category_without_posts_is_not_shown(client):
    make_category(name="Chuyên mục trống")
    make_article()
    assert client.get("/").context["sections"] == []


def test_new_site_says_that_it_is_new(client):
    assert client.get("/").status_code == 200


def test_newest_documents_stand_in_the_order_of_issue(client):
    old = make_document(issued_on=at(2025, 1, 1).date())
    new = make_document(issued_on=at(2026, 1, 1).date())
    assert list(client.get("/").context["documents"]) == [new, old]
