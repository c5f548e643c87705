"""The list of documents for staff: searching, filtering, what a row says."""

from datetime import date

import pytest

from tests.factories import (
    at,
    make_area,
    make_body,
    make_document,
    make_signer,
    make_type,
    make_user,
    relate,
    sign,
)

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/documents/document/"


@pytest.fixture
def as_clerk(client):
    client.force_login(make_user(groups=("Văn thư",)))
    return client


def listed(client, **query):
    """Return the documents of the list, in the order of their making."""
    return sorted(client.get(LIST, query).context["cl"].result_list, key=lambda document: document.pk)


@pytest.mark.parametrize(
    "query",
    [
        "09/TB-SGDĐT",
        "Số: 9 /TB–SGDĐT",
        "09/tb-sgddt",
        "09/tb",
        "sgddt",
        "thi chon hoc sinh gioi",
        "giỏi Hòa",
        '"học sinh giỏi"',
        "tran van hoa",
    ],
)
def test_document_is_found_by_number_subject_and_signer(as_clerk, query):
    wanted = make_document(number="09/TB-SGDĐT", subject="Về việc thi chọn học sinh giỏi")
    sign(wanted, make_signer(name="Trần Văn Hòa"))
    other = make_document(number="175/KH-BCĐ", subject="Kế hoạch năm học của học sinh")
    sign(other, make_signer(name="Lê Thị Mai"))
    assert listed(as_clerk, q=query) == [wanted]


def test_number_in_full_finds_no_number_that_only_contains_it(as_clerk):
    wanted = make_document(number="09/TB-SGDĐT")
    make_document(number="109/TB-SGDĐT")
    assert listed(as_clerk, q="9/TB-SGDĐT") == [wanted]


def test_number_without_its_unit_finds_those_with_one(as_clerk):
    short, long = make_document(number="831/SGDĐT"), make_document(number="831/SGDĐT-QLT")
    assert listed(as_clerk, q="831/SGDĐT") == [short, long]


def test_number_that_is_not_there_finds_what_contains_it(as_clerk):
    wanted = make_document(number="109/TB-SGDĐT")
    assert listed(as_clerk, q="09/TB-SGDĐT") == [wanted]


@pytest.mark.parametrize("query", ["%", "_", "'", '"', "\\", "9/", "\0", "Số:", "(" * 50, "x" * 3000])
def test_odd_words_find_nothing_and_break_nothing(as_clerk, query):
    make_document(subject="Bình thường")
    assert as_clerk.get(LIST, {"q": query}).status_code == 200


def test_document_with_two_signers_stands_once(as_clerk):
    document = make_document()
    sign(document, make_signer(name="Trần Văn Hòa"))
    sign(document, make_signer(name="Trần Thị Hòa"))
    assert listed(as_clerk, q="Trần") == [document]


def test_list_is_filtered_by_kind_and_body(as_clerk):
    body = make_body()
    wanted = make_document(type=make_type("QĐ"), issuing_body=body)
    make_document(type=make_type("QĐ"))
    make_document(issuing_body=body)
    query = {"type__id__exact": wanted.type_id, "issuing_body__id__exact": body.pk}
    assert listed(as_clerk, **query) == [wanted]


def test_list_is_filtered_by_year_of_issue(as_clerk):
    wanted = make_document(issued_on=date(2025, 3, 2))
    make_document(issued_on=date(2026, 3, 2))
    assert listed(as_clerk, nam="2025") == [wanted]
    assert listed(as_clerk, nam="9" * 30) == []


def test_list_is_filtered_by_a_field_and_those_below_it(as_clerk):
    exams = make_area(name="Thi cử")
    admission = make_area(name="Tuyển sinh", parent=exams)
    both, below, other = make_document(), make_document(), make_document()
    both.areas.add(exams, admission)
    below.areas.add(admission)
    other.areas.add(make_area())
    assert listed(as_clerk, linh_vuc=exams.slug) == [both, below]
    assert listed(as_clerk, linh_vuc="khong-co") == []


def test_list_is_filtered_by_effect(as_clerk):
    wanted = make_document()
    relate(make_document(), "recalls", wanted)
    assert listed(as_clerk, effect__exact="recalled") == [wanted]


def test_list_is_filtered_by_due_date(as_clerk, time_machine):
    time_machine.move_to(at(2026, 3, 10))
    none = make_document()
    late, today, week, far = (
        make_document(due_on=day)
        for day in (date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 17), date(2026, 3, 18))
    )
    assert listed(as_clerk, han="sap-den") == [today, week]
    assert listed(as_clerk, han="con-han") == [today, week, far]
    assert listed(as_clerk, han="qua-han") == [late]
    assert listed(as_clerk, han="khong") == [none]


def test_list_is_filtered_by_signer(as_clerk):
    signer, wanted = make_signer(name="Trần Văn Hòa"), make_document()
    sign(wanted, signer)
    sign(make_document())
    assert listed(as_clerk, nguoi_ky=signer.pk) == [wanted]
    assert "Trần Văn Hòa" in as_clerk.get(LIST, {"nguoi_ky": signer.pk}).content.decode()


@pytest.mark.parametrize("value", ["0", "abc", "9" * 30, "²"])
def test_signer_that_is_not_there_has_no_documents(as_clerk, value):
    make_document()
    assert listed(as_clerk, nguoi_ky=value) == []


def test_row_says_kind_and_where_a_document_is_no_longer_in_force(as_clerk):
    document = make_document(number="09/TB-SGDĐT")
    make_document(published=False, number="", type=make_type("KH"))
    relate(make_document(), "replaces", document)
    page = as_clerk.get(LIST).content.decode()
    assert '09/TB-SGDĐT <span class="list-quiet">Thông báo</span>' in page
    assert 'Không số <span class="list-quiet">Kế hoạch</span>' in page
    assert page.count("effect-chip") == page.count("effect-chip-expired") == 1


def test_list_costs_the_same_for_many_rows(as_clerk, django_assert_max_num_queries):
    for number in range(6):
        document = make_document(type=make_type(["TB", "QĐ", "KH"][number % 3]), due_on=date(2026, 4, 1))
        document.areas.add(make_area())
        sign(document)
        relate(document, "guides", make_document())
    with django_assert_max_num_queries(16):
        as_clerk.get(LIST)
    with django_assert_max_num_queries(16):
        as_clerk.get(LIST, {"q": "thử nghiệm", "trang_thai": "dang-dang"})
