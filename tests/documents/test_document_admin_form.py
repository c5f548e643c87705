"""What the form of a document shows and offers, and to whom."""

import re
from datetime import date

import pytest

from documents.models import Document, Signer
from tests.admin_forms import add, address, change, document_form, messages_of, row_of, with_rows
from tests.factories import (
    at,
    make_area,
    make_document,
    make_document_file,
    make_signer,
    make_superuser,
    make_unit,
    make_user,
    relate,
    sign,
)

pytestmark = pytest.mark.django_db

CHOICES = "/quan-tri/documents/document/lua-chon/"


@pytest.fixture
def as_clerk(client):
    client.force_login(make_user(groups=("Văn thư",)))
    return client


def page_of(client, document):
    return client.get(address(Document, "change", document.pk)).content.decode()


def text_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_fields_are_boxes_in_the_order_of_their_tree(as_clerk):
    exams = make_area(name="Thi cử", order=1)
    make_area(name="Mầm non", order=2)
    admission = make_area(name="Tuyển sinh", parent=exams)
    make_area(name="Lớp 10", parent=admission)
    page = as_clerk.get(address(Document, "add")).content.decode()
    boxes = re.findall(
        r'tree-depth-(\d)"><label[^>]*><input type="checkbox" name="areas"[^>]*>\s*([^<]+)', page
    )
    assert [(int(depth), name.strip()) for depth, name in boxes] == [
        (0, "Thi cử"),
        (1, "Tuyển sinh"),
        (2, "Lớp 10"),
        (0, "Mầm non"),
    ]


def test_form_says_how_long_a_document_is_in_force(as_clerk, time_machine):
    time_machine.move_to(at(2026, 3, 10))
    document = make_document(effective_on=date(2026, 3, 20), expires_on=date(2027, 1, 1))
    shown = text_of(page_of(as_clerk, document))
    assert "Chưa có hiệu lực Có hiệu lực từ ngày 20/03/2026. Đến hết ngày 31/12/2026." in shown


def test_form_says_why_a_document_is_not_in_force(as_clerk):
    document = make_document()
    successor = make_document(number="12/TB-SGDĐT", subject="Văn bản mới")
    relate(successor, "replaces", document)
    page = page_of(as_clerk, document)
    assert "Hết hiệu lực Được thay thế bởi 12/TB-SGDĐT Văn bản mới" in text_of(page)
    assert address(Document, "change", successor.pk) in page


def test_new_form_says_that_the_effect_follows(as_clerk):
    page = as_clerk.get(address(Document, "add")).content.decode()
    assert "Tự tính khi lưu" in page
    assert "Văn bản khác nói về văn bản này" not in page


def test_form_lists_what_others_say_of_a_document(as_clerk):
    document = make_document()
    draft = make_document(published=False, number="13/TB-SGDĐT", subject="Dự thảo mới")
    guide = make_document(number="14/HD-SGDĐT", subject="Hướng dẫn")
    relate(draft, "replaces", document, note="từ quý II")
    relate(guide, "guides", document)
    page = page_of(as_clerk, document)
    shown = text_of(page)
    assert "Văn bản khác nói về văn bản này" in shown
    assert "Được thay thế bởi: 13/TB-SGDĐT Dự thảo mới (từ quý II) Nháp" in shown
    assert "Được hướng dẫn bởi: 14/HD-SGDĐT Hướng dẫn" in shown
    assert address(Document, "change", draft.pk) in page


def test_relations_are_folded_only_where_there_are_none(as_clerk):
    document = make_document()
    heading = r'<summary>\s*<h2 id="relations-heading"'
    assert re.search(rf"<details>{heading}", page_of(as_clerk, document))
    relate(document, "guides", make_document())
    assert re.search(rf"<details open>{heading}", page_of(as_clerk, document))


def test_relation_names_its_document_by_number_date_and_subject(as_clerk):
    document = make_document()
    relate(document, "guides", make_document(number="12/TB-SGDĐT", subject="Văn bản kia"))
    assert "12/TB-SGDĐT, 02/03/2026: Văn bản kia" in page_of(as_clerk, document)


def test_form_costs_the_same_whatever_the_register_holds(as_clerk, django_assert_max_num_queries):
    body = make_document().issuing_body
    for _ in range(12):
        make_unit(body)
        make_area()
        make_signer()
        make_document()
    with django_assert_max_num_queries(16):
        as_clerk.get(address(Document, "add"))


def choices(client, term):
    query = {"term": term, "app_label": "documents", "model_name": "relation", "field_name": "target"}
    return [row["text"] for row in client.get(CHOICES, query).json()["results"]]


@pytest.mark.parametrize("term", ["số 9 / tb–sgdđt", "09/tb-sgddt", "hoc sinh gioi"])
def test_document_is_chosen_by_number_in_any_spelling_or_by_subject(as_clerk, term):
    make_document(number="09/TB-SGDĐT", subject="Thi chọn học sinh giỏi")
    make_document(number="109/TB-SGDĐT", subject="Khác")
    assert choices(as_clerk, term) == ["09/TB-SGDĐT, 02/03/2026: Thi chọn học sinh giỏi"]


def test_what_lies_in_the_trash_is_not_offered(as_clerk):
    make_document(published=False, subject="Bỏ đi").trash(by=None)
    assert choices(as_clerk, "bỏ đi") == []


def test_documents_are_offered_only_to_those_who_see_them(client):
    make_document(subject="Kín")
    client.force_login(make_user(groups=("Biên tập viên",)))
    query = {"term": "kín", "app_label": "documents", "model_name": "relation", "field_name": "target"}
    assert client.get(CHOICES, query).status_code == 403


def test_signer_is_made_in_a_small_window_and_chosen(as_clerk):
    response = as_clerk.post(
        "/quan-tri/documents/signer/add/?_to_field=id&_popup=1",
        {"name": "Phạm Văn An", "post": "Chánh Thanh tra", "slug": "", "_popup": "1"},
    )
    signer = Signer.objects.get()
    assert (str(signer), signer.slug) == ("Phạm Văn An, Chánh Thanh tra", "pham-van-an")
    assert f"&quot;value&quot;: &quot;{signer.pk}&quot;" in response.content.decode()


@pytest.fixture
def as_reader(client):
    """A person who may only look at documents."""
    client.force_login(
        make_user("documents.view_document", "documents.publish_document", "documents.view_signer")
    )
    return client


def test_person_who_may_only_look_sees_everything_and_no_box(as_reader):
    document = make_document(recipients="Lưu: VT.")
    document.areas.add(make_area(name="Thi cử"))
    sign(document, make_signer(name="Trần Văn Hòa"), authority="KT.")
    make_document_file(document)
    relate(document, "guides", make_document(subject="Văn bản kia"))
    page = page_of(as_reader, document)
    for shown in ("Thi cử", "Lưu: VT.", "Trần Văn Hòa", "KT. (ký thay)", "Văn bản kia", "Văn bản chính"):
        assert shown in page, shown
    fields = page[page.index('id="document_form"') : page.index("publishing-bar")]
    assert not re.findall(r'<(?:select|textarea|input type="(?:text|file|checkbox)")', fields)


def test_person_who_may_only_look_changes_no_row(as_reader):
    document = make_document()
    signature = sign(document)
    form = document_form(document, **with_rows("signatures", row_of(signature, DELETE="on")))
    assert change(as_reader, document, form).status_code == 403
    assert document.signatures.exists()


def test_rights_on_rows_alone_give_nothing(client):
    client.force_login(make_user("documents.change_signature", "documents.delete_relation"))
    assert client.get(address(Document, "change", make_document().pk)).status_code == 403


def test_superuser_gets_the_form_too(client):
    client.force_login(make_superuser())
    response = add(client, Document, document_form())
    assert response.status_code == 302, messages_of(response)
