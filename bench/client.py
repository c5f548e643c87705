"""Asking the server, one request at a time, and reading what each answer cost."""

import http.client
import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

# The request header X-Bench with this value: find every cache of the process empty.
COLD = "cold"
REFUSED = 503
# Any name below it is the site's: a page is kept for its host, so a host of its own finds no kept page.
DOMAIN = "do-toc-do.example"
HEADER = re.compile(r'app;dur=([\d.]+), cpu;dur=([\d.]+), db;dur=([\d.]+);desc="(\d+)"')


class BenchError(Exception):
    """The benchmark cannot go on; the message says why, in Vietnamese."""


@dataclass(frozen=True)
class Answer:
    """What one request cost. Times are in milliseconds, the size in bytes.

    ``server`` is the time in the application; parts of it are ``processor``, the time it really computed (a
    busy machine makes it wait besides), and ``database``, the time it waited for PostgreSQL. ``whole`` is
    the time until the last byte was here. A search that takes too long is refused (503).
    """

    server: float
    processor: float
    database: float
    queries: int
    whole: float
    size: int
    is_refused: bool = False


# Takes an address, a host and further headers.
Send = Callable[[str, str, dict[str, str]], Answer]


class Client:
    """A visitor of a server on this machine."""

    def __init__(self, port: int) -> None:
        self._port = port

    def send(self, path: str, host: str, headers: dict[str, str]) -> Answer:
        """Ask for a page."""
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request("GET", path, headers={"Host": host, **headers})
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        whole = (time.perf_counter() - started) * 1000
        return read_answer(path, response.status, response.headers.get("Server-Timing", ""), whole, len(body))


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read_answer(path: str, status: int, timing: str, whole: float, size: int) -> Answer:
    """Return what an answer cost, from its header.

    Raises BenchError for what is neither the page nor a refusal: its time would mean nothing.
    """
    found = HEADER.fullmatch(timing)
    if status not in (200, REFUSED) or not found:
        raise BenchError(f"{path} trả lời mã {status}; phép đo dừng lại.")
    server, processor, database = (float(found[number]) for number in (1, 2, 3))
    is_refused = status == REFUSED
    return Answer(server, processor, database, int(found[4]), whole, size, is_refused)
