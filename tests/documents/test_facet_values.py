"""What a search counts documents by agrees with their tables, whatever changed."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from core import search
from core.models import SearchEntry
from documents.effect import refresh_effects
from documents.facet_values import count_values, facets_of, lines_of
from documents.models import Document, Relation
from tests.factories import make_area, make_body, make_document, make_signer, make_type, sign

pytestmark = pytest.mark.django_db


def kept():
    entries = SearchEntry.objects.filter(kind=Document._meta.label_lower)
    return dict(entries.values_list("object_id", "facets"))


def agrees():
    return kept() == facets_of(Document._base_manager.values_list("pk", flat=True))


def test_a_line_holds_all_that_filters_ask():
    type_, body, area, signer = make_type("KH"), make_body(), make_area(), make_signer()
    document = make_document(
        type=type_, issuing_body=body, issued_on=date(2025, 3, 1), due_on=date(2025, 4, 30)
    )
    document.areas.add(area)
    sign(document, signer)
    assert kept() == {
        document.pk: f"{type_.pk}|{body.pk}|2025|in_force|2025-04-30|{area.pk}|{signer.pk}",
    }


def test_each_way_in_which_a_document_changes_is_noted():
    area, document = make_area(), make_document(issued_on=date(2025, 3, 1))
    lines = [kept()[document.pk]]

    def note():
        assert agrees()
        lines.append(kept()[document.pk])

    document.areas.add(area, make_area(name="Thi cử"))
    note()
    document.areas.remove(area)
    note()
    area.documents.add(document)
    note()
    document.areas.clear()
    note()
    signature = sign(document, make_signer())
    note()
    signature.delete()
    note()
    document.due_on = date(2025, 5, 1)
    document.save(update_fields=["due_on"])
    note()
    document.type = make_type("QĐ")
    document.save()
    note()
    document.expires_on = date(2025, 6, 1)
    document.save()
    note()
    assert all(before != after for before, after in pairwise(lines))


def test_what_another_document_does_is_noted_and_so_is_its_end():
    target, source = make_document(issued_on=date(2025, 1, 1)), make_document(issued_on=date(2025, 2, 1))
    relation = Relation.objects.create(source=source, kind=Relation.Kind.REPLACES, target=target)
    assert "|expired|" in kept()[target.pk]
    assert agrees()
    relation.delete()
    assert "|in_force|" in kept()[target.pk]
    assert agrees()


def test_a_day_that_ends_documents_is_noted():
    today = timezone.localdate()
    document = make_document(issued_on=today - timedelta(days=9), expires_on=today + timedelta(days=1))
    assert "|in_force|" in kept()[document.pk]
    assert refresh_effects(on=today + timedelta(days=1)) == 1
    assert "|expired|" in kept()[document.pk]
    assert agrees()


def test_an_older_copy_in_memory_writes_what_is_stored():
    document = make_document(issued_on=date(2025, 1, 1))
    older = Document.objects.get(pk=document.pk)
    Relation.objects.create(source=make_document(), kind=Relation.Kind.RECALLS, target=document)
    older.refresh_entry()
    assert "|recalled|" in kept()[document.pk]


def test_entries_that_an_older_release_wrote_are_mended():
    document = make_document(due_on=date.today())
    document.areas.add(make_area())
    sign(document, make_signer(name="A"))
    sign(document, make_signer(name="B"))
    make_document(published=False)
    before = kept()
    SearchEntry.objects.update(facets="")
    assert search.mend() == 2
    assert kept() == before
    assert search.mend() == 0


def test_entries_that_are_not_mended_yet_are_counted_all_the_same():
    for code in ("TB", "KH"):
        make_document(subject="Tuyển sinh", type=make_type(code))
    with search.limits():
        found = search.match("tuyển sinh", Document)
        before = count_values(lines_of(found))
        SearchEntry.objects.filter(object_id=found.ids[0]).update(facets="")
        assert count_values(lines_of(search.match("tuyển sinh", Document))) == before


def test_values_that_documents_share_are_counted_together():
    lines = ["1|2|2025|in_force||4,5|7", "1|2|2026|in_force|2026-11-30||7", "1|3|2026|expired||4,5|"]
    assert count_values(lines) == {
        "type": {("1",): 3},
        "issuing_body": {("2",): 2, ("3",): 1},
        "year": {("2025",): 1, ("2026",): 2},
        "effect": {("in_force",): 2, ("expired",): 1},
        "due_on": {(): 2, ("2026-11-30",): 1},
        "areas": {("4", "5"): 2, (): 1},
        "signers": {("7",): 2, (): 1},
    }
    assert count_values([])["type"] == {}
