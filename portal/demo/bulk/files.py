"""The files of made documents and posts: small, real, each with bytes of its own.

What is read on the page of such a file says only that it is a sample; the text that search finds in it is
written beside it. Files whose content were their text would take hours to set and gigabytes to keep.
"""

import hashlib
import io
from functools import cache

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core.models import Attachment, FileText
from portal.demo.pdf import FOLDER as FONTS

SENTENCE = "Tệp minh họa của một tỉnh hư cấu, không có giá trị pháp lý."


def attach(row: Attachment, name: str, key: str, text: str) -> FileText:
    """Give an unsaved row its file, and return the row of the file's text.

    ``key`` makes the bytes unique; it is a comment at the end of the PDF.
    """
    data = sample_pdf() + f"% {key}\n".encode()
    row.file = ContentFile(data, name)
    row.original_name = name
    row.content_type = "application/pdf"
    row.size = len(data)
    row.sha256 = hashlib.sha256(data).hexdigest()
    row.pages = 1
    return FileText(
        sha256=row.sha256, status=FileText.Status.DONE, text=text, pages=1, extracted_at=timezone.now()
    )


@cache
def sample_pdf() -> bytes:
    """Return a PDF of one page that fits into a block of the disk.

    The sentence is drawn, one bit a pixel: a font with the Vietnamese letters takes five times the place.
    """
    font = ImageFont.truetype(str(FONTS / "CongVuSerif-Regular.ttf"), 24)
    picture = Image.new("1", (int(font.getlength(SENTENCE)) + 2, 36), 1)
    ImageDraw.Draw(picture).text((1, 2), SENTENCE, font=font)
    buffer = io.BytesIO()
    page = Canvas(buffer, pagesize=A4, pageCompression=1, invariant=True)
    page.setTitle(SENTENCE)
    page.drawImage(ImageReader(picture), 72, 720, width=picture.width * 0.6, height=picture.height * 0.6)
    page.save()
    return buffer.getvalue()
