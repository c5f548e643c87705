"""What the clock does with comments."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from core import notices, scopes
from core.jobs import every, job
from core.tasks import send_letter
from core.text import format_number
from news.models import Article, Comment, CommentReport, VoiceSettings

# Posts that a letter names.
NAMED = 10
OUTLIVED = "Đã quá hạn giữ."


@every(timedelta(minutes=15))
@job("Báo qua thư cho người duyệt ý kiến bạn đọc")
def tell_moderators() -> int:
    """Tell those who moderate what has come since they were last told; return how many they are.

    One letter in fifteen minutes, however much has come, and none where nothing has. It says of which posts
    readers speak, not who they are nor what they say.
    """
    if not settings.MAIL_NOTICES:
        return 0
    with transaction.atomic():  # All letters and what was told, or nothing of it: this job may run again.
        told = _held_settings()
        new = Comment.objects.waiting().filter(pk__gt=told.told_up_to)
        newest = new.order_by("-pk").values_list("pk", flat=True).first()
        reports = CommentReport.objects.filter(is_handled=False, pk__gt=told.told_reports_up_to)
        newest_report = reports.order_by("-pk").values_list("pk", flat=True).first()
        people = {person.email: person for person in notices.holders(Comment.permission("moderate"))}
        if not people or (newest is None and newest_report is None):
            return 0
        letters = [(address, _letter(people[address], new, reports)) for address in sorted(people)]
        for address, letter in letters:
            if letter:
                send_letter.enqueue(address, *letter)
        # Not by save(): nothing of it is on any page.
        VoiceSettings.objects.filter(pk=told.pk).update(
            told_up_to=newest or told.told_up_to,
            told_reports_up_to=newest_report or told.told_reports_up_to,
        )
    return sum(letter is not None for _, letter in letters)


def _held_settings() -> VoiceSettings:
    """Return the settings, made where there are none; of two runs at once the second waits for the first."""
    pk = VoiceSettings.singleton_instance_id
    VoiceSettings.objects.bulk_create([VoiceSettings(pk=pk)], ignore_conflicts=True)
    return VoiceSettings.objects.select_for_update().get(pk=pk)


def _letter(person: Any, new: QuerySet, reports: QuerySet) -> tuple[str, str] | None:
    """Return subject and text of a person's letter; None where nothing came that he moderates."""

    def his(comments: QuerySet) -> QuerySet:
        return scopes.limited(comments, person, Article, "article__")

    if (
        not his(new).exists()
        and not scopes.limited(reports, person, Article, "submission__article__").exists()
    ):
        return None
    waiting = his(Comment.objects.waiting()).count()
    reported = his(Comment.objects.approved().reported()).count()
    titles = his(new).order_by("article__title").values_list("article__title", flat=True).distinct()[:NAMED]
    facts = []
    if waiting:
        facts.append(f"{format_number(waiting)} ý kiến bạn đọc chờ duyệt")
    if reported:
        facts.append(f"{format_number(reported)} ý kiến đang hiện bị báo vi phạm")
    subject = f"Cổng thông tin: {' và '.join(facts)}"
    lines = [f"{' và '.join(facts).capitalize()}."]
    if titles := list(titles):
        lines += ["", "Ý kiến mới ở các bài:", *(f"- {title}" for title in titles)]
    lines += ["", "Duyệt ở đây:", settings.SITE_URL + reverse("admin:news_comment_changelist")]
    return subject, "\n".join(lines)


@every(timedelta(days=1))
@job("Xóa thư điện tử, ý kiến rác và ý kiến không đăng đã quá hạn giữ")
def forget_senders() -> int:
    """Delete e-mail addresses, spam and rejected comments that have served their time; return how many.

    Of what others have answered the words alone are deleted: the answers are theirs.
    """
    rejected_kept = timedelta(days=VoiceSettings.load().keep_rejected_days)
    emails = Comment.objects.with_old_email().update(email="")
    with transaction.atomic():
        answered = list(Comment.objects.answered_but_outlived(rejected_kept).select_for_update())
        for comment in answered:
            comment.erase(by=None, reason=OUTLIVED)
        outlived = Comment.objects.outlived(rejected_kept)
        outlived.with_answers().forget_log()
        deleted, _ = outlived.delete()
    return emails + len(answered) + deleted
