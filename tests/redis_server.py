"""A Redis of the tests' own, that may be stopped."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.deploy.servers import free_port

PATH = shutil.which("redis-server")

# The portal runs without Redis, and so may a developer's machine. .ci/run installs it: there none is skipped.
needs_redis = pytest.mark.skipif(PATH is None, reason="không có redis-server (Debian: gói redis-server)")


@contextmanager
def redis_server(port: int | None = None) -> Iterator[str]:
    """Run Redis on a port, keeping nothing on the disk; yield its address as soon as it answers."""
    port = port or free_port()
    command = [PATH, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(b"PING\r\n")
                if connection.recv(7) == b"+PONG\r\n":
                    return
        except ConnectionRefusedError:
            pass
        if time.monotonic() > deadline:
            raise TimeoutError("Redis không khởi động được.")
        time.sleep(0.02)
