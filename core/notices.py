"""E-mail about the verbs of publishing: to those who can publish what was submitted, to its writer.

Off until MAIL_NOTICES says otherwise; the boards of the admin's first page say the same. The job is written
in the transaction of the verb, and each letter is a job of its own: a server that is away is asked again, and
nobody gets a letter twice because another's failed. Apps that have more to tell use :func:`holders` and
``core.tasks.send_letter``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from core.people import name_of

if TYPE_CHECKING:
    from core.models import Publishable

# Letters about what was submitted that one address gets in an hour; the boards of the admin have it all.
MOST_AN_HOUR = 5
# What the writer is told of when somebody else does it.
TOLD = {
    "return_to_draft": "được trả lại để sửa",
    "publish": "được xuất bản",
    "withdraw": "được gỡ khỏi cổng",
}


def after(obj: Publishable, verb: str, by: Any) -> None:
    """Have those told by e-mail whom a verb concerns; in the transaction of the verb."""
    from core.tasks import announce_submission, tell_writer  # Its module imports the models.

    if not settings.MAIL_NOTICES:
        return
    kind, actor = obj._meta.label_lower, by and by.pk
    if verb == "submit":
        announce_submission.enqueue(kind, obj.pk, actor)
    elif verb in TOLD and obj.created_by_id is not None and obj.created_by_id != actor:
        done = "được hẹn giờ đăng" if verb == "publish" and obj.is_scheduled else TOLD[verb]
        tell_writer.enqueue(kind, obj.pk, obj.created_by_id, actor, done, obj.status_note)


def holders(permission: str) -> QuerySet:
    """Return the accounts with an address that have a permission, administrators of everything too."""
    users = get_user_model().objects.with_perm(
        permission, backend="django.contrib.auth.backends.ModelBackend"
    )
    return users.filter(is_active=True, is_staff=True).exclude(email="")


def submitted(obj: Publishable, by: Any) -> tuple[str, str]:
    """Return subject and text of the letter to those who can publish what was submitted."""
    return _written(f"Chờ duyệt: {obj}", "mail/submitted.txt", obj, by)


def last_of_the_hour() -> str:
    """Return what the last letter of an hour says besides."""
    return (
        "\nTrong giờ này cổng không gửi thêm thư về nội dung chờ duyệt. "
        "Danh sách đầy đủ ở trang đầu quản trị:\n"
        f"{settings.SITE_URL}{reverse('admin:index')}\n"
    )


def told(obj: Publishable, by: Any, done: str, note: str) -> tuple[str, str]:
    """Return subject and text of the letter to the writer."""
    subject = f"{str(obj._meta.verbose_name).capitalize()} của bạn {done}: {obj}"
    return _written(subject, "mail/told.txt", obj, by, done=done, note=note)


def _written(subject: str, template: str, obj: Publishable, by: Any, **words: str) -> tuple[str, str]:
    opts = obj._meta
    page = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[obj.pk])
    context = {
        "object": obj,
        "kind": opts.verbose_name,
        "by": name_of(by),
        "address": settings.SITE_URL + page,
        "is_public": obj.is_public(),
        "public_address": settings.SITE_URL + obj.get_absolute_url(),
        **words,
    }
    return " ".join(subject.split()), render_to_string(template, context)
