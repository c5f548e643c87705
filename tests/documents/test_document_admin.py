"""The form of a document: numbers, kinds, bodies."""

from datetime import date

import pytest
from django.db import IntegrityError

from documents.admin.forms import DocumentForm
from documents.models import Document
from tests.admin_forms import add, address, change, document_form, errors_of, messages_of, press, with_files
from tests.factories import make_body, make_document, make_user, upload

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/documents/document/"


@pytest.fixture
def clerk():
    return make_user(groups=("Văn thư",))


@pytest.fixture
def as_clerk(client, clerk):
    client.force_login(clerk)
    return client


def test_document_goes_up_with_its_file_in_one_press(as_clerk):
    form = document_form(body="", _verb="publish") | with_files("files", upload("Số 09 Thông báo.pdf"))
    add(as_clerk, Document, form)
    document = Document.objects.get()
    assert document.is_public()
    assert document.files.get().original_name == "Số 09 Thông báo.pdf"


def test_document_without_file_and_text_stays_a_draft(as_clerk):
    response = add(as_clerk, Document, document_form(body="", _verb="publish"))
    assert "Văn bản cần ít nhất một tệp hoặc phần nội dung" in messages_of(response)
    assert not Document.objects.get().is_public()


def test_last_file_of_a_public_document_cannot_be_taken_away(as_clerk):
    form = document_form(body="", _verb="publish") | with_files("files", upload())
    add(as_clerk, Document, form)
    document = Document.objects.get()
    file = document.files.get()
    row = {"files-0-id": file.pk, "files-0-document": document.pk, "files-0-order": 0, "files-0-DELETE": "on"}
    form = document_form(document, **row) | {"files-TOTAL_FORMS": 1, "files-INITIAL_FORMS": 1}
    response = change(as_clerk, document, form)
    assert "Văn bản cần ít nhất một tệp hoặc phần nội dung" in errors_of(response)
    assert document.files.exists()


def test_number_that_is_taken_is_refused_with_a_link_to_its_document(as_clerk):
    body = make_body()
    twin = make_document(number="09/TB-SGDĐT", issuing_body=body, issued_on=date(2026, 1, 5))
    response = add(as_clerk, Document, document_form(number="Số: 9 /TB–SGDĐT", issuing_body=body.pk))
    assert "Cơ quan này đã có văn bản số 09/TB-SGDĐT ngày 05/01/2026" in errors_of(response)
    assert address(Document, "change", twin.pk) in response.content.decode()
    assert Document.objects.get() == twin


@pytest.mark.parametrize("change_of", ["year", "body", "trash"])
def test_number_is_free_in_another_year_or_body_and_after_the_trash(as_clerk, change_of):
    body = make_body()
    twin = make_document(number="09/TB-SGDĐT", issuing_body=body, issued_on=date(2026, 1, 5), published=False)
    form = document_form(issuing_body=body.pk)
    match change_of:
        case "year":
            form["issued_on"] = "05/01/2025"
        case "body":
            form["issuing_body"] = make_body().pk
        case "trash":
            twin.trash(by=None)
    add(as_clerk, Document, form)
    assert Document.objects.not_in_trash().exclude(pk=twin.pk).count() == 1


def test_documents_without_a_number_never_clash(as_clerk):
    body = make_body()
    make_document(number="", issuing_body=body)
    add(as_clerk, Document, document_form(number="", issuing_body=body.pk))
    assert Document.objects.filter(number="").count() == 2


def test_saving_a_document_again_is_no_clash_with_itself(as_clerk):
    document = make_document()
    assert change(as_clerk, document, document_form(document)).status_code == 302


def test_clash_that_only_the_database_sees_comes_back_on_the_form(as_clerk, monkeypatch):
    # Two clerks at the same moment: the form does not find the other's document before it is saved.
    look, looks = DocumentForm._twin, []
    monkeypatch.setattr(
        DocumentForm,
        "_twin",
        lambda form, cleaned: looks.append(1) or (look(form, cleaned) if looks[1:] else None),
    )
    body = make_body()
    twin = make_document(number="09/TB-SGDĐT", issuing_body=body)
    response = add(as_clerk, Document, document_form(issuing_body=body.pk, subject="Gõ mãi mới xong"))
    assert "Cơ quan này đã có văn bản mang số ký hiệu này trong năm." in errors_of(response)
    page = response.content.decode()
    assert "Gõ mãi mới xong" in page
    assert address(Document, "change", twin.pk) in page


def test_restore_says_that_the_number_is_taken_by_now(client):
    client.force_login(make_user(groups=("Quản trị",)))
    body = make_body()
    document = make_document(number="09/TB-SGDĐT", issuing_body=body, published=False)
    document.trash(by=None)
    make_document(number="09/TB-SGDĐT", issuing_body=body)
    response = press(client, document, "restore")
    assert "Cơ quan này đã có văn bản mang số ký hiệu này trong năm." in messages_of(response)
    document.refresh_from_db()
    assert document.deleted_at is not None


def test_fault_of_the_database_that_is_no_rule_is_not_hidden(as_clerk, monkeypatch):
    def fail(*args, **kwargs):
        raise IntegrityError("something else")

    monkeypatch.setattr(Document, "save", fail)
    with pytest.raises(IntegrityError):
        add(as_clerk, Document, document_form())


def test_kinds_are_named_with_their_abbreviations(as_clerk):
    form = as_clerk.get(f"{LIST}add/").context["adminform"].form
    labels = [label for _, label in form.fields["type"].choices]
    assert labels[0] == "Chọn loại văn bản"
    assert "Quyết định (QĐ)" in labels
    assert "Quy định (QyĐ)" in labels


def test_body_of_the_last_document_is_proposed(as_clerk, clerk):
    body = make_body()
    make_document(issuing_body=body, created_by=clerk)
    make_document()
    form = as_clerk.get(f"{LIST}add/").context["adminform"].form
    assert form["issuing_body"].value() == body.pk


def test_issue_date_of_a_slipped_year_is_refused(client):
    client.force_login(make_user(groups=("Văn thư",)))
    response = add(client, Document, document_form(issued_on="20/11/2062"))
    assert "còn quá xa" in response.context["adminform"].form.errors["issued_on"][0]
    assert not Document.objects.exists()
