"""What is known of how common words are, before anything is counted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import search
from core.search import density
from core.search.query import parse
from documents.models import Document
from tests.factories import make_article, make_document

pytestmark = pytest.mark.django_db
KIND = Document._meta.label_lower


@pytest.fixture
def learned(monkeypatch):
    """Eight documents and two posts: «hoc» is in all of them, «sinh» in eight, «thi» in two, «lop» in six."""
    monkeypatch.setattr("core.search.density.DENSE", 3)
    monkeypatch.setattr("core.search.finding.DENSE", 3)
    for text in ("học sinh thi", "học sinh thi", *["học sinh lớp"] * 4, "học", "học"):
        make_document(subject=text)
    for _ in range(2):
        make_article(title="học sinh lớp")
    search.learn_words()


@pytest.mark.usefixtures("learned")
@pytest.mark.parametrize(
    ("query", "dense"),
    [
        ("học", True),
        ("học sinh", True),
        ("sinh học", True),
        ("thi", False),
        ("học thi", False),
        ("không có", False),
        ("học lớp", True),
        # Of ten entries two may be without the one word, four without the other, and two be posts.
        ("sinh lớp", None),
        # Not told by words alone.
        ('"học sinh"', None),
        ("học -sinh", None),
        ("học 10", None),
        ("học ở", None),
    ],
)
def test_density_is_told_only_where_it_is_certain(query, dense):
    assert density.is_dense(parse(query), KIND) is dense


def test_nothing_is_known_before_words_were_counted():
    make_document(subject="học sinh")
    assert density.is_dense(parse("học"), KIND) is None


@pytest.mark.usefixtures("learned")
@pytest.mark.parametrize(("query", "count"), [("học sinh", 6), ("thi", 2), ("sinh lớp", 4), ("học -sinh", 2)])
def test_what_answers_is_the_same_whatever_is_known(query, count):
    with search.limits():
        assert Document.objects.filter(search.condition(query, Document)).count() == count


@pytest.mark.usefixtures("learned")
def test_what_is_known_asks_nothing():
    density.is_dense(parse("học"), KIND)
    with CaptureQueriesContext(connection) as asked:
        assert density.is_dense(parse("học sinh"), KIND)
    assert len(asked) == 0
