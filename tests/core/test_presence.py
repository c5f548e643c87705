"""Two people who have one thing open are told of each other, and of each other's saves."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from news.models import Article
from tests.drafting import OTHER, TOKEN, beat, form_page
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_two_people_are_told_of_each_other(as_me, me, as_colleague, colleague):
    article = make_article()
    beat(as_colleague, article, colleague)
    assert "Đỗ Hải Đường đang mở nội dung này, từ" in form_page(as_me, Article, article).get_text()
    others = beat(as_me, article, me, token=OTHER).json()["others"]
    assert [person["name"] for person in others] == ["Đỗ Hải Đường"]
    assert others[0]["since"]


def test_two_tabs_of_a_person_are_one(as_me, me, as_colleague, colleague):
    article = make_article()
    for token in (TOKEN, OTHER):
        beat(as_colleague, article, colleague, token=token)
    assert len(beat(as_me, article, me).json()["others"]) == 1
    assert beat(as_colleague, article, colleague).json()["others"] == [
        {"name": "Trần Văn Hòa", "since": beat(as_colleague, article, colleague).json()["others"][0]["since"]}
    ]


def test_who_left_or_fell_silent_is_not_there(as_me, me, as_colleague, colleague):
    article = make_article()
    beat(as_colleague, article, colleague, _left="1")
    assert beat(as_me, article, me).json()["others"] == []
    beat(as_colleague, article, colleague)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert beat(as_me, article, me).json()["others"] == []


def test_save_of_another_is_told_at_once(as_me, me, colleague):
    article = make_article()
    article.updated_by = colleague
    article.save()
    answer = beat(as_me, article, me).json()
    assert (answer["version"], answer["by"]) == (article.updated_at.isoformat(), "Đỗ Hải Đường")
