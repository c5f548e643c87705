"""The form of a document: numbers, kinds, bodies."""

from datetime import date

import pytest
from django.db import IntegrityError

from documents import admin
from documents.models import Document, IssuingBody
from tests.admin_forms import add, address, change, document_form, errors_of, messages_of, press, with_files
from tests.factories import make_body, make_document, make_type, make_user, upload

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
    # Two clerks at the same moment: neither form finds the other's document.
    monkeypatch.setattr(admin.DocumentForm, "_twin", lambda self, cleaned: None)
    body = make_body()
    make_document(number="09/TB-SGDĐT", issuing_body=body)
    response = add(as_clerk, Document, document_form(issuing_body=body.pk, subject="Gõ mãi mới xong"))
    assert "Cơ quan này đã có văn bản mang số ký hiệu này trong năm." in errors_of(response)
    assert "Gõ mãi mới xong" in response.content.decode()


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


@pytest.mark.parametrize("query", ["so giao duc", "Sở Giáo dục", "sgddt", "SGDĐT"])
def test_issuing_body_is_found_while_typing(as_clerk, query):
    make_body(name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà", codes=["SGDĐT"])
    make_body(name="Văn phòng", codes=["VP"])
    query = {"term": query, "app_label": "documents", "model_name": "document", "field_name": "issuing_body"}
    found = as_clerk.get("/quan-tri/autocomplete/", query).json()["results"]
    assert len(found) == 1


@pytest.mark.parametrize("query", ["09/TB", "09/tb-sgddt", "thi chon hoc sinh gioi"])
def test_document_is_found_by_number_and_subject(as_clerk, query):
    make_document(number="09/TB-SGDĐT", subject="Về việc thi chọn học sinh giỏi")
    make_document(number="175/KH-BCĐ", subject="Kế hoạch năm học")
    found = as_clerk.get(LIST, {"q": query}).context["cl"].result_list
    assert [document.number for document in found] == ["09/TB-SGDĐT"]


def test_list_is_filtered_by_kind_and_body(as_clerk):
    body = make_body()
    wanted = make_document(type=make_type("QĐ"), issuing_body=body)
    make_document(type=make_type("QĐ"))
    make_document(issuing_body=body)
    query = {"type__id__exact": wanted.type_id, "issuing_body__id__exact": body.pk}
    assert list(as_clerk.get(LIST, query).context["cl"].result_list) == [wanted]


def test_list_is_filtered_by_year_of_issue(as_clerk):
    wanted = make_document(issued_on=date(2025, 3, 2))
    make_document(issued_on=date(2026, 3, 2))
    assert list(as_clerk.get(LIST, {"issued_on__year": "2025"}).context["cl"].result_list) == [wanted]


def test_list_costs_the_same_for_many_rows(as_clerk, django_assert_max_num_queries):
    for number in range(4):
        make_document(type=make_type(["TB", "QĐ", "KH", "CT"][number]))
    with django_assert_max_num_queries(14):
        as_clerk.get(LIST)


def test_body_that_ends_before_it_begins_is_refused(as_clerk):
    form = {
        "name": "Phòng GDĐT",
        "codes": "",
        "order": 0,
        "valid_from": "02/01/2020",
        "valid_to": "01/01/2020",
    }
    response = as_clerk.post("/quan-tri/documents/issuingbody/add/", form)
    assert "Ngày kết thúc hoạt động phải sau ngày thành lập." in response.content.decode()
    assert not IssuingBody.objects.filter(name="Phòng GDĐT").exists()


def test_issue_date_of_a_slipped_year_is_refused(client):
    client.force_login(make_user(groups=("Văn thư",)))
    response = add(client, Document, document_form(issued_on="20/11/2062"))
    assert "còn quá xa" in response.context["adminform"].form.errors["issued_on"][0]
    assert not Document.objects.exists()
