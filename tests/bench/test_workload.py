"""The benchmark from end to end, on some dozens of documents and in this process."""

import io
from urllib.parse import urlsplit

import pytest
from django.core.wsgi import get_wsgi_application

from bench import report, vocabulary
from bench.client import DOMAIN, Answer, BenchError, Client, read_answer
from bench.measured import Measured
from bench.measures import Way
from bench.run import take_all
from bench.server import running
from bench.workload import LIST, NEWS, PAGES, SEARCH, measures
from portal.demo import content
from portal.demo.bulk.crew import Crew
from portal.demo.bulk.fill import fill_up
from portal.demo.bulk.prose import generator, prose
from portal.demo.fill import fill as fill_demo
from tests.processes import database_url

pytestmark = pytest.mark.thorough


@pytest.fixture
def bulk(db, kept_connection, monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["*"]
    prose()  # It has read the demo's texts before they are hidden here.
    monkeypatch.setattr(content, "papers", lambda: [])
    monkeypatch.setattr(content, "posts", lambda: [])
    fill_demo(lambda line: None)
    fill_up(120, 30, Crew(1, lambda line: None), lambda *report: None)


def send(path: str, host: str, headers: dict[str, str]) -> Answer:
    """Ask the application in this process, as the client asks a server."""
    address = urlsplit(path)
    said = {}

    def start(status, headers, exc_info=None):
        said.update(status=int(status[:3]), **dict(headers))

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address.path,
        "QUERY_STRING": address.query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": host,
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
    body = b"".join(Measured(get_wsgi_application())(environ, start))
    return read_answer(path, said["status"], said["Server-Timing"], 0.0, len(body))


def test_every_measure_can_be_taken(bulk):
    wanted = measures(count=2, seed=1)
    results = take_all(wanted, send)
    assert {measure.group for measure in wanted} == {LIST, SEARCH, NEWS, PAGES}
    assert len(results) == len(wanted)
    assert report.table(results, 0.2).count("\n") == len(results) + 4
    assert not any(result.refused for result in results)


def test_kept_pages_take_no_query(bulk):
    kept = [measure for measure in measures(count=1, seed=1) if measure.way == Way.KEPT]
    assert {result.queries for result in take_all(kept, send)} == {0}


def test_same_seed_chooses_the_same_pages(bulk):
    first, second = measures(count=3, seed=7), measures(count=3, seed=7)
    assert [measure.paths for measure in first] == [measure.paths for measure in second]


def test_words_are_told_apart_by_how_many_documents_hold_them(bulk):
    found = vocabulary.read(generator("words"))
    assert {"cộng", "hòa", "phúc"} <= set(found.everywhere)
    assert found.rare
    assert not set(found.rare) & set(found.common)


def test_searches_are_asked_once_each(bulk):
    searches = [measure for measure in measures(count=5, seed=1) if measure.group == SEARCH]
    assert {measure.way for measure in searches} == {Way.FRESH}


@pytest.mark.django_db
def test_server_answers_with_what_it_cost(tmp_path):
    with running({"DATABASE_URL": database_url(), "STATIC_ROOT": str(tmp_path)}) as port:
        answer = Client(port).send("/healthz", f"x1.{DOMAIN}", {})
    assert answer.queries == 1
    assert 0 < answer.database < answer.server < answer.whole


def test_server_that_cannot_start_says_so(tmp_path):
    with pytest.raises(BenchError, match="không khởi động được"), running({"DATABASE_URL": "mysql://x/y"}):
        pass
