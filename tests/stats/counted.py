"""Counts as they stand in the database, and the tables that are made of them, as a reader finds them."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

from bs4 import Tag

from stats.models import DayCount, HourCount, Measure, ObjectDay

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PAGE = "/quan-tri/thong-ke/"


def make_hour(hour: datetime, count: int = 1, measure: str = Measure.VISITS, name: str = "") -> HourCount:
    return HourCount.objects.create(hour=hour, measure=measure, name=name, count=count)


def make_day(day: date, count: int = 1, measure: str = Measure.VISITS, name: str = "") -> DayCount:
    return DayCount.objects.create(day=day, measure=measure, name=name, count=count)


def make_seen(obj: Any, day: date, views: int = 0, downloads: int = 0) -> ObjectDay:
    """Have an object be seen; one that is there no more by its kind and id."""
    kind, pk = obj if isinstance(obj, tuple) else (obj._meta.label_lower, obj.pk)
    return ObjectDay.objects.create(day=day, kind=kind, object_id=pk, views=views, downloads=downloads)


def number(text: str) -> int:
    return int(text.replace(".", ""))


def rows_of(table: Tag, part: str = "tbody") -> list[list[str]]:
    return [
        [" ".join(cell.text.split()) for cell in row.find_all(["th", "td"])]
        for row in table.select(f"{part} tr")
    ]


def table_under(page: Tag, title: str) -> Tag:
    """Return the table with a caption."""
    (table,) = (table for table in page.select("table.figures") if table.caption.text == title)
    return table


def numbers_of(page: Tag) -> dict[str, tuple[int, str]]:
    """Return the large numbers by their names, each with what is said of the change."""
    return {
        tile.dt.text: (number(tile.select_one(".number-now").text), tile.select_one(".number-change").text)
        for tile in page.select(".number-tile")
    }


def csv_rows(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def workbook(response: Any) -> dict[str, list[list[Any]]]:
    """Return the rows of each sheet below its title; numbers as numbers."""
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        parts = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist()}  # noqa: S314 - ours
    names = [sheet.get("name") for sheet in parts["xl/workbook.xml"].iter(f"{SHEET}sheet")]
    return {
        name: list(_cells(parts[f"xl/worksheets/sheet{place}.xml"]))[1:]
        for place, name in enumerate(names, 1)
    }


def _cells(sheet: ElementTree.Element) -> Iterator[list[Any]]:
    for row in sheet.iter(f"{SHEET}row"):
        assert row.find(f".//{SHEET}f") is None
        yield [
            "".join(cell.itertext()) if cell.get("t") else int(cell.findtext(f"{SHEET}v") or 0)
            for cell in row.iter(f"{SHEET}c")
        ]
