import datetime

import pytest

from core.text import lunar_date


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ((2026, 2, 17), "mùng 1 tháng Giêng năm Bính Ngọ"),
        ((2026, 2, 16), "ngày 29 tháng Chạp năm Ất Tỵ"),
        ((2026, 2, 26), "mùng 10 tháng Giêng năm Bính Ngọ"),
        ((2026, 2, 27), "ngày 11 tháng Giêng năm Bính Ngọ"),
        ((2025, 10, 6), "rằm tháng 8 năm Ất Tỵ"),
        ((2025, 7, 25), "mùng 1 tháng 6 nhuận năm Ất Tỵ"),
        ((2025, 6, 25), "mùng 1 tháng 6 năm Ất Tỵ"),
        ((2024, 2, 10), "mùng 1 tháng Giêng năm Giáp Thìn"),
        # The calendars of Vietnam and China differ here by a day.
        ((2007, 2, 17), "mùng 1 tháng Giêng năm Đinh Hợi"),
    ],
)
def test_lunar_date_is_named_as_readers_name_it(day, text):
    assert lunar_date(datetime.date(*day)) == text


def test_lunar_date_of_a_moment_is_that_of_the_day_in_vietnam():
    moment = datetime.datetime(2026, 2, 16, 18, tzinfo=datetime.UTC)
    assert lunar_date(moment) == "mùng 1 tháng Giêng năm Bính Ngọ"


def test_year_outside_the_checked_range_is_refused():
    with pytest.raises(ValueError, match="range"):
        lunar_date(datetime.date(2101, 1, 1))
