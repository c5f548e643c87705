"""Hours become days, as often as one likes."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from stats import rollup, visits
from stats.models import CountingSettings, DailyCount, DayCount, HourCount, Measure, Presence, WrittenBatch
from stats.models.counts import OTHERS
from tests.factories import at

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 4)


def make_hour(moment, count=1, measure=Measure.VISITS, name=""):
    return HourCount.objects.create(hour=moment, measure=measure, name=name, count=count)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(at(2026, 3, 4, 9), tick=False)


def days():
    return list(DayCount.objects.filter(measure=Measure.VISITS).order_by("day").values_list("day", "count"))


def test_hours_add_up_to_the_days_of_vietnam():
    make_hour(at(2026, 3, 2, 0), 1)
    make_hour(at(2026, 3, 2, 23), 2)
    make_hour(at(2026, 3, 3, 0), 4)
    make_hour(at(2026, 3, 4, 0), 8)
    assert rollup.roll_up() == 2
    assert days() == [(date(2026, 3, 2), 3), (date(2026, 3, 3), 4)]


def test_second_time_changes_nothing():
    make_hour(at(2026, 3, 2, 5), 3)
    for _ in range(2):
        rollup.roll_up()
    assert days() == [(date(2026, 3, 2), 3), (date(2026, 3, 3), 0)]


def test_what_was_written_late_is_in_the_day_at_the_next_time():
    late = make_hour(at(2026, 3, 3, 23), 3)
    rollup.roll_up()
    HourCount.objects.filter(pk=late.pk).update(count=5)
    rollup.roll_up()
    assert days()[-1] == (date(2026, 3, 3), 5)


def test_day_without_anybody_is_a_day():
    make_hour(at(2026, 3, 1, 5))
    rollup.roll_up()
    assert [day.day for day, _ in days()] == [1, 2, 3]


def test_days_and_hours_read_as_one_before_and_after():
    for number, day in enumerate((1, 2, 3, 4), start=1):
        make_hour(at(2026, 3, day, 7), number)
        make_hour(at(2026, 3, day, 7), 10 * number, Measure.VIEWS, "news")

    def read():
        return sorted(DailyCount.objects.values_list("day", "measure", "name", "count"))

    before = read()
    rollup.roll_up(TODAY - timedelta(days=1))
    assert read() == before
    rollup.roll_up()
    assert read() == before


def test_day_keeps_the_names_that_were_most_frequent(monkeypatch):
    monkeypatch.setattr(rollup, "NAMES_KEPT", 2)
    for hour, names in ((5, "abc"), (6, "bcd")):
        for number, name in enumerate(names, start=1):
            make_hour(at(2026, 3, 3, hour), number, Measure.REFERRERS, name)
    for _ in range(2):
        rollup.roll_up()
        days = DayCount.objects.filter(measure=Measure.REFERRERS).order_by("-count")
        assert list(days.values_list("name", "count")) == [("c", 5), (OTHERS, 4), ("b", 3)]


def test_hours_go_after_ninety_days_and_the_days_stay():
    make_hour(at(2025, 12, 1, 5), 7)
    make_hour(at(2026, 3, 1, 5), 1)
    rollup.roll_up()
    rollup.forget()
    assert list(HourCount.objects.values_list("count", flat=True)) == [1]
    assert sum(count for _, count in days()) == 8


def test_hours_that_are_in_no_day_yet_stay():
    make_hour(at(2025, 11, 1, 5))
    rollup.forget()
    assert HourCount.objects.count() == 1


def test_what_told_visitors_apart_goes_with_the_day():
    for visitor, moment in ((b"a", at(2026, 3, 3, 23, 59)), (b"b", at(2026, 3, 4, 0, 1))):
        Presence.objects.create(visitor=visitor, who="guest", began=1, first_at=moment, last_at=moment)
    WrittenBatch.objects.create(id="00000000-0000-0000-0000-000000000001", written_at=at(2026, 3, 3, 8))
    rollup.forget()
    assert [bytes(row.visitor) for row in Presence.objects.all()] == [b"b"]
    assert not WrittenBatch.objects.exists()


def test_searches_are_forgotten_after_thirteen_months():
    old, new = TODAY - rollup.SEARCHES_KEPT - timedelta(days=1), TODAY - timedelta(days=2)
    for day in (old, new):
        for measure in (Measure.SEARCHES, Measure.VISITS):
            DayCount.objects.create(day=day, measure=measure, name="", count=1)
    rollup.forget()
    assert sorted(DayCount.objects.values_list("day", "measure")) == [
        (old, Measure.VISITS),
        (new, Measure.SEARCHES),
        (new, Measure.VISITS),
    ]


def test_block_reads_every_span_of_time():
    CountingSettings.objects.update_or_create(pk=1, defaults={"carried_over": 8_332_947})
    for moment, count in (
        (at(2025, 12, 31, 9), 1),  # another year
        (at(2026, 2, 28, 9), 10),  # another month
        (at(2026, 3, 1, 9), 100),  # Sunday: another week
        (at(2026, 3, 2, 9), 1000),  # Monday
        (at(2026, 3, 3, 9), 10_000),
        (at(2026, 3, 4, 8), 100_000),
    ):
        make_hour(moment, count)

    def check():
        numbers = visits._read()
        assert (numbers.today, numbers.yesterday, numbers.week) == (100_000, 10_000, 111_000)
        assert numbers.month == 111_100
        assert numbers.total == 111_111 + 8_332_947

    check()
    rollup.roll_up()
    check()


def test_who_is_here_was_here_five_minutes_ago():
    for visitor, who, minutes in (
        (b"a", "guest", 4),
        (b"b", "guest", 6),
        (b"c", "bot", 1),
        (b"d", "staff", 1),
    ):
        moment = timezone.now() - timedelta(minutes=minutes)
        Presence.objects.create(visitor=visitor, who=who, began=1, first_at=moment, last_at=moment)
    numbers = visits.numbers()
    assert (numbers.guests, numbers.robots, numbers.members, numbers.online) == (1, 1, 1, 2)


def test_numbers_take_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        visits.numbers()
    with django_assert_num_queries(0):
        visits.numbers()


def test_reader_of_the_numbers_is_told_of_himself(client):
    assert (visits.told().guests, visits.told().online) == (1, 1)
    page = BeautifulSoup(client.get("/thong-ke-truy-cap/").content, "html.parser")
    assert page.select_one(".visits-now dd").get_text() == "1"


def test_who_is_here_is_not_told_of_twice():
    now = timezone.now()
    Presence.objects.create(visitor=b"a", who="staff", began=1, first_at=now, last_at=now)
    assert (visits.told().guests, visits.told().online) == (0, 1)
