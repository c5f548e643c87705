"""What search does not see of files: said beside them, so that nobody takes silence for an answer."""

from collections.abc import Iterable

from django.db.models.functions import Length

from core.extraction.reader import MAX_PAGES
from core.models.attachments import Attachment
from core.models.filetext import FileText
from core.search.entries import INDEXED_CHARACTERS
from core.text import format_number

_UNSEEN = "nên tìm kiếm không thấy nội dung của tệp"


def note_gaps(files: Iterable[Attachment]) -> None:
    """Give each file its ``gap``, a sentence for visitors; "" where all of its text is searched.

    A file whose text is still to be read has none, nor have pictures and archives, which hold no text.
    """
    files = list(files)
    texts = FileText.objects.annotate(length=Length("text")).defer("text")
    read = texts.in_bulk({file.sha256 for file in files})
    for file in files:
        file.gap = _gap(file, read[file.sha256]) if file.sha256 in read else ""


def _gap(file: Attachment, text: FileText) -> str:
    match text.status:
        case FileText.Status.FAILED:
            return f"Cổng không đọc được chữ trong tệp này, {_UNSEEN}."
        case FileText.Status.EMPTY:
            return f"Tệp này là bản chụp hoặc không có chữ, {_UNSEEN}."
    if file.extension == "pdf" and (text.pages or 0) > MAX_PAGES:
        return f"Tệp rất dài: tìm kiếm chỉ thấy nội dung của {format_number(MAX_PAGES)} trang đầu."
    if text.length > INDEXED_CHARACTERS:
        return "Tệp rất dài: tìm kiếm chỉ thấy phần đầu của nội dung."
    return ""
