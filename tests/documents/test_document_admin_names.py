"""What documents name: issuing bodies with their units, fields, signers."""

from datetime import date

import pytest

from documents.models import Area, IssuingBody, Signer
from tests.admin_forms import with_rows
from tests.factories import make_area, make_body, make_document, make_signer, make_unit, make_user, sign

pytestmark = pytest.mark.django_db

HOME = "/quan-tri/documents/"


@pytest.fixture
def as_clerk(client):
    client.force_login(make_user(groups=("Văn thư",)))
    return client


@pytest.fixture
def as_administrator(client):
    client.force_login(make_user(groups=("Quản trị",)))
    return client


def body_form(body=None, **changes):
    form = {"name": "Sở Giáo dục và Đào tạo", "short_name": "Sở GDĐT", "codes": "SGDĐT, SGD&ĐT", "order": 0}
    if body:
        form |= {"name": body.name, "codes": ",".join(body.codes), "slug": body.slug}
    return form | with_rows("units") | changes


def listed(client, kind, **query):
    return [str(obj) for obj in client.get(f"{HOME}{kind}/", query).context["cl"].result_list]


def test_body_is_saved_with_its_units(as_clerk):
    units = with_rows("units", {"name": "Văn phòng", "code": "VP", "order": 0})
    as_clerk.post(f"{HOME}issuingbody/add/", body_form(**units))
    body = IssuingBody.objects.get()
    assert body.codes == ["SGDĐT", "SGD&ĐT"]
    assert [(unit.name, unit.code) for unit in body.units.all()] == [("Văn phòng", "VP")]


def test_units_of_a_body_have_different_codes(as_clerk):
    body = make_body()
    stored = make_unit(body, name="Văn phòng", code="VP")
    url = f"{HOME}issuingbody/{body.pk}/change/"
    old = {"id": stored.pk, "body": body.pk, "name": "Văn phòng", "code": "VP", "order": 0}
    new = {"name": "Vụ Pháp chế", "code": "VP", "order": 1}
    page = as_clerk.post(url, body_form(body, **with_rows("units", old, new))).content.decode()
    assert "Hai đơn vị cùng dùng chữ viết tắt VP." in page
    assert "Vụ Pháp chế" in page
    as_clerk.post(url, body_form(body, **with_rows("units", old | {"code": "VPS"}, new)))
    assert sorted(body.units.values_list("code", flat=True)) == ["VP", "VPS"]


def test_units_without_a_code_do_not_clash(as_clerk):
    units = with_rows("units", {"name": "Một", "order": 0}, {"name": "Hai", "order": 1})
    as_clerk.post(f"{HOME}issuingbody/add/", body_form(**units))
    assert IssuingBody.objects.get().units.count() == 2


def test_unit_is_deleted_only_by_those_who_may(as_clerk):
    body = make_body()
    unit = make_unit(body)
    row = {"id": unit.pk, "body": body.pk, "name": unit.name, "code": "", "order": 0, "DELETE": "on"}
    as_clerk.post(f"{HOME}issuingbody/{body.pk}/change/", body_form(body, **with_rows("units", row)))
    assert body.units.exists()
    as_clerk.force_login(make_user(groups=("Quản trị",)))
    as_clerk.post(f"{HOME}issuingbody/{body.pk}/change/", body_form(body, **with_rows("units", row)))
    assert not body.units.exists()


def test_body_that_ended_names_its_successor(as_clerk):
    successor = make_body(name="Phòng Văn hóa – Xã hội")
    body = make_body(name="Phòng GDĐT")
    form = body_form(body, valid_to="30/06/2025", successor=successor.pk)
    as_clerk.post(f"{HOME}issuingbody/{body.pk}/change/", form)
    body.refresh_from_db()
    assert (body.valid_to, body.successor) == (date(2025, 6, 30), successor)
    assert "Phòng Văn hóa – Xã hội" in as_clerk.get(f"{HOME}issuingbody/").content.decode()


def test_body_that_ends_before_it_begins_is_refused(as_clerk):
    form = body_form(valid_from="02/01/2020", valid_to="01/01/2020")
    response = as_clerk.post(f"{HOME}issuingbody/add/", form)
    assert "Ngày kết thúc hoạt động phải sau ngày thành lập." in response.content.decode()
    assert not IssuingBody.objects.exists()


@pytest.mark.parametrize("query", ["so giao duc", "Sở Giáo dục", "sgddt", "SGDĐT"])
def test_issuing_body_is_found_while_typing(as_clerk, query):
    make_body(name="Sở Giáo dục và Đào tạo")
    make_body(name="Ủy ban nhân dân", codes=["UBND"])
    query = {"term": query, "app_label": "documents", "model_name": "document", "field_name": "issuing_body"}
    results = as_clerk.get("/quan-tri/autocomplete/", query).json()["results"]
    assert [row["text"] for row in results] == ["Sở Giáo dục và Đào tạo"]


def test_fields_are_listed_as_their_tree_stands(as_clerk):
    exams = make_area(name="Thi cử", order=2)
    make_area(name="Tuyển sinh", parent=exams)
    make_area(name="Mầm non", order=1)
    assert listed(as_clerk, "area") == ["Mầm non", "Thi cử", "Tuyển sinh"]
    assert listed(as_clerk, "area", q="tuyen sinh") == ["Tuyển sinh"]


def test_field_is_added_below_another(as_clerk):
    exams = make_area(name="Thi cử")
    form = {"name": "Tuyển sinh", "parent": exams.pk, "order": 0, "slug": ""}
    as_clerk.post(f"{HOME}area/add/", form)
    assert Area.objects.get(parent=exams).slug == "tuyen-sinh"


def test_field_with_others_below_it_is_not_deleted(as_administrator):
    exams = make_area(name="Thi cử")
    make_area(name="Tuyển sinh", parent=exams)
    page = as_administrator.get(f"{HOME}area/{exams.pk}/delete/").content.decode()
    assert "Tuyển sinh" in page
    as_administrator.post(f"{HOME}area/{exams.pk}/delete/", {"post": "yes"})
    assert Area.objects.filter(pk=exams.pk).exists()


def test_deletion_of_a_field_says_how_many_documents_leave_it(as_administrator):
    area = make_area(name="Thi cử")
    for _ in range(3):
        make_document().areas.add(area)
    page = as_administrator.get(f"{HOME}area/{area.pk}/delete/").content.decode()
    assert "Lượt xếp văn bản vào lĩnh vực: 3" in page
    assert "object (" not in page
    as_administrator.post(f"{HOME}area/{area.pk}/delete/", {"post": "yes"})
    assert not Area.objects.exists()


def test_signers_are_listed_with_how_much_they_signed(as_clerk):
    busy, idle = make_signer(name="Trần Văn Hòa"), make_signer(name="Lê Thị Mai")
    for _ in range(3):
        sign(make_document(), busy)
    page = as_clerk.get(f"{HOME}signer/").content.decode()
    assert f'<a href="/quan-tri/documents/document/?nguoi_ky={busy.pk}">3</a>' in page
    assert f"nguoi_ky={idle.pk}" not in page
    assert listed(as_clerk, "signer", o="-2")[0].startswith("Trần Văn Hòa")


@pytest.mark.parametrize("query", ["tran van hoa", "Hòa", "pho giam doc"])
def test_signer_is_found_with_and_without_marks(as_clerk, query):
    make_signer(name="Trần Văn Hòa", post="Phó Giám đốc")
    make_signer(name="Lê Thị Mai", post="Chánh Văn phòng")
    assert listed(as_clerk, "signer", q=query) == ["Trần Văn Hòa, Phó Giám đốc"]


def test_signer_is_found_while_typing_in_a_document(as_clerk):
    make_signer(name="Trần Văn Hòa", post="Giám đốc")
    query = {"term": "hoa", "app_label": "documents", "model_name": "signature", "field_name": "signer"}
    results = as_clerk.get("/quan-tri/autocomplete/", query).json()["results"]
    assert [row["text"] for row in results] == ["Trần Văn Hòa, Giám đốc"]


def test_signer_of_documents_is_not_deleted(as_administrator):
    signer = make_signer()
    sign(make_document(), signer)
    as_administrator.post(f"{HOME}signer/{signer.pk}/delete/", {"post": "yes"})
    assert Signer.objects.exists()


def test_signers_cost_the_same_for_many(as_clerk, django_assert_max_num_queries):
    for _ in range(6):
        sign(make_document())
    with django_assert_max_num_queries(9):
        as_clerk.get(f"{HOME}signer/")
