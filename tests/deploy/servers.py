"""What these tests start: nginx with the configuration of production, on a free port."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

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
