"""Real files of every kind, made here so that each test says what is in its own."""

import io
import struct
import zipfile
import zlib
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from reportlab.pdfgen import canvas

OOXML = "application/vnd.openxmlformats-officedocument."
WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def as_upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def zip_bytes(parts: dict[str, str | bytes], *, stored: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def ooxml_bytes(main: str, parts: dict[str, str | bytes]) -> bytes:
    """Return an Office file; ``main`` is the content type of its main part."""
    types = f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    return zip_bytes({"[Content_Types].xml": types, **parts})


def docx_bytes(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs or ("Nội dung",):
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word_xml(content: str) -> str:
    return f'<w:document xmlns:w="{WORD_NAMESPACE}"><w:body>{content}</w:body></w:document>'


def bare_docx_bytes(content: str | bytes, **parts: str) -> bytes:
    """Return a DOCX whose main part is exactly this XML."""
    main = f"{OOXML}wordprocessingml.document.main+xml"
    return ooxml_bytes(main, {"word/document.xml": content, **parts})


def xlsx_bytes(
    shared: tuple[str, ...] = ("Trường",), inline: str = "", parts: dict[str, Any] | None = None
) -> bytes:
    items = "".join(f"<si><t>{text}</t></si>" for text in shared)
    cell = f'<c t="inlineStr"><is><t>{inline}</t></is></c><c><v>12345</v></c>'
    return ooxml_bytes(
        f"{OOXML}spreadsheetml.sheet.main+xml",
        {
            "xl/workbook.xml": "<workbook/>",
            "xl/sharedStrings.xml": f'<sst xmlns="urn:sheet">{items}</sst>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="urn:sheet"><row>{cell}</row></worksheet>',
            **(parts or {}),
        },
    )


def pptx_bytes(*slides: str) -> bytes:
    xml = '<p:sld xmlns:p="urn:p" xmlns:a="urn:a"><a:p><a:t>{}</a:t></a:p></p:sld>'
    texts = enumerate(slides or ("Trang",), 1)
    parts = {f"ppt/slides/slide{number}.xml": xml.format(text) for number, text in texts}
    return ooxml_bytes(f"{OOXML}presentationml.presentation.main+xml", parts)


def odf_bytes(kind: str = "text", content: str = "<text:p>Nội dung</text:p>", **parts: str) -> bytes:
    body = f'<office:document xmlns:office="urn:office" xmlns:text="urn:text">{content}</office:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "mimetype", f"application/vnd.oasis.opendocument.{kind}", compress_type=zipfile.ZIP_STORED
        )
        archive.writestr("content.xml", body)
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def pdf_bytes(*pages: str, encrypt: str | None = None) -> bytes:
    """Return a PDF with one line of ASCII text a page; an empty line makes an empty page."""
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, invariant=True, encrypt=encrypt)
    for page in pages or ("Thong bao",):
        sheet.drawString(72, 720, page)
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


def pdf_bomb_bytes(size: int) -> bytes:
    """Return a small PDF whose one page unpacks to ``size`` bytes of text commands."""
    packer = zlib.compressobj(9)
    piece = b"BT /F1 12 Tf (aaaa aaaa) Tj ET\n" * 30_000
    packed = b"".join(packer.compress(piece) for _ in range(size // len(piece) + 1)) + packer.flush()
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 "
        + font
        + b">>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream",
    ]
    content = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        content
        + b"xref\n0 5\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(content)
    )


def image_bytes(picture_format: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(buffer, picture_format, **options)
    return buffer.getvalue()


def ole_bytes(*paths: str, content: bytes = b"") -> bytes:
    """Return a compound file (DOC, XLS, PPT) with these streams, each holding ``content`` and zeros.

    The least that [MS-CFB] asks for: version 3, one sector of FAT, no mini streams. A path may lie in
    storages: "Macros/VBA/dir".
    """
    free, end, fat_mark, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    data = content.ljust(-(-max(len(content), 4096) // 512) * 512, b"\0")
    sectors_each = len(data) // 512
    entries: list[dict[str, Any]] = [{"name": "Root Entry", "type": 5, "child": none, "next": none}]

    def add(parent: int, name: str, kind: int) -> int:
        for number, entry in enumerate(entries):
            if entry.get("parent") == parent and entry["name"] == name:
                return number
        # The siblings form a list by their right links: a tree, if a lopsided one.
        entries.append(
            {"name": name, "type": kind, "child": none, "next": entries[parent]["child"], "parent": parent}
        )
        entries[parent]["child"] = len(entries) - 1
        return len(entries) - 1

    for path in paths:
        *storages, stream = path.split("/")
        parent = 0
        for storage in storages:
            parent = add(parent, storage, 1)
        add(parent, stream, 2)
    directory_sectors = -(-len(entries) // 4)
    fat = [fat_mark, *range(2, directory_sectors + 1), end]
    directory = b""
    for entry in entries:
        start, size = (end, 0)
        if entry["type"] == 2:
            start, size = len(fat), len(data)
            fat += [*range(start + 1, start + sectors_each), end]
        name = entry["name"].encode("utf-16-le") + b"\0\0"
        directory += struct.pack(
            "<64sHBBIII16sIQQIQ",
            name, len(name), entry["type"], 1, none, entry["next"], entry["child"], b"", 0, 0, 0, start, size,
        )  # fmt: skip
    empty_entry = struct.pack("<64sHBBIII16sIQQIQ", b"", 0, 0, 0, none, none, none, b"", 0, 0, 0, 0, 0)
    directory += empty_entry * (directory_sectors * 4 - len(entries))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"",
        0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, 1, 0, 4096, end, 0, end, 0, 0,
    )  # fmt: skip
    header = header.ljust(512, b"\xff")
    streams = data * sum(entry["type"] == 2 for entry in entries)
    return header + struct.pack("<128I", *fat, *[free] * (128 - len(fat))) + directory + streams


RAR_BYTES = (
    b"Rar!\x1a\x07\x01\x00" + b"\x33\x92\xb5\xe5\x0a\x01\x05\x06\x00\x05\x01\x01\x80\x80\x00" + b"x" * 40
)


def one_of_each() -> dict[str, bytes]:
    """Return a good file of every kind that may be uploaded, by extension."""
    return {
        "jpg": image_bytes("JPEG"),
        "png": image_bytes("PNG"),
        "webp": image_bytes("WEBP"),
        "gif": image_bytes("GIF"),
        "pdf": pdf_bytes(),
        "doc": ole_bytes("WordDocument", "1Table"),
        "xls": ole_bytes("Workbook"),
        "ppt": ole_bytes("PowerPoint Document", "Current User"),
        "docx": docx_bytes(),
        "xlsx": xlsx_bytes(),
        "pptx": pptx_bytes(),
        "odt": odf_bytes("text"),
        "ods": odf_bytes("spreadsheet"),
        "zip": zip_bytes({"thông báo.txt": "Nội dung"}),
        "rar": RAR_BYTES,
    }
