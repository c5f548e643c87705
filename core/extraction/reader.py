"""The process that parses one file: run as a script, it reads standard input and writes the text.

It imports nothing of the project, so that no secret is in its memory when a parser meets its match.
"""

import json
import os
import re
import resource
import subprocess
import sys
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO
from xml.parsers import expat

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MAX_TEXT_BYTES = 2 * 1024 * 1024
MAX_PAGES = 2000
MAX_UNPACKED_BYTES = 100 * 1024 * 1024

# A page with fewer letters is a scan where pictures cover half of it: signing programs stamp a line or
# two of text upon a picture of the letter.
SCAN_MAX_LETTERS = 100
MAX_SCANS = 30
SCAN_DPI = 200
# A3 at that resolution; larger sheets are drawn smaller.
SCAN_MAX_PIXELS = 8_000_000
SCAN_PAGE_SECONDS = 60
SCANS_SECONDS = 8 * 60

# Exit status: what stands on standard error is a sentence for people.
REFUSED = 3


class Refused(Exception):
    """A file that cannot be read; the message is a Vietnamese sentence."""


@dataclass(frozen=True)
class Reading:
    """What was read: ``text`` as tidy UTF-8 of at most MAX_TEXT_BYTES, ``pages`` where the kind has some.

    ``scans`` counts the pages that are pictures of text, up to MAX_SCANS, ``recognised`` those of them
    whose text was made out.
    """

    text: bytes
    pages: int | None = None
    scans: int = 0
    recognised: int = 0


def main(extension: str, memory_bytes: str, cpu_seconds: str, tesseract: str = "") -> int:
    """Write a line of facts and the text of standard input; return the exit status."""
    _limit(int(memory_bytes), int(cpu_seconds))
    try:
        reading = read(sys.stdin.buffer.raw, extension, tesseract)
    except Refused as refusal:
        sys.stderr.buffer.write(str(refusal).encode())
        return REFUSED
    facts = {"pages": reading.pages, "scans": reading.scans, "recognised": reading.recognised}
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + reading.text)
    return 0


def _limit(memory_bytes: int, cpu_seconds: int) -> None:
    # They hold for tesseract too: each process that this one starts inherits them.
    for limit, soft, hard in (
        (resource.RLIMIT_AS, memory_bytes, memory_bytes),
        # The soft one ends the process by a signal of its own, so that the reason can be told.
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),
        (resource.RLIMIT_FSIZE, 2 * MAX_TEXT_BYTES, 2 * MAX_TEXT_BYTES),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(limit, (soft, hard))
    os.nice(10)


def read(file: BinaryIO, extension: str, tesseract: str = "") -> Reading:
    """Return what an open file holds.

    With ``tesseract``, the path of that program, the text of a PDF's scans is recognised. Raises Refused
    for a file that cannot or must not be read.
    """
    if extension == "pdf":
        return _read_pdf(file, tesseract)
    if extension in ("doc", "xls", "ppt"):
        return Reading(_join([_read_binary_office(file, extension)]))
    archive = _open_archive(file)
    match extension:
        case "docx":
            # The body first, then what surrounds it.
            parts = _parts(archive, r"word/document\d*\.xml")
            parts += _parts(archive, r"word/(header\d*|footer\d*|footnotes|endnotes)\.xml")
            return Reading(_join(_texts(archive, parts, text={"t"}, breaks={"p", "br", "cr", "tab"})))
        case "pptx":
            slides = _parts(archive, r"ppt/slides/slide\d+\.xml")
            parts = slides + _parts(archive, r"ppt/notesSlides/notesSlide\d+\.xml")
            return Reading(_join(_texts(archive, parts, text={"t"}, breaks={"p", "br"})), len(slides))
        case "xlsx":
            # Text stands in one list for all cells, or in the cell itself. Numbers are left out: nobody
            # searches for them.
            parts = _parts(archive, r"xl/sharedStrings\.xml")
            parts += _parts(archive, r"xl/worksheets/sheet\d+\.xml")
            return Reading(_join(_texts(archive, parts, text={"t"}, breaks={"si", "is"})))
        case "odt" | "ods":
            parts = _parts(archive, r"content\.xml")
            breaks = {"p", "h", "line-break", "tab", "s"}
            return Reading(_join(_texts(archive, parts, text={"p", "h"}, breaks=breaks)))
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


def _read_pdf(file: BinaryIO, tesseract: str) -> Reading:
    document = _open_pdf(file)
    scans = recognised = 0
    deadline = time.monotonic() + SCANS_SECONDS

    def page_texts() -> Iterator[str]:
        nonlocal scans, recognised
        import pypdfium2

        for number in range(min(len(document), MAX_PAGES)):
            try:
                page = document[number]
                text_page = page.get_textpage()
                text = text_page.get_text_bounded()
                is_scan = scans < MAX_SCANS and _is_scan(page, text)
            except pypdfium2.PdfiumError:
                continue  # One damaged page does not hide the others.
            scans += is_scan
            if is_scan and tesseract and time.monotonic() < deadline:
                made_out = _recognise(page, tesseract)
                recognised += bool(made_out)
                text = max(text, made_out, key=len)
            yield text + "\n"
            text_page.close()
            page.close()

    text = _join(page_texts())
    return Reading(text, len(document), scans, recognised)


def _open_pdf(file: BinaryIO) -> "PdfDocument":
    import pypdfium2  # Here, as the process that starts this one imports the module for its constants.

    try:
        return pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused("Tệp PDF đặt mật khẩu nên không đọc được chữ.") from error
        raise Refused("Tệp PDF bị hỏng.") from error


def _is_scan(page: "PdfPage", text: str) -> bool:
    from pypdfium2 import raw

    if sum(map(str.isalpha, text)) >= SCAN_MAX_LETTERS:
        return False
    width, height = page.get_size()
    covered = 0.0
    # Some programs wrap the picture of the whole page into a form.
    for picture in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM], max_depth=1):
        left, bottom, right, top = picture.get_bounds()
        covered += max(0, right - left) * max(0, top - bottom)
        if covered >= width * height / 2:
            return True
    return False


def _recognise(page: "PdfPage", tesseract: str) -> str:
    """Return the text in the picture of a page; empty where the program makes nothing of it."""
    width, height = page.get_size()
    scale = min(SCAN_DPI / 72, (SCAN_MAX_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    pixels = memoryview(bitmap.buffer).cast("B")
    rows = (pixels[row * bitmap.stride :][: bitmap.width] for row in range(bitmap.height))
    picture = b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(rows)
    command = [tesseract, "stdin", "stdout", "-l", "vie", "--dpi", str(round(72 * scale))]
    try:
        done = subprocess.run(  # noqa: S603 - the program that the operator installed
            command,
            input=picture,
            capture_output=True,
            # Its threads wait for each other by spinning: one is up to thirty times as fast.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            timeout=SCAN_PAGE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode(errors="ignore").strip() if done.returncode == 0 else ""


def _read_binary_office(file: BinaryIO, extension: str) -> str:
    """Return the text of a Word, Excel or PowerPoint file as they were until 2007."""
    import office_oxide

    try:
        text = office_oxide.Document.from_bytes(file.read(), extension).plain_text()
    except office_oxide.OfficeOxideError as error:
        raise Refused("Tệp bị hỏng hoặc đặt mật khẩu.") from error
    if extension == "xls":
        # Without numbers, as above.
        return "\n".join(cell for cell in re.split(r"[\t\n]", text) if re.search(r"[^\W\d_]", cell))
    return text


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
    # A set: a name may stand in the list a thousand times, and would be read as often.
    names = {name for name in archive.namelist() if re.fullmatch(pattern, name)}
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
    sys.exit(main(*sys.argv[1:]))
