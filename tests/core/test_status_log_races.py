"""The clock that runs twice at once: each line of the log of status changes is written once."""

import threading
import time
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from core import statuses
from news.models import Article
from tests.factories import make_article


def wait_for_locks(count):
    """Return when so many sessions wait for a lock."""
    query = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    until = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # Else a transaction reads it once.
            cursor.execute(query)
            if cursor.fetchone()[0] == count:
                return
    raise AssertionError(f"Fewer than {count} sessions wait.")


def test_clock_that_runs_twice_at_once_notes_once(committing_db):
    start = timezone.now() - timedelta(minutes=2)
    article = make_article(at=timezone.now() + timedelta(minutes=1))
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now() - timedelta(seconds=30))

    def note():
        try:
            statuses.note_what_came(Article, start, timezone.now())
        finally:
            connection.close()

    threads = [threading.Thread(target=note) for _ in range(2)]
    with transaction.atomic():
        with connection.cursor() as cursor:  # Who has read the log cannot write into it yet.
            cursor.execute("LOCK TABLE core_auditentry IN SHARE MODE")
        for thread in threads:
            thread.start()
        wait_for_locks(2)
    for thread in threads:
        thread.join(20)
    assert [entry.action for entry in statuses.entries_of(article)] == ["status.appear", "status.publish"]
