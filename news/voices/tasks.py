"""What the clock does with comments."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.urls import reverse

from core import mail
from core.jobs import every, job
from core.text import format_number
from news.models import Comment, CommentReport, VoiceSettings

# Posts that a letter names.
NAMED = 10


@every(timedelta(minutes=15))
@job("Báo qua thư cho người duyệt ý kiến bạn đọc")
def tell_moderators() -> int:
    """Tell those who moderate what has come since they were last told; return how many letters were sent.

    One letter in fifteen minutes, however much has come, and none where nothing has. It says of which posts
    readers speak, not who they are nor what they say.
    """
    if not mail.is_configured():
        return 0
    told = VoiceSettings.objects.first() or VoiceSettings(pk=1)
    waiting = Comment.objects.waiting()
    new = waiting.filter(pk__gt=told.told_up_to)
    newest = new.order_by("-pk").values_list("pk", flat=True).first()
    reports = CommentReport.objects.filter(is_handled=False, pk__gt=told.told_reports_up_to)
    newest_report = reports.order_by("-pk").values_list("pk", flat=True).first()
    recipients = _moderators()
    if not recipients or (newest is None and newest_report is None):
        return 0
    titles = new.order_by("article__title").values_list("article__title", flat=True).distinct()[:NAMED]
    subject, text = _letter(waiting.count(), Comment.objects.approved().reported().count(), list(titles))
    sent = mail.send_to_each(recipients, subject, text)
    told_now = {
        "told_up_to": newest or told.told_up_to,
        "told_reports_up_to": newest_report or told.told_reports_up_to,
    }
    # Not by save(): nothing of it is on any page.
    if not VoiceSettings.objects.filter(pk=told.pk).update(**told_now):
        VoiceSettings.objects.bulk_create([VoiceSettings(pk=told.pk, **told_now)], ignore_conflicts=True)
    return sent


def _moderators() -> list[str]:
    # Administrators who may do everything are asked only where they were given this.
    users = get_user_model().objects.with_perm(
        "news.moderate_comment",
        include_superusers=False,
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return sorted(set(users.filter(is_staff=True).exclude(email="").values_list("email", flat=True)))


def _letter(waiting: int, reported: int, titles: list[str]) -> tuple[str, str]:
    facts = []
    if waiting:
        facts.append(f"{format_number(waiting)} ý kiến bạn đọc chờ duyệt")
    if reported:
        facts.append(f"{format_number(reported)} ý kiến đang hiện bị báo vi phạm")
    subject = f"Cổng thông tin: {' và '.join(facts)}"
    lines = [f"{' và '.join(facts).capitalize()}."]
    if titles:
        lines += ["", "Ý kiến mới ở các bài:", *(f"- {title}" for title in titles)]
    lines += ["", "Duyệt ở đây:", mail.address_of(reverse("admin:news_comment_changelist"))]
    return subject, "\n".join(lines)


@every(timedelta(days=1))
@job("Xóa thư điện tử và ý kiến rác đã quá hạn giữ")
def forget_senders() -> int:
    """Delete e-mail addresses that have served their time, and old spam; return how many of both."""
    emails = Comment.objects.with_old_email().update(email="")
    spam = Comment.objects.old_spam()
    return emails + spam.delete()[0]
