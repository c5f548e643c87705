"""Child processes: started again when they die, ended with their parent."""

import subprocess
import sys
import time

import pytest

from portal.management import supervise

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
STUBBORN = [sys.executable, "-c", DEAF + "print('up', flush=True); time.sleep(60)"]
FAILING = [sys.executable, "-c", "raise SystemExit(3)"]


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def start_child(capfd, clock):
    """Return a function that starts a child and waits for its first line."""
    children = []

    def start(argv, expect_line=True):
        child = supervise.Child("Tiến trình thử", argv, {}, clock)
        children.append(child)
        child.start()
        printed = ""
        until = time.monotonic() + 15
        while expect_line and "up" not in printed:
            assert time.monotonic() < until
            printed += capfd.readouterr().out
        return child

    yield start
    supervise.end_all(children)


def wait_for_exit(child):
    until = time.monotonic() + 15
    while child.exit_code is None:
        assert time.monotonic() < until


def test_running_child_is_left_alone(start_child):
    child, said = start_child(SLEEPER), []
    child.revive(said.append)
    assert child.exit_code is None
    assert said == []


def test_dead_child_is_announced_with_its_code(start_child):
    child, said = start_child(FAILING, expect_line=False), []
    wait_for_exit(child)
    child.revive(said.append)
    child.revive(said.append)
    assert said == ["Tiến trình thử dừng bất ngờ (mã 3); khởi động lại sau 1 giây."]


def delays_of(child, clock, lived):
    """Return the announced delays when a child dies three times, having lived ``lived`` seconds each time."""
    said = []
    for _ in range(3):
        wait_for_exit(child)
        clock.now += lived
        child.revive(said.append)
        clock.now += supervise.MAX_DELAY_SECONDS
        child.revive(said.append)
    return [int(line.split()[-2]) for line in said]


def test_child_that_keeps_dying_waits_longer_each_time(start_child, clock):
    assert delays_of(start_child(FAILING, expect_line=False), clock, lived=1) == [1, 2, 4]


def test_child_that_lived_long_is_started_again_soon(start_child, clock):
    lived = supervise.STEADY_SECONDS + 1
    assert delays_of(start_child(FAILING, expect_line=False), clock, lived) == [1, 1, 1]


def test_child_that_ignores_the_request_to_end_is_killed(start_child, monkeypatch):
    monkeypatch.setattr(supervise, "STOP_SECONDS", 0.2)
    child = start_child(STUBBORN)
    supervise.end_all([child])
    assert child.exit_code == -9


def test_process_whose_parent_is_gone_already_does_not_start():
    result = subprocess.run(
        [sys.executable, "-I", "-S", supervise.__file__, "1", sys.executable, "-c", "print('started')"],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert result.returncode == 0
    assert not result.stdout
