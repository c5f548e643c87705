"""What search does not see of files: said beside them, so that nobody takes silence for an answer."""

from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject, Length

from core.extraction.reader import MAX_PAGES
from core.models.attachments import Attachment
from core.models.filetext import FileText
from core.search.entries import INDEXED_CHARACTERS
from core.text import format_number

_UNSEEN = "nên tìm kiếm không thấy nội dung của tệp"


def with_readings(files: QuerySet) -> QuerySet:
    """Have a queryset of attachments bring along how each was read, for :func:`note_gaps`."""
    texts = FileText.objects.filter(pk=OuterRef("sha256"))
    reading = JSONObject(status="status", pages="pages", length=Length("text"))
    return files.annotate(reading=Subquery(texts.values(reading=reading)))


def note_gaps(files: Iterable[Attachment]) -> None:
    """Give each file of :func:`with_readings` its ``gap``, a sentence for visitors.

    It is "" where all of the text is searched, where it is still to be read, and for pictures and
    archives, which hold none.
    """
    for file in files:
        file.gap = _gap(file, **file.reading) if file.reading else ""


def _gap(file: Attachment, status: str, pages: int | None, length: int) -> str:
    match status:
        case FileText.Status.FAILED:
            return f"Cổng không đọc được chữ trong tệp này, {_UNSEEN}."
        case FileText.Status.EMPTY:
            return f"Tệp này là bản chụp hoặc không có chữ, {_UNSEEN}."
    if file.extension == "pdf" and (pages or 0) > MAX_PAGES:
        return f"Tệp rất dài: tìm kiếm chỉ thấy nội dung của {format_number(MAX_PAGES)} trang đầu."
    if length > INDEXED_CHARACTERS:
        return "Tệp rất dài: tìm kiếm chỉ thấy phần đầu của nội dung."
    return ""
