import datetime

import pytest

from core.text import lunar_date, lunar_year


@pytest.mark.parametrize(
    ("day", "date", "year"),
    [
        ((2026, 2, 17), "1/1", "Bính Ngọ"),
        ((2026, 2, 16), "29/12", "Ất Tỵ"),
        ((2026, 11, 27), "19/10", "Bính Ngọ"),
        ((2025, 6, 25), "1/6", "Ất Tỵ"),
        ((2025, 7, 25), "1/6 nhuận", "Ất Tỵ"),
        ((2024, 2, 10), "1/1", "Giáp Thìn"),
        # The calendars of Vietnam and China differ here by a day.
        ((2007, 2, 17), "1/1", "Đinh Hợi"),
    ],
)
def test_lunar_date_is_written_as_readers_write_it(day, date, year):
    assert (lunar_date(datetime.date(*day)), lunar_year(datetime.date(*day))) == (date, year)


def test_lunar_date_of_a_moment_is_that_of_the_day_in_vietnam():
    moment = datetime.datetime(2026, 2, 16, 18, tzinfo=datetime.UTC)
    assert (lunar_date(moment), lunar_year(moment)) == ("1/1", "Bính Ngọ")


@pytest.mark.parametrize("said", [lunar_date, lunar_year])
def test_year_outside_the_checked_range_is_refused(said):
    with pytest.raises(ValueError, match="range"):
        said(datetime.date(2101, 1, 1))
