"""Counts in a table of their own."""

import pytest

from core.models import Counter
from core.models.counters import kind_of
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db


def test_counts_add_up():
    article = make_article()
    Counter.objects.add(kind_of(article), article.pk, views=2)
    Counter.objects.add(kind_of(article), article.pk, views=1, downloads=4)
    counter = Counter.objects.of(article)
    assert (counter.views, counter.downloads) == (3, 4)


def test_carried_over_views_are_part_of_the_total_only():
    article = make_article()
    Counter.objects.add(kind_of(article), article.pk, views=2)
    Counter.objects.set_carried_over(article, 304)
    counter = Counter.objects.of(article)
    assert (counter.views, counter.total_views) == (2, 306)


def test_counts_of_several_objects_come_in_their_order_by_one_query(django_assert_num_queries):
    first, second, other = make_article(), make_article(), make_category()
    Counter.objects.add(kind_of(second), second.pk, downloads=7)
    with django_assert_num_queries(1):
        counters = Counter.objects.of_many([first, second, other])
    assert [counter.downloads for counter in counters] == [0, 7, 0]


def test_object_without_counts_has_zero():
    assert Counter.objects.of(make_article()).total_views == 0


def test_counting_does_not_touch_the_object():
    article = make_article()
    before = article.updated_at
    Counter.objects.add(kind_of(article), article.pk, views=1)
    article.refresh_from_db()
    assert article.updated_at == before
