"""Entries written while others write."""

import threading

from django.db import connection, transaction

from core import search
from core.models import SearchEntry
from news.models import Article
from tests.factories import make_article


def test_row_that_somebody_holds_is_indexed_when_it_is_free(committing_db):
    articles = [make_article(title="Bài cũ") for _ in range(2)]
    held, let_go = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Article.objects.select_for_update().get(pk=articles[0].pk)
            Article.objects.filter(pk=articles[0].pk).update(title="Bài mới")
            held.set()
            let_go.wait(10)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    reindexing = threading.Timer(0.2, let_go.set)
    reindexing.start()
    assert search.reindex_some(Article, [article.pk for article in articles]) == 2
    thread.join()
    assert set(SearchEntry.objects.values_list("title", flat=True)) == {"Bài cũ", "Bài mới"}
