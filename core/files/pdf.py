"""What a PDF may do when it is opened, told by its bytes.

A program that shows PDFs may run scripts in them, or start other programs for them. The portal does neither:
files are downloaded, and the reader of their text has no script engine. So scripts are told to people, as
macros are, and not refused: fillable forms carry them. It is a hint and no guard: what stands under a
password or a rare filter is not seen.
"""

import re
import zlib
from collections.abc import Iterator

from django.core.files import File

# The types of actions (ISO 32000-2, 12.6.4) that are told. Any character of a name may be written as # and
# two hexadecimal digits (7.3.5).
_TOLD = (b"JavaScript", b"Launch")
_SPELLINGS = [b"".join(b"(?:%c|#(?i:%02x))" % (code, code) for code in name) for name in _TOLD]
_ACTIONS = re.compile(b"/(?:%s)(?![0-9A-Za-z])" % b"|".join(_SPELLINGS))
# What a name at the end of a piece may take: three bytes a character.
_LONGEST = 1 + 3 * max(map(len, _TOLD))
# Most of a newer file's objects stand compressed in streams of this type (7.5.7).
_OBJECT_STREAM = re.compile(rb"/ObjStm(?![0-9A-Za-z])")
_STREAM = re.compile(rb"stream\r?\n")
_STREAM_BEGINS_WITHIN = 1024
# Bytes of those streams that are read and unpacked at most: half a second's work.
_BUDGET = 64 * 1024 * 1024
_MAX_STREAMS = 50_000
_CHUNK = 64 * 1024
_STREAM_CHUNK = 4 * 1024


def has_scripts(file: File) -> bool:
    """Tell whether a PDF holds JavaScript, or an action that starts a program."""
    streams: set[int] = set()
    for place, piece in _pieces(file):
        if _ACTIONS.search(piece):
            return True
        if len(streams) < _MAX_STREAMS:
            streams.update(place + match.end() for match in _OBJECT_STREAM.finditer(piece))
    budget = _BUDGET
    for place in sorted(streams):
        kept = b""
        for unpacked in _unpack(file, place):
            if _ACTIONS.search(kept + unpacked):
                return True
            kept = unpacked[-_LONGEST:]
            budget -= _STREAM_CHUNK + len(unpacked)
            if budget < 0:
                return False
    return False


def _pieces(file: File) -> Iterator[tuple[int, bytes]]:
    """Yield the parts of a file and their places; each begins with the end of the one before."""
    file.seek(0)
    place, kept = 0, b""
    while chunk := file.read(_CHUNK):
        piece = kept + chunk
        yield place, piece
        kept = piece[-_LONGEST:]
        place += len(piece) - len(kept)


def _unpack(file: File, place: int) -> Iterator[bytes]:
    """Yield what the stream unpacks to whose dictionary is at a place, as far as it is not damaged."""
    file.seek(place)
    begin = _STREAM.search(file.read(_STREAM_BEGINS_WITHIN))
    if not begin:
        return
    file.seek(place + begin.end())
    unpacker = zlib.decompressobj()
    while not unpacker.eof and (packed := unpacker.unconsumed_tail or file.read(_STREAM_CHUNK)):
        try:
            yield unpacker.decompress(packed, _CHUNK)
        except zlib.error:
            return
