"""Processes of the project that tests start: what leads them to the database of the test."""

import os
import time
from collections.abc import Callable

from django.db import connection

from bench.database import socket_url

# Set by `make test-all`: as many as the limits name, rather than as many as show the same.
FULL_SIZE = os.environ.get("FULL_SIZE") == "1"


def database_url() -> str:
    """Return the address of the test's database, for another process."""
    place = connection.settings_dict
    if str(place["HOST"]).startswith("/"):
        return socket_url(place["HOST"], place["PORT"], place["USER"], place["NAME"])
    server = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}"
    return f"postgres://{server}/{place['NAME']}"


def wait_until(condition: Callable[[], object], seconds: float = 30) -> None:
    """Look again and again whether a condition holds that another process brings about."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "took too long"
        time.sleep(0.02)
