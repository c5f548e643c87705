"""Made traffic from several processes comes to exactly what it is."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from dataclasses import asdict

import pytest
from django.conf import settings

from core.beacon import object_token
from core.models import Counter as ObjectCounter
from stats import rollup
from stats.models import DailyCount
from tests.factories import make_article
from tests.processes import FULL_SIZE, database_url
from tests.redis_server import needs_redis, redis_server
from tests.stats.traffic import END, START, expected, make, steps

pytestmark = pytest.mark.usefixtures("committing_db")

OBJECTS = 12
BEACONS = 20_000 if FULL_SIZE else 1_000


class Process:
    def __init__(self, redis_url):
        ours = {"DATABASE_URL": database_url(), "REDIS_URL": redis_url, "PORTAL_ENV": "local"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.stats.traffic"],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings", **ours},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def send(self, requests):
        self.process.stdin.write(json.dumps(requests, default=str) + "\n")
        self.process.stdin.flush()

    def wait(self):
        assert self.process.stdout.readline() == "xong\n"

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


def check(count, workers, redis_url=""):
    articles = {article.pk: article for article in (make_article(at=START) for _ in range(OBJECTS))}
    tokens = {pk: object_token(article) for pk, article in articles.items()}
    paths = {pk: article.get_absolute_url() for pk, article in articles.items()}
    rng = random.Random(7)  # noqa: S311 - the same traffic each time
    events = make(rng, count, list(articles))
    processes = [Process(redis_url) for _ in range(workers)]
    try:
        for step in steps(events):
            shares = [[] for _ in processes]
            for event in step:
                of = event.object_id
                rng.choice(shares).append((asdict(event), paths[of], tokens[of]))
            for process, share in zip(processes, shares, strict=True):
                process.send(share)
            for process in processes:
                process.wait()
    finally:
        for process in processes:
            process.close()
    wanted = expected(events)
    assert sum(wanted["visits"].values()) > count / 20
    objects = ObjectCounter.objects.filter(kind="news.article", views__gt=0)
    assert Counter(dict(objects.values_list("object_id", "views"))) == wanted.pop("objects")
    assert by_measure() == wanted
    for _ in range(2):
        rollup.roll_up(END.date())
        assert by_measure() == wanted


def by_measure():
    found = {}
    for measure, day, name, count in DailyCount.objects.values_list("measure", "day", "name", "count"):
        if count:
            found.setdefault(measure, Counter())[day, name] = count
    return found


def test_traffic_over_two_midnights_is_counted_exactly():
    check(600, workers=3)


@needs_redis
def test_traffic_with_redis_is_counted_exactly():
    with redis_server() as url:
        check(300, workers=2, redis_url=url)


@pytest.mark.thorough
def test_beacons_from_eight_processes_are_counted_exactly():
    check(BEACONS, workers=8)


@needs_redis
@pytest.mark.thorough
def test_beacons_from_eight_processes_with_redis_are_counted_exactly():
    with redis_server() as url:
        check(BEACONS, workers=8, redis_url=url)
