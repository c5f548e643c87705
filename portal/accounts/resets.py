"""Letting somebody in who has lost his second factor: one administrator asks, another confirms."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core import audit
from portal.accounts import factors
from portal.accounts.tasks import tell
from portal.models import FactorReset


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
        found.save(update_fields=["confirmed_by", "confirmed_at"])
        factors.remove_all(user)
        names = f"{audit.person(found.asked_by)} đề nghị: {found.reason}"
        audit.record("factor.reset", by=by, obj=user, detail=names)
    tell(user, "Đã gỡ xác thực hai lớp", "Hai người quản trị đã gỡ xác thực hai lớp của bạn.")


def cancel(user: User, *, by: User) -> int:
    """Take back a request that waits; return how many there were."""
    return FactorReset.objects.open().filter(user=user).delete()[0]


def by_command(user: User) -> None:
    """Take it away from the machine's own command line, where no second administrator is."""
    with transaction.atomic():
        factors.remove_all(user)
        audit.record("factor.reset", by=None, obj=user, actor="dòng lệnh của máy chủ")
    tell(user, "Đã gỡ xác thực hai lớp", "Người quản trị máy chủ đã gỡ xác thực hai lớp của bạn.")
