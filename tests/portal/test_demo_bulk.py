"""``manage.py demo --documents … --articles …``: thousands of rows, each as staff would have made it."""

import hashlib
import io
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper

from core import search
from core.models import FileText, SearchEntry, SearchFile
from documents.effect import refresh_effects
from documents.models import Document, DocumentFile, Signer
from documents.numbering import parse_number
from news.models import Article, ArticleAttachment
from portal.demo import content
from portal.demo.bulk import documents as bulk_documents
from portal.demo.bulk import fill
from portal.demo.bulk.crew import Batch, Crew
from portal.demo.bulk.fill import fill_up
from portal.demo.bulk.prose import prose
from portal.demo.fill import fill as fill_demo
from portal.demo.progress import Progress

pytestmark = pytest.mark.thorough

DOCUMENTS, ARTICLES = 60, 25


@pytest.fixture
def names(db, monkeypatch):
    """What documents and posts name, without the demo's own ones; small batches."""
    prose()  # It has read all texts before they are hidden here.
    monkeypatch.setattr(content, "papers", lambda: [])
    monkeypatch.setattr(content, "posts", lambda: [])
    monkeypatch.setattr(fill, "BATCH", 20)
    fill_demo(lambda line: None)


def add(documents: int = DOCUMENTS, articles: int = ARTICLES, reports: list | None = None) -> int:
    crew = Crew(1, lambda line: None)
    return fill_up(documents, articles, crew, lambda *report: reports is None or reports.append(report))


def stored_files(settings) -> set[str]:
    root = Path(settings.ATTACHMENTS_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def columns(obj) -> dict:
    """The columns of a row, but for the moment of its saving."""
    return {name: value for name, value in vars(obj).items() if name not in ("_state", "updated_at")}


def test_as_many_come_as_were_asked_for(names):
    reports = []
    assert add(reports=reports) == DOCUMENTS + ARTICLES
    assert (Document.objects.count(), Article.objects.count()) == (DOCUMENTS, ARTICLES)
    assert reports[:4] == [(Document, done, DOCUMENTS) for done in (0, 20, 40, 60)]


def test_second_run_tops_up(names):
    add(30, 0)
    assert add(50, 10) == 30
    assert add(50, 10) == 0
    assert (Document.objects.count(), Article.objects.count()) == (50, 10)


def test_rows_are_those_that_a_save_would_write(names):
    add()
    for model in (Document, Article):
        for obj in model.objects.all():
            before = columns(model.objects.get(pk=obj.pk))
            obj.save()
            assert columns(model.objects.get(pk=obj.pk)) == before


def test_entries_are_those_that_search_would_write(names):
    add()
    assert SearchEntry.objects.exclude(kind__in=["portal.page", "stats.poll"]).count() == DOCUMENTS + ARTICLES
    before = list(SearchEntry.objects.order_by("pk").values())
    files = set(SearchFile.objects.values_list("entry_id", "sha256"))
    list(search.reindex())
    assert list(SearchEntry.objects.order_by("pk").values()) == before
    assert set(SearchFile.objects.values_list("entry_id", "sha256")) == files


def test_effects_follow_from_dates_and_relations(names):
    add()
    assert Document.objects.exclude(effect=Document.Effect.IN_FORCE).exists()
    assert refresh_effects() == 0


def test_numbers_are_canonical_and_unique_per_body_and_year(names):
    add(40, 0)
    add(80, 0)
    rows = list(Document.objects.values_list("issuing_body", "year", "number"))
    assert len(set(rows)) == len(rows) == 80
    assert [number for _, _, number in rows if parse_number(number).canonical != number] == []


def test_bodies_issue_only_while_they_exist(names):
    add(200, 0)
    wrong = [
        document.number
        for document in Document.objects.select_related("issuing_body")
        if (document.issuing_body.valid_from or document.issued_on) > document.issued_on
        or (document.issuing_body.valid_to or document.issued_on) < document.issued_on
    ]
    assert wrong == []


def test_every_document_has_a_signer_an_area_and_a_file(names):
    add()
    for document in Document.objects.all():
        assert document.signatures.count() == document.areas.count() == 1
        assert document.files.filter(role=DocumentFile.Role.MAIN).count() == 1
        assert document.files.count() <= 3


def test_files_can_be_downloaded_as_their_rows_describe_them(names, client):
    add()
    shown = DocumentFile.objects.filter(document__in=Document.objects.published())
    for file in shown[:5]:
        response = client.get(file.get_absolute_url())
        content = b"".join(response.streaming_content)
        assert (response["Content-Type"], content[:5]) == ("application/pdf", b"%PDF-")
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.size, file.sha256)


def test_texts_have_three_hundred_words_and_the_formula_of_every_letter(names):
    add(20, 0)
    for file in DocumentFile.objects.all():
        text = FileText.objects.get(pk=file.sha256).text
        assert len(text.split()) == bulk_documents.WORDS_A_FILE
        is_letter = file.role == DocumentFile.Role.MAIN
        assert ("Độc lập - Tự do - Hạnh phúc" in text) == is_letter


def test_made_documents_are_found_by_a_word_in_a_file(names):
    add(20, 0)
    assert search.find("doc lap tu do hanh phuc").total == Document.objects.published().count()


def test_interrupted_batch_leaves_nothing_and_the_others_stay(names, settings, monkeypatch):
    real, batches = search.reindex_some, []

    def stop_at_the_second(model, pks):
        batches.append(pks)
        if len(batches) == 2:
            raise KeyboardInterrupt
        return real(model, pks)

    monkeypatch.setattr(search, "reindex_some", stop_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        add()
    documents = SearchEntry.objects.filter(kind="documents.document")
    assert Document.objects.count() == documents.count() == 20
    assert stored_files(settings) == set(DocumentFile.objects.values_list("file", flat=True))
    assert add(60, 0) == 40


def test_files_on_disk_are_those_of_the_rows(names, settings):
    add()
    named = set(DocumentFile.objects.values_list("file", flat=True))
    named |= set(ArticleAttachment.objects.values_list("file", flat=True))
    assert stored_files(settings) == named


def test_people_sign_under_one_name_in_every_run(names):
    add(40, 0)
    people = set(Signer.objects.values_list("name", "post"))
    add(80, 0)
    assert set(Signer.objects.values_list("name", "post")) == people


def test_command_adds_to_the_demo_and_draws_no_bar_into_a_pipe(names):
    out = io.StringIO()
    call_command("demo", documents=20, articles=0, processes=1, stdout=out)
    assert Document.objects.count() == 20
    assert "Đã thêm 20 mục" in out.getvalue()
    assert "\r" not in out.getvalue()
    call_command("demo", documents=20, stdout=out)
    assert out.getvalue().endswith("Đã đủ số.\n")


def test_production_is_never_filled(names, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("demo", documents=20)
    assert not Document.objects.exists()


def test_bar_on_a_terminal_says_how_far_it_is():
    screen = io.StringIO()
    screen.isatty = lambda: True
    bar = Progress(OutputWrapper(screen), "Văn bản", 200, 100)
    bar.show(150)
    bar.show(200)
    first, last = screen.getvalue().split("\r")[1:]
    assert "#####" in first
    assert "75%" in first
    assert "100%" in last
    assert screen.getvalue().endswith("\n")


def test_crew_shares_the_batches_out(tmp_path):
    batches = [Batch([str(number)], str(tmp_path / str(number))) for number in range(8)]
    done = list(Crew(2, lambda line: None).make_all("tests.portal.crew_sample.Writer", batches))
    notes = [Path(batch.seed).read_text().split() for batch in batches]
    assert done == [1] * 8
    assert [item for _, item in notes] == [str(number) for number in range(8)]
    assert str(os.getpid()) not in {pid for pid, _ in notes}
