"""The process that parses one file: run as a script, it reads standard input and writes the text.

It imports nothing of the project, so that no secret is in its memory when a parser meets its match.
"""

import json
import os
import re
import resource
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from xml.parsers import expat

MAX_TEXT_BYTES = 2 * 1024 * 1024
MAX_PAGES = 2000
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 30

# Exit status: what stands on standard error is a sentence for people.
REFUSED = 3


class Refused(Exception):
    """A file that cannot be read; the message is a Vietnamese sentence."""


def main(extension: str) -> int:
    """Write a line of facts and the text of standard input; return the exit status."""
    _limit()
    try:
        text, pages = read(sys.stdin.buffer.raw, extension)
    except Refused as refusal:
        sys.stderr.buffer.write(str(refusal).encode())
        return REFUSED
    sys.stdout.buffer.write(json.dumps({"pages": pages}).encode() + b"\n" + text)
    return 0


def _limit() -> None:
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 2 * MAX_TEXT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    os.nice(10)


def read(file: BinaryIO, extension: str) -> tuple[bytes, int | None]:
    """Return the text, as tidy UTF-8 of at most MAX_TEXT_BYTES, and the number of pages where it has some.

    Raises Refused for a file that cannot or must not be read.
    """
    if extension == "pdf":
        return _read_pdf(file)
    archive = _open_archive(file)
    match extension:
        case "docx":
            # The body first, then what surrounds it.
            parts = _parts(archive, r"word/document\d*\.xml")
            parts += _parts(archive, r"word/(header\d*|footer\d*|footnotes|endnotes)\.xml")
            return _join(_texts(archive, parts, text={"t"}, breaks={"p", "br", "cr", "tab"})), None
        case "pptx":
            slides = _parts(archive, r"ppt/slides/slide\d+\.xml")
            parts = slides + _parts(archive, r"ppt/notesSlides/notesSlide\d+\.xml")
            return _join(_texts(archive, parts, text={"t"}, breaks={"p", "br"})), len(slides)
        case "xlsx":
            sheets = _parts(archive, r"xl/worksheets/sheet\d+\.xml")
            # Text stands in one list for all cells, or in the cell itself. Numbers are left out: nobody
            # searches for them.
            parts = _parts(archive, r"xl/sharedStrings\.xml") + sheets
            return _join(_texts(archive, parts, text={"t"}, breaks={"si", "is"})), len(sheets)
        case "odt" | "ods":
            parts = _parts(archive, r"content\.xml")
            return _join(
                _texts(archive, parts, text={"p", "h"}, breaks={"p", "h", "line-break", "tab", "s"})
            ), None
    raise ValueError(extension)


def _join(pieces: Iterable[str]) -> bytes:
    kept: list[str] = []
    size = 0
    for piece in pieces:
        kept.append(piece)
        size += len(piece.encode(errors="ignore"))
        if size > MAX_TEXT_BYTES:
            break
    text = unicodedata.normalize("NFC", "".join(kept))
    # PDFium gives U+FFFE for a hyphen at the end of a line; PostgreSQL takes no U+0000.
    text = re.sub(r"\ufffe\s?|\x00", "", text.replace("\r\n", "\n"))
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r"\s*\n\s*", "\n", text).strip()
    return text.encode(errors="ignore")[:MAX_TEXT_BYTES]


def _read_pdf(file: BinaryIO) -> tuple[bytes, int]:
    import pypdfium2  # Here, as the process that starts this one imports the module for its constants.

    def page_texts() -> Iterator[str]:
        for number in range(min(len(document), MAX_PAGES)):
            try:
                page = document[number]
                text_page = page.get_textpage()
            except pypdfium2.PdfiumError:
                continue  # One damaged page does not hide the others.
            yield text_page.get_text_bounded() + "\n"
            text_page.close()
            page.close()

    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused("Tệp PDF đặt mật khẩu nên không đọc được chữ.") from error
        raise Refused("Tệp PDF bị hỏng.") from error
    return _join(page_texts()), len(document)


def _open_archive(file: BinaryIO) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Refused("Tệp bị hỏng.") from error
    # zipfile unpacks no more of an entry than its list declares, so the list can be trusted here.
    xml = [entry.file_size for entry in archive.infolist() if entry.filename.endswith(".xml")]
    if sum(xml) > MAX_UNPACKED_BYTES:
        raise Refused("Tệp giải nén ra quá lớn nên không đọc chữ.")
    return archive


def _parts(archive: zipfile.ZipFile, pattern: str) -> list[str]:
    """Return the names of the parts that fit as a whole, numbered ones in the order of their numbers."""
    names = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
    return sorted(
        names, key=lambda name: [int(run) if run.isdigit() else run for run in re.split(r"(\d+)", name)]
    )


def _texts(archive: zipfile.ZipFile, parts: list[str], *, text: set[str], breaks: set[str]) -> Iterator[str]:
    """Yield the text of XML parts, without ever building a tree of them."""
    for part in parts:
        reader = _TextReader(text, breaks)
        try:
            with archive.open(part) as content:
                while chunk := content.read(64 * 1024):
                    yield reader.feed(chunk)
            yield reader.feed(b"", is_final=True) + "\n"
        except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError) as error:
            raise Refused("Tệp bị hỏng hoặc đặt mật khẩu.") from error
        except expat.ExpatError as error:
            raise Refused("Nội dung XML của tệp bị hỏng.") from error


class _TextReader:
    """Collects the text of some elements.

    ``text`` names those whose text counts, ``breaks`` those that end a word. Names are local: the formats
    differ enough for that. Document types are refused: Office files have none, entity bombs need one.
    """

    # What repeats the text beside it (a text box for old readers, the phonetics of a cell), and what was
    # deleted with changes tracked.
    SKIPPED = frozenset({"Fallback", "rPh", "tracked-changes"})

    def __init__(self, text: set[str], breaks: set[str]) -> None:
        self._text = text
        self._breaks = breaks
        self._in_text = 0
        self._in_skipped = 0
        self._pieces: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def feed(self, data: bytes, *, is_final: bool = False) -> str:
        self._parser.Parse(data, is_final)
        found = "".join(self._pieces)
        self._pieces.clear()
        return found

    def _refuse(self, *_: object) -> None:
        raise Refused("Tệp có khai báo XML không an toàn nên không đọc chữ.")

    def _start(self, tag: str, _: object) -> None:
        name = tag.rpartition(" ")[2]
        self._in_text += name in self._text
        self._in_skipped += name in self.SKIPPED

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        self._in_text -= name in self._text
        self._in_skipped -= name in self.SKIPPED
        if name in self._breaks:
            self._pieces.append(" " if name in ("tab", "s") else "\n")

    def _characters(self, data: str) -> None:
        if self._in_text and not self._in_skipped:
            self._pieces.append(data)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
