"""What these tests start: web processes, nginx with the configuration of production, on free ports."""

import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests.processes import database_url

ROOT = Path(__file__).resolve().parents[2]

needs_nginx = pytest.mark.skipif(
    shutil.which("nginx") is None, reason="không có nginx (Debian: gói nginx-light)"
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def nginx_config(
    folder: Path, *, port: int = 8199, application: str = "http://web:8000", proxy: str = ""
) -> Path:
    """Write the configuration for outside a container: a port of our own, files for what it puts out.

    ``proxy`` is the network of a proxy in front of it. Pictures and attachments are those in ``folder``,
    where the settings of tests keep them.
    """
    config = (ROOT / "deploy/nginx.conf").read_text()
    config = config.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("http://web:8000", application)
    proxies = (ROOT / "deploy/proxies.conf").read_text()
    if proxy:
        proxies = re.sub(r"^# ((?:set_)?real_ip_.*;)$", r"\1", proxies, flags=re.MULTILINE)
        proxies = proxies.replace("10.20.30.40", proxy)
    (folder / "proxies.conf").write_text(proxies)
    config = config.replace("/tmp/", f"{folder}/").replace("/dev/stdout", f"{folder}/access.log")
    config = config.replace("/dev/stderr", f"{folder}/error.log").replace("/srv/media/", f"{folder}/")
    written = folder / "nginx.conf"
    written.write_text(config)
    return written


@contextmanager
def nginx(folder: Path, *, application: str, proxy: str = "") -> Iterator[int]:
    """Run nginx in front of an application; yield its port as soon as it listens."""
    port = free_port()
    config = nginx_config(folder, port=port, application=application, proxy=proxy)
    # Started by root, its workers would be somebody who may not write into this folder.
    command = ["nginx", "-c", str(config), "-e", f"{folder}/error.log", "-g", "daemon off; user root;"]
    with subprocess.Popen(command) as process:
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


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

    def beat(self, token, number, places=()):
        """Send a view of a visitor of its own; note the moment when it was taken."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        browser = f"Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Nguoi/{number}"
        with contextlib.closing(client):
            body = json.dumps({"token": token, "places": places})
            headers = {"User-Agent": browser, "Content-Type": "application/json"}
            client.request("POST", "/dem/", body, headers)
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
