"""What stands in the form of a document in rows and boxes: files, signers, relations, fields."""

import re
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import timezone

from documents.models import Document, Signature
from tests.admin_forms import (
    add,
    change,
    document_form,
    errors_of,
    files_left,
    row_of,
    with_files,
    with_rows,
)
from tests.factories import (
    make_area,
    make_document,
    make_document_file,
    make_signer,
    make_unit,
    make_user,
    relate,
    sign,
    upload,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_clerk(client):
    client.force_login(make_user(groups=("Văn thư",)))
    return client


def test_whole_record_is_saved_in_one_press(as_clerk):
    director, deputy = make_signer(name="Trần Văn Hòa", post="Giám đốc"), make_signer(name="Lê Thị Mai")
    area, old = make_area(), make_document()
    form = document_form(
        areas=[area.pk],
        effective_on="10/03/2026",
        expires_on="31/12/2027",
        due_on="15/03/2026",
        urgency="urgent",
        recipients="Như trên;\nLưu: VT.",
        language="en",
        **with_rows(
            "signatures",
            {"signer": director.pk, "order": 0},
            {"signer": deputy.pk, "authority": "KT.", "post": "Phó Giám đốc", "order": 1},
        ),
        **with_rows(
            "relations", {"kind": "replaces", "target": old.pk, "is_partial": "on", "note": "Phụ lục II"}
        ),
    )
    form |= with_rows(
        "files",
        {"file": upload("Thông báo.pdf"), "role": "main", "order": 0},
        {"file": upload("Biểu mẫu.pdf"), "role": "annex", "order": 0, "title": "Phụ lục I"},
    )
    form["sending_unit"] = make_unit(Document.issuing_body.get_queryset().get(pk=form["issuing_body"])).pk
    add(as_clerk, Document, form | {"_verb": "publish"})
    document = Document.objects.exclude(pk=old.pk).get()
    assert document.is_public()
    assert document.sending_unit_id == form["sending_unit"]
    assert (document.urgency, document.language, document.due_on.day) == ("urgent", "en", 15)
    assert list(document.areas.all()) == [area]
    assert [(str(row), row.post) for row in document.signatures.all()] == [
        ("Trần Văn Hòa", "Giám đốc"),
        ("KT. Lê Thị Mai", "Phó Giám đốc"),
    ]
    assert [(file.role, file.display_title) for file in document.files.all()] == [
        ("main", "Thông báo"),
        ("annex", "Phụ lục I"),
    ]
    old.refresh_from_db()
    assert (document.relations.get().label, old.effect) == ("Thay thế một phần", "partly")


def test_effect_cannot_be_typed(as_clerk):
    add(as_clerk, Document, document_form(effect="recalled"))
    assert Document.objects.get().effect == "in_force"


def test_row_that_was_left_empty_is_no_row(as_clerk):
    rows = with_rows("signatures", {"order": 0}) | with_rows("files", {"role": "main", "order": 0})
    add(as_clerk, Document, document_form(**rows))
    assert Document.objects.get().signatures.count() == 0


def test_rows_are_changed_and_deleted(as_clerk):
    document = make_document()
    first, second = sign(document), sign(document)
    relation = relate(document, "guides", make_document())
    form = document_form(
        document,
        **with_rows("signatures", row_of(first, authority="TL."), row_of(second, DELETE="on")),
        **with_rows("relations", row_of(relation, kind="amends")),
    )
    assert change(as_clerk, document, form).status_code == 302
    assert [row.authority for row in document.signatures.all()] == ["TL."]
    assert relation.target.inverse_relations.get().kind == "amends"
    relation.target.refresh_from_db()
    assert relation.target.effect == "partly"


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ({"effective_on": "01/03/2026"}, "Ngày có hiệu lực không thể trước ngày ban hành."),
        ({"expires_on": "02/03/2026"}, "Ngày hết hiệu lực phải sau ngày ban hành và ngày có hiệu lực."),
        ({"due_on": "01/03/2026"}, "Hạn trả lời không thể trước ngày ban hành."),
    ],
)
def test_dates_in_the_wrong_order_are_refused(as_clerk, dates, told):
    assert told in errors_of(add(as_clerk, Document, document_form(**dates)))


def test_same_signer_twice_is_refused(as_clerk):
    signer = make_signer()
    rows = with_rows("signatures", {"signer": signer.pk, "order": 0}, {"signer": signer.pk, "order": 1})
    response = add(as_clerk, Document, document_form(**rows))
    assert "Người này đã có trong danh sách ký của văn bản." in errors_of(response)
    assert not Document.objects.exists()


def test_same_relation_twice_is_refused(as_clerk):
    row = {"kind": "guides", "target": make_document().pk}
    response = add(as_clerk, Document, document_form(**with_rows("relations", row, row)))
    assert "Quan hệ này đã được ghi." in errors_of(response)


def test_signer_who_is_there_already_is_refused_in_a_new_row(as_clerk):
    document = make_document()
    signature = sign(document)
    rows = with_rows("signatures", row_of(signature), {"signer": signature.signer_id, "order": 1})
    assert change(as_clerk, document, document_form(document, **rows)).status_code == 200
    assert document.signatures.count() == 1


def test_post_goes_with_the_person_who_is_chosen_instead(as_clerk):
    document = make_document()
    taken, typed = sign(document, make_signer(post="Giám đốc")), sign(document, post="Quyền Giám đốc")
    deputy, other = make_signer(post="Phó Giám đốc"), make_signer(post="Chánh Văn phòng")
    rows = with_rows("signatures", row_of(taken, signer=deputy.pk), row_of(typed, signer=other.pk))
    change(as_clerk, document, document_form(document, **rows))
    assert [row.post for row in document.signatures.all()] == ["Phó Giám đốc", "Quyền Giám đốc"]


def test_relation_to_itself_is_refused(as_clerk):
    document = make_document()
    rows = with_rows("relations", {"kind": "amends", "target": document.pk})
    response = change(as_clerk, document, document_form(document, **rows))
    assert "Văn bản không thể có quan hệ với chính nó." in errors_of(response)


def test_only_some_relations_may_be_partial(as_clerk):
    document = make_document()
    rows = with_rows("relations", {"kind": "guides", "target": make_document().pk, "is_partial": "on"})
    response = change(as_clerk, document, document_form(document, **rows))
    assert "«Chỉ một phần» chỉ dùng với quan hệ thay thế và bãi bỏ." in errors_of(response)


def test_relation_to_what_lies_in_the_trash_by_now_is_kept(as_clerk):
    document, target = make_document(), make_document(published=False)
    relation = relate(document, "guides", target)
    target.trash(by=None)
    form = document_form(document, **with_rows("relations", row_of(relation)))
    assert change(as_clerk, document, form).status_code == 302
    assert document.relations.count() == 1


def test_refused_row_leaves_no_file_and_keeps_what_was_typed(as_clerk, settings):
    signer, target = make_signer(name="Trần Văn Hòa"), make_document(subject="Văn bản kia")
    form = document_form(
        subject="Gõ mãi mới xong",
        areas=[make_area(name="Thi cử").pk],
        recipients="Lưu: VT.",
        **with_rows("signatures", {"signer": signer.pk, "post": "Quyền Giám đốc", "order": 0}),
        **with_rows(
            "relations", {"kind": "guides", "target": target.pk, "is_partial": "on", "note": "Điều 5"}
        ),
    )
    response = add(as_clerk, Document, form | with_files("files", upload("Kế hoạch.pdf")))
    page = response.content.decode()
    for typed in ("Gõ mãi mới xong", "Lưu: VT.", "Trần Văn Hòa", "Quyền Giám đốc", "Văn bản kia", "Điều 5"):
        assert typed in page, typed
    assert re.search(r'name="areas"[^>]*checked', page)
    assert "Đã giữ tệp «Kế hoạch.pdf»" in page
    assert files_left(settings) == []
    assert not Document.objects.exclude(pk=target.pk).exists()


def test_bad_file_takes_the_other_rows_with_it(as_clerk, settings):
    signature = {"signer": make_signer().pk, "order": 0}
    form = document_form(**with_rows("signatures", signature))
    form |= with_files("files", upload("Thông báo.pdf"), upload("Phụ lục.pdf", b"not a pdf"))
    assert add(as_clerk, Document, form).status_code == 200
    assert not Document.objects.exists()
    assert not Signature.objects.exists()
    assert files_left(settings) == []


def test_folded_rows_with_an_error_are_open(as_clerk):
    rows = with_rows("relations", {"kind": "guides", "target": ""})
    page = add(as_clerk, Document, document_form(**rows)).content.decode()
    assert not re.search(r"<details[^>]*><summary>\s*<h2 id=\"relations-heading\"", page)


def test_same_form_sent_twice_makes_one_document(as_clerk):
    form = document_form(**with_rows("signatures", {"signer": make_signer().pk, "order": 0}))
    add(as_clerk, Document, form)
    response = add(as_clerk, Document, form)
    assert "Cơ quan này đã có văn bản số 09/TB-SGDĐT" in errors_of(response)
    assert Signature.objects.count() == 1


def test_same_change_sent_twice_adds_its_rows_once(as_clerk):
    document = make_document()
    rows = with_rows("signatures", {"signer": make_signer().pk, "order": 0}) | with_files("files", upload())
    form = document_form(document, **rows)
    change(as_clerk, document, form)
    form["files-0-file"].seek(0)
    response = change(as_clerk, document, form)
    assert "đã lưu bản khác" in errors_of(response)
    assert (document.signatures.count(), document.files.count()) == (1, 1)


def test_form_that_is_out_of_date_does_not_undo_what_others_saved(as_clerk):
    document = make_document()
    opened = document_form(document, subject="Bản của tôi")
    sign(document)
    document.subject = "Bản của đồng nghiệp"
    document.save()
    response = change(as_clerk, document, opened)
    assert "đã lưu bản khác" in errors_of(response)
    document.refresh_from_db()
    assert document.subject == "Bản của đồng nghiệp"
    assert document.signatures.count() == 1


def test_row_that_somebody_else_deleted_does_not_stop_the_next_save(as_clerk):
    document = make_document()
    signature, file = sign(document), make_document_file(document)
    relation = relate(document, "guides", make_document())
    opened = document_form(
        document,
        subject="Bản của tôi",
        **with_rows("signatures", row_of(signature)),
        **with_rows("relations", row_of(relation)),
    )
    opened |= with_rows("files", row_of(file))
    for row in (signature, relation, file):
        row.delete()
    document.save()
    response = change(as_clerk, document, opened)
    assert "đã lưu bản khác" in errors_of(response)
    document.refresh_from_db()
    again = change(as_clerk, document, opened | {"_version": document.updated_at.isoformat()})
    assert again.status_code == 302
    document.refresh_from_db()
    assert document.subject == "Bản của tôi"
    assert not document.signatures.exists()


def sent_again(page):
    """Return what a browser sends of the rows of a form that came back."""
    sent = {}
    for field in page.select("[name^=signatures-]"):
        chosen = (
            [option["value"] for option in field.select("option[selected]")] if field.name == "select" else []
        )
        if field.get("type") != "checkbox":
            sent[field["name"]] = chosen[0] if chosen else field.get("value", "")
    return sent


@pytest.fixture
def three(as_clerk):
    """A document with three signers, and its form with words typed into the last row."""
    document = make_document()
    rows = [sign(document, make_signer(name=f"Người {number}"), order=number) for number in range(3)]
    sent = [row_of(row) for row in rows]
    sent[2]["post"] = "Phó Giám đốc"
    return document, rows, document_form(document, **with_rows("signatures", *sent))


def deleted_meanwhile(document, row):
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        row.delete()
        Document.objects.get(pk=document.pk).save()


def test_rows_that_are_left_stay_in_the_form_where_a_colleague_deleted_one(as_clerk, three):
    document, rows, form = three
    deleted_meanwhile(document, rows[0])
    response = change(as_clerk, document, form)
    assert response.status_code == 409
    page = BeautifulSoup(response.content, "html.parser")
    assert [page.select_one(f"[name=signatures-{n}-id]")["value"] for n in range(3)] == [
        str(row_id) for row_id in (form["signatures-0-id"], rows[1].pk, rows[2].pk)
    ]
    version = page.select_one("[name=_version]")["value"]
    again = change(as_clerk, document, form | sent_again(page) | {"_version": version})
    assert again.status_code == 302
    assert list(document.signatures.values_list("pk", "post")) == [
        (rows[1].pk, rows[1].post),
        (rows[2].pk, "Phó Giám đốc"),
    ]


def test_row_that_a_colleague_deleted_says_so(as_clerk, three):
    document, rows, form = three
    deleted_meanwhile(document, rows[2])
    page = BeautifulSoup(change(as_clerk, document, form).content, "html.parser")
    told = page.select("#signatures-group .row-gone")
    assert [" ".join(note.get_text().split()) for note in told] == [
        "Dòng dưới đây vừa bị người khác xóa nên không được lưu. Còn cần thì hãy chép nó sang một dòng mới."
    ]
    assert page.select_one("[name=signatures-2-post]")["value"] == "Phó Giám đốc"
    assert not page.select("[name=signatures-2-DELETE]")
    label = page.find("dt", string="Chữ ký, dòng 3, người khác đã xóa")
    assert "Phó Giám đốc" in label.find_next("dd").get_text()


def test_row_whose_key_is_not_sent_refuses_the_save_and_is_not_dropped(as_clerk, three):
    document, rows, form = three
    del form["signatures-2-id"]
    response = change(as_clerk, document, form)
    assert response.status_code == 200
    assert "signatures-2" in response.content.decode()
    assert document.signatures.get(pk=rows[2].pk).post == rows[2].post
