"""Child processes that are started again when they die, and that never outlive their parent.

Run as a script it becomes the program named after the parent's process id, having asked the kernel to end
it with that parent: this way a ``kill -9`` of the parent leaves nothing behind.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

PR_SET_PDEATHSIG = 1
# Longer than the time that gunicorn gives to its own workers (graceful_timeout).
STOP_SECONDS = 15
MAX_DELAY_SECONDS = 30
# A child that lived this long gets the short delay again.
STEADY_SECONDS = 60


def end_with_parent(parent: int) -> None:
    """Have this process get SIGTERM when its parent ends, however that ends (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it ended before the kernel was asked
        sys.exit(0)


class Child:
    """One supervised process.

    ``name`` is what people read of it; ``clock`` counts seconds, between two starts of the process.
    """

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        env: Mapping[str, str],
        clock: Callable[[], float] = time.monotonic,
    ):
        self.name = name
        self._clock = clock
        self._argv = [sys.executable, "-I", "-S", __file__, str(os.getpid()), *argv]
        self._env = env
        self._process: subprocess.Popen | None = None
        self._started_at = 0.0
        self._restart_at = 0.0
        self._delay = 0

    @property
    def exit_code(self) -> int | None:
        """Return the exit code of the process, None while it runs."""
        return None if self._process is None else self._process.poll()

    def start(self) -> None:
        """Start the process in a session of its own: Ctrl-C reaches it through its parent, in order."""
        self._process = subprocess.Popen(self._argv, env=self._env, start_new_session=True)  # noqa: S603
        self._started_at = self._clock()
        self._restart_at = 0.0

    def revive(self, say: Callable[[str], None]) -> None:
        """Start the process again when it died: after a second, and after longer each time it dies soon."""
        code = self.exit_code
        if code is None:
            return
        now = self._clock()
        if self._restart_at:
            if now >= self._restart_at:
                self.start()
            return
        steady = now - self._started_at > STEADY_SECONDS
        self._delay = 1 if steady or not self._delay else min(2 * self._delay, MAX_DELAY_SECONDS)
        self._restart_at = now + self._delay
        say(f"{self.name} dừng bất ngờ (mã {code}); khởi động lại sau {self._delay} giây.")

    def end(self) -> None:
        """Ask the process to end."""
        if self.exit_code is None and self._process is not None:
            self._process.terminate()

    def wait(self, until: float) -> None:
        """Wait for its end until a moment of ``time.monotonic()``, then kill it."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def end_all(children: Sequence[Child]) -> None:
    """End all children at once and wait until they are gone."""
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        child.end()
    for child in children:
        child.wait(until)


if __name__ == "__main__":
    end_with_parent(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606
