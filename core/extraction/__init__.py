"""The text of PDF, Word, Excel, PowerPoint and OpenDocument files.

A file from outside is parsed in a process of its own (``reader.py``), which has little memory and time, no
settings, no secrets and nothing to write to but its answer: what a malicious file can break is that process.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.extraction.reader import MAX_TEXT_BYTES, REFUSED

WALL_SECONDS = 90
_READER = Path(__file__).with_name("reader.py")


@dataclass(frozen=True)
class Extracted:
    """The outcome for one file. ``text`` is empty for a scan; ``error`` says why there is none."""

    text: str = ""
    pages: int | None = None
    error: str = ""


def extract(file: BinaryIO, extension: str, *, wall_seconds: float = WALL_SECONDS) -> Extracted:
    """Return the text of an open file on disk.

    ``extension`` is that of a kind that has text (core.files.kinds). Never raises for what the file holds:
    a damaged, malicious or oversized one comes back with an ``error``.
    """
    file.seek(0)
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        try:
            code = subprocess.run(  # noqa: S603 - our own script, with an extension from a closed list
                # Isolated: neither the working folder nor the environment adds modules to it.
                [sys.executable, "-I", _READER, extension],
                stdin=file,
                stdout=output,
                stderr=errors,
                env={"LANG": "C.UTF-8"},
                timeout=wall_seconds,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            return Extracted(error=f"Đọc quá {wall_seconds:g} giây nên đã dừng.")
        if code == 0:
            return _read_answer(output)
        errors.seek(max(0, errors.seek(0, os.SEEK_END) - 1000))
        message = errors.read().decode(errors="replace").strip()
    if code == REFUSED:
        return Extracted(error=message)
    reason = message.splitlines()[-1] if message else f"mã {code}"
    return Extracted(error=f"Tệp hỏng hoặc quá nặng ({reason})."[:300])


def _read_answer(output: BinaryIO) -> Extracted:
    # No more is read than was asked for: what wrote it has been in touch with the file.
    output.seek(0)
    head = json.loads(output.readline(1000))
    return Extracted(text=output.read(MAX_TEXT_BYTES).decode(errors="ignore"), pages=head["pages"])
