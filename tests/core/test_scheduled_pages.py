"""Pages that change by the clock alone."""

from datetime import timedelta
from unittest.mock import Mock

import pytest

from core import cache
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


def test_what_comes_makes_its_pages_stale_once(time_machine):
    time_machine.move_to(at(2026, 3, 1, 7, 59), tick=False)
    make_article(at=at(2026, 3, 1, 8))
    touched = []
    for minute in range(30):
        time_machine.move_to(at(2026, 3, 1, 8, minute) + timedelta(seconds=20), tick=False)
        touched.append(refresh_scheduled_pages.call())
    assert touched == [["news"]] + [[]] * 29


def test_what_came_while_a_run_failed_is_made_stale_by_the_next(time_machine, monkeypatch):
    time_machine.move_to(at(2026, 3, 1, 7, 59), tick=False)
    make_article(at=at(2026, 3, 1, 8))
    refresh_scheduled_pages.call()
    time_machine.move_to(at(2026, 3, 1, 8, 1), tick=False)
    with monkeypatch.context() as away:
        away.setattr(cache, "touch", Mock(side_effect=ConnectionError))
        with pytest.raises(ConnectionError):
            refresh_scheduled_pages.call()
    time_machine.move_to(at(2026, 3, 1, 8, 6), tick=False)
    assert refresh_scheduled_pages.call() == ["news"]


def test_what_came_while_no_worker_ran_is_looked_for_as_long_as_pages_are_kept(time_machine):
    time_machine.move_to(at(2026, 3, 1, 6), tick=False)
    make_article(at=at(2026, 3, 1, 8))
    make_document(at=at(2026, 3, 1, 7))
    refresh_scheduled_pages.call()
    time_machine.move_to(at(2026, 3, 1, 8, 10), tick=False)
    assert refresh_scheduled_pages.call() == ["news"]


def test_nothing_scheduled_touches_nothing(time_machine):
    make_article(at=at(2020, 1, 1))
    assert refresh_scheduled_pages.call() == []
