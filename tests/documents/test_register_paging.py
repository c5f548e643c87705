"""The pages of the register: nothing twice, nothing left out, the last as cheap as the first."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import search
from core.models import Counter
from core.paging import LatePaginator
from documents.models import Document
from tests.factories import make_body, make_document, make_type

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents():
    """Forty-five documents, many of which share a day, a number and a count of downloads."""
    body = make_body()
    first = make_document(issuing_body=body)
    copies = [
        Document(
            issuing_body=body,
            type=first.type,
            subject=f"Văn bản {number}",
            status=first.status,
            published_at=first.published_at,
            sorted_on=date(2024 + number % 3, 1 + number % 2, 1),
            year=2024 + number % 3,
            ordinal=number % 4 or None,
        )
        for number in range(44)
    ]
    made = [first, *Document.objects.bulk_create(copies)]
    for document in made[:6]:
        Counter.objects.add("documents.document", document.pk, downloads=document.pk % 2)
    return {document.pk for document in made}


@pytest.mark.parametrize("sort", ["moi-nhat", "cu-nhat", "so-ky-hieu", "tai-nhieu"])
def test_pages_together_hold_every_document_once(client, documents, sort):
    pages = [client.get(f"/van-ban/?sap-xep={sort}&trang={page}").context["documents"] for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert {document.pk for page in pages for document in page} == documents


def test_pages_of_a_search_hold_every_document_once(client):
    made = {make_document(subject=f"Thi giáo viên giỏi {number}").pk for number in range(23)}
    for sort in ("", "&sap-xep=moi-nhat", "&sap-xep=so-ky-hieu"):
        pages = [client.get(f"/van-ban/?q=thi+giao+vien{sort}&trang={page}").context for page in (1, 2)]
        assert [document.pk in made for page in pages for document in page["documents"]] == [True] * 23
        assert len({document.pk for page in pages for document in page["documents"]}) == 23


@pytest.fixture
def word_everywhere(monkeypatch):
    """Twenty-four documents with a word that is known to be nearly everywhere; keys, the newest first."""
    monkeypatch.setattr("core.search.density.DENSE", 10)
    monkeypatch.setattr("core.search.candidates.CAP", 5)
    monkeypatch.setattr("documents.ordering.RANKED", 22)
    made = [
        make_document(subject="Thi giáo viên", issued_on=date(2026, 1, 1 + day), type=make_type(code)).pk
        for day, code in enumerate(["TB", "KH"] * 12)
    ]
    search.learn_words()
    return made[::-1]


def test_word_everywhere_is_looked_for_as_far_as_the_page(client, word_everywhere):
    for page, expected in ((1, word_everywhere[:20]), (2, word_everywhere[20:22])):
        with CaptureQueriesContext(connection) as asked:
            context = client.get(f"/van-ban/?q=giao+vien&sap-xep=moi-nhat&trang={page}").context
        assert [document.pk for document in context["documents"]] == expected
        assert (context["total"], context["is_capped"]) == (22, True)
        reads = [query["sql"] for query in asked if re.search(r"sorted_on. DESC.* LIMIT", query["sql"])]
        assert [read.rsplit("LIMIT ")[-1] for read in reads] == [str(min(20 * page, 22))]
    assert client.get("/van-ban/?q=giao+vien&sap-xep=moi-nhat&trang=3").status_code == 404


def test_word_everywhere_among_other_conditions_is_counted(client, word_everywhere):
    context = client.get("/van-ban/?q=giao+vien&sap-xep=moi-nhat&loai=ke-hoach").context
    assert [document.pk for document in context["documents"]] == word_everywhere[::2]
    assert (context["total"], context["is_capped"]) == (12, False)


@pytest.mark.parametrize("page", ["4", "0", "01", "-1", "x", "last", "1000000", "9" * 5000, "٢"])
@pytest.mark.parametrize("query", ["", "q=Van+ban&", "q=Van+ban&sap-xep=moi-nhat&"])
def test_page_out_of_range_is_404(client, documents, query, page):
    assert client.get(f"/van-ban/?{query}trang={page}").status_code == 404


def test_pages_in_the_second_half_are_read_from_the_end(documents):
    keys = Document.objects.order_by("-sorted_on", "-pk")
    paginator = LatePaginator(keys, 4, rows=Document.objects.all(), count=len(documents))
    expected = list(keys)
    for number in paginator.page_range:
        with CaptureQueriesContext(connection) as queries:
            page = paginator.page(number)
        assert list(page) == expected[4 * (number - 1) : 4 * number]
        skipped = re.search(r"OFFSET (\d+)", queries[0]["sql"])
        assert skipped is None or int(skipped[1]) <= len(documents) / 2


def test_keys_that_stand_first_are_paged_with_the_others(documents):
    others = Document.objects.order_by("-sorted_on", "-pk")
    first = list(others.values_list("pk", flat=True)[30:37])
    paginator = LatePaginator(
        others.exclude(pk__in=first), 4, rows=Document.objects.all(), count=len(documents), first=first
    )
    expected = first + [pk for pk in others.values_list("pk", flat=True) if pk not in first]
    assert [document.pk for number in paginator.page_range for document in paginator.page(number)] == expected


def test_keys_of_a_page_are_read_without_sorting(documents):
    with connection.cursor() as cursor:
        # A table of some rows is not worth an index; whether it serves the order is asked here.
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
        )
    plan = Document.objects.published().latest_issued_first().reverse().values_list("pk")[:20].explain()
    assert "documents_document_register" in plan
    assert "Sort" not in plan


def test_pages_are_linked_from_the_first_to_the_last(client, documents):
    page = client.get("/van-ban/?trang=2").context["page_obj"]
    assert list(page.numbers()) == [1, 2, 3]


def test_links_to_pages_keep_the_filters(client, documents):
    html = client.get("/van-ban/?sap-xep=cu-nhat&nam=&utm_source=x").content.decode()
    assert 'href="?sap-xep=cu-nhat&amp;trang=3"' in html
    assert "utm_source" not in html
