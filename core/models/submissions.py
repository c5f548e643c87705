"""What the public sends in and staff look at before it shows: comments, questions, opinions on drafts.

A submission is on the portal when it was approved, and :meth:`SubmissionQuerySet.approved` is the only place
that says so. Nobody edits the words of another: they are approved, rejected or taken for spam, by verbs that
check the right and the state under a row lock.

Of the sender nothing is kept but what he wrote himself. His e-mail address shows nowhere, and is deleted
after :data:`EMAIL_KEPT`; spam goes after :data:`SPAM_KEPT`, what was rejected when the app says
(Law 91/2025/QH15: no longer than what it is for).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_permission_codename
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Left, StrIndex
from django.utils import timezone

from core import cache
from core.models.base import TextModel
from core.models.publishing import TransitionError

MAX_NAME, MAX_TEXT, MAX_REASON = 60, 2_000, 300
EMAIL_KEPT = timedelta(days=90)
SPAM_KEPT = timedelta(days=30)
# Stands in the log of the admin between a verb and its reason.
SAYS = ": "
ON_REQUEST = "Xóa theo yêu cầu của người gửi."


class SubmissionQuerySet(models.QuerySet):
    def approved(self) -> Self:
        """What the public may see."""
        return self.filter(status=self.model.Status.APPROVED)

    def waiting(self) -> Self:
        return self.filter(status=self.model.Status.WAITING)

    def reported(self) -> Self:
        """What readers have complained of since a moderator last looked."""
        return self.filter(reports_count__gt=0)

    def to_moderate(self) -> Self:
        """What somebody has to look at: what waits, and what was reported on the portal."""
        return self.filter(Q(status=self.model.Status.WAITING) | Q(reports_count__gt=0))

    def with_old_email(self) -> Self:
        return self.exclude(email="").filter(created_at__lt=timezone.now() - EMAIL_KEPT)

    def outlived(self, rejected_kept: timedelta) -> Self:
        """Spam, and what was rejected, that has served its time; not what is only an empty row any more."""
        now, status = timezone.now(), self.model.Status
        is_spam = Q(status=status.SPAM, moderated_at__lt=now - SPAM_KEPT)
        is_rejected = Q(status=status.REJECTED, moderated_at__lt=now - rejected_kept)
        return self.filter(is_spam | is_rejected, erased_at__isnull=True)

    def with_answers(self) -> Self:
        """These, and what goes with them when they are deleted."""
        return self

    def forget_log(self) -> None:
        """Leave in the log of the admin who decided what and when, and nothing of anybody's words.

        A reason for a decision may quote them.
        """
        entries = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model),
            object_id__in=[str(pk) for pk in self.values_list("pk", flat=True)],
        )
        entries.update(object_repr=Concat(Value(f"{self.model.log_label()} "), F("object_id")))
        entries.filter(change_message__contains=SAYS).update(
            change_message=Concat(
                Left("change_message", StrIndex("change_message", Value(SAYS)) - 1), Value(".")
            )
        )


class Submission(TextModel):
    """What somebody has sent in.

    A subclass says by ``cache_tags`` which pages show it, and declares in its ``Meta`` the permission
    ``moderate_<model>``. The parameter ``by`` of the verbs is the person who acts; ``None`` is the system.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Chờ duyệt"
        APPROVED = "approved", "Đang hiện"
        REJECTED = "rejected", "Không đăng"
        SPAM = "spam", "Rác"

    name = models.CharField("họ tên", max_length=MAX_NAME, blank=True)
    email = models.EmailField(
        "thư điện tử", blank=True, help_text="Không hiện ở đâu trên cổng; tự xóa sau 90 ngày."
    )
    text = models.TextField("nội dung", max_length=MAX_TEXT, blank=True)
    is_official = models.BooleanField("trả lời của cơ quan", default=False, editable=False)
    status = models.CharField(
        "trạng thái", max_length=8, choices=Status, default=Status.WAITING, editable=False
    )
    reason = models.CharField("lý do", max_length=MAX_REASON, blank=True, editable=False)
    created_at = models.DateTimeField("gửi lúc", default=timezone.now, editable=False)
    moderated_at = models.DateTimeField("duyệt lúc", null=True, editable=False)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="người duyệt",
        null=True,
        editable=False,
        related_name="+",
    )
    reports_count = models.PositiveIntegerField("số lần bị báo", default=0, editable=False)
    erased_at = models.DateTimeField("xóa nội dung lúc", null=True, editable=False)
    # The same form sent twice has the same, so it comes in once.
    sent_as = models.BinaryField(null=True, unique=True, editable=False)

    objects = SubmissionQuerySet.as_manager()

    # Verb -> the states it starts from.
    TRANSITIONS: ClassVar[dict[str, tuple[str, ...]]] = {
        "approve": (Status.WAITING, Status.REJECTED, Status.SPAM),
        "reject": (Status.WAITING, Status.APPROVED, Status.SPAM),
        "mark_spam": (Status.WAITING, Status.APPROVED, Status.REJECTED),
        "keep": (Status.APPROVED,),
        "erase": tuple(Status),
    }

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(erased_at__isnull=False),
                name="%(app_label)s_%(class)s_has_text",
                violation_error_message="Hãy viết nội dung.",
            ),
            models.CheckConstraint(
                condition=Q(is_official=True) | Q(erased_at__isnull=False) | ~Q(name=""),
                name="%(app_label)s_%(class)s_has_name",
                violation_error_message="Hãy ghi họ tên.",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | ~Q(status="approved"),
                name="%(app_label)s_%(class)s_erased_is_not_shown",
                violation_error_message="Nội dung đã xóa thì không đăng lại được.",
            ),
        ]
        indexes = [
            # What staff look at first, and what lists of one state show; e-mail addresses that are due.
            models.Index(
                fields=["created_at", "id"],
                name="%(app_label)s_%(class)s_waiting",
                condition=Q(status="waiting"),
            ),
            models.Index(
                fields=["created_at", "id"],
                name="%(app_label)s_%(class)s_reported",
                condition=Q(reports_count__gt=0),
            ),
            models.Index(fields=["status", "-created_at", "-id"], name="%(app_label)s_%(class)s_state"),
            models.Index(fields=["created_at"], name="%(app_label)s_%(class)s_email", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        if self.erased_at:
            return "(nội dung đã xóa)"
        beginning = " ".join(self.text.split())
        return beginning if len(beginning) <= 80 else f"{beginning[:79].rstrip()}…"

    @classmethod
    def log_label(cls) -> str:
        return str(cls._meta.verbose_name).capitalize()

    @property
    def log_name(self) -> str:
        """What the log of the admin calls it, which outlives it: not by its words."""
        return f"{self.log_label()} {self.pk}"

    def after_save(self) -> None:
        # What waits is on no page: that somebody writes makes nothing stale.
        if self.status == self.Status.APPROVED:
            super().after_save()

    @classmethod
    def permission(cls, action: str) -> str:
        """Return the full name of a permission, such as ``news.moderate_comment``."""
        return f"{cls._meta.app_label}.{get_permission_codename(action, cls._meta)}"

    def may(self, verb: str, user: Any) -> bool:
        """Tell whether a person may use a verb in the present state."""
        return self._fits(verb) and self._has_right(verb, user)

    def _fits(self, verb: str) -> bool:
        if self.erased_at or (verb == "keep" and not self.reports_count):
            return False
        return self.status in self.TRANSITIONS[verb]

    def _has_right(self, verb: str, user: Any) -> bool:
        if user is None:
            return True
        if verb == "erase" and not user.has_perm(self.permission("delete")):
            return False
        return user.has_perm(self.permission("moderate"))

    # Verbs

    def approve(self, *, by: Any) -> None:
        """Put it on the portal."""
        self._change("approve", by, status=self.Status.APPROVED, reason="")

    def reject(self, *, by: Any, reason: str) -> None:
        """Keep it off the portal, or take it off; raises TransitionError without a reason."""
        if not reason.strip():
            raise TransitionError("Hãy ghi lý do không đăng: người duyệt sau cần biết vì sao.")
        self._change("reject", by, status=self.Status.REJECTED, reason=reason.strip()[:MAX_REASON])

    def mark_spam(self, *, by: Any) -> None:
        """Take it for spam, which is deleted after a month."""
        self._change("mark_spam", by, status=self.Status.SPAM, reason="")

    def keep(self, *, by: Any) -> None:
        """Leave it on the portal though it was reported."""
        self._change("keep", by)

    def erase(self, *, by: Any, reason: str = ON_REQUEST) -> None:
        """Delete for good, at his request, what somebody wrote and who he is; that he wrote stays."""
        with transaction.atomic():
            self._change(
                "erase",
                by,
                name="",
                email="",
                text="",
                sent_as=None,
                reason=reason,
                status=self.Status.REJECTED,
                erased_at=timezone.now(),
            )
            type(self)._default_manager.filter(pk=self.pk).forget_log()

    def _change(self, verb: str, by: Any, **changes: Any) -> None:
        with transaction.atomic():
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if not self._has_right(verb, by):
                raise PermissionDenied(f"Bạn không có quyền làm việc này với «{self}».")
            if not self._fits(verb):
                raise TransitionError(
                    f"đang là «{self.get_status_display().lower()}», không làm được việc này nữa. "
                    "Hãy tải lại trang."
                )
            was_shown = self.status == self.Status.APPROVED
            # Whoever decides has seen what readers complained of.
            changes |= {"moderated_at": timezone.now(), "moderated_by": by, "reports_count": 0}
            for name, value in changes.items():
                setattr(self, name, value)
            self.save(update_fields=list(changes))
            self.reports.filter(is_handled=False).update(is_handled=True)
            if was_shown:
                cache.touch(*self.cache_tags)

    def report(self, voter: bytes, reason: str, note: str = "") -> bool:
        """Take note that a reader complains; tell whether he had not before. Call it in a transaction."""
        defaults = {"reason": reason, "note": note, "reported_on": timezone.localdate()}
        _, is_new = self.reports.get_or_create(voter=voter, defaults=defaults)
        if is_new:
            type(self)._base_manager.filter(pk=self.pk).update(reports_count=F("reports_count") + 1)
        return is_new


class SubmissionReport(models.Model):
    """That a reader complains of a submission on the portal; who it was is a hash for this one alone.

    A subclass has the foreign key ``submission``, with the related name ``reports``.
    """

    class Reason(models.TextChoices):
        INSULT = "insult", "Xúc phạm, đe dọa, kích động"
        PRIVATE = "private", "Lộ thông tin riêng của một người"
        FALSE = "false", "Thông tin sai sự thật"
        ADVERTISING = "advertising", "Quảng cáo, lừa đảo"
        OTHER = "other", "Lý do khác"

    voter = models.BinaryField("người báo")
    reason = models.CharField("lý do", max_length=11, choices=Reason)
    note = models.CharField("nói thêm", max_length=MAX_REASON, blank=True)
    reported_on = models.DateField("ngày báo")
    is_handled = models.BooleanField("đã xem", default=False)

    class Meta:
        abstract = True
        ordering = ("-pk",)
        default_permissions = ()  # Read on the submission's own page.
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "voter"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message="Bạn đã báo nội dung này.",
            )
        ]

    def __str__(self) -> str:
        return self.get_reason_display()
