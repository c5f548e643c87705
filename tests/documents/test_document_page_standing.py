"""What a document's page says of its being in force, and of its due date."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup

from documents import standing
from documents.models import Document
from tests.factories import at, make_document, make_document_file, make_type, relate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(at(2026, 7, 10, 9), tick=False):
        yield


def page_of(client, document) -> BeautifulSoup:
    response = client.get(document.get_absolute_url())
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def said(element) -> str:
    return " ".join(element.get_text(" ", strip=True).split())


def make_decision(**kwargs) -> Document:
    kwargs.setdefault("number", "120/QĐ-SGDĐT")
    return make_document(type=make_type("QĐ"), **kwargs)


def test_replaced_document_says_by_which_and_since_when_at_the_top(client):
    old = make_document(issued_on=date(2025, 1, 2))
    new = make_decision(issued_on=date(2026, 6, 20), effective_on=date(2026, 7, 1))
    relate(new, "replaces", old)

    banner = page_of(client, old).article.find(recursive=False)

    assert said(banner).startswith(
        "Văn bản này đã hết hiệu lực. Được thay thế bởi Quyết định số 120/QĐ-SGDĐT , từ 01/07/2026 ."
    )
    assert banner.a["href"] == new.get_absolute_url()


@pytest.mark.parametrize(
    ("kind", "words"),
    [("recalls", "Văn bản này đã bị thu hồi. Bị thu hồi bởi"), ("repeals", "Bị bãi bỏ bởi")],
)
def test_recalled_or_repealed_document_says_so_at_the_top(client, kind, words):
    old = make_document()
    relate(make_decision(issued_on=date(2026, 6, 20)), kind, old)

    assert words in said(page_of(client, old).article.find(recursive=False))


def test_ended_document_keeps_its_files(client):
    old = make_document()
    file = make_document_file(old)
    relate(make_decision(issued_on=date(2026, 6, 20)), "recalls", old)

    assert page_of(client, old).find("a", href=file.get_absolute_url())
    assert client.head(file.get_absolute_url()).status_code == 200


def test_document_in_force_has_no_banner_and_says_so_in_words(client):
    page = page_of(client, make_document())

    assert page.article.find(class_="notice") is None
    assert said(page.find(class_="effect")) == "Tình trạng: Còn hiệu lực"


def test_document_that_ends_by_its_own_word_says_when():
    document = make_document(issued_on=date(2025, 1, 2), expires_on=date(2026, 7, 10))
    document.refresh_from_db()

    (reason,) = standing.reasons(document)

    assert reason.words == "Hết hiệu lực từ ngày 10/07/2026, theo chính văn bản"


def test_document_not_yet_in_force_says_from_when():
    document = make_document(issued_on=date(2026, 7, 9), effective_on=date(2026, 8, 1))
    document.refresh_from_db()

    assert [reason.words for reason in standing.reasons(document)] == ["Có hiệu lực từ ngày 01/08/2026"]


def test_amended_document_says_by_which(client):
    document = make_document()
    relate(make_decision(issued_on=date(2026, 6, 20)), "amends", document)

    assert "Được sửa đổi, bổ sung bởi Quyết định số 120/QĐ-SGDĐT" in said(
        page_of(client, document).article.header
    )


def test_change_to_come_is_announced():
    document = make_document()
    relate(make_decision(issued_on=date(2026, 7, 1), effective_on=date(2026, 9, 1)), "replaces", document)
    document.refresh_from_db()

    (reason,) = standing.reasons(document)

    assert (reason.words, reason.since) == ("Sẽ được thay thế bởi", date(2026, 9, 1))


def test_what_ended_a_document_is_not_mixed_with_earlier_amendments():
    document = make_document()
    relate(make_decision(number="1/QĐ-SGDĐT", issued_on=date(2026, 5, 1)), "amends", document)
    relate(make_decision(number="2/QĐ-SGDĐT", issued_on=date(2026, 6, 1)), "replaces", document)
    document.refresh_from_db()

    assert [reason.words for reason in standing.reasons(document)] == ["Được thay thế bởi"]


def test_part_replaced_leaves_the_rest_in_force():
    document = make_document()
    relate(make_decision(issued_on=date(2026, 6, 1)), "replaces", document, is_partial=True)
    document.refresh_from_db()

    assert not standing.is_ended(document)
    assert [reason.words for reason in standing.reasons(document)] == ["Được thay thế bởi (một phần)"]


@pytest.mark.parametrize("kind", ["replaces", "repeals", "recalls", "amends"])
def test_every_document_that_decides_is_a_reason_however_many_there_are(kind):
    document = make_document()
    body = document.issuing_body
    for day in range(1, 23):
        relate(make_decision(number="", issuing_body=body, issued_on=date(2026, 6, day)), kind, document)
    loaded = Document.objects.for_page().get(pk=document.pk)

    assert [reason.since.day for reason in standing.reasons(loaded)] == list(range(1, 23))


def test_reason_is_told_among_many_documents_that_decide_nothing():
    document = make_document()
    for _ in range(25):
        relate(make_decision(number="", issued_on=date(2026, 6, 1)), "guides", document)
    relate(make_decision(issued_on=date(2026, 5, 1)), "replaces", document, is_partial=True)
    loaded = Document.objects.for_page().get(pk=document.pk)

    assert [reason.words for reason in standing.reasons(loaded)] == ["Được thay thế bởi (một phần)"]


def test_reason_that_is_not_public_is_not_linked(client):
    document = make_document()
    draft = make_decision(published=False, subject="Dự thảo mật")
    relate(draft, "amends", document)

    assert "Dự thảo mật" not in page_of(client, document).get_text()


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 7, 9), "đã quá hạn"),
        (date(2026, 7, 10), "hôm nay là hạn cuối"),
        (date(2026, 7, 13), "còn 3 ngày"),
        (date(2026, 7, 17), "còn 7 ngày"),
        (date(2026, 7, 18), ""),
        (None, ""),
    ],
)
def test_due_date_is_put_into_words(due_on, words):
    assert standing.due_words(Document(due_on=due_on)) == words


def test_due_date_that_is_near_stands_in_the_head(client):
    page = page_of(client, make_document(due_on=date(2026, 7, 13)))

    assert said(page.find(class_="is-due")) == "Hạn trả lời 13/07/2026: còn 3 ngày"
