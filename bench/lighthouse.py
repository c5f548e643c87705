"""``make lighthouse``: Google's Lighthouse on the pages that people open most, as a table with limits.

Each page is measured several times as a cheap phone on a slow line sees it (Lighthouse's simulation of
one), and the median counts. The portal that runs is measured, else one is started as ``make run`` starts it.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

from bench.client import BenchError, free_port
from bench.table import KEPT, MISSED, aligned
from core.text import format_number
from portal.management.supervise import Child, end_all

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "lighthouse"
# The last version for Node.js 18 and 20, which Debian and Ubuntu have.
PACKAGE = "lighthouse@12.8.2"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
# Chromium now and then loses the trace of a page (NO_NAVSTART) and asks to be run again.
TRIES = 3
READY_SECONDS = 300  # A first start makes the demo content.
# The name of a category in Lighthouse's report, its name here, and what a page must reach.
LIMITS = (
    ("performance", "hiệu năng", 95),
    ("accessibility", "tiếp cận", 100),
    ("best-practices", "thực hành tốt", 100),
    ("seo", "SEO", 100),
)
METRICS = (
    ("first-contentful-paint", "FCP s", 0.001),
    ("largest-contentful-paint", "LCP s", 0.001),
    ("total-blocking-time", "TBT ms", 1),
    ("cumulative-layout-shift", "CLS", 1),
    ("total-byte-weight", "KB", 1 / 1024),
)


@dataclass(frozen=True)
class PageResult:
    """The medians of a page's runs, and the audits of any run that kept a category from its limit."""

    name: str
    scores: dict[str, float]
    metrics: dict[str, float]
    complaints: tuple[str, ...]

    @property
    def is_kept(self) -> bool:
        return all(self.scores[category] >= limit for category, _, limit in LIMITS)


def main() -> int:
    """Measure; return 0 where every page reaches every limit, 1 where not, 2 where that cannot be told."""
    options = _options()
    try:
        install()
        with portal(options.address) as address:
            results = [
                measured(name, [run(url) for _ in range(options.runs)])
                for name, url in pages(address).items()
                if options.only.lower() in name
            ]
    except BenchError as error:
        print(f"Lỗi: {error}", file=sys.stderr)  # noqa: T201 - a program of the command line
        return 2
    say(table(results))
    path = ROOT / "var" / "bench" / f"lighthouse-{datetime.now():%Y-%m-%d-%H%M%S}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([vars(result) for result in results], ensure_ascii=False, indent=1))
    say(f"Mọi số đo: {path}")
    return int(not all(result.is_kept for result in results))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.lighthouse",
        description="Chấm điểm các trang chính bằng Lighthouse (điện thoại, mạng chậm mô phỏng).",
        epilog="Mã thoát: 0 khi mọi trang đạt, 1 khi có trang không đạt, 2 khi không đo được.",
    )
    parser.add_argument(
        "--address",
        default="",
        metavar="ĐỊA CHỈ",
        help="cổng đang chạy để đo (mặc định: cổng ở 127.0.0.1:8000; không có thì tự khởi động một cổng)",
    )
    parser.add_argument("--runs", type=int, default=5, metavar="SỐ", help="số lần đo mỗi trang (5)")
    parser.add_argument("--only", default="", metavar="CHỮ", help="chỉ các trang có chữ này trong tên")
    return parser.parse_args()


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, file=sys.stdout, flush=True)  # noqa: T201 - a program of the command line


# The tool


def install() -> None:
    """Have npm put Lighthouse under ``var/``, once. Raises BenchError where Node.js is missing."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise BenchError("Cần Node.js 18 trở lên và npm (Debian: apt-get install nodejs npm).")
    stamp = FOLDER / "installed"
    if stamp.exists() and stamp.read_text() == PACKAGE:
        return
    say(f"Đang cài {PACKAGE} vào {FOLDER}…")
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--prefix", str(FOLDER), "--ignore-scripts", "--no-audit", "--no-fund"]
    if subprocess.run([*command, PACKAGE], stdout=sys.stderr, check=False).returncode:  # noqa: S603
        raise BenchError(f"npm không cài được {PACKAGE}; lý do ở các dòng trên.")
    stamp.write_text(PACKAGE)


def run(url: str) -> dict[str, Any]:
    """Return Lighthouse's report on a page. Raises BenchError where it has none."""
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        raise BenchError("Không tìm thấy Chromium: cài gói chromium hoặc đặt biến CHROMIUM.")
    command = [
        "node",
        str(FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"),
        url,
        "--quiet",
        "--output=json",
        "--locale=vi",
        f"--only-categories={','.join(category for category, _, _ in LIMITS)}",
        f"--chrome-flags={FLAGS}",
    ]
    wrong = ""
    for _ in range(TRIES):
        done = subprocess.run(  # noqa: S603 - our own arguments
            command, env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, text=True, check=False
        )
        report = json.loads(done.stdout) if done.returncode == 0 else {}
        wrong = report.get("runtimeError") or done.stderr
        if report and not report.get("runtimeError"):
            return report
    raise BenchError(f"Lighthouse không đo được {url}: {wrong}")


# The portal


@contextmanager
def portal(address: str) -> Iterator[str]:
    """Give the address of a portal that answers: the one that is named, one that runs, or a new one."""
    running = address or f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
    if _answers(running):
        yield running.rstrip("/")
        return
    if address:
        raise BenchError(f"Không có cổng nào trả lời ở {address}.")
    port = free_port()
    env = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}
    child = Child("Cổng để đo", [sys.executable, str(ROOT / "manage.py"), "serve"], env)
    child.start()
    try:
        until = time.monotonic() + READY_SECONDS
        while not _answers(f"http://127.0.0.1:{port}"):
            if child.exit_code is not None or time.monotonic() > until:
                raise BenchError("Cổng để đo không khởi động được; lý do ở các dòng trên.")
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        end_all([child])


def _answers(address: str) -> bool:
    try:
        return _read(f"{address.rstrip('/')}/healthz") == '{"database": "ok"}'
    except OSError:  # Nobody there, an error, no answer in time.
        return False


def _read(url: str) -> str:
    with urlopen(url, timeout=30) as response:  # noqa: S310 - the portal's own addresses
        return response.read().decode(errors="replace")


def pages(address: str) -> dict[str, str]:
    """Return the addresses of the pages to measure: the newest of each sort that the portal links to."""
    home, register = _read(f"{address}/"), _read(f"{address}/van-ban/")
    found = {
        "trang chủ": "/",
        "chuyên mục": _first(r'"(/tin-tuc/[\w-]+/)"', home),
        "bài viết": _first(r'"(/tin-tuc/[\w-]+/[\w-]+-\d+/)"', home),
        "danh sách văn bản": "/van-ban/",
        "văn bản": _first(r'"(/van-ban/\d{4}/[\w-]+-\d+/)"', register),
    }
    return {name: address + path for name, path in found.items()}


def _first(pattern: str, html: str) -> str:
    found = re.search(pattern, html)
    if found is None:
        raise BenchError("Cổng này còn trống: chưa có bài viết hay văn bản nào để đo.")
    return found[1]


# The verdict


def measured(name: str, reports: list[dict[str, Any]]) -> PageResult:
    """Return what the runs of a page come to."""
    say(f"Đã đo {name} {len(reports)} lần.")
    return PageResult(
        name,
        {
            category: median(round(100 * report["categories"][category]["score"]) for report in reports)
            for category, _, _ in LIMITS
        },
        {
            metric: median(report["audits"][metric]["numericValue"] for report in reports) * unit
            for metric, _, unit in METRICS
        },
        tuple(dict.fromkeys(complaint for report in reports for complaint in _complaints(report))),
    )


def _complaints(report: dict[str, Any]) -> Iterator[str]:
    """Yield what a report finds wrong in the categories that are below their limits."""
    for category, label, limit in LIMITS:
        found = report["categories"][category]
        if 100 * found["score"] >= limit:
            continue
        for reference in found["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                yield f"{label}: {audit['title']} {audit.get('displayValue', '')}".rstrip()


def table(results: list[PageResult]) -> str:
    """Return the medians as aligned text, and what keeps pages from their limits."""
    limits = (f"{label} (≥ {limit})" for _, label, limit in LIMITS)
    rows = [("", *limits, *(label for _, label, _ in METRICS), "")]
    for result in results:
        scores = (f"{result.scores[category]:g}" for category, _, _ in LIMITS)
        metrics = (format_number(round(result.metrics[metric], 2)) for metric, _, _ in METRICS)
        rows.append((result.name, *scores, *metrics, KEPT if result.is_kept else MISSED))
    complaints = [f"  {result.name}: {text}" for result in results for text in result.complaints]
    return "\n".join([aligned(rows), *complaints])


if __name__ == "__main__":
    sys.exit(main())
