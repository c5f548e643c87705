"""Hits wait here, in the memory of the process, and go to the database in a batch a second.

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
from django.db import DatabaseError, InterfaceError, connection

from core.hits import Hit
from stats import writing

logger = logging.getLogger(__name__)

EVERY = 1.0  # seconds
# Hits that are written in one transaction: a tenth of a second's work.
BATCH = 5000
# Hits that wait while the database is away: minutes of the busiest hour, 100 MB at most. The oldest go first.
ROOM = 200_000


class Buffer:
    """The waiting hits of this process."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._pid = os.getpid()
        self._waiting: deque[Hit] = deque()
        self._lost = 0
        # A batch that was begun keeps its id until it is known to be written.
        self._batch: tuple[uuid.UUID, Sequence[Hit]] | None = None
        self._writing = threading.Lock()
        self._starting = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, hit: Hit) -> None:
        """Have a hit written within a second or so."""
        if self._pid != os.getpid():  # A forked worker has its parent's hits; they are the parent's to write.
            self._forget()
        if len(self._waiting) >= ROOM:
            self._drop_oldest()
        self._waiting.append(hit)
        if self._thread is None and settings.COUNT_IN_BACKGROUND:
            self._start()

    def flush(self) -> None:
        """Write everything that waits. Raises DatabaseError, with nothing lost, where that fails."""
        with self._writing:
            while self._batch or self._waiting:
                if self._batch is None:
                    self._batch = uuid.uuid4(), self._take()
                writing.write(*self._batch)
                self._batch = None

    def clear(self) -> None:
        """Throw away what waits, and end the thread (tests; a process that drops its database)."""
        if self._thread is not None and self._pid == os.getpid():
            self._stop.set()
            self._thread.join()
        self._forget()

    def _take(self) -> list[Hit]:
        return [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]

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
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="counting", daemon=True)
                self._thread.start()
                atexit.register(self._finish, self._pid)

    def _run(self) -> None:
        was_away = False
        while not self._stop.wait(EVERY):
            try:
                self.flush()
            except (DatabaseError, InterfaceError) as error:
                if not was_away:
                    logger.warning("Chưa ghi được số đếm, sẽ thử lại mỗi giây: %s", error)
                was_away = True
                connection.close()
            else:
                was_away = False
        connection.close()

    def _finish(self, pid: int) -> None:
        """Write what is left when the process ends by itself, or is told to."""
        if pid != os.getpid() or pid != self._pid:
            return
        self._stop.set()
        try:
            self.flush()
        except (DatabaseError, InterfaceError) as error:
            count = len(self._waiting) + len(self._batch[1] if self._batch else ())
            logger.error("Không ghi được %s lượt cuối cùng trước khi dừng: %s", count, error)
        finally:
            connection.close()


buffer = Buffer()
