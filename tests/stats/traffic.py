"""Made traffic: many visitors over two midnights, what it must come to, and a process that sends a share.

``python -m tests.stats.traffic`` reads a line of JSON a step, sends what is in it at the moments that it
names, writes what it counted, and answers with a line.
"""

import json
import random
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

# Nothing of the project's up here: the process sets Django up first.
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2026, 3, 2, 21, tzinfo=HANOI)
END = datetime(2026, 3, 4, 3, tzinfo=HANOI)
# What several processes do within a step may be written in any order.
STEP = timedelta(minutes=5)
HALF_HOUR = timedelta(minutes=30)

BROWSERS = {
    "phone": "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
    "tablet": "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
    "computer": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
}
ROBOTS = {
    "Googlebot": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "coccocbot-web": "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
    "curl": "curl/8.5.0",
}


@dataclass(frozen=True)
class Event:
    """A request: of a visitor for an object; of one who asks not to be tracked; of a robot for a page."""

    moment: datetime
    address: str
    browser: str
    object_id: int
    referrer: str = ""
    again: bool = False
    is_apart: bool = False
    robot: str = ""


def make(rng: random.Random, count: int, objects: list[int]) -> list[Event]:
    """Return events in the order of time.

    The pauses of a visitor are under 20 minutes or over 40, so that the order within a step decides nothing.
    """
    events: list[Event] = []
    number = 0
    while len(events) < count:
        number += 1
        device = rng.choice(list(BROWSERS))
        # A computer room: few addresses, few kinds of browsers, told apart by what is left.
        address = f"10.{number % 3}.{number // 250}.{number % 250}"
        who = {
            "address": address,
            "browser": BROWSERS[device],
            "is_apart": rng.random() < 0.1,
            "referrer": rng.choice(["", "", "tim.example", "mang.example"]),
        }
        if rng.random() < 0.03:
            robot = rng.choice(list(ROBOTS))
            who = {"address": address, "browser": ROBOTS[robot], "robot": robot}
        events += _stay(rng, who, objects)
    return sorted(events, key=lambda event: event.moment)


def _stay(rng: random.Random, who: dict, objects: list[int]) -> list[Event]:
    moment = START + rng.random() * (END - START)
    left = rng.sample(objects, len(objects))
    events = []
    for _ in range(rng.randint(1, 8)):
        if moment >= END or not left:
            break
        event = Event(moment, object_id=left.pop(), **who)
        events.append(event)
        if rng.random() < 0.3:  # Looked at again within a minute.
            later = {**asdict(event), "moment": moment + timedelta(seconds=rng.randint(1, 50)), "again": True}
            events.append(Event(**later))
        pause = rng.uniform(1, 20) if rng.random() < 0.7 else rng.uniform(40, 300)
        moment += timedelta(minutes=pause)
    return events


def expected(events: list[Event]) -> dict[str, Counter]:
    """Return what the events come to, counted one after the other: the rules in their plainest form."""
    counts: dict[str, Counter] = {
        name: Counter() for name in ("visits", "visitors", "views", "bots", "referrers", "devices", "objects")
    }
    last_seen: dict[tuple, datetime] = {}
    last_counted: dict[tuple, datetime] = {}
    device_of = {agent: device for device, agent in BROWSERS.items()}
    for event in events:
        day = event.moment.date()
        if event.robot:
            counts["bots"][day, event.robot] += 1
            continue
        visitor = day, event.address, event.browser
        read = True
        if event.is_apart:
            read = not event.again
        else:
            if visitor not in last_seen:
                counts["visitors"][day, ""] += 1
            if visitor not in last_seen or event.moment - last_seen[visitor] >= HALF_HOUR:
                counts["visits"][day, ""] += 1
                counts["referrers"][day, event.referrer] += 1
                counts["devices"][day, device_of[event.browser]] += 1
            last_seen[visitor] = event.moment
            before = last_counted.get((visitor, event.object_id))
            read = before is None or event.moment - before >= HALF_HOUR
            if read:
                last_counted[visitor, event.object_id] = event.moment
        if read:
            counts["views"][day, "news"] += 1
            counts["objects"][event.object_id] += 1
    return counts


def steps(events: list[Event]) -> list[list[Event]]:
    """Return the events of each step."""
    found: list[list[Event]] = []
    end = START
    for event in events:
        if event.moment >= end:
            found.append([])
            while event.moment >= end:
                end += STEP
        found[-1].append(event)
    return found


def serve() -> None:
    """Send what comes on the standard input, in the settings and the database of the environment."""
    import django

    django.setup()
    import time_machine
    from django.conf import settings
    from django.test import Client, override_settings

    from stats.buffer import buffer

    # As tests have them; of static files no folder is needed.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    override_settings(
        CACHE_LISTENER=False,
        COUNT_IN_BACKGROUND=False,
        ALLOWED_HOSTS=["*"],
        STORAGES={**settings.STORAGES, "staticfiles": plain},
    ).enable()
    client = Client(raise_request_exception=True)
    latest = START.isoformat()
    for line in sys.stdin:
        for event, path, token in json.loads(line):
            headers = {"User-Agent": event["browser"]}
            if event["is_apart"]:
                headers["DNT"] = "1"
            with time_machine.travel(datetime.fromisoformat(event["moment"]), tick=False):
                if event["robot"]:
                    status = client.get(path, headers=headers, REMOTE_ADDR=event["address"]).status_code
                    assert status == 200, (path, status)
                else:
                    said = {"token": token, "referrer": event["referrer"], "again": event["again"]}
                    answer = client.post(
                        "/dem/", said, "application/json", headers=headers, REMOTE_ADDR=event["address"]
                    )
                    assert answer.status_code == 204, answer.content
                latest = event["moment"]
        with time_machine.travel(datetime.fromisoformat(latest), tick=False):
            buffer.flush()
        sys.stdout.write("xong\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
