"""What one document does to another: what may be recorded, and how both sides tell it."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from documents.admin import effects
from documents.models import Document, Relation
from documents.models.documents import RELATED_SHOWN
from tests.factories import at, make_document, make_superuser, make_type, relate

pytestmark = pytest.mark.django_db


def related(document):
    """Return relation in words and numbers of the documents, as the document's page gets them."""
    shown = Document.objects.for_page().get(pk=document.pk).related()
    return [(label, [other.pk for other, _ in rows]) for label, rows, _ in shown]


def make_documents(count, body):
    """Make documents of a body that the public sees, the later ones issued later."""
    return Document.objects.bulk_create(
        Document(
            type=make_type(),
            issuing_body=body,
            subject=f"Văn bản {number}",
            year=2025,
            sorted_on=date(2025, 1, 1) + timedelta(days=number),
            status="published",
            published_at=at(2026, 1, 1),
        )
        for number in range(count)
    )


def relate_many(document, kind, count, *, is_source=False):
    """Have many documents do something to one, or one to many; return the others."""
    others = make_documents(count, document.issuing_body)
    Relation.objects.bulk_create(
        Relation(source=document, kind=kind, target=other)
        if is_source
        else Relation(source=other, kind=kind, target=document)
        for other in others
    )
    return others


def refused(**fields):
    """Return the sentence by which a form refuses a relation."""
    with pytest.raises(ValidationError) as error:
        Relation(**fields).full_clean()
    return " ".join(error.value.messages)


def test_relation_is_recorded_once():
    source, target = make_document(), make_document()
    relate(source, "replaces", target)
    assert refused(source=source, kind="replaces", target=target) == "Quan hệ này đã được ghi."
    with pytest.raises(IntegrityError), transaction.atomic():
        relate(source, "replaces", target)


def test_two_documents_may_have_two_relations_and_both_ways():
    first, second = make_document(), make_document()
    relate(first, "replaces", second)
    relate(first, "based_on", second)
    relate(second, "replaces", first)
    assert Relation.objects.count() == 3


def test_document_has_no_relation_to_itself():
    document = make_document()
    told = refused(source=document, kind="amends", target=document)
    assert told == "Văn bản không thể có quan hệ với chính nó."
    with pytest.raises(IntegrityError), transaction.atomic():
        relate(document, "amends", document)


@pytest.mark.parametrize("kind", Relation.Kind.values)
def test_only_replacing_and_repealing_may_be_partial(kind):
    relation = Relation(source=make_document(), kind=kind, target=make_document(), is_partial=True)
    if kind in Relation.PARTIAL_KINDS:
        relation.full_clean()
        relation.save()
        return
    with pytest.raises(ValidationError, match="«Chỉ một phần» chỉ dùng với quan hệ thay thế và bãi bỏ"):
        relation.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        relation.save()


def test_every_kind_is_told_by_both_sides():
    assert set(Relation.INVERSES) == set(Relation.Kind)
    assert len(set(Relation.INVERSES.values())) == len(Relation.Kind)


@pytest.mark.parametrize(
    ("kind", "partial", "label", "inverse"),
    [
        ("replaces", False, "Thay thế", "Được thay thế bởi"),
        ("replaces", True, "Thay thế một phần", "Được thay thế bởi (một phần)"),
        ("amends", False, "Sửa đổi, bổ sung", "Được sửa đổi, bổ sung bởi"),
        ("corrects", False, "Đính chính", "Được đính chính bởi"),
        ("repeals", False, "Bãi bỏ", "Bị bãi bỏ bởi"),
        ("repeals", True, "Bãi bỏ một phần", "Bị bãi bỏ bởi (một phần)"),
        ("recalls", False, "Thu hồi", "Bị thu hồi bởi"),
        ("based_on", False, "Căn cứ", "Là căn cứ của"),
        ("guides", False, "Hướng dẫn", "Được hướng dẫn bởi"),
        ("accompanies", False, "Kèm theo", "Có văn bản kèm theo"),
        ("answers", False, "Trả lời", "Được trả lời bởi"),
    ],
)
def test_relation_is_named_from_either_side(kind, partial, label, inverse):
    source, target = make_document(), make_document()
    relate(source, kind, target, is_partial=partial)
    assert related(source) == [(label, [target.pk])]
    assert related(target) == [(inverse, [source.pk])]


def test_what_is_done_to_a_document_comes_before_what_it_does():
    document, successor, ground = (make_document() for _ in range(3))
    relate(document, "based_on", ground)
    relate(successor, "replaces", document)
    assert [label for label, _ in related(document)] == ["Được thay thế bởi", "Căn cứ"]


def test_documents_of_one_relation_stand_together():
    document = make_document()
    targets = [make_document() for _ in range(4)]
    for target, partial in zip(targets, (True, False, True, False), strict=True):
        relate(document, "replaces", target, is_partial=partial)
    partly, wholly = [targets[0].pk, targets[2].pk], [targets[1].pk, targets[3].pk]
    assert related(document) == [("Thay thế một phần", partly), ("Thay thế", wholly)]


def test_note_goes_with_the_document():
    document, target = make_document(), make_document()
    relate(document, "amends", target, note="khoản 2 Điều 5")
    [(_, [(_, note)], _)] = Document.objects.for_page().get(pk=target.pk).related()
    assert note == "khoản 2 Điều 5"


@pytest.mark.parametrize("is_source", [True, False])
def test_page_names_only_documents_that_are_public(is_source):
    document, draft = make_document(), make_document(published=False)
    withdrawn = make_document()
    withdrawn.withdraw(by=None, note="Sai")
    for other in (draft, withdrawn):
        relate(*((document, "guides", other) if is_source else (other, "guides", document)))
    assert related(document) == []


def test_relations_cost_the_same_for_many(django_assert_max_num_queries):
    document = make_document()
    for _ in range(6):
        relate(document, "guides", make_document())
        relate(make_document(), "replaces", document)
    # The document, files, fields, signatures, relations and their documents each way.
    with django_assert_max_num_queries(8):
        related(document)


@pytest.mark.parametrize("kind", ["based_on", "amends"])
def test_of_many_that_do_the_same_the_latest_are_named_and_the_rest_counted(kind):
    document = make_document()
    others = relate_many(document, kind, 30)
    [(_, rows, more)] = Document.objects.for_page().get(pk=document.pk).related()
    assert [other.pk for other, _ in rows] == [other.pk for other in others[::-1]][:RELATED_SHOWN]
    assert more == 10


def test_of_many_that_a_document_names_the_first_ones_are_shown():
    document = make_document()
    others = relate_many(document, "repeals", 30, is_source=True)
    [(_, rows, more)] = Document.objects.for_page().get(pk=document.pk).related()
    assert [other.pk for other, _ in rows] == [other.pk for other in others[:RELATED_SHOWN]]
    assert more == 10


def test_each_relation_and_direction_has_room_of_its_own():
    document = make_document()
    relate_many(document, "based_on", 30)
    ground, successor = make_document(), make_document()
    relate(document, "based_on", ground)
    relate(successor, "replaces", document, is_partial=True)
    shown = Document.objects.for_page().get(pk=document.pk).related()
    assert [(label, len(rows), more) for label, rows, more in shown] == [
        ("Là căn cứ của", 20, 10),
        ("Được thay thế bởi (một phần)", 1, 0),
        ("Căn cứ", 1, 0),
    ]


def test_only_public_documents_are_counted():
    document = make_document()
    others = relate_many(document, "based_on", 30)
    Document.objects.filter(pk__in=[other.pk for other in others[:5]]).update(status="draft")
    [(_, _, more)] = Document.objects.for_page().get(pk=document.pk).related()
    assert more == 5


def test_page_reads_no_more_relations_than_it_names():
    document = make_document()
    relate_many(document, "based_on", 100)
    relate_many(document, "guides", 100, is_source=True)
    loaded = Document.objects.for_page().get(pk=document.pk)
    assert len(loaded.inverse_relations.all()) == RELATED_SHOWN
    assert len(loaded.relations.all()) == RELATED_SHOWN


def test_page_of_a_law_that_thousands_are_based_on_stays_light(client, django_assert_max_num_queries):
    client.get(make_document().get_absolute_url())  # The furniture is in the cache.
    document = make_document()
    relate_many(document, "based_on", 5000)
    with django_assert_max_num_queries(8):
        response = client.get(document.get_absolute_url())
    assert len(response.content) < 55_000
    relations = BeautifulSoup(response.content, "lxml").find(class_="relations")
    assert len(relations.find_all("li")) == RELATED_SHOWN
    assert relations.find_all("p")[-1].get_text() == "và 4.980 văn bản khác"


def test_staff_see_the_latest_of_each_relation_and_how_many_more():
    document = make_document()
    last = relate_many(document, "based_on", 1030)[-1]
    relate(make_document(subject="Thay thế"), "replaces", document)
    told = BeautifulSoup(effects.others_about(document, make_superuser()), "lxml")
    rows = [row.get_text() for row in told.find_all("li")]
    assert rows[0] == f"Là căn cứ của: {last}"
    assert rows[RELATED_SHOWN] == "Là căn cứ của: và 1.010 văn bản khác"
    assert rows[RELATED_SHOWN + 1].endswith("Thay thế")
    assert len(rows) == RELATED_SHOWN + 2


def test_effect_is_explained_to_staff_by_what_decides_it_alone():
    document = make_document()
    relate_many(document, "based_on", 30)
    relate(make_document(issued_on=date(2026, 1, 1)), "amends", document)
    document.refresh_from_db()
    reasons = BeautifulSoup(effects.explain(document), "lxml").find_all("a")
    assert len(reasons) == 1


def test_relations_go_with_their_document():
    source, target = make_document(), make_document()
    relate(source, "guides", target)
    target.delete()
    assert not Relation.objects.exists()
