import datetime

import pytest
from django.template import Context, Template


def render(source, value):
    return Template("{% load vietnamese %}" + source).render(Context({"value": value}))


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        (
            "{{ value|vn_datetime }}",
            datetime.datetime(2022, 1, 10, 9, 26, tzinfo=datetime.UTC),
            "Thứ hai, 10/01/2022 16:26",
        ),
        ("{{ value|vn_date }}", datetime.date(2022, 1, 10), "10/01/2022"),
        ("{{ value|vn_number }}", 2907693, "2.907.693"),
        ("{{ value|vn_number }}", 0, "0"),
        ("{{ value|vn_filesize }}", 1258291, "1,2 MB"),
        ("{{ value|vn_day }}", datetime.date(2022, 1, 9), "Chủ nhật, 09/01/2022"),
        ("{{ value|lunar_date }}", datetime.date(2026, 11, 27), "19/10"),
        ("{{ value|lunar_year }}", datetime.date(2026, 11, 27), "Bính Ngọ"),
    ],
)
def test_filter_writes_as_vietnamese_readers_do(source, value, text):
    assert render(source, value) == text


@pytest.mark.parametrize(
    "name", ["vn_datetime", "vn_date", "vn_day", "vn_number", "vn_filesize", "lunar_date", "lunar_year"]
)
@pytest.mark.parametrize("value", [None, ""])
def test_nothing_gives_nothing(name, value):
    assert render("{{ value|" + name + " }}", value) == ""
