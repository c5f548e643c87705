"""Hits wait here, in the memory of the process, and go to the database in a batch or two a second.

A page or a beacon adds to a list and goes on. A thread of the process writes; what it cannot write, because
the database is away, waits for the next second. A process that ends writes what it has; one that is killed
loses a second. No Redis is needed for it, so none can be missed.
"""

import atexit
import logging
import os
import threading
import uuid
from collections import deque
from collections.abc import Sequence

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from core.hits import Hit
from stats import writing

logger = logging.getLogger(__name__)

# Seconds. With the time to write, a killed process loses less than one.
EVERY = 0.5
# Hits that are written in one transaction: a tenth of a second's work.
BATCH = 5000
# Hits that wait while the database is away: minutes of the busiest hour, 100 MB at most. The oldest go first.
ROOM = 100_000
# A batch that fails otherwise than by the absence of the database is given up after so many attempts.
ATTEMPTS = 3


class Buffer:
    """The waiting hits of this process."""

    def __init__(self) -> None:
        self._forget()
        # A forked worker has its parent's hits, which are the parent's to write, but not its thread.
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        self._waiting: deque[Hit] = deque()
        self._lost = 0
        # A batch that was begun keeps its id until it is known to be written.
        self._batch: tuple[uuid.UUID, Sequence[Hit]] | None = None
        self._failures = 0
        self._writing = threading.Lock()
        self._starting = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, hit: Hit) -> None:
        """Have a hit written within a second or so."""
        if len(self._waiting) >= ROOM:
            self._drop_oldest()
        self._waiting.append(hit)
        if settings.COUNT_IN_BACKGROUND and not (self._thread and self._thread.is_alive()):
            self._start()

    def flush(self) -> None:
        """Write what waits now; what comes meanwhile has its turn later, or each hit would be a batch.

        Raises DatabaseError or InterfaceError, with nothing lost, where that fails.
        """
        with self._writing:
            left = len(self._waiting)
            while self._batch or left > 0:
                if self._batch is None:
                    batch = self._take(left)
                    left -= len(batch)
                    self._batch = uuid.uuid4(), batch
                self._write(*self._batch)
                self._batch = None

    def _write(self, batch: uuid.UUID, hits: Sequence[Hit]) -> None:
        try:
            writing.write(batch, hits)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            self._failures += 1
            if self._failures < ATTEMPTS:
                raise
            logger.exception("Bỏ %s lượt đếm không ghi được sau %s lần.", len(hits), ATTEMPTS)
        self._failures = 0

    def clear(self) -> None:
        """Throw away what waits, and end the thread (tests; a process that drops its database)."""
        if self._thread is not None:
            self._stop.set()
            self._thread.join()
        self._forget()

    def _take(self, most: int) -> list[Hit]:
        return [self._waiting.popleft() for _ in range(min(BATCH, most, len(self._waiting)))]

    def _drop_oldest(self) -> None:
        try:
            self._waiting.popleft()
        except IndexError:
            return  # Another thread has just taken them all.
        self._lost += 1
        if self._lost % 1000 == 1:
            logger.error("Bộ đếm đầy vì không ghi được vào cơ sở dữ liệu; đã bỏ %s lượt.", self._lost)

    def _start(self) -> None:
        with self._starting:
            if self._thread and self._thread.is_alive():
                return
            is_first = self._thread is None
            thread = threading.Thread(target=self._run, name="counting", daemon=True)
            thread.start()
            self._thread = thread
            if is_first:
                atexit.register(self._finish, os.getpid())

    def _run(self) -> None:
        was_away = False
        while not self._stop.wait(EVERY):
            try:
                self.flush()
            except (OperationalError, InterfaceError) as error:
                if not was_away:
                    logger.warning("Chưa ghi được số đếm, sẽ thử lại mỗi giây: %s", error)
                was_away = True
                connection.close()
            except Exception:
                # A fault of ours: the thread goes on, or nothing would be counted from here on.
                logger.exception("Lỗi khi ghi số đếm, sẽ thử lại mỗi giây.")
                connection.close()
            else:
                was_away = False
        connection.close()

    def _finish(self, pid: int) -> None:
        """Write what is left when the process ends by itself, or is told to."""
        if pid != os.getpid():
            return
        self._stop.set()
        try:
            self.flush()
        except Exception as error:
            count = len(self._waiting) + len(self._batch[1] if self._batch else ())
            logger.error("Không ghi được %s lượt cuối cùng trước khi dừng: %s", count, error)
        finally:
            connection.close()


buffer = Buffer()
