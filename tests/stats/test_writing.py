"""Hits become counts: visits, visitors, doubles, over midnight and in any order of writing."""

import uuid
from datetime import timedelta

import pytest

from core.hits import Hit, What, Who
from core.models import Counter
from core.visitors import Caller
from stats.models import DailyCount, HourCount, Measure, ObjectDay
from stats.models.counts import OTHERS
from stats.writing import MOST_NAMES, write
from tests.factories import at

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
TEN = at(2026, 3, 2, 10)
MINUTE = timedelta(minutes=1)


def hit(moment=TEN, address="10.0.0.1", pk=1, browser=PHONE, **kwargs):
    kwargs = {"what": What.VIEW, "who": Who.GUEST, "section": "news"} | kwargs
    return Hit(at=moment, caller=Caller(address, browser), objects=(("news.article", pk),), **kwargs)


def write_all(*batches):
    for batch in batches:
        write(uuid.uuid4(), batch)


def total(measure, **kwargs):
    counts = DailyCount.objects.filter(measure=measure, **kwargs)
    return sum(counts.values_list("count", flat=True))


def test_visit_ends_after_half_an_hour_without_a_page():
    moments = [TEN, TEN + 29 * MINUTE, TEN + 58 * MINUTE, TEN + 88 * MINUTE]
    write_all(*([hit(moment, pk=number)] for number, moment in enumerate(moments)))
    assert total(Measure.VISITS) == 2
    assert total(Measure.VISITORS) == 1
    assert total(Measure.VIEWS) == 4


def test_pause_within_a_batch_ends_a_visit_too():
    write_all([hit(TEN), hit(TEN + 31 * MINUTE, pk=2)])
    assert total(Measure.VISITS) == 2


def test_what_is_written_late_begins_no_visit():
    write_all([hit(TEN + MINUTE)], [hit(TEN, pk=2)])
    assert (total(Measure.VISITS), total(Measure.VIEWS)) == (1, 2)


def test_midnight_begins_a_visit_and_a_visitor():
    write_all([hit(at(2026, 3, 2, 23, 59))], [hit(at(2026, 3, 3, 0, 1))])
    for measure in (Measure.VISITS, Measure.VISITORS, Measure.VIEWS):
        for day in (2, 3):
            assert total(measure, day=f"2026-03-0{day}") == 1


def test_visitors_are_told_apart_by_address_and_browser():
    write_all([hit(), hit(address="10.0.0.2"), hit(browser=PHONE + " Edg/1")])
    assert total(Measure.VISITORS) == 3


def test_object_is_counted_once_in_half_an_hour():
    moments = [TEN, TEN + MINUTE, TEN + 29 * MINUTE, TEN + 30 * MINUTE]
    write_all(*([hit(moment)] for moment in moments))
    assert Counter.objects.get(kind="news.article", object_id=1).views == 2
    assert ObjectDay.objects.get().views == total(Measure.VIEWS) == 2


def test_doubles_fall_out_within_a_batch():
    write_all([hit(), hit(TEN + MINUTE), hit(address="10.0.0.2")])
    assert ObjectDay.objects.get().views == 2


def test_download_counts_for_the_file_and_its_document_and_is_no_visit():
    objects = (("documents.documentfile", 7), ("documents.document", 3))
    download = Hit(What.DOWNLOAD, Who.GUEST, TEN, Caller("10.0.0.1", PHONE), "documents", objects)
    write_all([download], [download])
    assert [counter.downloads for counter in Counter.objects.order_by("kind")] == [1, 1]
    assert total(Measure.DOWNLOADS, name="documents") == 1
    assert total(Measure.VISITS) == 0


def test_batch_that_was_written_adds_nothing():
    batch = uuid.uuid4()
    write(batch, [hit()])
    write(batch, [hit()])
    assert total(Measure.VISITS) == total(Measure.VIEWS) == 1


def test_robots_are_counted_by_name_and_in_nothing_else():
    robot = Hit(
        What.VIEW, Who.BOT, TEN, Caller("10.0.0.1", "Mozilla/5.0 (compatible; coccocbot-web/1.0)"), "", ()
    )
    write_all([robot, robot])
    assert list(HourCount.objects.values_list("measure", "name", "count")) == [
        (Measure.BOTS, "coccocbot-web", 2)
    ]


def test_names_of_an_hour_are_bounded(monkeypatch):
    monkeypatch.setitem(MOST_NAMES, Measure.REFERRERS, 3)
    for number in range(5):
        write_all([hit(address=f"10.0.1.{number}", referrer=f"trang{number}.example")])
    names = HourCount.objects.filter(measure=Measure.REFERRERS).order_by("name").values_list("name", "count")
    assert list(names) == [
        (OTHERS, 2),
        *((f"trang{number}.example", 1) for number in range(3)),
    ]


def test_known_name_is_counted_when_an_hour_is_full(monkeypatch):
    monkeypatch.setitem(MOST_NAMES, Measure.REFERRERS, 1)
    write_all(*([hit(address=f"10.0.1.{number}", referrer="mot.example")] for number in range(3)))
    assert total(Measure.REFERRERS, name="mot.example") == 3


def test_batch_takes_the_same_number_of_queries_whatever_its_size(django_assert_max_num_queries):
    hits = [
        hit(address=f"10.1.{n // 250}.{n % 250}", pk=n % 40, referrer=f"r{n % 9}.example")
        for n in range(1000)
    ]
    write_all([hit(address="10.9.9.9")])  # The day's key.
    with django_assert_max_num_queries(10):
        write_all(hits)
    assert total(Measure.VISITORS) == 1001
