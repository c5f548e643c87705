"""Two people at once."""

import threading

from django.db import connection

from core.models import TransitionError
from news.models import Article
from tests.factories import make_article


def test_of_two_who_publish_at_once_one_is_told(committing_db):
    article = make_article(published=False)
    start = threading.Barrier(2)
    outcomes = []

    def publish():
        mine = Article.objects.get(pk=article.pk)
        start.wait(5)
        try:
            mine.publish(by=None)
            outcomes.append("published")
        except TransitionError:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(outcomes) == ["published", "told"]
