"""Several processes that make batches of rows at the same time.

They are started fresh, so this module and its package import no model before Django is set up in them.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import django
from django.utils.module_loading import import_string

from portal.management.supervise import end_with_parent

# For fewer batches, starting processes takes longer than the work.
WORTH_A_CREW = 5


class Batch(NamedTuple):
    """What one transaction makes: what is to be made, and the seed of its chance."""

    items: Sequence[Any]
    seed: str


@dataclass(frozen=True)
class Crew:
    """So many processes; with one, this process does the work. ``say`` tells people what happens."""

    processes: int
    say: Callable[[str], object]

    def make_all(self, maker: str, batches: list[Batch]) -> Iterator[int]:
        """Have the batches made, and yield the size of each as it is done.

        ``maker`` is the dotted name of a class with a method ``add(items, seed)``. Upon Ctrl-C the
        processes finish what they have begun.
        """
        if self.processes == 1 or len(batches) < WORTH_A_CREW:
            make = import_string(maker)()
            for batch in batches:
                make.add(*batch)
                yield len(batch.items)
            return
        fresh = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self.processes, fresh, initializer=_begin, initargs=(os.getpid(),))
        try:
            for done in as_completed([pool.submit(_make, maker, batch) for batch in batches]):
                yield done.result()
        except KeyboardInterrupt:
            self.say("\nĐang dừng: chờ những mẻ đang làm…")
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def _begin(parent: int) -> None:
    # Ctrl-C reaches every process of the terminal; the parent alone decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(parent)
    django.setup()


def _make(maker: str, batch: Batch) -> int:
    _maker(maker).add(*batch)
    return len(batch.items)


@cache
def _maker(name: str) -> Any:
    return import_string(name)()
