"""Forms and versions name others' unpublished work to those alone who may see it."""

import pytest

from core.links import linked_refs, set_links
from documents.models import Document
from tests.admin_forms import address, article_form, change, document_form, row_of, with_rows
from tests.factories import (
    make_article,
    make_clerk,
    make_document,
    make_superuser,
    make_type,
    make_user,
    relate,
)

pytestmark = pytest.mark.django_db

SECRET = "Sắp xếp lại các trường"
UNTOLD = "một nội dung chưa công bố"


@pytest.fixture
def writer():
    return make_user(groups=("Cộng tác viên",))


@pytest.fixture
def clerk():
    return make_clerk("TB")


@pytest.fixture
def notice():
    return make_document(type=make_type("TB"))


@pytest.fixture
def decision():
    """A draft that stands where the clerk is not in charge."""
    return make_document(type=make_type("QĐ"), published=False, subject=SECRET, number="10/QĐ-SGDĐT")


def ref(obj):
    return obj._meta.label_lower, obj.pk


def form_of(client, obj):
    return client.get(address(type(obj), "change", obj.pk)).content.decode()


def versions_of(client, obj):
    pages = (
        client.get(address(type(obj), "version", obj.pk, version.pk)).content.decode()
        for version in obj.versions.all()
    )
    return "\n".join(pages)


def test_form_names_no_linked_draft_of_others_and_a_save_keeps_it(client, writer, decision):
    article = make_article(published=False, created_by=writer)
    set_links(decision, [ref(article)])
    client.force_login(writer)
    page = form_of(client, article)
    assert SECRET not in page
    assert f"Văn bản: {UNTOLD}" in page
    assert f'value="{":".join(map(str, ref(decision)))}"' in page
    typed = article_form(article, lead="Khác", linked=[":".join(map(str, ref(decision)))])
    assert change(client, article, typed).status_code == 302
    assert linked_refs(article) == [ref(decision)]


def test_conflict_names_no_linked_draft_of_others(client, writer, decision):
    article = make_article(published=False, created_by=writer)
    set_links(decision, [ref(article)])
    client.force_login(writer)
    page = change(client, article, article_form(article, linked=[], _version="cũ"))
    assert page.status_code == 409
    assert UNTOLD in page.content.decode()
    assert SECRET not in page.content.decode()


def test_form_names_a_linked_draft_to_whom_it_falls(client, decision):
    article = make_article()
    set_links(decision, [ref(article)])
    client.force_login(make_superuser())
    assert f"Văn bản: {decision}" in form_of(client, article)


def test_form_names_what_is_public_and_linked(client, writer):
    article, document = make_article(published=False, created_by=writer), make_document(subject=SECRET)
    set_links(article, [ref(document)])
    client.force_login(writer)
    assert SECRET in form_of(client, article)


def test_form_of_a_document_names_no_draft_of_others_that_is_about_it(client, clerk, notice, decision):
    relate(decision, "replaces", notice, note="Mật: từ tháng sau")
    client.force_login(clerk)
    page = form_of(client, notice)
    assert SECRET not in page
    assert decision.number_key not in page
    assert "Mật: từ tháng sau" not in page
    assert f"Được thay thế bởi: {UNTOLD}" in page


def test_form_of_a_document_names_a_draft_about_it_to_whom_it_falls(client, notice, decision):
    relate(decision, "replaces", notice)
    client.force_login(make_superuser())
    page = form_of(client, notice)
    assert SECRET in page
    assert UNTOLD not in page


def test_relation_that_staff_made_names_no_draft_of_others_and_a_save_keeps_it(
    client, clerk, notice, decision
):
    relation = relate(notice, "based_on", decision)
    client.force_login(clerk)
    page = form_of(client, notice)
    assert SECRET not in page
    assert UNTOLD in page
    typed = document_form(notice, subject="Khác") | with_rows("relations", row_of(relation))
    assert change(client, notice, typed).status_code == 302
    assert notice.relations.get().target == decision


def test_rows_that_can_only_be_read_name_no_draft_of_others(client, clerk, decision):
    own = make_document(type=make_type("KH"), published=False, created_by=clerk)
    relation = relate(own, "based_on", decision)
    own.submit(by=clerk)
    client.force_login(clerk)
    page = form_of(client, own)
    assert "Căn cứ" in page
    assert SECRET not in page
    assert UNTOLD in page
    decision.publish(by=None)
    assert str(relation.target) in form_of(client, own)


def test_search_of_documents_finds_no_draft_of_others_that_a_relation_names(client, clerk, notice, decision):
    relate(notice, "based_on", decision)
    client.force_login(clerk)
    query = {"app_label": "documents", "model_name": "relation", "field_name": "target", "term": SECRET}
    found = client.get(f"{address(Document, 'changelist')}lua-chon/", query)
    assert found.json()["results"] == []


def test_versions_name_no_draft_of_others(client, clerk, notice, decision):
    relate(notice, "based_on", decision)
    set_links(notice, [ref(decision)])
    notice.save()
    client.force_login(clerk)
    pages = versions_of(client, notice)
    assert SECRET not in pages
    assert f"Căn cứ: {UNTOLD}" in pages
    assert f"Văn bản: {UNTOLD}" in pages


def test_versions_name_a_draft_to_whom_it_falls(client, notice, decision):
    relate(notice, "based_on", decision)
    set_links(notice, [ref(decision)])
    notice.save()
    client.force_login(make_superuser())
    pages = versions_of(client, notice)
    assert f"Căn cứ: {SECRET}" in pages
    assert f"Văn bản: {decision}" in pages
