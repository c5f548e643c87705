"""How far a long piece of work is, on one line of a terminal."""

import time

from django.core.management.base import OutputWrapper

from core.text import format_number

WIDTH = 30


class Progress:
    """A bar with percent and speed; draws nothing where nobody watches (a pipe, a log)."""

    def __init__(self, out: OutputWrapper, noun: str, total: int, done: int) -> None:
        self._out = out
        self._noun = noun
        self._total = total
        self._first = done
        self._started = time.monotonic()

    def show(self, done: int) -> None:
        """Draw the bar anew; the last one stays on its line."""
        if not self._out.isatty():
            return
        share = done / self._total if self._total else 1
        bar = ("#" * int(WIDTH * share)).ljust(WIDTH, ".")
        speed = (done - self._first) / max(time.monotonic() - self._started, 0.001)
        line = f"\r{self._noun}: {bar} {share:4.0%}  {format_number(int(speed))} mục/giây   "
        self._out.write(line, ending="\n" if done >= self._total else "")
        self._out.flush()
