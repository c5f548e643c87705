"""The whole of a benchmark: the data, the server, the measures, the verdict."""

import argparse
import os
import sys
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import connection

from bench import counting, database, report
from bench.client import BenchError, Client, Send
from bench.measures import Measure, Result, take
from bench.server import running
from bench.workload import measures
from core.text import format_number
from documents.models import Document
from news.models import Article

# Beacons a round: some tenths of a second.
BEACONS = 1000


def run(options: argparse.Namespace) -> int:
    """Measure as the options of the command line say; return the exit code."""
    env = {"STATIC_ROOT": str(settings.VAR_DIR / "bench" / "static")}
    is_own = not settings.DATABASE_URL
    if is_own:
        env |= database.use_own()
    if is_own or options.fill:
        database.fill(env, options.documents, options.articles)
    database.manage(env, "collectstatic", "--no-input", "--verbosity", "0")
    wanted = [
        measure
        for measure in measures(options.requests, options.seed)
        if options.only.lower() in f"{measure.group} {measure.name}".lower()
    ]
    data = describe()
    say(data)
    with running(env) as port:
        results = take_all(wanted, Client(port).send)
    tolerance = options.tolerance / 100
    found = report.checks(results, tolerance)
    say(report.table(results, tolerance))
    if not options.only:
        costs = counting.measure(BEACONS)
        found += costs.checks(tolerance)
        say(str(costs))
    say(report.verdict(found, tolerance))
    path = options.json or settings.VAR_DIR / "bench" / f"{datetime.now():%Y-%m-%d-%H%M%S}.json"
    report.save(path, results, found, data)
    say(f"Mọi số đo: {path}")
    return int(any(check.verdict == report.MISSED for check in found))


def take_all(wanted: Iterable[Measure], send: Send) -> list[Result]:
    """Take all measures, one after the other."""
    results = [take(measure, send) for measure in wanted]
    if not results:
        raise BenchError("Không có phép đo nào như vậy, hoặc cơ sở dữ liệu còn trống (xem --fill).")
    return results


def describe() -> str:
    """Return what is measured on what, for people who compare two tables."""
    documents, articles = (format_number(model.objects.count()) for model in (Document, Article))
    load = format_number(round(os.getloadavg()[0], 1))
    return (
        f"{documents} văn bản, {articles} bài viết; PostgreSQL {connection.pg_version // 10000}; "
        f"máy {os.cpu_count()} nhân, tải lúc bắt đầu {load}"
    )


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, file=sys.stdout, flush=True)  # noqa: T201 - a program of the command line
