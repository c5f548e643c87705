"""`manage.py serve` as a whole: real processes on a copy of the checkout, with a database of its own."""

import contextlib
import http.client
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from portal.embedded_postgres.server import locate
from tests.deploy.servers import free_port

pytestmark = pytest.mark.thorough

NOT_COPIED = shutil.ignore_patterns(".venv", ".git", "var", ".env", "__pycache__", ".*_cache", "tests")


def environment(port):
    """The caller's environment, but for what would lead away from this checkout and its own database."""
    ours = ("PORTAL_ENV", "DATABASE_URL", "REDIS_URL", "STATIC_ROOT", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "HOST": "127.0.0.1", "PORT": str(port)}


class Site:
    """A running `serve`, and what it printed until it was ready."""

    def __init__(self, checkout):
        self.port = free_port()
        self.checkout = checkout
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--no-demo"],
            cwd=checkout,
            env=environment(self.port),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.output = ""
        while "Dừng bằng" not in self.output:
            line = self.process.stdout.readline()
            assert line, f"serve ended early:\n{self.output}"
            self.output += line

    def status(self, path):
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(client):
            client.request("GET", path)
            return client.getresponse().status

    def close(self):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()


def processes_of(checkout):
    """Return the ids of all live processes that belong to a checkout, PostgreSQL's included."""
    places = (os.fsencode(checkout), os.fsencode(locate(checkout)))
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError, PermissionError):
            # PostgreSQL's children name themselves, but work in the folder of the data.
            words = [os.fsencode(os.readlink(folder / "cwd")), (folder / "cmdline").read_bytes()]
            if any(place in word for place in places for word in words):
                found.append(int(folder.name))
    return found


def wait_until_gone(checkout, seconds=15):
    until = time.monotonic() + seconds
    while left := processes_of(checkout):
        assert time.monotonic() < until, left
        time.sleep(0.05)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    copy = tmp_path_factory.mktemp("serve") / "checkout"
    shutil.copytree(settings.BASE_DIR, copy, ignore=NOT_COPIED)
    yield copy
    shutil.rmtree(locate(copy), ignore_errors=True)


@pytest.fixture(scope="module")
def first_start(checkout):
    """The one start from nothing, over by the time that a test sees it: output and answer."""
    site = Site(checkout)
    status = site.status("/healthz")
    site.close()
    wait_until_gone(checkout)
    return site.output, status


@pytest.fixture
def site(checkout, first_start):
    site = Site(checkout)
    yield site
    site.close()


def test_fresh_checkout_answers_after_one_command(first_start):
    _, status = first_start
    assert status == 200


def test_first_password_is_printed_and_kept_for_its_owner_only(checkout, first_start):
    output, _ = first_start
    path = checkout / "var" / "admin-password.txt"
    assert path.read_text().strip() in output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_second_start_repeats_none_of_the_preparation(site):
    assert "Cấu trúc dữ liệu: đã mới nhất." in site.output
    assert "Tài khoản quản trị: đã có." in site.output
    assert "Tệp tĩnh: không đổi." in site.output


def test_signal_ends_everything_that_was_started(site):
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(30) == 0
    wait_until_gone(site.checkout)


def test_killed_command_takes_all_its_children_along(site):
    site.process.kill()
    wait_until_gone(site.checkout)


def test_start_after_a_kill_of_everything_recovers(site):
    for pid in processes_of(site.checkout):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_until_gone(site.checkout)
    with contextlib.closing(Site(site.checkout)) as again:
        assert again.status("/healthz") == 200


def test_child_that_dies_is_started_again(site):
    web = next(pid for pid in processes_of(site.checkout) if is_child(pid, site.process.pid))
    os.kill(web, signal.SIGKILL)
    assert "khởi động lại sau 1 giây" in site.process.stdout.readline()


def is_child(pid, parent):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) == parent
