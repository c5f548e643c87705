"""What an uploaded file really is, decided by its content, and whether it may be kept.

The list of kinds is closed (``core.files.kinds``): each has a check of its own that reads the file's
structure, and the extension must agree with what the check finds. Files are read in pieces; archives are
not unpacked. Macros, and scripts in PDFs, are told (``has_macros``), not refused: the forms that the ministry
sends carry them.

Refused beside wrong kinds: empty and oversized files, names that mislead, archives that unpack to far
more than they weigh, and files that are two kinds at once (a picture with a page or an archive inside).
A PDF header may stand after white space or a byte order mark, which some signing tools leave; the
specification would allow any 1,024 bytes, which is how a PDF hides in another kind. Nor may a page stand
right behind it, where programs that guess kinds look for one.
"""

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

import olefile
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from PIL import Image

from core.files.kinds import KINDS, Kind, kind_of
from core.files.pdf import has_scripts
from core.text import format_file_size

# Windows and most file systems stop at 255 units; the rest is room for a folder that a school saves it in.
MAX_NAME_LENGTH = 200
ALLOWED_IMAGES = "ảnh JPEG, PNG, WebP, GIF"
ALLOWED = f"{ALLOWED_IMAGES}; PDF, Word, Excel, PowerPoint, ODT, ODS, ZIP, RAR"

# A phone's 50-megapixel photo takes 150 MB of memory when it is opened; what is larger is no photo.
MAX_PIXELS = 51_000_000
ZIP_MAX_ENTRIES = 10_000
ZIP_MAX_NESTED = 20
ZIP_MAX_DIRECTORY_BYTES = 4 * 1024 * 1024
ZIP_MAX_UNPACKED_BYTES = 1024 * 1024 * 1024
# Text and XML pack to a tenth or a fiftieth; deflate's own limit, which bombs reach, is about a thousandth.
ZIP_MAX_RATIO = 200
ZIP_RATIO_APPLIES_FROM = 32 * 1024 * 1024

_CHUNK = 64 * 1024
_PIXELS_ERRORS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What Pillow raises on a damaged file, by format: it promises no single type.
BROKEN_IMAGE = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error)
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError, struct.error)
_BROKEN_OLE = (olefile.olefile.OleFileError, ValueError, IndexError, struct.error, RecursionError)

# Control characters, direction marks (they make «gpj.exe» read as «exe.jpg») and half characters.
_MISLEADING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_PAGE = re.compile(rb"<script|<html|<!doctype html|<\?php", re.IGNORECASE)
_FOREIGN = re.compile(_PAGE.pattern + rb"|%PDF-\d|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c", re.IGNORECASE)
_FOREIGN_LONGEST = 16
_ZIP_END = b"PK\x05\x06"
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".cab", ".iso", ".jar")
_OOXML_MAIN = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
    b"application/vnd.ms-word.document.macroEnabled.main+xml": "docx",
    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml": "xlsx",
    b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml": "pptx",
}
_OLE_MAIN = {"worddocument": "doc", "workbook": "xls", "book": "xls", "powerpoint document": "ppt"}
_OLE_MACROS = {"macros", "vba", "_vba_project", "_vba_project_cur"}
# VBAInfoContainer and its VBAInfoAtom ([MS-PPT] 2.4.10): PowerPoint keeps macros inside its one stream. Most
# presentations have the record, with a zero for fHasMacros.
_PPT_MACROS = re.compile(rb"\x1f\x00\xff\x03\x14\x00\x00\x00.{12}(?!\x00{4}).{4}", re.DOTALL)
_PPT_MACROS_LONGEST = 24


@dataclass(frozen=True)
class FileFacts:
    """What the content of a file says. ``size`` in bytes, ``sha256`` in hexadecimal, ``label`` for people.

    ``has_macros``: it holds code that the program which opens it may run.
    """

    content_type: str
    extension: str
    size: int
    sha256: str
    label: str
    has_macros: bool = False


def inspect_upload(file: File) -> FileFacts:
    """Return the facts of an uploaded file.

    Raises ValidationError with one Vietnamese sentence for staff, and a code: name, empty, too_large,
    extension, type, mismatch, broken, encrypted, bomb or polyglot. The file is left at its beginning.
    """
    return _inspect(file, images_only=False)


def inspect_image(file: File) -> FileFacts:
    """As :func:`inspect_upload`, for a place that takes pictures only."""
    return _inspect(file, images_only=True)


def check_name(name: str) -> None:
    """Raise ValidationError for a file name that is too long, misleading, or more than a name."""
    if len(name) > MAX_NAME_LENGTH:
        _refuse("name", f"Tên tệp dài quá {MAX_NAME_LENGTH} ký tự. Hãy đặt tên ngắn hơn.")
    if _MISLEADING.search(name):
        _refuse("name", "Tên tệp có ký tự ẩn (điều khiển hoặc đảo chiều chữ). Hãy gõ lại tên tệp.")
    if "/" in name or "\\" in name or name in ("", ".", ".."):
        _refuse("name", "Tên tệp không được rỗng hay chứa đường dẫn.")


def _inspect(file: File, *, images_only: bool) -> FileFacts:
    name = file.name or ""
    check_name(name)
    claimed = kind_of(name)
    allowed = ALLOWED_IMAGES if images_only else ALLOWED
    if claimed is None or (images_only and not claimed.is_image):
        _refuse("extension", f"Không nhận loại tệp này. Các loại được nhận: {allowed}.")
    size = file.size
    if not size:
        _refuse("empty", "Tệp rỗng (0 byte). Hãy kiểm tra lại tệp trên máy rồi tải lên lần nữa.")
    limit = settings.UPLOAD_IMAGE_MAX_BYTES if claimed.is_image else settings.UPLOAD_MAX_BYTES
    if size > limit:
        _refuse(
            "too_large", f"Tệp nặng {format_file_size(size)}, vượt mức {format_file_size(limit)} cho phép."
        )
    try:
        extension, has_macros = _read_kind(file, size, allowed)
        found = KINDS[extension]
        if found != claimed:
            _refuse(
                "mismatch",
                f"Đuôi tệp là .{claimed.extension} nhưng nội dung là {found.label} (.{found.extension}). "
                "Hãy đổi lại đúng đuôi tệp hoặc chọn đúng tệp.",
            )
        sha256 = _sha256(file)
    finally:
        file.seek(0)
    return FileFacts(found.content_type, found.extension, size, sha256, found.label, has_macros)


def _read_kind(file: File, size: int, allowed: str) -> tuple[str, bool]:
    """Return the extension that fits the content, and whether there is code in it.

    ``allowed`` are the kinds that are taken, in words.
    """
    file.seek(0)
    head = file.read(1024)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_zip(file, size)
    if head.startswith(olefile.MAGIC):
        _refuse_appended_zip(file, size)
        return _read_ole(file)
    if head.startswith((b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00")):
        _refuse_appended_zip(file, size)
        return "rar", False
    if head.lstrip(b"\xef\xbb\xbf\x00 \t\r\n").startswith(b"%PDF-"):
        _refuse_appended_zip(file, size)
        _check_pdf(file, size, head)
        return "pdf", has_scripts(file)
    if extension := _image_extension(head):
        _refuse_foreign_content(file, size)
        _check_image(file, KINDS[extension])
        return extension, False
    if b"%PDF-" in head:
        _refuse("polyglot", "Trước nội dung PDF có phần lạ. Hãy mở tệp và in lại ra PDF.")
    _refuse("type", f"Nội dung tệp không thuộc các loại được nhận: {allowed}.")


def _image_extension(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    return None


def _check_image(file: File, kind: Kind) -> None:
    file.seek(0)
    pillow_format = kind.content_type.removeprefix("image/").upper()
    try:
        # Warnings of Pillow about the size are ours to judge by MAX_PIXELS, which lies below its limit.
        with Image.open(file, formats=[pillow_format]) as image:
            if image.width * image.height > MAX_PIXELS:
                _refuse_pixels()
            image.verify()
    except _PIXELS_ERRORS:
        _refuse_pixels()
    except BROKEN_IMAGE as error:
        raise ValidationError("Ảnh bị hỏng hoặc chưa tải lên hết.", code="broken") from error


def _refuse_pixels() -> NoReturn:
    _refuse(
        "bomb", f"Ảnh lớn hơn {MAX_PIXELS // 1_000_000} triệu điểm ảnh. Hãy thu nhỏ ảnh trước khi tải lên."
    )


def _refuse_foreign_content(file: File, size: int) -> None:
    """Refuse a picture that also holds a page, a script or an archive.

    The mark that ends a ZIP is four bytes, too few to look for in all of a picture, and it must stand in
    the last 64 KB to mean anything.
    """
    if _tail(file, size)[1].rfind(_ZIP_END) >= 0 or _search(file, _FOREIGN, _FOREIGN_LONGEST):
        _refuse(
            "polyglot", "Trong ảnh có lẫn mã lệnh hoặc tệp khác. Hãy mở ảnh bằng phần mềm ảnh rồi lưu lại."
        )


def _check_pdf(file: File, size: int, head: bytes) -> None:
    if _PAGE.search(head):
        _refuse("polyglot", "Đầu tệp PDF có lẫn mã trang web. Hãy mở tệp và in lại ra PDF.")
    _, tail = _tail(file, size)
    end = tail.rfind(b"%%EOF")
    if end < 0:
        _refuse("broken", "Tệp PDF bị cụt phần cuối. Hãy tạo lại tệp PDF rồi tải lên lần nữa.")
    if _FOREIGN.search(tail, end) or _ZIP_END in tail[end:]:
        _refuse("polyglot", "Sau nội dung PDF có lẫn tệp khác. Hãy mở tệp và in lại ra PDF.")


def _refuse_appended_zip(file: File, size: int) -> None:
    if _end_of_zip(file, size) is not None:
        _refuse("polyglot", "Tệp có một tệp nén nối vào sau. Hãy mở tệp và lưu lại.")


def _end_of_zip(file: File, size: int) -> tuple[int, bytes] | None:
    """Return place and bytes of the record that ends a ZIP exactly at the end of the file, if it does."""
    start, tail = _tail(file, size)
    place = tail.rfind(_ZIP_END)
    record = tail[place : place + 22] if place >= 0 else b""
    if len(record) < 22 or place + 22 + int.from_bytes(record[20:], "little") != len(tail):
        return None
    return start + place, record


def _tail(file: File, size: int) -> tuple[int, bytes]:
    """Return where the part of a file in which a ZIP may end begins, and that part."""
    start = max(0, size - 22 - 0xFFFF)
    file.seek(start)
    return start, file.read(size - start)


def _read_zip(file: File, size: int) -> tuple[str, bool]:
    end = _end_of_zip(file, size)
    if end is None:
        _refuse("broken", "Tệp nén bị hỏng hoặc chưa tải lên hết.")
    if _directory_bytes(file, *end) > ZIP_MAX_DIRECTORY_BYTES:
        _refuse_bomb()
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_entries(entries, size)
            return _kind_of_zip(archive, entries)
    except _BROKEN_ZIP as error:
        raise ValidationError("Tệp nén bị hỏng hoặc chưa tải lên hết.", code="broken") from error


def _directory_bytes(file: File, place: int, record: bytes) -> int:
    """Return the size of a ZIP's list of entries.

    ``zipfile`` makes an object of some 500 bytes for each entry before anything can be counted, so the
    list is measured first. The ZIP64 record, where there is one, is the one that ``zipfile`` believes.
    """
    classic = int.from_bytes(record[12:16], "little")
    file.seek(max(0, place - 20))
    locator = file.read(20)
    if not locator.startswith(b"PK\x06\x07"):
        return classic
    file.seek(max(0, place - 20 - 56))
    return max(classic if classic != 0xFFFFFFFF else 0, int.from_bytes(file.read(56)[40:48], "little"))


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    if not any(entry.file_size for entry in entries):
        _refuse("empty", "Tệp nén không có gì bên trong.")
    if len(entries) > ZIP_MAX_ENTRIES:
        _refuse_bomb()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > ZIP_MAX_UNPACKED_BYTES:
        _refuse_bomb()
    if unpacked > ZIP_RATIO_APPLIES_FROM and unpacked > ZIP_MAX_RATIO * size:
        _refuse_bomb()
    if sum(entry.filename.lower().endswith(_ARCHIVES) for entry in entries) > ZIP_MAX_NESTED:
        _refuse_bomb()
    for entry in entries:
        if entry.filename.startswith("/") or ".." in re.split(r"[/\\]", entry.filename):
            _refuse("type", "Trong tệp nén có tên tệp trỏ ra ngoài thư mục giải nén.")
    free_from = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        # Entries that share bytes are how 40 KB unpack to gigabytes without a high ratio of any one.
        if entry.header_offset < free_from:
            _refuse_bomb()
        if free_from == 0 and entry.header_offset != 0:
            _refuse("polyglot", "Trước nội dung tệp nén có phần lạ. Hãy nén lại các tệp.")
        free_from = entry.header_offset + 30 + entry.compress_size


def _kind_of_zip(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> tuple[str, bool]:
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" in names:
        return _kind_of_ooxml(_read_part(archive, "[Content_Types].xml"), names)
    if "mimetype" in names:
        return _kind_of_odf(_read_part(archive, "mimetype"), names)
    return "zip", False


def _read_part(archive: zipfile.ZipFile, name: str, limit: int = 1024 * 1024) -> bytes:
    if archive.getinfo(name).flag_bits & 1:
        _refuse_encrypted()
    with archive.open(name) as part:
        return part.read(limit)


def _kind_of_ooxml(content_types: bytes, names: list[str]) -> tuple[str, bool]:
    for main, extension in _OOXML_MAIN.items():
        if b'"' + main + b'"' in content_types:
            has_macros = b"macroEnabled" in content_types or any(
                name.lower().endswith("vbaproject.bin") or name.lower().startswith("xl/macrosheets/")
                for name in names
            )
            return extension, has_macros
    _refuse("type", f"Nội dung tệp không thuộc các loại được nhận: {ALLOWED}.")


def _kind_of_odf(mimetype: bytes, names: list[str]) -> tuple[str, bool]:
    for extension in ("odt", "ods"):
        if mimetype.strip() == KINDS[extension].content_type.encode():
            has_macros = any(
                name.startswith(("Basic/", "Scripts/"))
                and not name.endswith(("/", "/script-lc.xml", "/script-lb.xml"))
                for name in names
            )
            return extension, has_macros
    _refuse("type", f"Nội dung tệp không thuộc các loại được nhận: {ALLOWED}.")


def _read_ole(file: File) -> tuple[str, bool]:
    file.seek(0)
    try:
        with olefile.OleFileIO(file) as ole:
            paths = [[part.lower() for part in path] for path in ole.listdir(streams=True, storages=True)]
    except _BROKEN_OLE as error:
        raise ValidationError("Tệp Office bị hỏng hoặc chưa tải lên hết.", code="broken") from error
    top = {path[0] for path in paths}
    if "encryptedpackage" in top:
        _refuse_encrypted()
    for stream, extension in _OLE_MAIN.items():
        if stream in top:
            has_macros = any(_OLE_MACROS.intersection(path) for path in paths)
            if extension == "ppt":
                has_macros = has_macros or _search(file, _PPT_MACROS, _PPT_MACROS_LONGEST)
            return extension, has_macros
    _refuse("type", f"Nội dung tệp không thuộc các loại được nhận: {ALLOWED}.")


def _search(file: File, pattern: re.Pattern[bytes], longest: int) -> bool:
    """Tell whether a pattern, whose matches have at most ``longest`` bytes, occurs in a file."""
    kept = b""
    for chunk in _chunks(file):
        if pattern.search(kept + chunk):
            return True
        kept = chunk[-longest:]
    return False


def _sha256(file: File) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(file):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(file: File) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


def _refuse(code: str, sentence: str) -> NoReturn:
    raise ValidationError(sentence, code=code)


def _refuse_bomb() -> NoReturn:
    _refuse("bomb", "Tệp nén giải ra quá lớn hoặc quá nhiều tệp. Hãy chia nhỏ rồi tải lên từng phần.")


def _refuse_encrypted() -> NoReturn:
    _refuse("encrypted", "Tệp đặt mật khẩu nên không kiểm tra được. Hãy bỏ mật khẩu rồi tải lên lại.")
