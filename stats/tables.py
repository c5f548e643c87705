"""The numbers of a period as staff see them: on the dashboard, in the report and in the tables to keep.

They are made once, here, so that a chart, its table and a file cannot say different things.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from core.text import format_date, format_number
from stats import reading
from stats.agents import DEVICES
from stats.models import Measure
from stats.periods import Period, Step
from stats.reading import NOTHING, Figures, Ranked, SeenMost
from stats.rollup import HOURS_KEPT

# Lines of a list on the dashboard and in the report; a file has room for more.
ON_PAGE = 20
ON_PAPER = 10
IN_FILE = 500

LABELS = Figures(
    visits="Lượt truy cập",
    visitors="Khách",
    views="Lượt xem",
    downloads="Lượt tải",
    searches="Lượt tìm",
    misses="Tìm không thấy",
    bots="Máy tự động",
)
HELP = Figures(
    visits="Trang đầu tiên một người mở sau ít nhất 30 phút không mở trang nào; qua nửa đêm tính lượt mới.",
    visitors="Cộng số khách của từng ngày: ai đến trong hai ngày được tính hai lần.",
    views="Mỗi người một lượt cho mỗi trang trong 30 phút.",
    downloads="Mỗi người một lượt cho mỗi tệp trong 30 phút.",
    searches="Trên trang tìm kiếm và trong danh mục văn bản.",
    misses="Phần của lượt tìm không cho kết quả nào.",
    bots="Máy tìm kiếm và chương trình tự động, đếm riêng, không nằm trong số nào khác.",
)
# What of them is a number of its own; how many searches found nothing stands with the searches.
SHOWN = ("visits", "visitors", "views", "downloads", "searches", "bots")
NO_BASE = "chưa có số để so"
DIRECT = "Vào thẳng hoặc không rõ"
DELETED = "(đã xóa)"
REST = "Còn lại"
EMPTY = "Chưa có số liệu trong kỳ này."
HOURS_GONE = f"Số theo giờ chỉ giữ {HOURS_KEPT.days} ngày."


@dataclass(frozen=True)
class Change:
    """A number against an earlier one; None where there is nothing to compare with."""

    now: int
    before: int | None

    @property
    def difference(self) -> str:
        """``+1.234``, ``−56``, ``0``; "" where there is nothing to compare with."""
        if self.before is None:
            return ""
        return signed(self.now - self.before)

    @property
    def percent(self) -> str:
        """``+12,5 %``; "" where the earlier number is zero or unknown."""
        if not self.before:
            return ""
        return f"{signed(round(100 * (self.now - self.before) / self.before, 1))} %"

    @property
    def words(self) -> str:
        return f"{self.difference} ({self.percent})" if self.percent else NO_BASE

    @property
    def trend(self) -> str:
        if not self.percent or self.now == self.before:
            return "same"
        return "up" if self.now > self.before else "down"


@dataclass(frozen=True)
class Number:
    """One of the numbers of a period, against the period before it and, in a report, against others."""

    key: str
    now: int
    changes: tuple[Change, ...]
    aside: str = ""

    @property
    def label(self) -> str:
        return getattr(LABELS, self.key)

    @property
    def help(self) -> str:
        return getattr(HELP, self.key)

    @property
    def change(self) -> Change:
        return self.changes[0]


class Line(NamedTuple):
    """A line of a table: what it is about, its counts, its share of the first column's total."""

    label: str
    counts: tuple[int, ...]
    share: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """Lines under headings; ``heads`` are those of the counts. ``rest`` is what the lines leave."""

    key: str
    title: str
    label: str
    heads: tuple[str, ...]
    lines: list[Line]
    totals: tuple[int, ...]
    help: str = ""
    empty: str = EMPTY

    @property
    def rest(self) -> tuple[int, ...]:
        lines = [line.counts for line in self.lines]
        return tuple(
            total - sum(counts[column] for counts in lines) for column, total in enumerate(self.totals)
        )

    @property
    def has_rest(self) -> bool:
        return self.rest[0] > 0

    @property
    def has_shares(self) -> bool:
        return any(line.share for line in self.lines)

    @property
    def has_counts(self) -> bool:
        return any(any(line.counts) for line in self.lines)


@dataclass(frozen=True)
class Overview:
    """Everything about a period."""

    period: Period
    until: datetime | None
    since: date | None
    is_compared: bool
    numbers: list[Number]
    series: Table
    hours: Table | None
    devices: Table
    sections: Table
    lists: list[Table]

    @property
    def is_empty(self) -> bool:
        return not any(number.now for number in self.numbers)

    @property
    def tables(self) -> list[Table]:
        """The tables in the order in which a file has them."""
        own = (self.series, self.hours, self.devices, self.sections)
        return [table for table in (*own, *self.lists) if table]


def overview(period: Period, now: datetime, most: int = ON_PAGE) -> Overview:
    """Return what was counted in a period, against the period of the same length before it.

    A period that ends today is not over yet: of the last day before it only the hours count that have
    passed today too, as long as there are hours of it.
    """
    before = period.before
    days = reading.by_day(period, before)
    until = reading.full_hour(timezone.localtime(now)) if period.last == timezone.localdate(now) else None
    # Of the day before the period, what is later than it is now is cut off.
    is_cut = until is not None and until.date() == period.last
    hours, later = reading.by_hour(period, until - (period.last - before.last) if is_cut else None)
    earlier = reading.total(days, before).minus(later)
    began, since = reading.began()
    is_compared = began is not None and before.first >= began
    names = reading.ranked(period, most)
    viewed, files = reading.objects(period, most)
    return Overview(
        period=period,
        until=until,
        since=since,
        is_compared=is_compared,
        numbers=numbers(reading.total(days, period), earlier if is_compared else None),
        series=series(period, days, hours, until),
        hours=hours_of_day(period, hours, timezone.localdate(now)) if period.step != Step.HOUR else None,
        devices=_names("devices", "Thiết bị", "Thiết bị", names[Measure.DEVICES], DEVICES),
        sections=sections(names),
        lists=lists(names, viewed, files),
    )


def numbers(now: Figures, *earlier: Figures | None) -> list[Number]:
    """Return the numbers to be shown, against those of earlier periods; None where nothing can be said."""
    return [
        Number(
            key,
            getattr(now, key),
            tuple(Change(getattr(now, key), getattr(other, key) if other else None) for other in earlier),
            f"{format_number(now.misses)} lượt không thấy gì" if key == "searches" and now.misses else "",
        )
        for key in SHOWN
    ]


def series(
    period: Period, days: dict[date, Figures], hours: dict[int, Figures], until: datetime | None = None
) -> Table:
    """Return a period piece by piece: hours of one day, of today ``until`` now; else days, weeks, months."""
    if period.step == Step.HOUR:
        # The last hour of today ends at its midnight.
        begun = (until.hour or 24) if until else 24
        lines = [Line(f"{hour} giờ", tuple(hours.get(hour, NOTHING))) for hour in range(begun)]
    else:
        lines = [Line(_piece(piece, period), tuple(reading.total(days, piece))) for piece in period.pieces()]
    return Table(
        key="series",
        title=f"Theo {period.step.value}",
        label=period.step.value.capitalize(),
        heads=tuple(LABELS),
        lines=lines,
        totals=tuple(reading.total(days, period)),
        empty=HOURS_GONE if period.step == Step.HOUR else EMPTY,
    )


def by_day(period: Period, days: dict[date, Figures]) -> list[tuple[date, Figures]]:
    """Return each day of a period, also those on which nobody came."""
    return [(day, days.get(day, NOTHING)) for day in period]


def hours_of_day(period: Period, hours: dict[int, Figures], today: date) -> Table:
    """Return at what hour of the day people come, of the days whose hours are still there."""
    kept = max(period.first, reading.first_hour_kept(today))
    lines = [Line(f"{hour} giờ", tuple(hours.get(hour, NOTHING)[:3])) for hour in range(24)]
    return Table(
        key="hours",
        title="Giờ trong ngày",
        label="Giờ",
        heads=tuple(LABELS[:3]),
        lines=lines,
        totals=_totals(lines),
        help=f"Từ ngày {format_date(kept)}. {HOURS_GONE}" if period.first < kept <= period.last else "",
        empty=HOURS_GONE,
    )


def sections(names: dict[str, Ranked]) -> Table:
    """Return views and downloads by section of the portal."""
    views, downloads = names[Measure.VIEWS], names[Measure.DOWNLOADS]
    loaded = dict(downloads.most)
    found = dict(views.most) | {name: dict(views.most).get(name, 0) for name in loaded}
    lines = [
        Line(_section(name), (count, loaded.get(name, 0)), share(count, views.total))
        for name, count in found.items()
    ]
    return Table(
        "sections",
        "Mục của cổng",
        "Mục",
        (LABELS.views, LABELS.downloads),
        lines,
        (views.total, downloads.total),
    )


def lists(names: dict[str, Ranked], viewed: Sequence[SeenMost], files: SeenMost) -> list[Table]:
    """Return the lists of what was read, downloaded and searched for most, and of where people come from."""
    return [
        *(_objects(one) for one in viewed),
        _files(files),
        _searches("searches", "Từ khóa tìm thấy", names[Measure.SEARCHES]),
        _searches("misses", "Từ khóa không thấy gì", names[Measure.MISSES]),
        _names("referrers", "Trang dẫn tới", "Trang", names[Measure.REFERRERS], {"": DIRECT}),
        _names("bots", "Máy tự động", "Tên", names[Measure.BOTS], head=LABELS.views),
    ]


def share(count: int, total: int) -> str:
    """Return a share as ``12,5 %``; "" of nothing."""
    return f"{format_number(round(100 * count / total, 1))} %" if total else ""


def signed(number: int | float) -> str:
    """Return a number with its sign: ``+12,5``, ``−3``, ``0``."""
    text = format_number(abs(number))
    return text if number == 0 else f"{'+' if number > 0 else '−'}{text}"


def _names(
    key: str,
    title: str,
    label: str,
    ranked: Ranked,
    words: dict[str, str] | None = None,
    head: str = LABELS.visits,
) -> Table:
    lines = [
        # As text, also the name of a site: whoever sends robots here shall get no link for it.
        Line((words or {}).get(name, name), (count,), share(count, ranked.total))
        for name, count in ranked.most
    ]
    return Table(key, title, label, (head,), lines, (ranked.total,))


def _searches(key: str, title: str, ranked: Ranked) -> Table:
    page = reverse("search")
    lines = [Line(words, (count,), url=f"{page}?{urlencode({'q': words})}") for words, count in ranked.most]
    help_text = (
        "Bấm vào từ khóa để tìm lại. Từ khóa giữ 13 tháng; từ khóa có số điện thoại, số định danh, "
        "địa chỉ thư thì không giữ."
    )
    return Table(key, title, "Từ khóa", (LABELS.searches,), lines, (ranked.total,), help=help_text)


def _objects(seen: SeenMost) -> Table:
    name = str(apps.get_model(seen.kind)._meta.verbose_name).capitalize()
    # Pages have no files: no column of zeros.
    columns = 2 if seen.downloads else 1
    lines = [
        Line(one.title or DELETED, (one.views, one.downloads)[:columns], "", one.url, one.note)
        for one in seen.most
    ]
    return Table(
        seen.kind.replace(".", "-"),
        f"{name} được xem nhiều",
        name,
        (LABELS.views, LABELS.downloads)[:columns],
        lines,
        (seen.views, seen.downloads)[:columns],
    )


def _files(seen: SeenMost) -> Table:
    lines = [Line(one.title or DELETED, (one.downloads,), "", one.url, one.note) for one in seen.most]
    return Table("files", "Tệp được tải nhiều", "Tệp", (LABELS.downloads,), lines, (seen.downloads,))


def _section(name: str) -> str:
    try:
        return str(apps.get_app_config(name).verbose_name)
    except LookupError:  # Counted by an app that is there no more.
        return name or "(không rõ)"


def _piece(piece: Period, period: Period) -> str:
    match period.step:
        case Step.DAY:
            return format_date(piece.first)
        case Step.WEEK:
            return f"{piece.first:%d/%m}–{format_date(piece.last)}"
        case _:
            return f"{piece.first:%m/%Y}"


def _totals(lines: Iterable[Line]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(line.counts for line in lines), strict=True)))
