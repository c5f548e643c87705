"""Jobs for the tests; in a module of their own because a worker in another process imports them by name."""

import time
from pathlib import Path

from core.jobs import job


@job("Cộng hai số")
def add(first: int, second: int) -> int:
    return first + second


@job("Luôn hỏng")
def fail() -> None:
    raise RuntimeError("Máy chủ thư không trả lời")


@job("Chạy mãi")
def spin() -> None:
    """Compute for as long as it is let."""
    while True:
        sum(range(1000))


@job("Chờ mở cổng")
def wait_at_gate(folder: str) -> str:
    """Note that it has begun and wait for a file named "open", half a minute at most."""
    begun = len(list(Path(folder).glob("begun-*")))
    (Path(folder) / f"begun-{begun}").touch()
    for _ in range(1500):
        if (Path(folder) / "open").exists():
            return "đã qua"
        time.sleep(0.02)
    raise TimeoutError(folder)
