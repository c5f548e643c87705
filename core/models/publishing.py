"""Publishing: one definition of what the public may see, and the verbs that change it.

An object is public when it is published, its date has come, it has not expired, and it is not in the
trash. :meth:`PublishableQuerySet.published` is the only place that says so; every page, feed, sitemap
and search entry goes through it. State changes are the verbs of :class:`Publishable`: they check the
person's right and the present state in the database under a row lock, so two people pressing at once
cannot bring an object into a state that neither chose.
"""

from __future__ import annotations  # core.search imports this package: its names are annotations only.

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from core import cache, checks, notices, scopes, search
from core.checks import Doubt
from core.crumbs import Crumb
from core.models.autosaves import Autosave
from core.models.base import TextModel
from core.models.previews import PreviewLink
from core.models.visibility import PublishableQuerySet, Status
from core.models.weblinks import WebLink, WebLinkUse


class TransitionError(ValidationError):
    """A verb that does not fit the present state; the message is for staff, in Vietnamese."""


# What stands in place of the title of something that a person may not see yet.
UNTOLD = "một nội dung chưa công bố"


class Publishable(TextModel):
    """An object that staff write and the public reads.

    A subclass sets ``cache_tags``, implements :meth:`search_text` and :attr:`trail`, and declares in its
    ``Meta`` the permission ``publish_<model>``. The parameter ``by`` of the verbs is the person who acts;
    ``None`` is the system itself (a command, a job) and is allowed everything.
    """

    Status = Status
    # Fields that those alone set whom it falls to.
    publisher_fields: ClassVar[tuple[str, ...]] = ()

    status = models.CharField(
        "trạng thái", max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    published_at = models.DateTimeField(
        "ngày đăng",
        null=True,
        blank=True,
        help_text=(
            "Ngày giờ hiện trên trang và dùng để sắp xếp. Để trống: lấy lúc bấm «Xuất bản». "
            "Đặt ở tương lai: tự hiện khi đến giờ. Có thể đặt ở quá khứ."
        ),
    )
    unpublish_at = models.DateTimeField(
        "hết hạn lúc",
        null=True,
        blank=True,
        help_text="Đến giờ này trang tự ẩn khỏi cổng; nội dung không bị xóa. Để trống: không hết hạn.",
    )
    deleted_at = models.DateTimeField("vào thùng rác lúc", null=True, blank=True, editable=False)
    status_note = models.CharField(
        "lý do", max_length=500, blank=True, editable=False, help_text="Lý do trả lại hoặc gỡ xuống."
    )
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="người tạo",
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="người sửa",
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = PublishableQuerySet.as_manager()

    # Verb -> the states it starts from.
    TRANSITIONS: ClassVar[dict[str, tuple[Status, ...]]] = {
        "submit": (Status.DRAFT,),
        "publish": (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN),
        "return_to_draft": (Status.IN_REVIEW,),
        "withdraw": (Status.PUBLISHED,),
        "trash": (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN),
        "restore": tuple(Status),
    }

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | ~Q(status__in=[Status.PUBLISHED, Status.WITHDRAWN]),
                name="%(app_label)s_%(class)s_published_has_date",
                violation_error_message="Nội dung đã xuất bản phải có ngày đăng.",
            ),
            models.CheckConstraint(
                condition=Q(unpublish_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(unpublish_at__gt=F("published_at")),
                name="%(app_label)s_%(class)s_expires_after_published",
                violation_error_message="Ngày hết hạn phải sau ngày đăng.",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="%(app_label)s_%(class)s_recent"),
            # Few have an end; the clock asks each minute which has come.
            models.Index(
                fields=["unpublish_at"],
                condition=Q(unpublish_at__isnull=False),
                name="%(app_label)s_%(class)s_expiring",
            ),
        ]

    def save(self, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(**kwargs)
            if self._may_change_links(kwargs.get("update_fields")):
                self._check_links_later()

    def delete(self, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            Autosave.objects.of(type(self), self.pk).delete()  # Nobody could save them any more.
            return super().delete(**kwargs)

    def after_save(self) -> None:
        super().after_save()
        search.index(self)

    def _may_change_links(self, update_fields: Iterable[str] | None) -> bool:
        """Tell whether a save of some fields, or of all, may change which links count."""
        if update_fields is None:
            return True
        # What lies in the trash is forgotten, and back when it comes back.
        read = {field.name for field in self._meta.concrete_fields if checks.has_addresses(field)}
        return not read.isdisjoint(update_fields) or "deleted_at" in update_fields

    def _check_links_later(self) -> None:
        from core.tasks import check_links_of  # Its module imports the models.

        if checks.addresses_in(self):
            check_links_of.enqueue(self._meta.label_lower, self.pk)
        else:
            WebLinkUse.objects.filter(kind=self._meta.label_lower, object_id=self.pk).delete()

    def refresh_entry(self) -> None:
        """Take note that something belonging to the object changed: a file, a signature, a link."""
        search.index(self)
        self.touch_pages()

    @classmethod
    def touch_pages(cls) -> None:
        """Make stale the pages that show objects of this model."""
        cache.touch(*cls.cache_tags)

    # What an app says of its own objects

    def search_text(self) -> search.SearchText:
        """Return what visitors can find this object by."""
        raise NotImplementedError

    @property
    def trail(self) -> list[Crumb]:
        """The way from the home page to this object, which is the last step."""
        raise NotImplementedError

    # State

    def is_public(self, at: datetime | None = None) -> bool:
        """Tell whether the public sees this object, by the queryset's one definition."""
        return self.pk is not None and type(self)._default_manager.published(at).filter(pk=self.pk).exists()

    @property
    def is_scheduled(self) -> bool:
        return (
            self.status == Status.PUBLISHED
            and self.published_at is not None
            and self.published_at > timezone.now()
        )

    @property
    def is_expired(self) -> bool:
        return (
            self.status == Status.PUBLISHED
            and self.unpublish_at is not None
            and self.unpublish_at <= timezone.now()
        )

    @property
    def state_label(self) -> str:
        """The state in words for staff: what the status and the dates come to now."""
        if self.deleted_at:
            return "Trong thùng rác"
        if self.is_scheduled:
            return "Hẹn giờ đăng"
        if self.is_expired:
            return "Đã hết hạn"
        return self.get_status_display()

    # Permissions

    @classmethod
    def permission(cls, action: str) -> str:
        """Return the full name of a permission, such as ``news.publish_article``."""
        return f"{cls._meta.app_label}.{get_permission_codename(action, cls._meta)}"

    def is_own_draft_of(self, user: Any) -> bool:
        return self.status == Status.DRAFT and self.deleted_at is None and self.is_own_of(user)

    def is_own_of(self, user: Any) -> bool:
        return self.created_by_id is not None and self.created_by_id == user.pk

    def falls_to(self, user: Any) -> bool:
        """Tell whether a person publishes it: by right, and where he is in charge (core.scopes)."""
        return user.has_perm(self.permission("publish")) and scopes.covers(user, self)

    def may_edit(self, user: Any) -> bool:
        """Tell whether a person may change the content: whom it falls to, and others their own drafts."""
        if self.deleted_at or not user.has_perm(self.permission("change")):
            return False
        return self.falls_to(user) or self.is_own_draft_of(user)

    def may_preview(self, user: Any) -> bool:
        """Tell whether a person may see it before the public does: whom it falls to, others their own."""
        if not user.has_perm(self.permission("change")):
            return False
        return self.falls_to(user) or (self.is_own_of(user) and not self.deleted_at)

    def may_know(self, user: Any) -> bool:
        """Tell whether a person may read its title where something else names it."""
        return self.may_preview(user) or self.is_public()

    def named_to(self, user: Any) -> str:
        """Return its name as a person may read it where something else names it."""
        return str(self) if self.may_know(user) else UNTOLD

    def leave_to_publishers(self, user: Any) -> None:
        """Take from an object that goes elsewhere what those alone set who publish there."""
        if not self.falls_to(user):
            for name in self.publisher_fields:
                setattr(self, name, self._meta.get_field(name).get_default())

    def may(self, verb: str, user: Any) -> bool:
        """Tell whether a person may use a verb on this object in its present state."""
        return self._fits(verb) and self._has_right(verb, user)

    def _fits(self, verb: str) -> bool:
        in_trash = self.deleted_at is not None
        return in_trash == (verb == "restore") and self.status in self.TRANSITIONS[verb]

    def _has_right(self, verb: str, user: Any) -> bool:
        if user is None:
            return True
        publisher = self.falls_to(user)
        own = self.is_own_of(user)
        own_draft = own and self.status == Status.DRAFT and user.has_perm(self.permission("change"))
        match verb:
            case "submit":
                return user.has_perm(self.permission("change")) and (own or publisher)
            case "return_to_draft":  # A writer may take back what still waits.
                return publisher or (own and user.has_perm(self.permission("change")))
            case "trash":
                return own_draft or (publisher and user.has_perm(self.permission("delete")))
            case "restore":  # Who threw away a draft of their own may take it back.
                thrown_away = own_draft and self.updated_by_id == user.pk
                return thrown_away or (publisher and user.has_perm(self.permission("delete")))
            case _:
                return publisher

    # Verbs

    def submit(self, *, by: Any) -> None:
        """Hand a draft to those who publish."""
        self._change("submit", by, status=Status.IN_REVIEW, status_note="")

    def publish(self, *, by: Any, at: datetime | None = None, until: datetime | None = None) -> None:
        """Put the object on the portal.

        ``at`` is the date shown and sorted by (aware; by default the one already set, else now): in the
        future it schedules, in the past it backdates. ``until`` sets the end.
        Raises ValidationError where the content is not fit to be published.
        """
        changes: dict[str, Any] = {"status": Status.PUBLISHED, "status_note": ""}
        changes["published_at"] = lambda: at or self.published_at or timezone.now()
        if until is not None:
            changes["unpublish_at"] = until
        self._change("publish", by, **changes)

    def return_to_draft(self, *, by: Any, note: str = "") -> None:
        """Give a submitted object back to its writer, with the reason."""
        if not note and by is not None and by.pk != self.created_by_id:
            raise TransitionError("Hãy ghi lý do trả lại để người viết biết cần sửa gì.")
        self._change("return_to_draft", by, status=Status.DRAFT, status_note=note)

    def withdraw(self, *, by: Any, note: str) -> None:
        """Take a published object off the portal; its address answers 410 with the reason.

        One that is only scheduled was never seen, so there is nothing to be gone: it is a draft again.
        """
        if not note.strip():
            raise TransitionError("Hãy ghi lý do gỡ: lý do này hiện cho người đọc ở địa chỉ cũ.")
        self._change(
            "withdraw",
            by,
            status=lambda: Status.DRAFT if self.is_scheduled else Status.WITHDRAWN,
            status_note=note,
        )

    def trash(self, *, by: Any) -> None:
        """Move an object that is not on the portal to the trash."""
        self._change("trash", by, deleted_at=timezone.now())

    def restore(self, *, by: Any) -> None:
        """Bring an object back from the trash, as a draft."""
        self._change("restore", by, deleted_at=None, status=Status.DRAFT)

    def check_complete(self) -> None:
        """Raise ValidationError, in Vietnamese, where what it consists of is missing: it is not submitted."""

    def check_publishable(self) -> None:
        """Raise ValidationError, in Vietnamese, with all for which the content may not go public as it is."""
        self.check_complete()

    def doubts(self, person: Any = None) -> list[Doubt]:
        """Return what a person is warned of before it goes public; none of it refuses anything.

        What the person may not know of other objects is left out; without one, nothing is.
        """
        broken = WebLink.objects.broken_in(self)
        return [
            *checks.doubts(self),
            *(Doubt("Liên kết", f"«{link}» không mở được: {link.reason}") for link in broken),
        ]

    def _change(self, verb: str, by: Any, **changes: Any) -> None:
        """Set fields under a row lock; a callable gives a value that depends on what is stored then."""
        from core import statuses  # It imports the models.

        with transaction.atomic():
            # The row lock makes the check and the change one step; the state is read anew because the
            # form that asked for the verb may be minutes old.
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if not self._has_right(verb, by):
                raise PermissionDenied(f"Bạn không có quyền làm việc này với «{self}».")
            if not self._fits(verb):
                raise TransitionError(
                    f"«{self}» đang ở trạng thái «{self.state_label}», không làm được việc này nữa. "
                    "Hãy tải lại trang."
                )
            if verb in ("publish", "submit"):
                self.check_publishable() if verb == "publish" else self.check_complete()
            before = statuses.in_words(self)
            for name, value in changes.items():
                setattr(self, name, value() if callable(value) else value)
            if by is not None:
                self.updated_by = by
                changes["updated_by"] = by
            self.save(**self.only_fields(changes))
            if verb in ("withdraw", "trash"):
                PreviewLink.objects.of(self).delete()
            statuses.write(self, verb, by=by, before=before, note=changes.get("status_note", ""))
            notices.after(self, verb, by)
