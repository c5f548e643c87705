"""The text of PDF, Word, Excel, PowerPoint and OpenDocument files.

A file from outside is parsed in a process of its own (``reader.py``), which has little memory and time, no
settings, no secrets and nothing to write to but its answer: what a malicious file can break is that process.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

from core.extraction.reader import MAX_TEXT_BYTES, REFUSED

_READER = Path(__file__).with_name("reader.py")
_ENVIRONMENT = {"LANG": "C.UTF-8"}


@dataclass(frozen=True)
class Limits:
    """What the process that reads a file may use: memory in bytes, its own time and that of the clock."""

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float


READING = Limits(memory_bytes=512 * 1024 * 1024, cpu_seconds=30, wall_seconds=90)
# Each page's tesseract has as much again, but no more of the clock: a job has 15 minutes (core.jobs).
RECOGNISING = Limits(memory_bytes=512 * 1024 * 1024, cpu_seconds=120, wall_seconds=10 * 60)


@dataclass(frozen=True)
class Extracted:
    """The outcome for one file. ``text`` is empty for a scan; ``error`` says why there is none.

    ``scans`` counts the pages that are pictures of text, up to thirty, and ``recognised`` those of them whose
    text was made out.
    """

    text: str = ""
    pages: int | None = None
    scans: int = 0
    recognised: int = 0
    error: str = ""


def extract(file: BinaryIO, extension: str, limits: Limits = READING) -> Extracted:
    """Return the text of an open file on disk.

    ``extension`` is that of a kind that has text (core.files.kinds). Never raises for what the file holds:
    a damaged, malicious or oversized one comes back with an ``error``.
    """
    return _read(file, extension, limits)


def recognise(file: BinaryIO, limits: Limits = RECOGNISING) -> Extracted:
    """Return the text of an open PDF as :func:`extract` does, with that of its scanned pages recognised.

    Only the first thirty of those are. Needs :func:`find_tesseract` to find it.
    """
    return _read(file, "pdf", limits, find_tesseract())


@cache
def find_tesseract() -> str:
    """Return the path of tesseract, or "" where it, or what it knows of Vietnamese, is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    known = subprocess.run(  # noqa: S603 - the program that the operator installed
        [program, "--list-langs"], env=_ENVIRONMENT, capture_output=True, text=True, check=False
    )
    return program if "vie" in known.stdout.split() else ""


def _read(file: BinaryIO, extension: str, limits: Limits, tesseract: str = "") -> Extracted:
    file.seek(0)
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        # Isolated: neither the working folder nor the environment adds modules to it.
        command = [sys.executable, "-I", _READER, extension]
        command += [str(limits.memory_bytes), str(limits.cpu_seconds), tesseract]
        process = subprocess.Popen(  # noqa: S603 - our own script, with an extension from a closed list
            command, stdin=file, stdout=output, stderr=errors, env=_ENVIRONMENT, process_group=0
        )
        try:
            code = process.wait(limits.wall_seconds)
        except subprocess.TimeoutExpired:
            return Extracted(error=f"Đọc quá {limits.wall_seconds:g} giây nên đã dừng.")
        finally:
            _end(process)
        if code == 0:
            return _read_answer(output)
        errors.seek(max(0, errors.seek(0, os.SEEK_END) - 1000))
        message = errors.read().decode(errors="replace").strip()
    if code == REFUSED:
        return Extracted(error=message)
    if code == -signal.SIGXCPU:
        return Extracted(error=f"Đọc tốn quá {limits.cpu_seconds} giây nên đã dừng.")
    # The last line is that of an exception, where the process was not ended by a signal.
    reason = message.splitlines()[-1] if code > 0 and message else f"mã {code}"
    return Extracted(error=f"Tệp hỏng hoặc quá nặng ({reason})."[:300])


def _end(process: subprocess.Popen) -> None:
    """Leave nothing running: neither the reader, nor the tesseract of one that is gone."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read_answer(output: BinaryIO) -> Extracted:
    # No more is read than was asked for: what wrote it has been in touch with the file.
    output.seek(0)
    facts = json.loads(output.readline(1000))
    text = output.read(MAX_TEXT_BYTES).decode(errors="ignore")
    return Extracted(text=text, **facts)
