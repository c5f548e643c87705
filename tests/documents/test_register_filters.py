"""What the register can be filtered by, and what it says to wrong values."""

from datetime import date

import hypothesis
import pytest
import time_machine
from django.http import QueryDict
from hypothesis import strategies as st

from documents.filters import PARAMS, DocumentFilter
from documents.models import Document
from tests.factories import at, make_area, make_body, make_document, make_signer, make_type, relate, sign

pytestmark = pytest.mark.django_db


def selected(query):
    register = DocumentFilter(QueryDict(query))
    assert register.is_valid(), register.errors
    with register.limits():
        return list(register.qs)


def test_kind_selects_its_documents():
    make_document(number="01/TB-SGDĐT")
    plan = make_document(number="02/KH-SGDĐT", type=make_type("KH"))
    assert selected("loai=ke-hoach") == [plan]


def test_issuing_body_selects_its_documents():
    body = make_body(name="UBND tỉnh Sơn Hà")
    document = make_document(issuing_body=body)
    make_document()
    assert selected("co-quan=ubnd-tinh-son-ha") == [document]


def test_area_selects_the_documents_of_those_below_it_once_each():
    parent = make_area(name="Giáo dục phổ thông")
    child = make_area(name="Tiểu học", parent=parent)
    in_both = make_document(issued_on=date(2026, 3, 3))
    in_both.areas.set([parent, child])
    below = make_document(issued_on=date(2026, 3, 2))
    below.areas.set([make_area(name="Lớp một", parent=child)])
    make_document().areas.set([make_area()])
    assert selected("linh-vuc=giao-duc-pho-thong") == [in_both, below]
    assert selected("linh-vuc=lop-mot") == [below]


def test_year_is_that_of_issue():
    make_document(issued_on=date(2025, 12, 31))
    document = make_document(issued_on=date(2026, 1, 1))
    assert selected("nam=2026") == [document]


def test_days_take_both_ends_in_and_come_in_both_spellings():
    make_document(issued_on=date(2026, 3, 1))
    first = make_document(issued_on=date(2026, 3, 2))
    last = make_document(issued_on=date(2026, 3, 5))
    make_document(issued_on=date(2026, 3, 6))
    assert selected("tu=2026-03-02&den=2026-03-05") == [last, first]
    assert selected("tu=2/3/2026&den=05/03/2026") == [last, first]


def test_document_without_a_date_counts_by_the_day_it_was_put_up():
    document = make_document(number="", issued_on=None, at=at(2024, 5, 6))
    make_document()
    assert selected("tu=2024-05-06&den=2024-05-06") == [document]


def test_effect_status_selects_by_its_name():
    old = make_document()
    new = make_document()
    relate(new, "replaces", old)
    assert selected("hieu-luc=het-hieu-luc") == [old]
    assert selected("hieu-luc=con-hieu-luc") == [new]


def test_signer_selects_each_document_once():
    signer = make_signer(name="Lê Minh Châu", post="Phó Giám đốc")
    document = make_document()
    sign(document, signer)
    sign(document)
    sign(make_document())
    assert selected(f"nguoi-ky={signer.slug}") == [document]


@time_machine.travel(at(2026, 11, 20), tick=False)
def test_due_dates_are_seen_from_today():
    make_document(due_on=None)
    overdue, today, week, later = (
        make_document(due_on=day)
        for day in (date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 27), date(2026, 11, 28))
    )
    assert set(selected("han=qua-han")) == {overdue}
    assert set(selected("han=7-ngay-toi")) == {today, week}
    assert set(selected("han=con-han")) == {today, week, later}


def test_words_select_with_and_without_marks():
    document = make_document(subject="Kỳ thi học sinh giỏi cấp tỉnh")
    make_document(subject="Nghỉ Tết Nguyên đán")
    assert selected("q=hoc+sinh+gioi") == [document]
    assert selected("q=học+sinh&loai=ke-hoach") == []


def test_filters_combine():
    body = make_body()
    wanted = make_document(issuing_body=body, issued_on=date(2026, 3, 2), due_on=date(2026, 4, 1))
    make_document(issuing_body=body, issued_on=date(2025, 3, 2), due_on=date(2025, 4, 1))
    make_document(issued_on=date(2026, 3, 2), due_on=date(2026, 4, 1))
    assert selected(f"co-quan={body.slug}&nam=2026&loai=thong-bao&tu=2026-01-01&hieu-luc=con-hieu-luc") == [
        wanted
    ]


def test_drafts_are_never_selected():
    make_document(published=False)
    assert selected("") == selected("loai=thong-bao") == []


def test_orders():
    def document(year, ordinal):
        return make_document(number=f"{ordinal}/TB-SGDĐT", issued_on=date(year, 6, 1))

    a, b, c = document(2025, 900), document(2026, 80), document(2026, 7)
    assert selected("") == selected("sap-xep=moi-nhat") == [c, b, a]
    assert selected("sap-xep=cu-nhat") == [a, b, c]
    unnumbered = make_document(number="", issued_on=date(2026, 7, 1))
    assert selected("sap-xep=so-ky-hieu") == [b, c, unnumbered, a]


def test_order_by_downloads_has_the_uncounted_last(count_downloads):
    few, none, many = (make_document() for _ in range(3))
    count_downloads(few, 1)
    count_downloads(many, 5)
    assert selected("sap-xep=tai-nhieu") == [many, few, none]


@pytest.fixture
def count_downloads():
    from core.models import Counter

    return lambda document, downloads: Counter.objects.add(
        "documents.document", document.pk, downloads=downloads
    )


def test_relevance_without_words_is_the_usual_order():
    assert DocumentFilter(QueryDict("sap-xep=lien-quan")).sort == "moi-nhat"
    assert DocumentFilter(QueryDict("q=thi")).sort == "lien-quan"


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("loai=khong-co", "loai", "Không có lựa chọn này."),
        ("co-quan=1", "co_quan", "Không có lựa chọn này."),
        ("linh-vuc=x", "linh_vuc", "Không có lựa chọn này."),
        ("nguoi-ky=x", "nguoi_ky", "Không có lựa chọn này."),
        ("hieu-luc=in_force", "hieu_luc", "Không có lựa chọn này."),
        ("han=mai", "han", "Không có lựa chọn này."),
        ("sap-xep=-id", "sap_xep", "Không có lựa chọn này."),
        ("nam=26", "nam", "Năm gồm bốn chữ số, ví dụ 2026."),
        ("nam=hai+nghin", "nam", "Năm gồm bốn chữ số, ví dụ 2026."),
        ("tu=31/02/2026", "tu", "Không có ngày này. Viết theo mẫu 31/12/2026."),
        ("den=2026", "den", "Không có ngày này. Viết theo mẫu 31/12/2026."),
        ("tu=2026-03-05&den=2026-03-04", "den", "Ngày cuối không thể trước ngày đầu."),
        ("q=" + "a" * 201, "q", "Từ khóa dài quá 200 ký tự, hãy rút gọn."),
    ],
)
def test_wrong_value_is_answered_at_its_field(query, field, message):
    register = DocumentFilter(QueryDict(query))
    assert not register.is_valid()
    assert register.errors == {field: [message]}


@hypothesis.given(st.dictionaries(st.sampled_from([*PARAMS, "trang", "x"]), st.text(max_size=30), max_size=5))
def test_any_query_string_is_answered(client, values):
    assert client.get("/van-ban/", values).status_code in (200, 400, 404)


def test_filters_in_words_and_in_one_spelling():
    register = DocumentFilter(
        QueryDict("nam=2026&x=1&tu=5/3/2026&loai=thong-bao&han=con-han&q=+a++b+&trang=2")
    )
    assert register.describe() == (
        "Từ khóa «a b» · Loại: Thông báo · Năm 2026 · Từ 05/03/2026 · Hạn trả lời: Còn hạn"
    )
    assert register.query_string() == "q=a+b&loai=thong-bao&nam=2026&tu=2026-03-05&han=con-han"
    assert register.query_string(nam=None, q=None) == "loai=thong-bao&tu=2026-03-05&han=con-han"
    assert DocumentFilter(QueryDict(register.query_string())).query_string() == register.query_string()


def test_usual_order_is_not_part_of_the_address():
    assert DocumentFilter(QueryDict("sap-xep=moi-nhat")).query_string() == ""
    assert DocumentFilter(QueryDict("q=a&sap-xep=moi-nhat")).query_string() == "q=a&sap-xep=moi-nhat"


def test_unknown_names_never_matter(client):
    document = make_document()
    assert list(client.get("/van-ban/?page=9&loaivb=x&loai[]=y").context["documents"]) == [document]


def test_every_effect_status_has_a_name_in_the_address():
    for effect in Document.Effect:
        Document.objects.filter(pk=make_document().pk).update(effect=effect)
    names = ["chua-co-hieu-luc", "con-hieu-luc", "het-hieu-luc-mot-phan", "het-hieu-luc", "da-thu-hoi"]
    assert [len(selected(f"hieu-luc={name}")) for name in names] == [1] * 5
