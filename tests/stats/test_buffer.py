"""Hits wait in memory until they are written, and none is lost or written twice."""

import logging
import os
from unittest.mock import patch

import pytest
from django.db import OperationalError

from stats import buffer as module
from stats import writing
from stats.buffer import Buffer
from stats.models import DailyCount
from tests.stats.test_writing import hit

pytestmark = pytest.mark.django_db


def views():
    return sum(DailyCount.objects.filter(measure="views").values_list("count", flat=True))


def test_hits_wait_until_they_are_written():
    waiting = Buffer()
    for pk in range(3):
        waiting.add(hit(pk=pk))
    assert views() == 0
    waiting.flush()
    assert views() == 3


def test_what_could_not_be_written_waits():
    waiting = Buffer()
    waiting.add(hit(pk=1))
    with patch.object(writing, "write", side_effect=OperationalError), pytest.raises(OperationalError):
        waiting.flush()
    waiting.add(hit(pk=2))
    waiting.flush()
    assert views() == 2


def test_batch_whose_answer_was_lost_is_written_once():
    waiting = Buffer()
    waiting.add(hit())
    real = writing.write

    def write_and_fail(*arguments):
        real(*arguments)
        raise OperationalError

    with patch.object(writing, "write", write_and_fail), pytest.raises(OperationalError):
        waiting.flush()
    waiting.flush()
    assert views() == 1


def test_when_there_is_no_room_the_oldest_go_and_it_is_said(monkeypatch, caplog):
    monkeypatch.setattr(module, "ROOM", 2)
    waiting = Buffer()
    with caplog.at_level(logging.ERROR):
        for pk in range(5):
            waiting.add(hit(pk=pk))
    waiting.flush()
    assert views() == 2
    assert "đã bỏ 1 lượt" in caplog.text


def test_large_absence_is_written_in_pieces(monkeypatch):
    monkeypatch.setattr(module, "BATCH", 2)
    waiting = Buffer()
    for pk in range(5):
        waiting.add(hit(pk=pk))
    waiting.flush()
    assert views() == 5


def test_forked_process_does_not_write_what_is_its_parents():
    waiting = Buffer()
    waiting.add(hit(pk=1))
    with patch.object(os, "getpid", return_value=os.getpid() + 1):
        waiting.add(hit(pk=2))
        waiting.flush()
    assert views() == 1
