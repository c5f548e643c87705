"""The register: what a document is, its address, its place in the list."""

from datetime import date

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core import search
from documents.models import Document, DocumentType, IssuingBody
from tests.factories import at, make_body, make_document, make_document_file, make_type, sign

pytestmark = pytest.mark.django_db


def test_number_is_unique_in_its_body_and_year():
    body = make_body()
    make_document(issuing_body=body, number="09/TB-SGDĐT")
    make_document(issuing_body=body, number="09/TB-SGDĐT", issued_on=date(2025, 3, 2))
    make_document(number="09/TB-SGDĐT")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_document(issuing_body=body, number="Số: 9 / TB–SGDĐT")


def test_form_is_told_of_a_duplicate_in_vietnamese():
    body = make_body()
    make_document(issuing_body=body, number="09/TB-SGDĐT")
    twin = Document(
        issuing_body=body,
        type=make_type(),
        number="9/TB-SGDĐT",
        issued_on=date(2026, 9, 1),
        subject="Trùng số",
    )
    with pytest.raises(ValidationError, match="đã có văn bản mang số ký hiệu này"):
        twin.full_clean()


def test_documents_without_a_number_do_not_clash():
    body = make_body()
    assert make_document(issuing_body=body, number="").slug
    make_document(issuing_body=body, number="")


def test_the_29_kinds_of_the_decree_are_there():
    assert DocumentType.objects.filter(group="administrative").count() == 29
    assert make_type("QyĐ").name == "Quy định"
    assert make_type("QĐ").name == "Quyết định"


def test_page_shows_the_record(client):
    body = make_body(name="Sở GDĐT tỉnh Sơn Hà")
    document = make_document(issuing_body=body, number="09/TB-SGDĐT", subject="Kết luận giao ban")
    make_document_file(document)
    page = client.get(document.get_absolute_url()).content.decode()
    for text in ("09/TB-SGDĐT", "Thông báo", "Sở GDĐT tỉnh Sơn Hà", "02/03/2026", "Kết luận giao ban", "PDF"):
        assert text in page, text


def test_address_has_year_and_number():
    document = make_document(number="Số: 09 /TB-SGDĐT")
    assert document.get_absolute_url() == f"/van-ban/2026/09-tb-sgddt-{document.pk}/"


def test_stale_address_redirects(client):
    document = make_document()
    answer = client.get(f"/van-ban/2020/so-cu-{document.pk}/")
    assert (answer.status_code, answer.headers["Location"]) == (301, document.get_absolute_url())


def test_register_is_sorted_by_date_of_issue(client):
    old = make_document(issued_on=date(2022, 1, 1))
    new = make_document(issued_on=date(2026, 1, 1))
    assert list(client.get("/van-ban/").context["documents"]) == [new, old]


def test_document_without_a_date_sorts_by_the_day_it_was_put_up():
    assert make_document(number="", issued_on=None, at=at(2024, 5, 6)).sorted_on == date(2024, 5, 6)


def test_document_needs_a_file_or_a_text_to_be_published():
    with pytest.raises(ValidationError, match="ít nhất một tệp"):
        make_document(body="")


def test_recalled_from_the_portal_is_410(client):
    document = make_document()
    document.withdraw(by=None, note="Đăng nhầm dự thảo")
    answer = client.get(document.get_absolute_url())
    assert answer.status_code == 410
    assert "Đăng nhầm dự thảo" in answer.content.decode()


def test_dissolved_body_keeps_its_documents(client):
    successor = make_body(name="Phòng Văn hóa – Xã hội")
    body = make_body(name="Phòng GDĐT huyện Na Sơn", valid_to=date(2025, 6, 30), successor=successor)
    document = make_document(issuing_body=body)
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Phòng GDĐT huyện Na Sơn" in page
    assert "Phòng Văn hóa – Xã hội" in page


def test_bodies_in_force_on_a_day():
    body = make_body(valid_from=date(2020, 1, 1), valid_to=date(2025, 6, 30))
    assert body in IssuingBody.objects.in_force(date(2025, 6, 30))
    assert body not in IssuingBody.objects.in_force(date(2025, 7, 1))


def test_list_and_page_count_no_query_a_row(client, django_assert_max_num_queries):
    for _ in range(12):
        make_document_file(make_document())
    with django_assert_max_num_queries(20):
        client.get("/van-ban/")
    # Furniture and the counts beside the choices are kept now, the page itself is not.
    with django_assert_max_num_queries(8):
        client.get("/van-ban/?trang=1")


def test_document_can_be_withdrawn_when_its_kind_is_spelt_otherwise_now():
    document = make_document(number="29-NQ/TW", type=make_type("NQ"))
    DocumentType.objects.filter(code="NQ").update(code="NQX")
    cache.clear()
    document.withdraw(by=None, note="Đăng nhầm")
    assert (document.status, document.number_key) == ("withdrawn", "29-NQ/TW")


def test_many_documents_are_indexed_with_a_fixed_number_of_queries(django_assert_max_num_queries):
    documents = [make_document() for _ in range(5)]
    for document in documents:
        sign(document)
        make_document_file(document)
    with django_assert_max_num_queries(15):
        search.reindex_some(Document, [document.pk for document in documents])
