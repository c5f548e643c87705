"""Where staff are signed in, and what they show beside a password."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

# What is seen more often than that is not written: a page of the admin sends a dozen requests.
SEEN_EVERY = timedelta(minutes=1)
RESET_LIVES = timedelta(hours=24)


def idle_time() -> timedelta:
    return timedelta(minutes=settings.STAFF_SESSION_IDLE_MINUTES)


def longest_time() -> timedelta:
    return timedelta(hours=settings.STAFF_SESSION_HOURS)


class StaffSessionQuerySet(models.QuerySet):
    def live(self) -> "StaffSessionQuerySet":
        """Return those that still hold: neither idle for too long nor too old."""
        now = timezone.now()
        return self.filter(seen_at__gt=now - idle_time(), signed_in_at__gt=now - longest_time())

    def over(self) -> "StaffSessionQuerySet":
        now = timezone.now()
        return self.filter(Q(seen_at__lte=now - idle_time()) | Q(signed_in_at__lte=now - longest_time()))

    def end(self) -> int:
        """End these sessions, at once and in every process; return how many there were."""
        return self.delete()[0]


class StaffSession(models.Model):
    """One sign-in of an account in one browser.

    Django's session names its row here; without one, or with one that is over, it signs nobody in. Of the
    network two bytes of a keyed hash are kept: enough to say «the same as yours now», far too little to be an
    address.
    """

    user = models.ForeignKey(User, models.CASCADE, verbose_name="tài khoản", related_name="staff_sessions")
    browser = models.CharField("trình duyệt, hệ điều hành", max_length=60)
    network = models.BinaryField("dấu mạng", default=b"")
    signed_in_at = models.DateTimeField("đăng nhập lúc")
    seen_at = models.DateTimeField("hoạt động lúc", db_index=True)

    objects = StaffSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên đăng nhập"
        verbose_name_plural = "phiên đăng nhập"
        default_permissions = ()  # In no admin of its own: on the page of an account.
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return self.browser

    @property
    def last_end(self) -> datetime:
        """When it is over whatever is done."""
        return self.signed_in_at + longest_time()

    @property
    def ends_at(self) -> datetime:
        """When it is over if nothing more is done."""
        return min(self.seen_at + idle_time(), self.last_end)

    def see(self, *, every: timedelta = SEEN_EVERY) -> None:
        """Note that something was done with it."""
        now = timezone.now()
        if now - self.seen_at >= every:
            self.seen_at = now
            # Not save(): a session that was ended meanwhile stays ended.
            type(self).objects.filter(pk=self.pk).update(seen_at=now)


class AuthenticatorApp(models.Model):
    """The app that shows a person a code every thirty seconds (TOTP, RFC 6238)."""

    user = models.OneToOneField(User, models.CASCADE, verbose_name="tài khoản", related_name="app_factor")
    # Enciphered (portal.accounts.secrets): the database alone gives nobody codes.
    secret = models.BinaryField("khóa")
    last_step = models.BigIntegerField("mã dùng gần nhất", default=0)
    added_at = models.DateTimeField("thêm lúc", default=timezone.now)

    class Meta:
        verbose_name = "ứng dụng xác thực"
        verbose_name_plural = "ứng dụng xác thực"
        default_permissions = ()  # In no admin.

    def __str__(self) -> str:
        return "Ứng dụng xác thực"

    def use_step(self, step: int) -> bool:
        """Use a code up, and tell whether it was still to be had: of two at once one is."""
        used = type(self).objects.filter(pk=self.pk, last_step__lt=step).update(last_step=step)
        return bool(used)

    def keep(self, secret: bytes) -> None:
        """Keep the same secret enciphered anew; not where another app came into its place meanwhile."""
        type(self).objects.filter(pk=self.pk, secret=self.secret).update(secret=secret)


class Passkey(models.Model):
    """A passkey or security key (WebAuthn): its public half."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name="tài khoản", related_name="passkeys")
    name = models.CharField("tên", max_length=60)
    credential_id = models.BinaryField("mã khóa", unique=True)
    credential = models.BinaryField("khóa công khai")
    sign_count = models.BigIntegerField("số lần ký", default=0)
    added_at = models.DateTimeField("thêm lúc", default=timezone.now)
    used_at = models.DateTimeField("dùng gần nhất", null=True)

    class Meta:
        verbose_name = "khóa truy cập"
        verbose_name_plural = "khóa truy cập"
        default_permissions = ()  # In no admin.
        ordering = ["added_at"]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code for who has lost all else: good once. Only its keyed hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name="tài khoản", related_name="recovery_codes")
    digest = models.BinaryField("dấu băm")
    used_at = models.DateTimeField("dùng lúc", null=True)

    class Meta:
        verbose_name = "mã dự phòng"
        verbose_name_plural = "mã dự phòng"
        default_permissions = ()  # In no admin.
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="portal_recoverycode_once")]

    def __str__(self) -> str:
        return "Mã dự phòng"


class FactorResetQuerySet(models.QuerySet):
    def open(self) -> "FactorResetQuerySet":
        """Return the requests that wait for a second administrator and still may be confirmed."""
        return self.filter(confirmed_at=None, asked_at__gt=timezone.now() - RESET_LIVES)


class FactorReset(models.Model):
    """That somebody's second factor is to be taken away: one administrator asks, another confirms."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name="tài khoản", related_name="factor_resets")
    reason = models.CharField("lý do", max_length=300)
    asked_by = models.ForeignKey(
        User, models.CASCADE, verbose_name="người đề nghị", related_name="factor_resets_asked"
    )
    asked_at = models.DateTimeField("đề nghị lúc", default=timezone.now)
    confirmed_by = models.ForeignKey(
        User,
        models.CASCADE,
        verbose_name="người xác nhận",
        related_name="factor_resets_confirmed",
        null=True,
        blank=True,
    )
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị gỡ xác thực hai lớp"
        verbose_name_plural = "đề nghị gỡ xác thực hai lớp"
        default_permissions = ()  # Who may change the account.
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")),
                name="portal_factorreset_two_people",
                violation_error_message="Người xác nhận phải khác người đề nghị.",
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("user")) & (Q(confirmed_by=None) | ~Q(confirmed_by=F("user"))),
                name="portal_factorreset_not_oneself",
                violation_error_message="Không ai tự gỡ xác thực hai lớp của mình.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="portal_factorreset_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"Gỡ xác thực hai lớp của {self.user.get_username()}"

    @property
    def expires_at(self) -> datetime:
        return self.asked_at + RESET_LIVES
