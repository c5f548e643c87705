"""Entries follow their objects, in any number."""

import pytest
from django.db import connection

from core import search
from core.models import FileText, SearchEntry
from core.models.search import SearchFile
from news.models import Article
from tests.factories import make_article, make_article_attachment, make_document_file, upload

pytestmark = pytest.mark.django_db


def total(query):
    return search.find(query).total


def test_content_attached_twice_is_noted_once():
    content = upload().read()
    document = make_document_file(file=upload("a.pdf", content)).document
    make_document_file(document, file=upload("b.pdf", content))
    assert SearchFile.objects.count() == 1


def test_file_leaves_the_entry_with_its_words():
    file = make_document_file(file=upload("Phụ lục.pdf"))
    FileText.objects.update_or_create(sha256=file.sha256, defaults={"text": "Bình Minh", "status": "done"})
    search.refresh_file_text(file.sha256)
    assert total("bình minh") == 1
    file.delete()
    assert total("bình minh") == 0
    assert not SearchFile.objects.exists()


def test_entry_of_a_huge_text_is_written():
    file = make_document_file()
    text = " ".join(f"từ{number}" for number in range(100_000))
    FileText.objects.update_or_create(sha256=file.sha256, defaults={"text": text, "status": "done"})
    search.refresh_file_text(file.sha256)
    assert total("từ9999") == 1


def test_many_are_indexed_in_few_queries(django_assert_max_num_queries):
    articles = [make_article(title="Bài cũ") for _ in range(5)]
    for article in articles:
        make_article_attachment(article)
    Article.objects.update(title="Bài hoàn toàn mới")
    with django_assert_max_num_queries(14):
        assert search.reindex_some(Article, [article.pk for article in articles]) == 5
    assert total("hoàn toàn mới") == 5


def test_mending_writes_what_is_missing_and_deletes_what_is_too_much():
    article = make_article(title="Bài bị thiếu")
    make_article(title="Bài có sẵn")
    SearchEntry.objects.filter(object_id=article.pk).update(object_id=10**9)
    assert search.mend() == 1
    assert search.mend() == 0
    assert set(SearchEntry.objects.values_list("title", flat=True)) == {"Bài bị thiếu", "Bài có sẵn"}


def test_entries_written_without_the_indexes_are_found():
    with search.indexes_later():
        make_article(title="Tuyển sinh")
    assert total("tuyển sinh") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%core_searchentry USING gin%'")
        assert cursor.fetchone() == (3,)
