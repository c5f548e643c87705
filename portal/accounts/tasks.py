"""Letters that the pages of accounts have sent."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from core.jobs import every, job
from core.people import name_of
from portal.accounts import links
from portal.accounts.throttle import LINKS_OF_ACCOUNT, Wait, account_key
from portal.models import SiteSettings, StaffSession


@job("Gửi liên kết đặt lại mật khẩu", priority=50)
def send_password_link(pks: list[int], base: str) -> int:
    """Send accounts their links to a new password; return how many.

    The page writes this job in any case, if for nobody: so its answer takes the same time for accounts that
    there are and that there are not. What was typed there, a password at times, is not kept.
    """
    count = 0
    for user in User.objects.filter(pk__in=pks, is_active=True, is_staff=True).exclude(email=""):
        if not user.has_usable_password() or not _may_be_sent(user):
            continue
        letter(user, "Đặt lại mật khẩu", "accounts/mail/password.txt", link=links.password_link(user, base))
        count += 1
    return count


def _may_be_sent(user: User) -> bool:
    """Tell whether a person gets another letter: strangers must not fill the box."""
    try:
        LINKS_OF_ACCOUNT.attempt(account_key(user.username))
    except Wait:
        return False
    return True


def tell(user: User, subject: str, what: str, *, to: str | None = None) -> None:
    """Tell the owner of an account what was done to it, so that he notices what he did not do.

    ``to`` is where the letter goes instead of the account's present address.
    """
    if (user.email if to is None else to) and links.mail_is_sent():
        send_notice.enqueue(user.pk, subject, what, to)


@job("Báo chủ tài khoản về thay đổi")
def send_notice(pk: int, subject: str, what: str, to: str | None = None) -> bool:
    """Send a notice; tell whether there was still somebody to send it to."""
    user = User.objects.filter(pk=pk).first()
    if user is None or not (to or user.email):
        return False
    letter(user, subject, "accounts/mail/notice.txt", to=to, what=what)
    return True


@every(timedelta(hours=1))
@job("Xóa phiên đăng nhập đã hết")
def forget_sessions() -> int:
    """Delete sign-ins that are over, and Django's sessions; return how many sign-ins."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()
    return StaffSession.objects.over().end()


def letter(user: User, subject: str, template: str, *, to: str | None = None, **context: object) -> None:
    """Send a letter in plain text to the owner of an account; ``to`` another address than its own."""
    site = SiteSettings.load()
    words = render_to_string(template, {"site": site, "name": name_of(user), "user": user, **context})
    send_mail(f"{subject} – {site.name}", words, None, [to or user.email])
