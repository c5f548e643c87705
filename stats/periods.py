"""Spans of days that are looked at, what each is compared with, and the steps that a chart of it takes."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Self

from core.text import format_date

DAY = timedelta(days=1)
# A chart shows so many days one by one, then weeks for so long, then months.
DAYS_BY_DAY = 92
DAYS_BY_WEEK = 371


class Step(Enum):
    """What a point of a chart stands for."""

    HOUR = "giờ"
    DAY = "ngày"
    WEEK = "tuần"
    MONTH = "tháng"


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both with it."""

    first: date
    last: date

    @classmethod
    def until(cls, last: date, days: int) -> Self:
        """Return the period of so many days that ends with a day."""
        return cls(last - (days - 1) * DAY, last)

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    def __str__(self) -> str:
        if self.first == self.last:
            return format_date(self.first)
        return f"{format_date(self.first)} – {format_date(self.last)}"

    def __iter__(self) -> Iterator[date]:
        return (self.first + number * DAY for number in range(self.days))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """The period of the same length that ends the day before."""
        return Period.until(self.first - DAY, self.days)

    @property
    def month_before(self) -> "Period":
        """The whole month before that of the first day."""
        last = self.first.replace(day=1) - DAY
        return Period(last.replace(day=1), last)

    @property
    def year_before(self) -> "Period":
        """The month of the first day, a year earlier."""
        return Period.of_month(self.first.year - 1, self.first.month)

    @property
    def step(self) -> Step:
        if self.days == 1:
            return Step.HOUR
        if self.days <= DAYS_BY_DAY:
            return Step.DAY
        return Step.WEEK if self.days <= DAYS_BY_WEEK else Step.MONTH

    def pieces(self) -> Iterator["Period"]:
        """Give the days, weeks (from Monday) or months that the period falls into, cut at both ends."""
        first = self.first
        while first <= self.last:
            match self.step:
                case Step.WEEK:
                    last = first + (6 - first.weekday()) * DAY
                case Step.MONTH:
                    last = Period.of_month(first.year, first.month).last
                case _:
                    last = first
            yield Period(first, min(last, self.last))
            first = last + DAY
