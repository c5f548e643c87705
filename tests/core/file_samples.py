"""Real files of every kind, made here so that each test says what is in its own."""

import io
import itertools
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen import canvas

OOXML = "application/vnd.openxmlformats-officedocument."
FONTS = Path(__file__).parents[2] / "portal/demo/fonts"
WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def as_upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def stored(name: str) -> bytes:
    """Return one of the few files that are kept in ``samples/``, made with LibreOffice.

    Of the presentation, only the streams with its content: the picture of its first page was left out.
    """
    return (Path(__file__).with_name("samples") / name).read_bytes()


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


def bare_pdf_bytes(*objects: bytes) -> bytes:
    """Return a PDF of exactly these objects, numbered from 1; the first is its catalog."""
    content = bytearray(b"%PDF-1.7\n")  # Bytes would be copied for each of ten thousand objects.
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return bytes(
        content
        + b"xref\n0 %d\n0000000000 65535 f \n" % count
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(content))
    )


PDF_FONTS = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def pdf_stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n" % (entries, len(content)) + content + b"\nendstream"


def one_page_pdf_bytes(*objects: bytes, resources: bytes = PDF_FONTS, catalog: bytes = b"") -> bytes:
    """Return a PDF of one page, whose content is the first of the objects; they are numbered from 4."""
    return bare_pdf_bytes(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s>>>>" % resources,
        *objects,
    )


def pdf_bomb_bytes(size: int, layers: int = 1) -> bytes:
    """Return a small PDF whose one page unpacks, from so many layers, to ``size`` bytes of text commands."""
    packer = zlib.compressobj(9)
    piece = b"BT /F1 12 Tf (aaaa aaaa) Tj ET\n" * 30_000
    packed = b"".join(packer.compress(piece) for _ in range(size // len(piece) + 1)) + packer.flush()
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    return one_page_pdf_bytes(pdf_stream(packed, b"/Filter[%s]" % (b"/FlateDecode" * layers)))


def long_pdf_bytes(pages: int) -> bytes:
    """Return a PDF of so many pages, all of which have the one word «Trang»."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R/Resources<<%s>>>>" % PDF_FONTS
    return bare_pdf_bytes(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b" ".join(b"%d 0 R" % (4 + n) for n in range(pages))),
        pdf_stream(b"BT /F1 12 Tf 72 700 Td (Trang) Tj ET"),
        *[page] * pages,
    )


def script_pdf_bytes(script: bytes) -> bytes:
    """Return a PDF of the word «Chu» that would run a script and, when it is printed, a program."""
    actions = b"/OpenAction<</S/JavaScript/JS<%s>>>" % script.hex().encode()
    actions += b"/AA<</WC<</S/Launch/F(/bin/sh)>>>>"
    return one_page_pdf_bytes(pdf_stream(b"BT /F1 12 Tf 72 700 Td (Chu) Tj ET"), catalog=actions)


def scan_bytes(*pages: str) -> bytes:
    """Return a PDF whose pages are pictures of text, as scanners make them (150 dpi)."""
    font = ImageFont.truetype(FONTS / "CongVuSerif-Regular.ttf", 30)
    sheets = []
    for page in pages:
        sheet = Image.new("L", (1240, 1754), 255)
        ImageDraw.Draw(sheet).multiline_text((120, 120), page, font=font, fill=20, spacing=14)
        sheets.append(sheet)
    buffer = io.BytesIO()
    sheets[0].save(buffer, "PDF", save_all=True, append_images=sheets[1:], resolution=150)
    return buffer.getvalue()


def image_bytes(picture_format: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(buffer, picture_format, **options)
    return buffer.getvalue()


def ole_bytes(*paths: str, content: bytes = b"") -> bytes:
    """Return a compound file (DOC, XLS, PPT) with these streams, each holding ``content`` and zeros."""
    return compound_bytes(dict.fromkeys(paths, content))


def compound_bytes(streams: dict[str, bytes]) -> bytes:
    """Return a compound file with these streams, by path: "Macros/VBA/dir" lies in two storages.

    The least that [MS-CFB] asks for: version 3, no mini streams, so that each is filled with zeros to 4 KB.
    """
    free, end, fat_mark, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
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

    for path, content in streams.items():
        *storages, stream = path.split("/")
        parent = 0
        for storage in storages:
            parent = add(parent, storage, 1)
        padded = -(-max(len(content), 4096) // 512) * 512
        entries[add(parent, stream, 2)]["content"] = content.ljust(padded, b"\0")
    contents = b"".join(entry.get("content", b"") for entry in entries)
    directory_sectors = -(-len(entries) // 4)
    # 128 numbers fill a sector of the FAT, its own sectors included.
    fat_sectors = -(-(directory_sectors + len(contents) // 512) // 127)
    fat = [fat_mark] * fat_sectors + [*range(fat_sectors + 1, fat_sectors + directory_sectors), end]
    directory = b""
    for entry in entries:
        start, size = end, len(entry.get("content", b""))
        if size:
            start = len(fat)
            fat += [*range(start + 1, start + size // 512), end]
        name = entry["name"].encode("utf-16-le") + b"\0\0"
        directory += struct.pack(
            "<64sHBBIII16sIQQIQ",
            name, len(name), entry["type"], 1, none, entry["next"], entry["child"], b"", 0, 0, 0, start, size,
        )  # fmt: skip
    empty_entry = struct.pack("<64sHBBIII16sIQQIQ", b"", 0, 0, 0, none, none, none, b"", 0, 0, 0, 0, 0)
    directory += empty_entry * (directory_sectors * 4 - len(entries))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"",
        0x3E, 3, 0xFFFE, 9, 6, b"", 0, fat_sectors, fat_sectors, 0, 4096, end, 0, end, 0,
    )  # fmt: skip
    header += struct.pack(f"<{fat_sectors}I", *range(fat_sectors))
    fat += [free] * (128 * fat_sectors - len(fat))
    return header.ljust(512, b"\xff") + struct.pack(f"<{len(fat)}I", *fat) + directory + contents


def doc_bytes(*pieces: str | bytes, times: int = 1) -> bytes:
    """Return a Word 97 file whose text stands in these pieces: bytes with 8 bits a character, or 16.

    With ``times``, its list of pieces names them all that often, though they stand in the file once.
    ([MS-DOC] 2.4.1: the Fib says where the Clx is, and that where the pieces are.)
    """
    text = b""
    characters, places = [], []
    for piece in pieces:
        place = 0x400 + len(text)
        # A place of 8-bit text is doubled and marked.
        places.append(2 * place | 1 << 30 if isinstance(piece, bytes) else place)
        text += piece if isinstance(piece, bytes) else piece.encode("utf-16-le")
        text += b"\0" * (len(text) % 2)
        characters.append(len(piece))
    ends = itertools.accumulate(characters * times, initial=0)
    piece_table = b"".join(struct.pack("<I", end) for end in ends)
    piece_table += b"".join(struct.pack("<HIH", 0, place, 0) for place in places) * times
    clx = b"\2" + struct.pack("<I", len(piece_table)) + piece_table
    fib = bytearray(0x400)
    # wIdent and nFib; fWhichTblStm (the table stream is 1Table) and fExtChar; ccpText; fcClx and lcbClx.
    struct.pack_into("<HH", fib, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", fib, 0x0A, 0x1200)
    struct.pack_into("<I", fib, 0x4C, sum(characters) * times)
    struct.pack_into("<II", fib, 0x1A2, 0, len(clx))
    return compound_bytes({"WordDocument": bytes(fib) + text, "1Table": clx})


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
        "doc": stored("cong-van.doc"),
        "xls": stored("bang.xls"),
        "ppt": stored("trinh-chieu.ppt"),
        "docx": docx_bytes(),
        "xlsx": xlsx_bytes(),
        "pptx": pptx_bytes(),
        "odt": odf_bytes("text"),
        "ods": odf_bytes("spreadsheet"),
        "zip": zip_bytes({"thông báo.txt": "Nội dung"}),
        "rar": RAR_BYTES,
    }
