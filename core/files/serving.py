"""Handing out files: attachments through the app, pictures where no nginx does it.

Behind nginx the app only decides, and nginx sends the file (X-Accel-Redirect); it then drops the headers
that it does not know, so the internal location sets them again (deploy/nginx.conf).
"""

import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import Storage, storages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from core.cache import FOREVER
from core.files.kinds import kind_of
from core.files.renditions import picture_of
from core.models.attachments import Attachment

logger = logging.getLogger(__name__)

# Whatever a browser takes the file for, it may load and run nothing.
SECURITY_POLICY = "default-src 'none'; sandbox"
FOR_NOW = "public, max-age=300"
_CHUNK = 64 * 1024


def serve_attachment(request: HttpRequest, attachment: Attachment) -> HttpResponseBase:
    """Answer a download: the file under its own name, whole or a range of it, or 304.

    Who may have the file is the caller's to decide. Raises Http404, and logs an error, when the file is
    not on the disk.
    """
    file = attachment.file
    stat = _stat(file.storage, file.name)
    if stat is None:
        logger.error("Mất tệp %s của %s %s.", file.name, attachment._meta.label, attachment.pk)
        raise Http404("Tệp này hiện không có trên máy chủ.")
    size, changed = stat
    headers = {
        "Content-Type": attachment.content_type,
        "Content-Disposition": content_disposition(attachment.original_name),
        # It may be taken off the portal: ask each time, and mostly get 304.
        "Cache-Control": "private, no-cache",
        "Last-Modified": http_date(changed),
    }
    if settings.X_ACCEL_REDIRECT_PREFIX:
        # Ranges and conditions are nginx's: it compares them with the ETag that it gives itself, which is
        # written here for starts_download alone.
        headers["ETag"] = f'"{changed:x}-{size:x}"'
        headers["X-Accel-Redirect"] = settings.X_ACCEL_REDIRECT_PREFIX + quote(file.name)
        return _guarded(HttpResponse(headers=headers))
    headers["ETag"] = f'"{attachment.sha256}"'
    return _send(request, file.storage, file.name, size, headers)


def starts_download(request: HttpRequest, response: HttpResponseBase, attachment: Attachment) -> bool:
    """Tell whether an answer of :func:`serve_attachment` brings the file from its first byte on.

    A look (HEAD), a copy that is still right (304) and a later part do not. Behind nginx the answer here is
    always 200; what it makes of that follows from the same headers.
    """
    if request.method != "GET" or response.status_code not in (200, 206):
        return False
    if _conditional(request, response.headers).status_code != 200:
        return False
    wanted = _range(request, attachment.size, response.headers)
    return wanted is None or wanted[0] == 0


def serve_picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer with a public picture; its name changes with its content, so it may be kept for ever.

    Raises Http404 for what is not there, is no picture or lies outside of the folder.
    """
    storage = storages["default"]
    keep = FOREVER
    stat = _stat_of_picture(storage, name)
    if stat is None and (picture := picture_of(name)):
        # A copy that is not made yet, or cannot be made: the picture itself, until there is one.
        name, keep = picture, FOR_NOW
        stat = _stat_of_picture(storage, name)
    if stat is None:
        raise Http404("Không có ảnh này.")
    headers = {
        "Content-Type": kind_of(name).content_type,
        "Cache-Control": keep,
        "ETag": f'"{PurePath(name).stem}"',
    }
    return _send(request, storage, name, stat[0], headers)


def _stat_of_picture(storage: Storage, name: str) -> tuple[int, int] | None:
    kind = kind_of(name)
    try:
        return _stat(storage, name) if kind and kind.is_image else None
    except SuspiciousFileOperation:
        return None


def content_disposition(name: str) -> str:
    """Return the header that makes a browser save a download under this name (RFC 6266).

    Old programs get the name without diacritics; all others the name itself, percent-encoded (RFC 8187),
    so nothing in it can end the header.
    """
    plain = unicodedata.normalize("NFKD", name.replace("Đ", "D").replace("đ", "d"))
    plain = re.sub(r"[^ !#-\[\]-~]|%", "", plain.encode("ascii", "ignore").decode())
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _stat(storage: Storage, name: str) -> tuple[int, int] | None:
    """Return the size of a file, and when it was written in seconds since 1970; None where there is none."""
    try:
        return storage.size(name), int(storage.get_modified_time(name).timestamp())
    except FileNotFoundError:
        return None


def _send(
    request: HttpRequest, storage: Storage, name: str, size: int, headers: dict[str, str]
) -> HttpResponseBase:
    headers |= {"Accept-Ranges": "bytes", "Content-Length": str(size)}
    whole = _conditional(request, headers)
    if request.method == "HEAD" or whole.status_code != 200:
        return _guarded(whole)
    wanted = _range(request, size, headers)
    if wanted is None:
        return _guarded(StreamingHttpResponse(_Part(storage.open(name), 0, size), headers=headers))
    first, last = wanted
    if first > last:
        return _guarded(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}))
    headers |= {"Content-Range": f"bytes {first}-{last}/{size}", "Content-Length": str(last - first + 1)}
    part = _Part(storage.open(name), first, last - first + 1)
    return _guarded(StreamingHttpResponse(part, status=206, headers=headers))


def _conditional(request: HttpRequest, headers: Mapping[str, str]) -> HttpResponseBase:
    """Return the answer without its content: 304, 412, or 200 with the headers."""
    changed = parse_http_date_safe(headers.get("Last-Modified", ""))
    whole = HttpResponse(headers=headers)
    return get_conditional_response(request, headers["ETag"], changed, response=whole)


def _guarded(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SECURITY_POLICY
    return response


def _range(request: HttpRequest, size: int, headers: Mapping[str, str]) -> tuple[int, int] | None:
    """Return first and last byte that are asked for, or None for the whole file.

    A download that broke off goes on with one range (RFC 9110, 14.2). Several ranges, and ones that make
    no sense, are answered with the whole, as the RFC allows; the first lies after the last where the range
    is outside of the file. ``If-Range`` keeps parts of two versions apart.
    """
    match = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", request.headers.get("Range", ""))
    if request.method != "GET" or not match or match[0] == "bytes=-":
        return None
    part_of = request.headers.get("If-Range")
    if part_of and part_of not in (headers["ETag"], headers.get("Last-Modified")):
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last or size), size - 1)


class _Part:
    """A part of an open file, in chunks; closes the file with the response."""

    def __init__(self, file: BinaryIO, start: int, length: int) -> None:
        self._file = file
        self._left = length
        file.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (chunk := self._file.read(min(_CHUNK, self._left))):
            self._left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self._file.close()
