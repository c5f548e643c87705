"""Letting somebody in who has lost his second factor: one administrator asks, another confirms.

Two accounts are not yet two people: who could have made the other account, or come into it, is not another.
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import audit
from core.models import AuditEntry
from portal.accounts import factors, rights
from portal.accounts.tasks import tell
from portal.models import FactorReset

# Who confirms has shown a second factor for so long: an account taken over today has none, or a new one.
FACTOR_STANDS = timedelta(days=7)
# For so long the book is asked who had an account in his hands.
TIED_FOR = timedelta(days=30)
IN_HANDS = ("added", "password.set", "password.link", "email.changed")


def ask(user: User, *, by: User, reason: str) -> FactorReset:
    """Ask for somebody's second factor to be taken away; raises ValidationError."""
    if by == user:
        raise ValidationError("Không ai tự gỡ xác thực hai lớp của mình: hãy nhờ hai người quản trị khác.")
    if not reason:
        raise ValidationError("Hãy ghi lý do, ví dụ đã gặp người này và biết là mất điện thoại.")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # Of two who ask at once one does.
        if FactorReset.objects.open().filter(user=user).exists():
            raise ValidationError("Đã có một đề nghị đang chờ người quản trị khác xác nhận.")
        made = FactorReset.objects.create(user=user, asked_by=by, reason=reason)
        audit.record("factor.reset_asked", by=by, obj=user, detail=reason)
    tell(user, "Đề nghị gỡ xác thực hai lớp", "Một người quản trị đề nghị gỡ xác thực hai lớp của bạn.")
    return made


def confirm(pk: int, user: User, *, by: User) -> None:
    """Confirm what another administrator has asked for, and do it; raises ValidationError."""
    with transaction.atomic():
        found = FactorReset.objects.open().select_for_update().filter(pk=pk, user=user).first()
        if found is None:
            raise ValidationError("Đề nghị này đã quá 24 giờ, đã xác nhận hoặc đã hủy.")
        found.confirmed_by, found.confirmed_at = by, timezone.now()
        found.clean_fields()
        found.validate_constraints()
        _check_two_people(found.asked_by, by)
        if not rights.may_keep(found.asked_by, user):
            raise ValidationError(
                "Người đề nghị đã bị khóa hoặc không còn đủ quyền với tài khoản này. Hãy hủy đề nghị."
            )
        found.save(update_fields=["confirmed_by", "confirmed_at"])
        factors.remove_all(user)
        names = f"{audit.person(found.asked_by)} đề nghị: {found.reason}"
        audit.record("factor.reset", by=by, obj=user, detail=names)
    tell(user, "Đã gỡ xác thực hai lớp", "Hai người quản trị đã gỡ xác thực hai lớp của bạn.")


def cancel(user: User, *, by: User) -> int:
    """Take back a request that waits; return how many there were."""
    with transaction.atomic():
        waiting = FactorReset.objects.open().select_for_update(of=("self",)).select_related("asked_by")
        found = list(waiting.filter(user=user))
        for request in found:
            request.delete()
            names = f"{audit.person(request.asked_by)} đã đề nghị: {request.reason}"
            audit.record("factor.reset_cancelled", by=by, obj=user, detail=names)
            subject = "Đã hủy đề nghị gỡ xác thực hai lớp"
            tell(user, subject, "Đề nghị gỡ xác thực hai lớp của bạn đã được hủy.")
            if request.asked_by != by:
                words = f"{audit.person(by)} đã hủy đề nghị của bạn về tài khoản «{user.get_username()}»."
                tell(request.asked_by, subject, words)
    return len(found)


def by_command(user: User) -> None:
    """Take it away from the machine's own command line, where no second administrator is."""
    with transaction.atomic():
        factors.remove_all(user)
        audit.record("factor.reset", by=None, obj=user, actor="dòng lệnh của máy chủ")
    tell(user, "Đã gỡ xác thực hai lớp", "Người quản trị máy chủ đã gỡ xác thực hai lớp của bạn.")


def _check_two_people(asker: User, confirmer: User) -> None:
    """Raise ValidationError where the two could be one person."""
    now = timezone.now()
    since = factors.oldest_of(confirmer)
    if since is None or since > now - FACTOR_STANDS:
        raise ValidationError("Người xác nhận phải tự bật xác thực hai lớp từ ít nhất 7 ngày trước.")
    if _had_in_hands(asker, confirmer, now) or _had_in_hands(confirmer, asker, now):
        raise ValidationError(
            "Trong 30 ngày qua, một trong hai người quản trị đã tạo tài khoản, đặt mật khẩu, tạo liên kết "
            "hoặc đổi địa chỉ thư cho người kia. Hãy nhờ một người quản trị khác xác nhận."
        )


def _had_in_hands(keeper: User, user: User, now: datetime) -> bool:
    """Tell whether a person could have come into an account lately, by what its keepers do."""
    return AuditEntry.objects.filter(
        Q(kind="auth.user", object_id=str(user.pk), actor_id=keeper.pk),
        at__gt=now - TIED_FOR,
        action__in=IN_HANDS,
    ).exists()
