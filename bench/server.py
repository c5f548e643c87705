"""The server that is measured: gunicorn as ``make run`` starts it, but one process with one thread."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from bench.client import DOMAIN, BenchError, free_port
from portal.management.commands.serve import health
from portal.management.supervise import Child, end_all

READY_SECONDS = 60


@contextmanager
def running(env: dict[str, str]) -> Iterator[int]:
    """Run the server with these variables beside the environment's own; the block gets its port."""
    port = free_port()
    config = str(settings.BASE_DIR / "portal" / "gunicorn.py")
    child = Child(
        "Máy chủ đo",
        [sys.executable, "-m", "gunicorn", "--config", config, "bench.wsgi:application"],
        {
            **os.environ,
            **env,
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "WEB_CONCURRENCY": "1",
            "WEB_THREADS": "1",
            "ALLOWED_HOSTS": f"localhost,127.0.0.1,.{DOMAIN}",
            "PYTHONPATH": str(settings.BASE_DIR),
        },
    )
    child.start()
    try:
        _wait(child, port)
        yield port
    finally:
        end_all([child])


def _wait(child: Child, port: int) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and child.exit_code is None:
        if health("127.0.0.1", port) == 200:
            return
        time.sleep(0.05)
    raise BenchError("Máy chủ để đo không khởi động được; lý do ở các dòng trên.")
