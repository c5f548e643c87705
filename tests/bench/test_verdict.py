"""The table and the verdict: what is kept, what is near, what is missed."""

import json

import pytest

from bench.client import Answer
from bench.measures import Measure, Result
from bench.report import Check, checks, save, table, verdict
from bench.table import KEPT, MISSED, NEAR
from bench.workload import FIRST_PAGE, LAST_PAGE


def result(name: str, *times: float, took: int = 3, refused: bool = False, **limits) -> Result:
    answers = [Answer(time, time / 2, time / 4, took, time + 1, 2048, refused) for time in times]
    return Result(Measure("Danh sách", name, ["/"] * len(times), **limits), answers)


@pytest.mark.parametrize(("found", "expected"), [(40, KEPT), (47, NEAR), (48, NEAR), (49, MISSED)])
def test_limit_may_be_exceeded_by_the_tolerance(found, expected):
    assert Check("p95", found, 40, 0.2).verdict == expected


def test_number_of_queries_has_no_tolerance():
    (check,) = checks([result("lọc", 5, took=9, queries=8)], tolerance=0.5)
    assert check.verdict == MISSED


def test_measure_without_limits_is_not_judged():
    assert checks([result("lọc", 5000)], tolerance=0) == []


def test_time_is_judged_by_what_95_of_100_keep():
    (check,) = checks([result("lọc", *[10] * 95, *[900] * 5, p95=40)], tolerance=0)
    assert (check.found, check.verdict) == (10, KEPT)


def test_refused_search_misses_its_limit():
    found = checks([result("tìm", 5, refused=True, p95=60)], tolerance=10)
    assert [check.verdict for check in found] == [KEPT, MISSED]


@pytest.mark.parametrize(("last", "expected"), [(20, KEPT), (21, MISSED)])
def test_last_page_may_take_twice_as_long_as_the_first(last, expected):
    (check,) = checks([result(FIRST_PAGE, 10), result(LAST_PAGE, last)], tolerance=0)
    assert check.verdict == expected


def test_table_is_aligned_and_says_what_was_missed():
    results = [result("trang đầu", 10.5, p95=40, queries=8), result("lọc theo năm", 1050, p95=40)]
    lines = table(results, 0.2).splitlines()
    assert lines[1] == "DANH SÁCH"
    assert lines[2].endswith("≤ 40 ms, ≤ 8 tv  đạt")
    assert lines[3].endswith("KHÔNG ĐẠT")
    assert "1.050" in lines[3]
    assert lines[2].index("10,5") + 4 == lines[3].index("1.050") + 5


def test_verdict_names_what_was_missed():
    found = checks([result("trang đầu", 10, p95=40), result("trang cuối", 100, p95=40)], 0.2)
    text = verdict(found, 0.2)
    assert text.startswith("1/3 giới hạn đạt")
    assert "KHÔNG ĐẠT: Danh sách, trang cuối: p95 (ms): 100, giới hạn 40" in text
    assert "trang đầu: p95" not in text


def test_numbers_are_kept_as_json(tmp_path):
    results = [result("trang đầu", 10, p95=40)]
    path = tmp_path / "results" / "1.json"
    save(path, results, checks(results, 0), "ba văn bản")
    data = json.loads(path.read_text())
    assert data["data"] == "ba văn bản"
    answer = data["measures"][0]["answers"][0]
    assert (answer["path"], answer["server"]) == ("/", 10)
    assert data["checks"][0]["verdict"] == KEPT
