"""An application that tells of each answer what it cost: time, time in the database, queries.

The time is that of the whole application,
middleware and rendering included; what gunicorn and the network take is not in it.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache import cache
from django.db import connection

from bench.client import COLD


class Queries:
    """Counts and times the queries of a request; an ``execute_wrapper`` of Django's."""

    def __init__(self) -> None:
        self.count = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - started


class Measured:
    """A WSGI application around another one; adds the header Server-Timing.

    A request with ``X-Bench: cold`` finds every cache of the process empty.
    """

    def __init__(self, application: Callable) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        if environ.get("HTTP_X_BENCH") == COLD:
            cache.clear()
        answer: dict[str, Any] = {}

        def keep(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable:
            answer.update(status=status, headers=headers)
            return lambda data: None

        queries = Queries()
        started, worked = time.perf_counter(), time.thread_time()
        with connection.execute_wrapper(queries):
            response = self._application(environ, keep)
            body = b"".join(response)
        spent, work = time.perf_counter() - started, time.thread_time() - worked
        if hasattr(response, "close"):
            response.close()
        cost = {"app": spent, "cpu": work, "db": queries.seconds}
        timing = ", ".join(f"{name};dur={seconds * 1000:.3f}" for name, seconds in cost.items())
        timing += f';desc="{queries.count}"'
        start_response(answer["status"], [*answer["headers"], ("Server-Timing", timing)])
        return [body]
