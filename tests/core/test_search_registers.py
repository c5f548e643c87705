"""Words together with other conditions, and the limits that every search keeps."""

from datetime import date

import psycopg2
import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from core import search
from documents.models import Document
from tests.factories import at, make_article, make_document, make_type

pytestmark = pytest.mark.django_db


def answering(query):
    with search.limits():
        return list(Document.objects.filter(search.condition(query, Document)).order_by("pk"))


@pytest.fixture(params=["few", "nearly all"])
def density(request, monkeypatch):
    """Both ways in which a condition is carried out."""
    if request.param == "nearly all":
        monkeypatch.setattr("core.search.finding.DENSE", 0)


@pytest.mark.usefixtures("density")
def test_condition_takes_what_answers():
    title = make_document(subject="Tuyển sinh lớp 10")
    body = make_document(body="<p>Tuyển sinh lớp 10</p>")
    number = make_document(number="15/TB-SGDĐT")
    make_document()
    make_article(title="Tuyển sinh lớp 10")
    assert answering("tuyen sinh -mầm") == [title, body]
    assert answering("15/tb–sgddt") == [number]


@pytest.mark.usefixtures("density")
def test_condition_combines_with_others_and_with_an_order():
    old = make_document(subject="Tuyển sinh", number="1/KH-SGDĐT", at=at(2024, 1, 1))
    new = make_document(subject="Tuyển sinh", number="2/KH-SGDĐT", at=at(2025, 1, 1))
    make_document(subject="Tuyển sinh", number="3/KH-SGDĐT", published=False)
    with search.limits():
        documents = Document.objects.published().filter(search.condition("tuyển sinh", Document))
        assert list(documents.order_by("-published_at")) == [new, old]
        assert documents.exclude(pk=new.pk).get() == old


@pytest.mark.parametrize("query", ["", "  ", "-mầm", '"!"'])
def test_query_without_words_matches_nothing(query):
    make_document()
    assert answering(query) == []
    assert search.match(query, Document) == search.Matches()


def test_match_gives_the_best_first():
    body = make_document(body="<p>Tuyển sinh</p>", at=at(2025, 1, 1))
    title = make_document(subject="Tuyển sinh", at=at(2024, 1, 1))
    make_article(title="Tuyển sinh")
    assert search.match("tuyển sinh", Document).ids == [title.pk, body.pk]


def test_what_is_newer_and_outside_pushes_nothing_out(monkeypatch):
    monkeypatch.setattr("core.search.candidates.CAP", 2)
    wanted = make_document(subject="Tuyển sinh", at=at(2020, 1, 1), number="1/KH-SGDĐT")
    for month in (1, 2, 3):
        make_document(subject="Tuyển sinh", at=at(2025, month, 1))
    within = Document.objects.filter(number="1/KH-SGDĐT").order_by("subject")
    matches = search.match("tuyển sinh", Document, search.Within(within))
    assert (matches.ids, matches.is_capped) == ([wanted.pk], False)


def test_several_querysets_are_searched_in_as_many_queries_as_one(django_assert_num_queries):
    notice = make_document(subject="Tuyển sinh", type=make_type("TB"))
    plan = make_document(subject="Tuyển sinh", type=make_type("KH"))
    kinds = [Document.objects.filter(type=make_type(code)) for code in ("TB", "KH", "CT")]
    cache.clear()
    with django_assert_num_queries(3):  # The newest entries, some keys of each queryset, the candidates.
        found = search.match_and_count(
            "tuyển sinh", Document, search.Within(), [*map(search.Within, kinds), search.Within()]
        )
    assert [matches.ids for matches in found[:4]] == [[plan.pk, notice.pk], [notice.pk], [plan.pk], []]
    assert set(found[4].ids) == {plan.pk, notice.pk}


def test_what_is_only_counted_is_all_that_is_found():
    """With the title, with the text, with the number, in the words' own spelling and in another."""
    for fields in (
        {"subject": "Kế hoạch tuyển sinh"},
        {"subject": "Ke hoach tuyen sinh"},
        {"body": "<p>Sinh viên được tuyển</p>"},
    ):
        make_document(**fields)
    make_document(subject="Kế hoạch")
    ordered, counted = search.match_and_count("tuyển sinh", Document, search.Within(), [search.Within()])
    assert len(ordered.ids) == 3
    assert set(ordered.ids) == set(counted.ids)
    make_document(number="15/TB-SGDĐT")
    ordered, counted = search.match_and_count("15/TB-SGDĐT", Document, search.Within(), [search.Within()])
    assert ordered.ids == counted.ids != []


def test_tags_find_what_filters_leave():
    notice = make_document(subject="Tuyển sinh", type=make_type("TB"), issued_on=date(2025, 5, 1))
    make_document(subject="Tuyển sinh", type=make_type("TB"), issued_on=date(2024, 5, 1))
    make_document(subject="Tuyển sinh", type=make_type("KH"), issued_on=date(2025, 5, 1))
    within = search.Within(tags=(f"type-{notice.type_id}", "year-2025"))
    assert search.match("tuyển sinh", Document, within).ids == [notice.pk]
    both = within._replace(queryset=Document.objects.filter(effect="expired"))
    assert search.match("tuyển sinh", Document, both).ids == []
    notice.issued_on = date(2026, 5, 1)
    notice.save()
    assert search.match("tuyển sinh", Document, within).ids == []


@pytest.mark.parametrize("tag", ["", "a b", "a'b", "Ă", "a|b"])
def test_tag_is_letters_digits_and_dashes(tag):
    make_document(subject="Tuyển sinh")
    with pytest.raises(ValueError, match="cannot be a tag"):
        search.match("tuyển sinh", Document, search.Within(tags=(tag,)))


@given(st.text(max_size=40))
def test_any_text_is_a_condition(query):
    answering(query)
    search.match(query, Document, search.Within(Document.objects.all()))


def test_search_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr("core.search.finding.TIME_LIMIT", 50)
    with pytest.raises(search.SearchTimeout), search.limits(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
    assert search.find("tuyển sinh").total == 0


def test_page_says_that_a_search_takes_too_long(client, monkeypatch):
    monkeypatch.setattr("core.search.finding.TIME_LIMIT", 50)
    other = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    try:
        other.cursor().execute("LOCK TABLE core_searchentry IN ACCESS EXCLUSIVE MODE")
        answer = client.get("/tim-kiem/", {"q": "tuyển sinh"})
    finally:
        other.close()
    assert answer.status_code == 503
    assert "mất quá nhiều thời gian" in answer.content.decode()
