"""Two people at once in the tree of pages."""

import threading

from django.core.exceptions import ValidationError
from django.db import connection

from portal.models import Page


def test_of_two_who_put_each_others_pages_below_their_own_one_is_refused(committing_db):
    first, second = (Page.objects.create(title=title, body="<p>x</p>") for title in ("Một", "Hai"))
    start = threading.Barrier(2)
    outcomes = []

    def move(page, above):
        mine = Page.objects.get(pk=page.pk)
        mine.parent_id = above.pk
        start.wait(5)
        try:
            mine.save()
            outcomes.append("moved")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(outcomes) == ["moved", "refused"]
