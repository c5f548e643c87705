"""Clerks who are in charge of some kinds of documents alone."""

import pytest

from tests.admin_forms import change, document_form, press
from tests.factories import (
    make_clerk,
    make_document,
    make_document_file,
    make_type,
    relate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_clerk("TB")


@pytest.fixture
def as_clerk(client, clerk):
    client.force_login(clerk)
    return client


def test_clerk_publishes_his_kinds(as_clerk):
    inside, outside = make_document(published=False), make_document(published=False, type=make_type("QĐ"))
    press(as_clerk, inside, "publish")
    assert press(as_clerk, outside, "publish").status_code == 404
    assert (inside.is_public(), outside.is_public()) == (True, False)
    listed = as_clerk.get("/quan-tri/documents/document/").context["cl"].result_list
    assert list(listed) == [inside]


def test_file_of_a_foreign_draft_is_not_handed_out(as_clerk):
    inside = make_document_file(make_document(published=False))
    outside = make_document_file(make_document(published=False, type=make_type("QĐ")))
    assert b"".join(as_clerk.get(inside.get_absolute_url()).streaming_content)
    assert as_clerk.get(outside.get_absolute_url()).status_code == 404
    assert as_clerk.get(f"/van-ban/tep/tat-ca/{outside.document_id}/").status_code == 404


def test_kind_is_not_changed_to_a_foreign_one(as_clerk):
    document = make_document()
    page = change(as_clerk, document, document_form(document, type=make_type("QĐ").pk))
    assert page.context["adminform"].form.errors.keys() == {"type"}
    document.refresh_from_db()
    assert document.type == make_type("TB")


def test_kind_that_the_number_names_is_bounded_too(as_clerk):
    document = make_document()
    page = change(as_clerk, document, document_form(document, number="77/QĐ-SGDĐT", type=""))
    assert "Bạn không phụ trách «Quyết định»" in page.content.decode()
    document.refresh_from_db()
    assert document.type == make_type("TB")


def test_relation_offers_the_persons_documents_and_public_ones(as_clerk):
    make_document(subject="Trong", published=False)
    public = make_document(subject="Công khai", type=make_type("QĐ"))
    make_document(subject="Kín", type=make_type("QĐ"), published=False)
    query = "app_label=documents&model_name=relation&field_name=target&term="
    found = as_clerk.get(f"/quan-tri/documents/document/lua-chon/?{query}").json()["results"]
    assert {each["text"].rpartition(": ")[2] for each in found} == {"Công khai", "Trong"}
    source = make_document(published=False)
    relate(source, "replaces", public)
    assert as_clerk.get(f"/quan-tri/documents/document/{source.pk}/change/").status_code == 200
