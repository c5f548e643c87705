"""Pages that change by the clock alone."""

import pytest

from core.tasks import refresh_scheduled_pages
from tests.factories import at, make_article, make_document

pytestmark = pytest.mark.django_db


def test_scheduled_post_shows_though_the_page_was_kept(
    client, time_machine, django_capture_on_commit_callbacks
):
    time_machine.move_to(at(2026, 3, 1, 7, 59), tick=False)
    make_article(title="Hẹn lúc tám giờ", at=at(2026, 3, 1, 8))
    assert "Hẹn lúc tám giờ" not in client.get("/").content.decode()

    time_machine.move_to(at(2026, 3, 1, 8, 1), tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        assert refresh_scheduled_pages.call() == ["news"]
    assert "Hẹn lúc tám giờ" in client.get("/").content.decode()


def test_what_expires_makes_its_pages_stale(time_machine):
    time_machine.move_to(at(2026, 3, 1), tick=False)
    make_document(unpublish_at=at(2026, 3, 2))
    time_machine.move_to(at(2026, 3, 2, 0, 1), tick=False)
    assert refresh_scheduled_pages.call() == []
    time_machine.move_to(at(2026, 3, 2, 8, 1), tick=False)
    assert refresh_scheduled_pages.call() == ["documents"]


def test_nothing_scheduled_touches_nothing(time_machine):
    make_article(at=at(2020, 1, 1))
    assert refresh_scheduled_pages.call() == []
