"""Counting in real web processes: stopped, killed, without the database, without Redis."""

import contextlib
import os
import signal
import threading
import time

import psycopg2
import pytest
from django.db import connection

from core.beacon import object_token
from stats.models import DailyCount
from tests.deploy.servers import free_port
from tests.factories import make_article
from tests.redis_server import needs_redis, redis_server

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("committing_db")]


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
    # In both processes: each keeps pages of its own.
    assert [site.get("/tin-tuc/") for _ in range(20)] == [200] * 20
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
            assert [site.get("/tin-tuc/") for _ in range(10)] == [200] * 10
            assert site.beat(token, 2000, places=["visits"]) == 200
            time.sleep(2.5)  # Two attempts at least to write.
        finally:
            cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    eventually(lambda: views() == 101)
    assert site.get("/tin-tuc/") == 200


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
