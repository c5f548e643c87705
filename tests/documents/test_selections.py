"""What feeds, the calendar and the exports share: one query string, in words what is wrong, bounds."""

import pytest
from django.db import connection
from django.db.models import BooleanField, Func, Value
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.search import finding
from documents.filters import DocumentFilter
from documents.models import Document
from tests.factories import make_document, make_type

pytestmark = pytest.mark.django_db

KEPT = ["documents:feed-rss", "documents:feed-atom", "documents:due-calendar"]
ALL = [*KEPT, "documents:export-csv", "documents:export-xlsx"]


@pytest.mark.parametrize("name", ALL)
def test_search_that_takes_too_long_is_answered_with_503_in_words(client, name, monkeypatch):
    nap = Func(Value(5), template="pg_sleep(%(expressions)s) IS NOT NULL", output_field=BooleanField())
    slow = Document.objects.filter(nap)
    monkeypatch.setattr(DocumentFilter, "qs", slow.latest_issued_first())
    monkeypatch.setattr(finding, "TIME_LIMIT", 50)
    make_document(due_on=timezone.localdate())
    response = client.get(reverse(name), {"q": "thi"})
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.content.decode().startswith("Tìm theo các từ này mất quá nhiều thời gian.")


@pytest.mark.parametrize("name", ALL)
def test_only_reading_is_allowed(client, name):
    assert client.post(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", ALL)
def test_words_in_the_query_select(client, name):
    make_document(number="12/KH-SGDĐT", type=make_type("KH"), subject="Tuyển sinh lớp 10")
    make_document(number="13/KH-SGDĐT", type=make_type("KH"), subject="Khai giảng")
    response = client.get(reverse(name), {"q": "tuyen sinh"})
    assert response.status_code == 200
    if name in ("documents:feed-rss", "documents:feed-atom", "documents:export-csv"):
        text = b"".join(response).decode()
        assert "Tuyển sinh lớp 10" in text
        assert "Khai giảng" not in text


@pytest.mark.parametrize("name", KEPT)
def test_what_one_visitor_asks_for_is_made_anew_but_not_sent_twice(client, name):
    make_document(subject="Tuyển sinh", due_on=timezone.localdate())
    first = client.get(reverse(name), {"q": "tuyển sinh"})
    with CaptureQueriesContext(connection) as queries:
        again = client.get(
            reverse(name), {"q": "tuyển sinh"}, headers={"If-None-Match": first.headers["ETag"]}
        )
    assert len(queries) > 0
    assert again.status_code == 304
