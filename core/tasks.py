"""The jobs of core."""

from datetime import timedelta

from django.apps import apps
from django.utils import timezone

from core.extraction import extract
from core.jobs import every, job
from core.models import Attachment, FileText
from core.models.jobs import Job, Worker
from core.search import refresh_file_text

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
