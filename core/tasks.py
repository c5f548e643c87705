"""The jobs of core."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.storage import storages
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import cache, checks, notices, orphans, search, statuses
from core.extraction import extract, find_tesseract, recognise
from core.files.renditions import make_renditions
from core.jobs import every, job, since_last_run
from core.models import (
    Attachment,
    AuditEntry,
    CountedOnce,
    FileText,
    Limit,
    PreviewLink,
    Status,
    UsedChallenge,
    WebLink,
    WebLinkUse,
)
from core.models.jobs import Job, Worker
from core.models.weblinks import note_uses
from core.search import refresh_file_text
from core.visitors import COUNT_AGAIN_AFTER, WAITED_OVER_MIDNIGHT
from core.weblinks import Checker

logger = logging.getLogger(__name__)

# What is older has aged out by itself: a piece of furniture, and then the page that it was put into.
LOOK_BACK = timedelta(seconds=2 * cache.TIMEOUT)
# How long nobody may look after the portal, and its log of status changes still be whole.
NOTED_BACK = timedelta(days=30)
KEEP_SUCCESSFUL = timedelta(days=7)
KEEP_FAILED = timedelta(days=60)
CLOCKS_APART = timedelta(hours=1)
# Objects; well within the time that a job may take.
REINDEXED_IN_A_RUN = 2_000
NOTED_IN_A_RUN = 1_000
# Addresses that a text just saved need not look at again; of which one run reads the next.
LOOKED_AT_LATELY = timedelta(hours=1)
LOOKED_AT_IN_A_RUN = 20


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


@job("Làm ảnh nhỏ cho màn hình nhỏ")
def make_picture_renditions(name: str) -> int:
    """Make the smaller copies of a public picture, and return how many; one that is gone has none."""
    try:
        return make_renditions(storages["default"], name)
    except FileNotFoundError:
        return 0


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
    tags = set()
    with since_last_run(refresh_scheduled_pages, LOOK_BACK) as (start, end):
        lately = Q(published_at__gt=start, published_at__lte=end) | Q(
            unpublish_at__gt=start, unpublish_at__lte=end
        )
        for model in search.registered().values():
            if model._base_manager.filter(lately, status=Status.PUBLISHED).exists():
                tags.update(model.cache_tags)
        cache.touch(*tags)
    return sorted(tags)


@every(timedelta(minutes=1))
@job("Ghi nhật ký những gì tự hiện, tự hết hạn theo giờ", priority=40)
def note_what_came() -> int:
    """Write into the log of status changes what came or went by its date alone; return how many lines."""
    with since_last_run(note_what_came, NOTED_BACK) as (start, end):
        return sum(statuses.note_what_came(model, start, end) for model in search.registered().values())


@job("Báo có nội dung chờ duyệt", priority=20)
def announce_submission(kind: str, pk: int, by: int | None) -> int:
    """Have everybody who can publish what was submitted told by e-mail; return how many are.

    ``by`` is who submitted it, and knows. Who got ``notices.MOST_AN_HOUR`` in this hour gets no more in it:
    the last one says so, and where all that waits is listed.
    """
    obj = apps.get_model(kind)._base_manager.filter(pk=pk).first()
    if obj is None or obj.status != Status.IN_REVIEW or obj.deleted_at:
        return 0  # Somebody was quicker than the letter.
    subject, text = notices.submitted(obj, get_user_model().objects.filter(pk=by).first())
    people = notices.holders(obj.permission("publish")).exclude(pk=by)
    addresses = sorted({person.email for person in people if obj.falls_to(person)})
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    told = 0
    with transaction.atomic():  # All letters or none: this job may run again.
        for address in addresses:
            key = sha256(address.encode()).digest()
            sent = Limit.objects.hit("letters:submitted", key, hour, hour + timedelta(hours=1))
            if sent > notices.MOST_AN_HOUR:
                continue
            last = notices.last_of_the_hour() if sent == notices.MOST_AN_HOUR else ""
            send_letter.enqueue(address, subject, text + last)
            told += 1
    return told


@job("Báo cho người viết", priority=20)
def tell_writer(kind: str, pk: int, writer: int, by: int | None, done: str, note: str) -> bool:
    """Tell the writer of something what was done with it; tell whether there was somebody to tell."""
    users = get_user_model().objects
    person = users.filter(pk=writer, is_active=True).exclude(email="").first()
    obj = apps.get_model(kind)._base_manager.filter(pk=pk).first()
    if person is None or obj is None:
        return False
    send_letter.enqueue(person.email, *notices.told(obj, users.filter(pk=by).first(), done, note))
    return True


@job("Gửi thư", priority=20)
def send_letter(address: str, subject: str, text: str) -> None:
    """Send a letter to one address; where the server is away, the queue tries again."""
    send_mail(subject, text, None, [address])


@job("Kiểm tra liên kết trong bài", priority=-20)
def check_links_of(kind: str, pk: int) -> int:
    """Note what an object links to and look whether it is there; return how many addresses were looked at."""
    obj = apps.get_model(kind)._base_manager.filter(pk=pk).first()
    if obj is None:
        return 0
    known = WebLink.objects.filter(pk__in=note_uses(obj, checks.addresses_in(obj)))
    lately = timezone.now() - LOOKED_AT_LATELY
    waiting = known.exclude(checked_at__gt=lately).order_by("pk")
    links = list(waiting[: LOOKED_AT_IN_A_RUN + 1])
    count = Checker().check(links[:LOOKED_AT_IN_A_RUN])
    if count < len(links):
        check_links_of.enqueue(kind, pk)  # Behind what has waited meanwhile.
    return count


@job("Kiểm tra các liên kết đã lâu", priority=-60)
def check_old_links() -> int:
    """Look at addresses that were not looked at for a week; go on in another job until none is left."""
    links = list(WebLink.objects.due()[: LOOKED_AT_IN_A_RUN + 1])
    count = Checker().check(links[:LOOKED_AT_IN_A_RUN])
    if count < len(links):
        check_old_links.enqueue()
    return count


@job("Kiểm tra lại liên kết theo yêu cầu")
def check_links_now(pks: list[int]) -> int:
    """Look at some addresses at once, as somebody asked for; return how many there were."""
    links = list(WebLink.objects.filter(pk__in=pks[:LOOKED_AT_IN_A_RUN]))
    count = Checker().check(links)
    if rest := [link.pk for link in links[count:]] + pks[LOOKED_AT_IN_A_RUN:]:
        check_links_now.enqueue(rest)
    return count


@every(timedelta(days=1))
@job("Tìm liên kết cần kiểm tra lại", priority=-60)
def look_after_links() -> int:
    """Forget what nothing links to any more, and have looked at again what is due; return how many went."""
    for kind, model in search.registered().items():
        there = model._base_manager.filter(deleted_at__isnull=True).values("pk")
        WebLinkUse.objects.filter(kind=kind).exclude(object_id__in=there).delete()
    count, _ = WebLink.objects.filter(uses__isnull=True).delete()
    if WebLink.objects.due().exists():
        check_old_links.enqueue()
    return count


@every(timedelta(days=30))
@job("Ghi lại liên kết trong bài và văn bản đã có", priority=-60)
def note_all_links() -> int:
    """Have written down what all objects link to; return how many kinds of them there are.

    Each save writes down its own. What lacks it was there before a release or came in bulk, so the first run
    comes as soon as there is a worker.
    """
    for kind in (kinds := search.registered()):
        note_links.enqueue(kind)
    return len(kinds)


@job("Ghi liên kết trong bài và văn bản đã có", priority=-60)
def note_links(kind: str, after: int = 0) -> int:
    """Write down what objects of a kind link to, without looking whether it is there: the daily look does.

    Takes those with a primary key above ``after``; another job goes on where this one ends. Returns how many
    there were.
    """
    objects = search.registered()[kind]._base_manager.filter(deleted_at__isnull=True)
    pks = list(objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:NOTED_IN_A_RUN])
    for pk in pks:
        with transaction.atomic():  # One by one: a save waits for no other object than its own.
            obj = objects.select_for_update(no_key=True).filter(pk=pk).first()
            if obj is not None and (addresses := checks.addresses_in(obj)):
                note_uses(obj, addresses)
    if len(pks) == NOTED_IN_A_RUN:
        note_links.enqueue(kind, pks[-1])
    return len(pks)


@every(timedelta(days=1))
@job("Quên những liên kết xem trước đã hết hạn")
def forget_previews() -> int:
    """Delete links for previews whose time is over; return how many."""
    return PreviewLink.objects.filter(expires_at__lte=timezone.now()).delete()[0]


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


@job("Cập nhật tìm kiếm sau khi xóa một tên")
def reindex_objects(kind: str, pks: list[int]) -> int:
    """Write anew the entries of some objects; return how many there still were."""
    return search.reindex_some(search.registered()[kind], pks)


def reindex_later(kind: str, pks: Iterable[int]) -> None:
    """Have the entries of objects written anew by jobs: what they named is about to go."""
    pks = list(pks)
    for start in range(0, len(pks), REINDEXED_IN_A_RUN):
        reindex_objects.enqueue(kind, pks[start : start + REINDEXED_IN_A_RUN])


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
@job("Xóa ảnh không bài nào dùng")
def remove_unused_pictures() -> int:
    """Delete old pictures that nothing names; return how many."""
    return orphans.remove_pictures()


@every(timedelta(days=1))
@job("Xóa tệp còn sót lại trên đĩa")
def remove_lost_files() -> int:
    """Delete old stored files that no row names; return how many."""
    return orphans.remove_files()


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
