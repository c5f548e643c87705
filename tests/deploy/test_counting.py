"""Counting in real web processes: stopped, killed, without the database, without Redis."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from core.beacon import object_token
from stats.models import DailyCount
from tests.deploy.servers import free_port
from tests.factories import make_article
from tests.processes import database_url
from tests.redis_server import needs_redis, redis_server

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("committing_db")]


class Web:
    """gunicorn with two processes, as production runs it."""

    def __init__(self, folder, **env):
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "portal/gunicorn.py"],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "PORTAL_ENV": "local",
                "DATABASE_URL": database_url(),
                "STATIC_ROOT": str(folder),
                "HOST": "127.0.0.1",
                "PORT": str(self.port),
                "WEB_CONCURRENCY": "2",
                "WEB_THREADS": "4",
                "REDIS_URL": "",
                **env,
            },
        )
        self.acknowledged = []
        self._lock = threading.Lock()

    def get(self, path):
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(client):
            client.request("GET", path)
            return client.getresponse().status

    def beat(self, token, number):
        """Send a view of a visitor of its own; note the moment when it was taken."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        browser = f"Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Nguoi/{number}"
        with contextlib.closing(client):
            client.request("POST", "/dem/", json.dumps({"token": token}), {"User-Agent": browser})
            status = client.getresponse().status
        with self._lock:
            self.acknowledged.append(time.monotonic())
        return status

    def load(self, token, count, first=0, threads=4):
        """Send views from several threads; give the statuses."""
        statuses = []

        def work(numbers):
            for number in numbers:
                with contextlib.suppress(OSError, http.client.HTTPException):
                    statuses.append(self.beat(token, number))

        workers = [
            threading.Thread(target=work, args=[range(first + start, first + count, threads)])
            for start in range(threads)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return statuses

    def children(self):
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        return [int(pid) for pid in listed.stdout.split()]

    def close(self):
        self.process.terminate()
        self.process.wait(30)


@pytest.fixture(scope="module")
def static(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PORTAL_ENV": "local", "STATIC_ROOT": str(folder)},
        check=True,
    )
    return folder


@pytest.fixture
def web(static, eventually):
    started = []

    def start(**env):
        site = Web(static, **env)
        started.append(site)

        def answers():
            with contextlib.suppress(OSError):
                return site.get("/healthz") == 200

        eventually(answers)
        return site

    yield start
    for site in started:
        site.close()


def views():
    return sum(DailyCount.objects.filter(measure="views").values_list("count", flat=True))


def test_workers_add_up_and_a_stop_loses_nothing(web):
    token = object_token(make_article())
    site = web()
    assert site.load(token, 400) == [204] * 400
    site.close()
    assert views() == 400


def test_kill_loses_a_second_at_most(web, eventually):
    token = object_token(make_article())
    site = web()
    loading = threading.Thread(target=site.load, args=[token, 20_000])
    loading.start()
    eventually(lambda: site.acknowledged and time.monotonic() - site.acknowledged[0] > 3)
    killed_at = time.monotonic()
    for child in site.children():
        os.kill(child, signal.SIGKILL)
    site.process.send_signal(signal.SIGKILL)
    loading.join()
    site.process.wait(10)
    safe = sum(moment < killed_at - 1.2 for moment in site.acknowledged)  # a second, and the time to write
    assert safe > 100
    assert views() >= safe


def test_pages_answer_and_hits_wait_while_the_database_is_away(web, eventually):
    token = object_token(make_article())
    site = web()
    assert site.load(token, 50) == [204] * 50
    eventually(lambda: views() == 50)
    assert site.get("/tin-tuc/") == 200
    name = connection.settings_dict["NAME"]
    place = connection.settings_dict
    admin = psycopg2.connect(
        dbname="postgres", user=place["USER"], host=place["HOST"], port=place["PORT"] or 5432
    )
    admin.autocommit = True
    connection.close()
    with contextlib.closing(admin), admin.cursor() as cursor:
        try:
            cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            assert site.load(token, 50, first=1000) == [204] * 50
            time.sleep(2.5)  # Two attempts at least to write.
        finally:
            cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    eventually(lambda: views() == 100)


@needs_redis
def test_redis_may_stop_and_start(web, eventually):
    token = object_token(make_article())
    port = free_port()
    with redis_server(port) as url:
        site = web(REDIS_URL=url)
        assert site.load(token, 50) == [204] * 50
        assert site.get("/tin-tuc/") == 200
    assert site.get("/tin-tuc/") == 200
    assert site.load(token, 50, first=100) == [204] * 50
    with redis_server(port):
        assert site.get("/tin-tuc/") == 200
        assert site.load(token, 50, first=200) == [204] * 50
        eventually(lambda: views() == 150)
