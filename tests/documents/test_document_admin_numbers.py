"""What the number of a document fills in, and what the form says of it."""

from datetime import date

import pytest

from documents.models import Document, DocumentType, IssuingBody
from tests.admin_forms import add, address, change, document_form, errors_of, messages_of
from tests.factories import make_body, make_document, make_type, make_unit, make_user

pytestmark = pytest.mark.django_db

ASK = "/quan-tri/documents/document/so-ky-hieu/"


@pytest.fixture
def as_clerk(client):
    client.force_login(make_user(groups=("Văn thư",)))
    return client


def empty_form(**changes):
    """Return a form in which neither kind nor body was chosen."""
    return document_form(**{"type": "", "issuing_body": "", **changes})


def letter():
    """Return the kind that has no abbreviation of its own."""
    return DocumentType.objects.get(name="Công văn")


def field_errors(response, name):
    return " ".join(response.context["adminform"].form.errors.get(name, []))


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("09/TB-SGDĐT", "Thông báo"),
        ("số 12 / qyđ – sgdđt", "Quy định"),
        ("831/SGDĐT-QLT", "Công văn"),
        ("96/SGDĐT", "Công văn"),
        ("15/2026/TT-SGDĐT", "Thông tư"),
    ],
)
def test_kind_and_body_come_from_the_number(as_clerk, number, kind):
    body = make_body(codes=["SGDĐT", "SGD&ĐT"])
    response = add(as_clerk, Document, empty_form(number=number))
    document = Document.objects.get()
    assert (document.type.name, document.issuing_body) == (kind, body)
    assert "Hãy xem lại" not in messages_of(response)


def test_other_code_of_a_body_names_it_too(as_clerk):
    body = make_body(codes=["BGDĐT", "BGD&ĐT"])
    add(as_clerk, Document, empty_form(number="6051/BGD&ĐT-GDTrH"))
    assert Document.objects.get().issuing_body == body


def test_joint_document_belongs_to_the_body_that_is_named_first(as_clerk):
    body = make_body(codes=["BGDĐT"])
    make_body(codes=["BNV"])
    add(as_clerk, Document, empty_form(number="23/2015/TTLT-BGDĐT-BNV", issued_on="16/09/2015"))
    assert Document.objects.get().issuing_body == body


def test_unit_comes_from_the_number_of_an_official_letter(as_clerk):
    body = make_body()
    unit = make_unit(body, name="Phòng Quản lý thi", code="QLT")
    make_unit(make_body(codes=["UBND"]), code="QLT")
    add(as_clerk, Document, empty_form(number="831/SGDĐT-QLT"))
    assert Document.objects.get().sending_unit == unit


def test_what_was_chosen_is_not_replaced(as_clerk):
    make_body()
    other, kind = make_body(codes=["UBND"]), make_type("QĐ")
    unit = make_unit(other)
    form = document_form(number="831/SGDĐT-QLT", issuing_body=other.pk, type=kind.pk, sending_unit=unit.pk)
    add(as_clerk, Document, form)
    document = Document.objects.get()
    assert (document.issuing_body, document.type, document.sending_unit) == (other, kind, unit)


def test_unit_that_was_taken_out_stays_out(as_clerk):
    body = make_body()
    make_unit(body, code="QLT")
    document = make_document(number="831/SGDĐT-QLT", issuing_body=body, type=letter())
    change(as_clerk, document, document_form(document, subject="Sửa trích yếu"))
    document.refresh_from_db()
    assert (document.subject, document.sending_unit) == ("Sửa trích yếu", None)


def test_body_of_that_time_is_taken_where_two_share_a_code(as_clerk):
    old = make_body(codes=["PGDĐT"], valid_to=date(2025, 6, 30))
    make_body(codes=["PGDĐT"], valid_from=date(2025, 7, 1))
    add(as_clerk, Document, empty_form(number="96/PGDĐT", issued_on="02/03/2023"))
    assert Document.objects.get().issuing_body == old


def test_body_has_to_be_chosen_where_several_share_a_code(as_clerk):
    make_body(codes=["BCĐ"])
    make_body(codes=["BCĐ"])
    response = add(as_clerk, Document, empty_form(number="175/KH-BCĐ"))
    assert field_errors(response, "issuing_body") == "Hãy chọn cơ quan ban hành."
    assert not field_errors(response, "type")
    assert not Document.objects.exists()


def test_kind_has_to_be_chosen_where_the_number_does_not_tell(as_clerk):
    make_body(codes=["QH15"])
    response = add(as_clerk, Document, empty_form(number="148/2025/QH15"))
    assert field_errors(response, "type") == "Hãy chọn loại văn bản."


def test_kind_and_body_have_to_be_chosen_without_a_number(as_clerk):
    response = add(as_clerk, Document, empty_form(number=""))
    assert field_errors(response, "type") == "Hãy chọn loại văn bản."
    assert field_errors(response, "issuing_body") == "Hãy chọn cơ quan ban hành."


def test_number_that_is_none_is_an_error_at_its_box_with_an_example(as_clerk):
    response = add(as_clerk, Document, document_form(number="chín"))
    assert "ví dụ 09/TB-SGDĐT" in field_errors(response, "number")
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [
        ({"number": "09/QĐ-SGDĐT"}, "Số 09/QĐ-SGDĐT là số của quyết định, loại đang chọn là Thông báo."),
        ({"number": "96/SGDĐT"}, "Số 96/SGDĐT là số của công văn, loại đang chọn là Thông báo."),
        ({"number": "09/TB-UBND"}, "ghi cơ quan là UBND, cơ quan đang chọn là Sở thử nghiệm (SGDĐT)."),
        ({"number": "09/2025/TB-SGDĐT"}, "ghi năm 2025, ngày ban hành là 02/03/2026."),
    ],
)
def test_number_that_does_not_fit_is_saved_with_a_warning(as_clerk, changes, doubt):
    body = make_body(name="Sở thử nghiệm")
    response = add(as_clerk, Document, document_form(issuing_body=body.pk, **changes))
    assert doubt in messages_of(response)
    assert Document.objects.get().number == changes["number"]


def test_unit_that_is_not_the_number_s_gets_a_warning(as_clerk):
    body = make_body()
    unit = make_unit(body, name="Văn phòng", code="VP")
    form = document_form(number="831/SGDĐT-QLT", type=letter().pk, issuing_body=body.pk, sending_unit=unit.pk)
    assert "ghi đơn vị là QLT, đơn vị đang chọn là Văn phòng (VP)." in messages_of(
        add(as_clerk, Document, form)
    )


def test_body_that_had_ended_by_then_gets_a_warning(as_clerk):
    body = make_body(name="Phòng GDĐT huyện", valid_to=date(2025, 6, 30))
    response = add(as_clerk, Document, document_form(issuing_body=body.pk))
    assert "Phòng GDĐT huyện chỉ hoạt động đến hết ngày 30/06/2025" in messages_of(response)
    assert Document.objects.get().issuing_body == body


@pytest.mark.parametrize(
    ("number", "codes"),
    [("33/SY-SGDĐT", ["SGDĐT"]), ("12/TB-SGDĐT-VP", ["SGDĐT"]), ("09/TB-SGDĐT", []), ("", ["SGDĐT"])],
)
def test_number_that_may_well_fit_gets_no_warning(as_clerk, number, codes):
    body = make_body(codes=codes)
    response = add(as_clerk, Document, document_form(number=number, issuing_body=body.pk))
    assert "Hãy xem lại" not in messages_of(response)


def test_warning_is_not_repeated_at_every_save(as_clerk):
    document = make_document(number="09/QĐ-SGDĐT")
    response = change(as_clerk, document, document_form(document, subject="Sửa trích yếu"))
    assert response.status_code == 302
    assert "Hãy xem lại" not in messages_of(response)


def test_same_number_of_another_body_is_allowed_and_said(as_clerk):
    twin = make_document(
        number="09/TB-BCĐ",
        issuing_body=make_body(name="Ban Chỉ đạo hè", codes=["BCĐ"]),
        issued_on=date(2026, 1, 5),
    )
    make_document(number="09/TB-BCĐ", issuing_body=make_body(codes=["BCĐ"]), issued_on=date(2025, 1, 5))
    body = make_body(codes=["BCĐ"])
    response = add(as_clerk, Document, document_form(number="9/TB-BCĐ", issuing_body=body.pk))
    assert Document.objects.filter(issuing_body=body).exists()
    told = messages_of(response)
    assert "Ban Chỉ đạo hè đã có văn bản số 09/TB-BCĐ ngày 05/01/2026" in told
    assert told.count("đã có văn bản") == 1
    assert address(Document, "change", twin.pk) in told


def test_unit_of_another_body_is_refused(as_clerk):
    body = make_body(name="Sở thử nghiệm")
    unit = make_unit(make_body(name="UBND tỉnh", codes=["UBND"]), name="Phòng Văn xã")
    response = add(as_clerk, Document, document_form(issuing_body=body.pk, sending_unit=unit.pk))
    told = "Phòng Văn xã là đơn vị của UBND tỉnh, không phải của Sở thử nghiệm."
    assert field_errors(response, "sending_unit") == told
    assert not Document.objects.exists()


def test_units_stand_under_their_bodies(as_clerk):
    first, second = make_body(name="Sở", order=1), make_body(name="Bộ", order=2)
    make_unit(second, name="Vụ")
    make_unit(first, name="Văn phòng", code="VP", order=2)
    make_unit(first, name="Thanh tra", order=1)
    page = as_clerk.get(address(Document, "add"))
    groups = [
        (str(name), rows) for name, rows in page.context["adminform"].form.fields["sending_unit"].choices
    ][1:]
    labels = [(name, [label for _, label in rows]) for name, rows in groups]
    assert labels == [("Sở", ["Thanh tra", "Văn phòng (VP)"]), ("Bộ", ["Vụ"])]
    assert f'data-body="{first.pk}"' in page.content.decode()


def ask(client, **query):
    return client.get(ASK, query).json()


def test_form_is_told_what_a_number_names(as_clerk):
    body = make_body(short_name="Sở GDĐT")
    unit = make_unit(body, name="Phòng Quản lý thi", code="QLT")
    answer = ask(as_clerk, number="số 831 /sgddt-qlt")
    assert answer["named"]["issuing_body"] == {"id": body.pk, "text": "Sở GDĐT"}
    assert answer["named"]["type"]["text"] == "Công văn"
    assert answer["named"]["sending_unit"]["id"] == unit.pk


def test_form_is_told_where_a_number_is_taken(as_clerk):
    twin = make_document(issuing_body=make_body(short_name="Sở GDĐT"), number="09/TB-SGDĐT")
    answer = ask(as_clerk, number="9/TB-SGDĐT", issued_on="05/11/2026")
    assert answer["twins"] == [
        {
            "text": "Sở GDĐT đã có văn bản số 09/TB-SGDĐT ngày 02/03/2026.",
            "url": address(Document, "change", twin.pk),
        }
    ]
    assert ask(as_clerk, number="9/TB-SGDĐT", issued_on="05/11/2025")["twins"] == []
    assert ask(as_clerk, number="9/TB-SGDĐT", issued_on="05/11/2026", document=twin.pk)["twins"] == []


@pytest.mark.parametrize(
    ("number", "codes", "is_wanted"),
    [
        ("12/TB-XYZ", ["SGDĐT"], True),
        ("12/TB-SGDĐT", ["SGDĐT"], False),
        ("12/TTLT-XYZ-SGDĐT", ["SGDĐT"], False),
        ("12/TB-XYZ", [], False),
    ],
)
def test_body_that_the_form_proposed_is_doubted_by_a_number_of_another(as_clerk, number, codes, is_wanted):
    body = make_body(codes=codes)
    told = "Số ký hiệu ghi cơ quan là XYZ: hãy chọn cơ quan ban hành."
    assert ask(as_clerk, number=number, proposed_body=body.pk)["body_wanted"] == (told if is_wanted else "")
    assert ask(as_clerk, number=number, issuing_body=body.pk)["body_wanted"] == ""


def test_body_is_asked_for_where_the_number_does_not_tell_it(as_clerk):
    for _ in range(2):
        make_body(codes=["BCĐ"])
    told = "Số ký hiệu ghi cơ quan là BCĐ: hãy chọn cơ quan ban hành."
    assert ask(as_clerk, number="175/KH-BCĐ")["body_wanted"] == told


def test_proposed_body_gives_way_where_the_number_names_one_that_is_known(as_clerk):
    known = make_body(codes=["BGDĐT"])
    answer = ask(as_clerk, number="12/TB-BGDĐT", proposed_body=make_body().pk)
    assert (answer["body_wanted"], answer["named"]["issuing_body"]["id"]) == ("", known.pk)


def test_form_is_told_why_a_number_is_none(as_clerk):
    assert "ví dụ 09/TB-SGDĐT" in ask(as_clerk, number="chín")["error"]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"number": "x" * 500},
        {"number": "9/TB-SGDĐT", "issued_on": "31/02/2026"},
        {"number": "9/TB-SGDĐT", "issuing_body": "không", "document": "9" * 40},
        {"number": "9/TB\0-SGDĐT"},
    ],
)
def test_odd_question_gets_an_answer(as_clerk, query):
    assert as_clerk.get(ASK, query).status_code == 200


def test_number_is_read_only_for_those_who_enter_documents(client):
    assert client.get(ASK, {"number": "09/TB-SGDĐT"}).status_code == 302
    client.force_login(make_user(groups=("Biên tập viên",)))
    assert client.get(ASK, {"number": "09/TB-SGDĐT"}).status_code == 403


def test_error_of_a_twin_goes_with_what_the_number_filled_in(as_clerk):
    body = make_body()
    make_document(number="09/TB-SGDĐT", issuing_body=body)
    response = add(as_clerk, Document, empty_form(number="9/TB-SGDĐT"))
    assert "Cơ quan này đã có văn bản số 09/TB-SGDĐT" in errors_of(response)
    assert IssuingBody.objects.get() == body
