"""The jobs of core."""

from datetime import timedelta

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from core import cache, search
from core.extraction import extract
from core.jobs import every, job
from core.models import Attachment, FileText, Status
from core.models.jobs import Job, Worker
from core.search import refresh_file_text

# What is older has aged out by itself: a piece of furniture, and then the page that it was put into.
LOOK_BACK = timedelta(seconds=2 * cache.TIMEOUT)
KEEP_SUCCESSFUL = timedelta(days=7)
KEEP_FAILED = timedelta(days=60)


@job("Đọc chữ trong tệp đính kèm")
def extract_file_text(label: str, pk: int, sha256: str) -> str:
    """Read the text of an attachment's file, once for each content, and make it searchable.

    ``label`` names the model ("news.articleattachment"). Returns the status of the text.
    """
    text = FileText.objects.filter(pk=sha256).first()
    if text is None or text.status not in (FileText.Status.DONE, FileText.Status.EMPTY):
        attachment = apps.get_model(label)._base_manager.filter(pk=pk, sha256=sha256).first()
        if attachment is None:
            return "gone"
        text = _read(attachment)
    refresh_file_text(sha256)
    return text.status


def _read(attachment: Attachment) -> FileText:
    with attachment.file.open("rb") as file:
        extracted = extract(file, attachment.extension)
    if extracted.error:
        status = FileText.Status.FAILED
    else:
        status = FileText.Status.DONE if extracted.text else FileText.Status.EMPTY
    text, _ = FileText.objects.update_or_create(
        pk=attachment.sha256,
        defaults={
            "status": status,
            "text": extracted.text,
            "error": extracted.error,
            "pages": extracted.pages,
            "extracted_at": timezone.now(),
        },
    )
    return text


@every(timedelta(minutes=1))
@job("Làm mới trang theo lịch đăng", priority=50)  # Not behind a hundred files to be read.
def refresh_scheduled_pages() -> list[str]:
    """Make stale the pages of what came or went by its date alone; return the cache tags touched."""
    now = timezone.now()
    tags = set()
    for model in search.registered().values():
        lately = Q(published_at__gt=now - LOOK_BACK, published_at__lte=now) | Q(
            unpublish_at__gt=now - LOOK_BACK, unpublish_at__lte=now
        )
        if model._base_manager.filter(lately, status=Status.PUBLISHED).exists():
            tags.update(model.cache_tags)
    cache.touch(*tags)
    return sorted(tags)


@job("Cập nhật tìm kiếm theo tên mới")
def reindex_related(kind: str, field: str, pk: int) -> int:
    """Write anew the entries of the objects that name another, which was renamed.

    ``kind`` is theirs ("documents.document"), ``field`` their foreign key, ``pk`` the renamed object's.
    Returns how many there were.
    """
    model = search.registered()[kind]
    return search.reindex_some(model, model._base_manager.filter(**{field: pk}).values_list("pk", flat=True))


@every(timedelta(days=1))
@job("Xóa chữ của những tệp không còn")
def forget_unused_texts() -> int:
    """Delete texts whose file is attached to nothing any more; return how many."""
    unused = FileText.objects.all()
    for model in apps.get_models():
        if issubclass(model, Attachment):
            unused = unused.exclude(pk__in=model._base_manager.values("sha256"))
    return unused.delete()[0]


@every(timedelta(days=1))
@job("Dọn danh sách việc nền đã xong")
def prune_jobs() -> int:
    """Delete finished jobs that nobody will look for, and workers that are long gone; return how many."""
    now = timezone.now()
    Worker.objects.filter(beat_at__lt=now - KEEP_SUCCESSFUL).delete()
    successful = Job.objects.successful().filter(finished_at__lt=now - KEEP_SUCCESSFUL).delete()[0]
    return successful + Job.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()[0]
