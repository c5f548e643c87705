"""The counts beside the choices of the register's filters."""

import random
from datetime import date, timedelta

import pytest
from django.http import QueryDict

from core import cache, search
from documents import facets
from documents.facets import Option
from documents.filters import DocumentFilter
from documents.models import Document
from tests.factories import make_area, make_body, make_document, make_signer, make_type, sign

pytestmark = pytest.mark.django_db

FIELDS = ("loai", "co_quan", "linh_vuc", "nam", "hieu_luc", "nguoi_ky", "han")


@pytest.fixture
def register_of_documents():
    """Documents that differ in everything that is filtered by, the same at each run."""
    chance = random.Random(20260320)  # noqa: S311 - to differ, not to be secret
    parent = make_area(name="Phổ thông")
    areas = [parent, make_area(name="Tiểu học", parent=parent), make_area(name="Mầm non")]
    bodies = [make_body(name="Sở A"), make_body(name="Sở B")]
    signers = [make_signer(name="Lê Châu"), make_signer(name="Trần Quang")]
    today = date.today()
    for number in range(20):
        code = chance.choice(["TB", "KH", "QĐ"])
        document = make_document(
            number=f"{number + 1}/{code}-SGDĐT",
            type=make_type(code),
            issuing_body=chance.choice(bodies),
            issued_on=date(chance.choice([2024, 2025]), chance.randint(1, 12), 1),
            due_on=chance.choice([None, today - timedelta(3), today + timedelta(3), today + timedelta(30)]),
            subject=chance.choice(["Thi học sinh giỏi", "Hội khỏe Phù Đổng"]),
            published=number % 8 != 0,
        )
        document.areas.set(chance.sample(areas, chance.randint(0, 2)))
        for signer in chance.sample(signers, chance.randint(0, 2)):
            sign(document, signer)
        Document.objects.filter(pk=document.pk).update(effect=chance.choice(["in_force", "expired"]))
    search.refresh_facets(Document, Document.objects.values_list("pk", flat=True))


def test_each_count_is_what_its_choice_would_leave(register_of_documents):
    for query in (
        "",
        "loai=thong-bao",
        "loai=thong-bao&nam=2025&han=con-han",
        "linh-vuc=pho-thong&co-quan=so-a",
        "nguoi-ky=le-chau&hieu-luc=het-hieu-luc&tu=2024-06-01",
        "q=hoc+sinh",
        "q=hoc+sinh&loai=ke-hoach&linh-vuc=tieu-hoc",
    ):
        register = DocumentFilter(QueryDict(query))
        with register.limits():
            counts = facets.counts_of(register)
            assert counts.total == register.qs.count()
            for field in FIELDS:
                offered = facets.options(register, counts, field)
                assert offered or field not in ("loai", "co_quan", "nam", "hieu_luc") or not counts.total
                for option in offered:
                    chosen = DocumentFilter(QueryDict(register.query_string(**{field: option.value})))
                    assert (query, field, option.count) == (query, field, chosen.qs.count())


def test_choices_that_leave_nothing_are_not_offered_unless_chosen(register_of_documents):
    register = DocumentFilter(QueryDict("loai=chi-thi&nam=1999"))
    counts = facets.counts_of(register)
    assert facets.options(register, counts, "loai") == [Option("chi-thi", "Chỉ thị", 0, is_chosen=True)]
    assert facets.options(register, counts, "nam") == [Option("1999", "1999", 0, is_chosen=True)]


@pytest.mark.parametrize(
    ("count", "is_capped", "words"),
    [(0, False, "0"), (1000, False, "1.000"), (1001, False, "hơn 1.000"), (34, True, "34+")],
)
def test_large_counts_are_said_roughly(count, is_capped, words):
    assert Option("a", "A", count, is_capped).count_in_words == words


def test_areas_are_indented_below_their_parents(register_of_documents):
    register = DocumentFilter()
    names = [
        option.label.partition(" (")[0]
        for option in facets.options(register, facets.counts_of(register), "linh_vuc")
    ]
    assert names == ["Mầm non", "Phổ thông", "\u2003Tiểu học"]


def test_counts_follow_a_document_that_is_published(client, django_capture_on_commit_callbacks):
    make_document()
    assert client.get("/van-ban/").context["total"] == 1
    with django_capture_on_commit_callbacks(execute=True):
        make_document(number="01/KH-SGDĐT", type=make_type("KH"))
    page = client.get("/van-ban/")
    assert page.context["total"] == 2
    assert [option.name for option in page.context["selects"]["loai"]] == ["Thông báo", "Kế hoạch"]


def test_counts_are_kept_for_a_minute_at_most(monkeypatch):
    timeouts = []
    monkeypatch.setattr(
        cache, "remember", lambda key, tags, make, timeout=600: timeouts.append(timeout) or make()
    )
    facets.counts_of(DocumentFilter())
    assert timeouts[0] == 60
