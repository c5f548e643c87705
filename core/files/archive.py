"""Several attachments as one ZIP, written while it is sent: never whole in memory or on the disk.

The files are stored, not deflated: PDF, DOCX, XLSX and pictures are compressed already. So the length of
the ZIP is known beforehand, and browsers show how much is left.
"""

import hashlib
import io
import logging
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.timezone import localtime

from core.files.serving import SECURITY_POLICY, content_disposition
from core.models.attachments import Attachment

logger = logging.getLogger(__name__)

_CHUNK = 64 * 1024
# Bytes round the content of a stored file, its name apart: local header, data descriptor, entry of the
# directory; and the directory's end (PKWARE's APPNOTE 4.3.7, 4.3.9, 4.3.12, 4.3.16).
_AROUND_FILE = 30 + 16 + 46
_END = 22
# Near ZIP64_LIMIT the headers grow: a ZIP of that size goes without its length.
_LENGTH_KNOWN_TO = zipfile.ZIP64_LIMIT // 2
# What Windows, or a path, takes for something else than a letter.
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_NAME_BYTES = 200  # file systems allow 255 bytes; a Vietnamese letter has up to 3


class MissingFileError(Exception):
    """A file that the database knows is not on the disk; the argument is its title."""


@dataclass(frozen=True)
class _Entry:
    attachment: Attachment
    name: str
    size: int


def serve_archive(request: HttpRequest, attachments: Sequence[Attachment], name: str) -> HttpResponseBase:
    """Answer with a ZIP of all these files under a name, or 304.

    Who may have the files is the caller's to decide. Raises MissingFileError when one of them is not on the
    disk: half a ZIP would pass for the whole.
    """
    entries = [
        _Entry(attachment, unique, _size(attachment))
        for attachment, unique in zip(attachments, _unique_names(attachments), strict=True)
    ]
    headers = {
        "Content-Type": "application/zip",
        "Content-Disposition": content_disposition(name),
        "Cache-Control": "private, no-cache",
        "ETag": _etag(entries),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": SECURITY_POLICY,
    }
    if (length := _length(entries)) <= _LENGTH_KNOWN_TO:
        headers["Content-Length"] = str(length)
    head = get_conditional_response(request, etag=headers["ETag"], response=HttpResponse(headers=headers))
    if request.method == "HEAD" or head.status_code != 200:
        return head
    return StreamingHttpResponse(_stream(entries), headers=headers)


def _size(attachment: Attachment) -> int:
    file = attachment.file
    try:
        return file.storage.size(file.name)
    except FileNotFoundError as error:
        logger.error("Mất tệp %s của %s %s.", file.name, attachment._meta.label, attachment.pk)
        raise MissingFileError(attachment.display_title) from error


def _unique_names(attachments: Sequence[Attachment]) -> list[str]:
    """Return the names in the ZIP: safe to unpack anywhere, none twice, letter case apart."""
    taken: set[str] = set()
    names = []
    for attachment in attachments:
        path = PurePath(_NOT_IN_NAMES.sub("_", attachment.original_name))
        stem, suffix = _cut(path.stem.strip(". ") or "tep"), path.suffix
        name, number = f"{stem}{suffix}", 2
        while name.lower() in taken:
            name, number = f"{stem} ({number}){suffix}", number + 1
        taken.add(name.lower())
        names.append(name)
    return names


def _cut(stem: str) -> str:
    return stem.encode()[:_NAME_BYTES].decode(errors="ignore").rstrip(". ")


def _etag(entries: Sequence[_Entry]) -> str:
    """Return a tag of all that the bytes of the ZIP depend on."""
    said = "\n".join(
        f"{entry.name}/{entry.size}/{entry.attachment.sha256}/{_modified(entry)}" for entry in entries
    )
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _length(entries: Sequence[_Entry]) -> int:
    return _END + sum(_AROUND_FILE + 2 * len(entry.name.encode()) + entry.size for entry in entries)


def _modified(entry: _Entry) -> tuple[int, int, int, int, int, int]:
    moment = localtime(entry.attachment.created_at)
    return moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second


def _stream(entries: Sequence[_Entry]) -> Iterator[bytes]:
    out = _Outlet()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for entry in entries:
            info = ZipInfo(entry.name, _modified(entry))
            info.file_size = entry.size
            stored = entry.attachment.file
            with stored.storage.open(stored.name) as file, archive.open(info, "w") as target:
                yield from _copy(file, target, out, entry.size)
            yield out.take()
    yield out.take()


def _copy(file: io.BufferedIOBase, target: io.BufferedIOBase, out: "_Outlet", size: int) -> Iterator[bytes]:
    """Copy exactly so many bytes, as the length was announced. Raises OSError where the file is cut short."""
    while size > 0:
        chunk = file.read(min(_CHUNK, size))
        if not chunk:
            raise OSError("Tệp trên máy chủ ngắn đi trong lúc gửi.")
        size -= len(chunk)
        target.write(chunk)
        yield out.take()


class _Outlet(io.RawIOBase):
    """What the ZIP is written to: keeps what was written until it is taken. Not seekable, as a socket is."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self._written = b"".join(self._written), []
        return taken
