"""The table that people read, the verdict, and the same numbers as JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from bench.measures import Result, percentile
from bench.table import KEPT, MISSED, NEAR, aligned
from bench.workload import FIRST_NEWS, FIRST_PAGE, LAST_PAGE, LATE_NEWS
from core.text import format_number

# The last page of the register may take so many times as long as the first.
LAST_TO_FIRST = 2
HEADER = ("", "lần", "p50 ms", "p95 ms", "CPU", "CSDL", "cả đường p95", "truy vấn", "KB", "giới hạn", "")


@dataclass(frozen=True)
class Check:
    """One limit, what was found, and whether that keeps it; ``tolerance`` is the share it may be over."""

    name: str
    found: float
    limit: float
    tolerance: float = 0.0

    @property
    def verdict(self) -> str:
        if self.found <= self.limit:
            return KEPT
        return NEAR if self.found <= self.limit * (1 + self.tolerance) else MISSED


def checks(results: list[Result], tolerance: float) -> list[Check]:
    """Return all limits with what was found. Times have a tolerance, counts of queries have none."""
    found = [check for result in results for check in _checks(result, tolerance)]
    by_name = {result.measure.name: result for result in results}
    for first, late in ((FIRST_PAGE, LAST_PAGE), (FIRST_NEWS, LATE_NEWS)):
        if first in by_name and late in by_name:
            ratio = by_name[late].server(0.5) / by_name[first].server(0.5)
            found.append(Check(f"{late} so với {first} (lần, p50)", ratio, LAST_TO_FIRST, tolerance))
    return found


def _checks(result: Result, tolerance: float) -> Iterator[Check]:
    measure = result.measure
    name = f"{measure.group}, {measure.name}"
    if measure.p95 is not None:
        yield Check(f"{name}: p95 (ms)", result.server(0.95), measure.p95, tolerance)
    if measure.queries is not None:
        yield Check(f"{name}: truy vấn", result.queries, measure.queries)
    if result.refused:
        yield Check(f"{name}: số lần trả lời «quá lâu» (503)", result.refused, 0)


def table(results: list[Result], tolerance: float) -> str:
    """Return the results as aligned text, a line each, under a heading for each group."""
    rows: list[tuple[str, ...]] = [HEADER]
    group = ""
    for result in results:
        if result.measure.group != group:
            group = result.measure.group
            rows.append((group.upper(), *[""] * (len(HEADER) - 1)))
        rows.append(_row(result, tolerance))
    return aligned(rows)


def _row(result: Result, tolerance: float) -> tuple[str, ...]:
    measure = result.measure
    limits = [f"≤ {measure.p95:g} ms"] if measure.p95 is not None else []
    limits += [f"≤ {measure.queries} tv"] if measure.queries is not None else []
    verdicts = [check.verdict for check in _checks(result, tolerance)]
    worst = next((verdict for verdict in (MISSED, NEAR, KEPT) if verdict in verdicts), "")
    return (
        f"  {measure.name}",
        str(len(result.answers)),
        _number(result.server(0.5)),
        _number(result.server(0.95)),
        _number(percentile([answer.processor for answer in result.answers], 0.5)),
        _number(percentile([answer.database for answer in result.answers], 0.5)),
        _number(result.whole(0.95)),
        str(result.queries),
        _number(result.size / 1024),
        ", ".join(limits),
        worst,
    )


def _number(value: float) -> str:
    return format_number(round(value, 1))


def verdict(found: list[Check], tolerance: float) -> str:
    """Return in words which limits were not kept."""
    lines = [
        f"  {check.verdict}: {check.name}: {_number(check.found)}, giới hạn {_number(check.limit)}"
        for check in found
        if check.verdict != KEPT
    ]
    kept = sum(check.verdict == KEPT for check in found)
    head = (
        f"{kept}/{len(found)} giới hạn đạt; «{NEAR}» là vượt không quá {tolerance:.0%}, không tính là lỗi, "
        "vì số đo trên máy dùng chung dao động."
    )
    return "\n".join([head, *lines])


def save(path: Path, results: list[Result], found: list[Check], data: str) -> None:
    """Write everything that was measured as JSON; ``data`` says on what."""
    everything = {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "data": data,
        "measures": [
            {
                "group": result.measure.group,
                "name": result.measure.name,
                "way": result.measure.way.value,
                "answers": [
                    {"path": path, **asdict(answer)}
                    for path, answer in zip(result.measure.paths, result.answers, strict=True)
                ],
            }
            for result in results
        ],
        "checks": [asdict(check) | {"verdict": check.verdict} for check in found],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(everything, ensure_ascii=False, indent=1))
