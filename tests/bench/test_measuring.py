"""How a measure is taken: which requests count, what they may find kept, what they cost."""

import io

import pytest
from django.core.cache import cache
from django.db import connection

from bench.client import COLD, Answer, BenchError, read_answer
from bench.measured import Measured
from bench.measures import WARM_UP, Measure, Way, percentile, take

PATHS = ["/a/", "/b/", "/c/"]


class Visitor:
    """Notes what is asked; every answer costs one millisecond more than the one before."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict]] = []

    def send(self, path: str, host: str, headers: dict[str, str]) -> Answer:
        self.asked.append((path, host, headers))
        return Answer(len(self.asked), processor=0, database=0, queries=3, whole=0, size=10)


def counted(way: Way) -> tuple[list[tuple[str, str, dict]], list[float]]:
    """Take a measure; return what was asked after the warm-up, and the times that count."""
    visitor = Visitor()
    result = take(Measure("Nhóm", "tên", PATHS, way), visitor.send)
    return visitor.asked[WARM_UP:], [answer.server - WARM_UP for answer in result.answers]


def test_no_host_is_asked_twice_where_kept_pages_are_not_wanted():
    for way in (Way.FRESH, Way.AGAIN, Way.COLD):
        hosts = [host for _, host, _ in counted(way)[0]]
        assert len(set(hosts)) == len(hosts)


def test_fresh_pages_count_at_once():
    asked, times = counted(Way.FRESH)
    assert [path for path, _, _ in asked] == PATHS
    assert times == [1, 2, 3]


def test_second_of_two_requests_counts_where_the_counts_may_be_kept():
    asked, times = counted(Way.AGAIN)
    assert [path for path, _, _ in asked] == ["/a/", "/a/", "/b/", "/b/", "/c/", "/c/"]
    assert times == [2, 4, 6]


def test_kept_page_is_asked_for_at_the_same_host():
    asked, times = counted(Way.KEPT)
    assert [host for _, host, _ in asked[::2]] == [host for _, host, _ in asked[1::2]]
    assert times == [2, 4, 6]


def test_cold_request_asks_for_empty_caches():
    assert [headers for _, _, headers in counted(Way.COLD)[0]] == [{"X-Bench": COLD}] * 3


@pytest.mark.parametrize(("share", "value"), [(0.5, 10), (0.95, 19), (1.0, 20), (0.01, 1)])
def test_percentile_is_the_nearest_rank(share, value):
    assert percentile([float(number) for number in range(20, 0, -1)], share) == value


def test_percentile_of_one_value_is_that_value():
    assert percentile([7.0], 0.95) == 7.0


def answer_of(application, **environ) -> tuple[str, str]:
    said = {}

    def start(status, headers, exc_info=None):
        said.update(status=status, **dict(headers))

    body = b"".join(Measured(application)({"wsgi.input": io.BytesIO(), **environ}, start))
    assert body == b"trang"
    return said["status"], said["Server-Timing"]


@pytest.mark.django_db
def test_header_tells_how_many_queries_an_answer_took():
    def application(environ, start_response):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.execute("SELECT pg_sleep(0.01)")
        start_response("200 OK", [])
        return [b"trang"]

    status, timing = answer_of(application)
    answer = read_answer("/", int(status[:3]), timing, 50.0, 5)
    assert answer.queries == 2
    assert answer.processor < 10 <= answer.database <= answer.server


def test_caches_are_emptied_on_request_only(settings):
    def application(environ, start_response):
        seen.append(cache.get("menu"))
        start_response("200 OK", [])
        return [b"trang"]

    seen = []
    cache.set("menu", "có")
    answer_of(application)
    answer_of(application, HTTP_X_BENCH=COLD)
    assert seen == ["có", None]


def test_answer_that_is_no_page_ends_the_benchmark():
    with pytest.raises(BenchError, match="/mat/ trả lời mã 404"):
        read_answer("/mat/", 404, 'app;dur=1.0, cpu;dur=1.0, db;dur=0.0;desc="0"', 1.0, 5)


def test_search_that_was_given_up_is_an_answer():
    assert read_answer("/", 503, 'app;dur=1.0, cpu;dur=1.0, db;dur=0.0;desc="0"', 1.0, 5).is_refused
