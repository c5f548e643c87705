"""Dates, numbers and sizes as Vietnamese readers write them. An empty value gives an empty text."""

import datetime
from decimal import Decimal

from django import template

from core import text

register = template.Library()

# Characters. Our titles have twenty words, and some have fifty: those are set smaller, so that the text
# below them is seen.
LONG_TITLE = 90
LONGEST_TITLE = 150


@register.filter
def vn_datetime(moment: datetime.datetime | None) -> str:
    """``Thứ hai, 10/01/2022 16:26``"""
    return text.format_datetime(moment) if moment else ""


@register.filter
def vn_moment(moment: datetime.datetime | None) -> str:
    """``16:26 ngày 10/01/2022``"""
    return text.format_moment(moment) if moment else ""


@register.filter
def vn_recent(moment: datetime.datetime | None) -> str:
    """``16:26`` today, ``16:26 hôm qua``, ``16:26 ngày 10/01/2022``"""
    return text.format_recent(moment) if moment else ""


@register.filter
def vn_date(day: datetime.date | None) -> str:
    """``10/01/2022``"""
    return text.format_date(day) if day else ""


@register.filter
def vn_day(day: datetime.date | None) -> str:
    """``Thứ hai, 10/01/2022``"""
    return text.format_day(day) if day else ""


@register.filter
def vn_number(number: int | float | Decimal | None) -> str:
    """``2.907.693``"""
    return "" if number is None or number == "" else text.format_number(number)


@register.filter
def vn_filesize(size: int | None) -> str:
    """``1,2 MB``"""
    return "" if size is None or size == "" else text.format_file_size(size)


@register.filter
def lunar_date(day: datetime.date | None) -> str:
    """``19/10``"""
    return text.lunar_date(day) if day else ""


@register.filter
def lunar_year(day: datetime.date | None) -> str:
    """``Bính Ngọ``"""
    return text.lunar_year(day) if day else ""


@register.filter
def title_size(title: str) -> str:
    """Return the class of a heading that holds a title: ``is-longest``, ``is-long`` or none."""
    if len(title) > LONGEST_TITLE:
        return "is-longest"
    return "is-long" if len(title) > LONG_TITLE else ""
