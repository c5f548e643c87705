"""Several small tables in one question to the database."""

import pytest

from core.models.together import read_together
from documents.models import DocumentType, IssuingBody
from news.models import Category
from portal.models import Banner
from tests.browser.furnished import make_banners
from tests.factories import make_body, make_category

pytestmark = pytest.mark.django_db


def values(objects):
    names = [field.attname for field in type(objects[0])._meta.concrete_fields]
    return [[getattr(obj, name) for name in names] for obj in objects]


def test_objects_are_those_that_their_querysets_give(django_assert_num_queries):
    make_body(valid_to="2025-06-30")
    make_category(name="Tin «hoạt động» 'và' \\ khác")
    make_banners()
    querysets = [
        DocumentType.objects.all(),
        IssuingBody.objects.all(),
        Category.objects.all(),
        Banner.objects.current(),
    ]
    with django_assert_num_queries(1):
        found = read_together(*querysets)
    for objects, queryset in zip(found, querysets, strict=True):
        assert objects == list(queryset)
        assert values(objects) == values(list(queryset))


def test_object_can_be_saved_again(django_assert_num_queries):
    make_category(name="Cũ")
    [[category]] = read_together(Category.objects.all())
    category.name = "Mới"
    category.save()
    assert [each.name for each in Category.objects.all()] == ["Mới"]


def test_empty_table_gives_nothing():
    assert read_together(Category.objects.all(), Banner.objects.all()) == [[], []]
