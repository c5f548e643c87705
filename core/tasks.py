"""The jobs of core."""

import logging
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from core import cache, search
from core.extraction import extract, find_tesseract, recognise
from core.jobs import every, job
from core.models import Attachment, AuditEntry, CountedOnce, FileText, Limit, Status, UsedChallenge
from core.models.jobs import Job, Worker
from core.search import refresh_file_text
from core.visitors import COUNT_AGAIN_AFTER, WAITED_OVER_MIDNIGHT

logger = logging.getLogger(__name__)

# What is older has aged out by itself: a piece of furniture, and then the page that it was put into.
LOOK_BACK = timedelta(seconds=2 * cache.TIMEOUT)
KEEP_SUCCESSFUL = timedelta(days=7)
KEEP_FAILED = timedelta(days=60)
CLOCKS_APART = timedelta(hours=1)
# Objects; well within the time that a job may take.
REINDEXED_IN_A_RUN = 2_000


@job("Đọc chữ trong tệp đính kèm")
def extract_file_text(label: str, pk: int, sha256: str) -> str:
    """Read the text of an attachment's file, once for each content, and make it searchable.

    ``label`` names the model ("news.articleattachment"). Returns the status of the text.
    """
    model = apps.get_model(label)
    text = FileText.objects.filter(pk=sha256).first()
    if text is None or text.status not in (FileText.Status.DONE, FileText.Status.EMPTY):
        attachment = model._base_manager.filter(pk=pk, sha256=sha256).first()
        if attachment is None:
            return "gone"
        text = _read(attachment)
    model._base_manager.filter(sha256=sha256).update(pages=text.pages)
    _show_again(model, sha256)
    return text.status


def _show_again(model: type[Attachment], sha256: str) -> None:
    """Have a file found by the text that was read, and say anew on pages how much of it that is."""
    refresh_file_text(sha256)
    model._meta.get_field(model.OWNER_FIELD).related_model.touch_pages()


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
            "recognised": 0,
            "extracted_at": timezone.now(),
        },
    )
    if extracted.scans and find_tesseract():
        recognise_file_text.enqueue(attachment._meta.label_lower, attachment.pk, attachment.sha256)
    return text


@job("Nhận dạng chữ trong bản chụp", priority=-50)  # Minutes for each file: all others come first.
def recognise_file_text(label: str, pk: int, sha256: str) -> int:
    """Make out the text in the scanned pages of an attachment's PDF; return how many pages gave some.

    ``label`` names the model. Where that fails, what was read before stays.
    """
    model = apps.get_model(label)
    attachment = model._base_manager.filter(pk=pk, sha256=sha256).first()
    if attachment is None:
        return 0
    with attachment.file.open("rb") as file:
        extracted = recognise(file)
    if extracted.error:
        logger.warning("Không nhận dạng được chữ trong %s %s: %s", label, pk, extracted.error)
    if extracted.recognised:
        FileText.objects.filter(pk=sha256).update(
            status=FileText.Status.DONE,
            text=extracted.text,
            recognised=extracted.recognised,
            extracted_at=timezone.now(),
        )
        _show_again(model, sha256)
    return extracted.recognised


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
def reindex_related(kind: str, field: str, pk: int, after: int = 0) -> int:
    """Write anew the entries of the objects that name another, which was renamed.

    ``kind`` is theirs ("documents.document"), ``field`` their foreign key, ``pk`` the renamed object's.
    Takes those with a primary key above ``after``; another job goes on where this one ends. Returns how
    many there were.
    """
    model = search.registered()[kind]
    related = model._base_manager.filter(**{field: pk}, pk__gt=after).order_by("pk")
    pks = list(related.values_list("pk", flat=True)[:REINDEXED_IN_A_RUN])
    count = search.reindex_some(model, pks)
    if len(pks) == REINDEXED_IN_A_RUN:
        reindex_related.enqueue(kind, field, pk, pks[-1])
    return count


@every(timedelta(days=1))
@job("Xóa chữ của những tệp không còn")
def forget_unused_texts() -> int:
    """Delete texts whose file is attached to nothing any more; return how many."""
    unused = FileText.objects.all()
    for model in apps.get_models():
        if issubclass(model, Attachment):
            unused = unused.exclude(pk__in=model._base_manager.values("sha256"))
    return unused.delete()[0]


@every(timedelta(minutes=30))
@job("Quên những lượt đã đếm và khóa băm của ngày trước")
def forget_visitors() -> int:
    """Delete what only served to count things once, and the keys of earlier days; return how many."""
    now = timezone.now()
    return CountedOnce.objects.all().forget(
        before=now - COUNT_AGAIN_AFTER, day=timezone.localdate(now - WAITED_OVER_MIDNIGHT)
    )


@every(timedelta(minutes=30))
@job("Quên những giới hạn đã qua")
def forget_limits() -> int:
    """Delete the counts of windows that are over, and challenges that have run out; return how many."""
    now = timezone.now()
    over = Limit.objects.filter(ends_at__lte=now).delete()[0]
    # Later than they run out: the clock of another machine may be behind this one's.
    return over + UsedChallenge.objects.filter(expires_at__lte=now - CLOCKS_APART).delete()[0]


@every(timedelta(days=1))
@job("Xóa nhật ký công việc đã quá hạn giữ")
def forget_audit() -> int:
    """Delete what the book of who did what has kept for its time; return how many lines."""
    return AuditEntry.objects.all().forget(timezone.now() - timedelta(days=settings.AUDIT_KEEP_DAYS))


@every(timedelta(days=1))
@job("Bổ sung mục tìm kiếm còn thiếu")
def mend_search() -> int:
    """Write the search entries that a new release or a restored table lacks; return how many."""
    return search.mend()


@every(timedelta(days=1))
@job("Học từ để gợi ý khi gõ sai")
def learn_words() -> int:
    """Count the words that are in use anew; return how many there are."""
    return search.learn_words()


@every(timedelta(days=1))
@job("Dọn danh sách việc nền đã xong")
def prune_jobs() -> int:
    """Delete finished jobs that nobody will look for, and workers that are long gone; return how many."""
    now = timezone.now()
    Worker.objects.filter(beat_at__lt=now - KEEP_SUCCESSFUL).delete()
    successful = Job.objects.successful().filter(finished_at__lt=now - KEEP_SUCCESSFUL).delete()[0]
    return successful + Job.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()[0]
