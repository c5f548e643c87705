"""A made year: the public block, the dashboard, its charts, the files and the report say the same.

Hours are made by chance, days by the real roll-up. What each must be is added up here, from what was made.
"""

import time
from collections import Counter
from datetime import date, timedelta

import pytest

from portal.demo.bulk.prose import generator
from stats import rollup, visits
from stats.models import CountingSettings, DailyCount, DayCount, HourCount, Measure, ObjectDay
from tests.factories import at, make_article, make_superuser
from tests.portal.blocks import soup
from tests.processes import FULL_SIZE
from tests.stats.counted import PAGE, csv_rows, number, numbers_of, rows_of, table_under, workbook

pytestmark = pytest.mark.django_db

FIRST, TODAY = date(2025, 3, 5), date(2026, 3, 4)
NOW = at(2026, 3, 4, 21, 15)
DAY = timedelta(days=1)
YEARS = 3 if FULL_SIZE else 1
NAMES = {
    Measure.VISITORS: [""],
    Measure.VIEWS: ["news", "documents", "portal"],
    Measure.DOWNLOADS: ["documents", "news"],
    Measure.BOTS: ["Googlebot", "coccocbot-web"],
    Measure.SEARCHES: ["lịch thi", "tuyển sinh"],
    Measure.MISSES: ["đề thi"],
}
# Their names divide the visits.
OF_VISITS = {
    Measure.REFERRERS: ["", "google.com", "zalo.me"],
    Measure.DEVICES: ["phone", "computer", "tablet"],
}


def make_counts(rng, first, last):
    """Return counts by hour, measure and name, for a few hours of each day; some days nobody comes."""
    made = Counter()
    day = first
    while day <= last:
        for hour in rng.sample(range(21), 4) if rng.random() > 0.03 else ():
            moment = at(day.year, day.month, day.day, hour)
            for measure, names in OF_VISITS.items():
                for name in names:
                    made[moment, measure, name] = 0
            for _ in range(rng.randrange(1, 60)):
                made[moment, Measure.VISITS, ""] += 1
                for measure, names in OF_VISITS.items():
                    made[moment, measure, rng.choice(names)] += 1
            for measure, names in NAMES.items():
                for name in names:
                    made[moment, measure, name] = rng.randrange(200)
        day += DAY
    return made


def write(made):
    HourCount.objects.bulk_create(
        [
            HourCount(hour=hour, measure=measure, name=name, count=count)
            for (hour, measure, name), count in made.items()
        ],
        batch_size=5000,
    )


def total(made, *measures, first=FIRST, last=TODAY, name=None):
    return sum(
        count
        for (hour, measure, known), count in made.items()
        if measure in measures and first <= hour.date() <= last and name in (None, known)
    )


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def year():
    """Return what was made; it stands as days, the last ninety as hours too, as on a portal in use."""
    made = make_counts(generator("một năm"), FIRST, TODAY)
    write(made)
    rollup.roll_up()
    rollup.forget()
    CountingSettings.objects.create(carried_over=8_332_947)
    return made


@pytest.fixture
def reader(client):
    client.force_login(make_superuser())
    return client


def test_block_dashboard_charts_and_files_agree(year, reader):
    query = f"?tu={FIRST}&den={TODAY}"
    visited = total(year, Measure.VISITS)
    assert visits._read().total == visited + 8_332_947

    page = soup(reader.get(PAGE + query))
    shown = {label: now for label, (now, _) in numbers_of(page).items()}
    assert shown == {
        "Lượt truy cập": visited,
        "Khách": total(year, Measure.VISITORS),
        "Lượt xem": total(year, Measure.VIEWS),
        "Lượt tải": total(year, Measure.DOWNLOADS),
        "Lượt tìm": total(year, Measure.SEARCHES, Measure.MISSES),
        "Máy tự động": total(year, Measure.BOTS),
    }

    series = table_under(page, "Theo tuần")
    drawn = [
        sum(int(row.select("td")[column]["data-value"]) for row in series.select("tbody tr"))
        for column in range(7)
    ]
    all_figures = [
        visited,
        shown["Khách"],
        shown["Lượt xem"],
        shown["Lượt tải"],
        shown["Lượt tìm"],
        total(year, Measure.MISSES),
        shown["Máy tự động"],
    ]
    assert drawn == [number(text) for text in rows_of(series, "tfoot")[-1][1:]] == all_figures

    _, *lines = csv_rows(reader.get(f"{PAGE}so-lieu.csv{query}"))
    assert [line[0] for line in lines] == [str(FIRST + number * DAY) for number in range(365)]
    assert [sum(map(int, column)) for column in list(zip(*lines, strict=True))[1:]] == all_figures
    for line in lines[::30]:
        day = date.fromisoformat(line[0])
        assert int(line[1]) == total(year, Measure.VISITS, first=day, last=day)

    sheets = workbook(reader.get(f"{PAGE}so-lieu.xlsx{query}"))
    assert {row[0]: row[1] for row in sheets["Tổng hợp"][1:]} == shown
    assert sheets["Theo tuần"][-1][1:] == all_figures
    for title, measure in (("Thiết bị", Measure.DEVICES), ("Trang dẫn tới", Measure.REFERRERS)):
        assert sheets[title][-1] == ["Cộng", total(year, measure)] == ["Cộng", visited]
    assert dict(sheets["Từ khóa tìm thấy"][1:-1]) == {
        name: total(year, Measure.SEARCHES, name=name) for name in NAMES[Measure.SEARCHES]
    }


@pytest.mark.parametrize(
    ("query", "field", "first"),
    [("ky=hom-nay", "today", TODAY), ("ky=thang-nay", "month", date(2026, 3, 1))],
)
def test_block_and_dashboard_agree_on_shorter_spans(year, reader, query, field, first):
    shown = numbers_of(soup(reader.get(f"{PAGE}?{query}")))["Lượt truy cập"][0]
    assert shown == getattr(visits._read(), field) == total(year, Measure.VISITS, first=first)


def test_week_and_yesterday_of_the_block_are_those_of_the_dashboard(year, reader):
    numbers = visits._read()
    for query, expected in (
        ("tu=2026-03-02&den=2026-03-04", numbers.week),
        ("ky=hom-qua", numbers.yesterday),
    ):
        assert numbers_of(soup(reader.get(f"{PAGE}?{query}")))["Lượt truy cập"][0] == expected


def test_hours_add_up_to_the_days_of_the_last_ninety(year, reader):
    first = TODAY - 29 * DAY
    table = table_under(soup(reader.get(f"{PAGE}?tu={first}&den={TODAY}")), "Giờ trong ngày")
    assert number(rows_of(table, "tfoot")[-1][1]) == total(year, Measure.VISITS, first=first)


def test_report_of_each_month_adds_up_to_the_year(year, reader):
    sums = Counter()
    month = FIRST.replace(day=1)
    while month <= TODAY:
        page = soup(reader.get(f"{PAGE}bao-cao/{month:%Y-%m}/"))
        for label, now, *_ in rows_of(table_under(page, "Các số của tháng")):
            sums[label] += number(now)
        month = (month + 31 * DAY).replace(day=1)
    assert sums["Lượt truy cập"] == total(year, Measure.VISITS)
    assert sums["Lượt tải"] == total(year, Measure.DOWNLOADS)


def test_rolling_up_and_forgetting_twice_changes_nothing(year):
    def rows():
        return (
            sorted(DailyCount.objects.values_list("day", "measure", "name", "count")),
            sorted(DayCount.objects.values_list("day", "measure", "name", "count")),
            HourCount.objects.count(),
        )

    before = rows()
    for _ in range(2):
        rollup.roll_up()
        rollup.forget()
    assert rows() == before


@pytest.mark.thorough
def test_years_are_read_quickly(reader):
    rng = generator("ba năm")
    articles = [make_article().pk for _ in range(5)] + list(range(100_000, 100_400))
    days = [TODAY - number * DAY for number in range(1, YEARS * 365)]
    names = {
        Measure.VISITS: [""],
        Measure.VISITORS: [""],
        **{measure: names for measure, names in NAMES.items() if measure != Measure.VISITORS},
        Measure.REFERRERS: [f"trang{number}.example" for number in range(60)],
        Measure.SEARCHES: [f"từ khóa {number}" for number in range(80)],
    }
    DayCount.objects.bulk_create(
        [
            DayCount(day=day, measure=measure, name=name, count=rng.randrange(500))
            for day in days
            for measure, known in names.items()
            for name in known
        ],
        batch_size=10_000,
    )
    ObjectDay.objects.bulk_create(
        [
            ObjectDay(day=day, kind="news.article", object_id=pk, views=rng.randrange(50))
            for day in days
            for pk in rng.sample(articles, 200)
        ],
        batch_size=10_000,
    )
    started = time.perf_counter()
    response = reader.get(f"{PAGE}?tu={days[-1]}&den={days[0]}")
    taken = time.perf_counter() - started
    assert response.status_code == 200
    assert taken < 2, f"{taken:.1f} s"
