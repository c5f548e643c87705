"""Polls: a question, its choices, and ballots that tell nobody who cast them.

The roll (:class:`Ballot`: somebody has voted) and the box (tallies of the poll and of its choices) are kept
apart: no row leads from one to the other (docs/decisions/0010).
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models, transaction
from django.db.models import Case, F, OuterRef, ProtectedError, Q, Value, When
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from core.crumbs import Crumb
from core.models import Limit, Publishable, PublishableQuerySet, TextModel, TransitionError
from core.search import SearchText

MAX_CHOICES = 30


class Tally(models.PositiveIntegerField):
    """A count that goes up by statements of its own; to save an object read earlier leaves it alone."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return super().pre_save(model_instance, add) if add else F(self.attname)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Stand in migrations as what it is in the database."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveIntegerField", args, kwargs


class PollQuerySet(PublishableQuerySet):
    def open(self, at: datetime | None = None) -> Self:
        """Published polls that take ballots at a moment (now by default)."""
        at = at or timezone.now()
        return self.published(at).filter(Q(closes_at__isnull=True) | Q(closes_at__gt=at))

    def closing_between(self, start: datetime, end: datetime) -> Self:
        """Published polls that close by the clock between two moments."""
        return self.filter(status=self.model.Status.PUBLISHED, closes_at__gt=start, closes_at__lte=end)

    def for_list(self) -> Self:
        return self.newest_first()

    def for_page(self) -> Self:
        return self.with_choices()

    def for_sitemap(self) -> Self:
        return self.only("published_at", "updated_at")

    def for_index(self) -> Self:
        return self.prefetch_related("choices")

    def open_first(self) -> Self:
        """Those that take ballots before those that have closed; each the newest first."""
        closed = Case(When(closes_at__lte=timezone.now(), then=Value(1)), default=Value(0))
        return self.order_by(closed, "-published_at", "-pk")

    def with_choices(self) -> Self:
        """Have polls bring along what can be chosen, in the same query, as ``offered``."""
        offered = Choice.objects.filter(poll=OuterRef("pk"), is_retired=False)
        return self.annotate(offered=ArraySubquery(offered.values(found=JSONObject(pk="pk", text="text"))))

    def with_results(self) -> Self:
        """Have polls bring along every choice with its votes, in the same query, as ``counted``."""
        fields = JSONObject(pk="pk", text="text", votes="votes", is_retired="is_retired")
        choices = Choice.objects.filter(poll=OuterRef("pk"))
        return self.annotate(counted=ArraySubquery(choices.values(found=fields)))


class Poll(Publishable):
    """A question that visitors answer by choosing.

    ``published_at`` is when it opens, ``closes_at`` when it takes no more ballots; it leaves the portal at
    ``unpublish_at`` alone.
    """

    cache_tags = ("polls",)

    class Results(models.TextChoices):
        AFTER_VOTING = "after_voting", "Sau khi bỏ phiếu"
        AFTER_CLOSING = "after_closing", "Sau khi thăm dò kết thúc"
        ALWAYS = "always", "Luôn luôn"
        NEVER = "never", "Không công bố"

    class Audience(models.TextChoices):
        EVERYONE = "everyone", "Mọi người"
        MEMBERS = "members", "Người có tài khoản trên cổng"

    question = models.CharField(
        "câu hỏi",
        max_length=300,
        help_text="Một câu, hỏi một việc. Đã có phiếu thì không sửa được nữa: phiếu là trả lời cho câu này.",
    )
    intro = models.TextField(
        "giới thiệu", max_length=1000, blank=True, help_text="Vì sao hỏi, kết quả dùng vào việc gì."
    )
    max_choices = models.PositiveSmallIntegerField(
        "được chọn tối đa",
        default=1,
        help_text=(
            "1: chọn một mục. Lớn hơn 1: chọn nhiều mục, không quá số này. Đã có phiếu thì không sửa được."
        ),
    )
    closes_at = models.DateTimeField(
        "kết thúc lúc",
        null=True,
        blank=True,
        help_text=(
            "Từ giờ này không nhận phiếu nữa; trang và kết quả vẫn còn. Để trống: mở đến khi bạn đặt giờ."
        ),
    )
    results = models.CharField(
        "công bố kết quả",
        max_length=13,
        choices=Results,
        default=Results.AFTER_VOTING,
        help_text=(
            "«Sau khi bỏ phiếu»: ai đã bỏ phiếu thì thấy, khi thăm dò kết thúc thì mọi người thấy. "
            "«Không công bố»: chỉ cán bộ thấy, ở trang quản trị. Đã có phiếu thì không sửa được: người bỏ "
            "phiếu đã biết ai thấy kết quả."
        ),
    )
    audience = models.CharField(
        "ai được bỏ phiếu",
        max_length=8,
        choices=Audience,
        default=Audience.EVERYONE,
        help_text=(
            "«Mọi người»: mỗi trình duyệt một phiếu. «Người có tài khoản»: mỗi tài khoản một phiếu, phải "
            "đăng nhập; ai cũng xem được câu hỏi. Hiện nay chỉ tài khoản của trang quản trị đăng nhập được. "
            "Đã có phiếu thì không sửa được."
        ),
    )
    ballots_count = Tally("số phiếu", default=0, editable=False)

    objects = PollQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "thăm dò ý kiến"
        verbose_name_plural = "thăm dò ý kiến"
        permissions = [("publish_poll", "Được xuất bản, trả lại, gỡ thăm dò, xóa phiếu")]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(max_choices__gte=1, max_choices__lte=MAX_CHOICES),
                name="stats_poll_max_choices",
                violation_error_message=f"Số mục được chọn phải từ 1 đến {MAX_CHOICES}.",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(closes_at__gt=F("published_at")),
                name="stats_poll_closes_after_opening",
                violation_error_message="Lúc kết thúc phải sau lúc mở (ngày đăng).",
            ),
            models.CheckConstraint(
                condition=~Q(question=""),
                name="stats_poll_has_question",
                violation_error_message="Thăm dò phải có câu hỏi.",
            ),
        ]

    # What can't be changed once there are ballots: they are answers to it.
    FROZEN = ("question", "max_choices", "audience", "results")
    # What the limits of casting are counted under, with the key of the poll.
    LIMITED_AS = "poll"

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("stats:poll-detail", args=[self.pk])

    @staticmethod
    def list_crumb() -> Crumb:
        return Crumb("Thăm dò ý kiến", reverse("stats:poll-list"))

    @property
    def trail(self) -> list[Crumb]:
        return [self.list_crumb(), Crumb(self.question, self.get_absolute_url())]

    @property
    def title(self) -> str:
        return self.question

    @property
    def summary(self) -> str:
        return self.intro

    @property
    def is_closed(self) -> bool:
        return self.closes_at is not None and self.closes_at <= timezone.now()

    @property
    def is_single(self) -> bool:
        return self.max_choices == 1

    @property
    def is_for_members(self) -> bool:
        return self.audience == self.Audience.MEMBERS

    @property
    def wording(self) -> str:
        """What tells the words that somebody answers from those of before and after; needs ``offered``."""
        words = [
            self.question,
            self.max_choices,
            *sorted((each["pk"], each["text"]) for each in self.offered),
        ]
        return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:12]

    def shows_results(self, *, has_voted: bool) -> bool:
        """Tell whether a visitor sees the results now."""
        match self.results:
            case self.Results.ALWAYS:
                return True
            case self.Results.AFTER_VOTING:
                return has_voted or self.is_closed
            case self.Results.AFTER_CLOSING:
                return self.is_closed
        return False

    def search_text(self) -> SearchText:
        return SearchText(
            title=self.question,
            head=self.intro,
            body="\n".join(choice.text for choice in self.choices.all()),
        )

    def check_publishable(self) -> None:
        choices = self.choices.filter(is_retired=False).count()
        if choices < 2:
            raise ValidationError("Thăm dò cần ít nhất hai lựa chọn để xuất bản.")
        if self.max_choices > choices:
            raise ValidationError(f"Được chọn tối đa {self.max_choices} mục nhưng chỉ có {choices} lựa chọn.")
        if self.results == self.Results.AFTER_CLOSING and self.closes_at is None:
            raise ValidationError("Kết quả công bố sau khi thăm dò kết thúc thì phải có giờ kết thúc.")

    def count(self, choices: Iterable[int]) -> None:
        """Count one more ballot with these choices; the last statements of its transaction.

        The poll's row comes first: who waits for it holds no choice that another waits for.
        """
        with connection.cursor() as cursor:
            cursor.execute("UPDATE stats_poll SET ballots_count = ballots_count + 1 WHERE id = %s", [self.pk])
            cursor.execute(
                "UPDATE stats_choice SET votes = votes + 1 WHERE poll_id = %s AND id = ANY(%s)",
                [self.pk, sorted(choices)],
            )

    def reset(self, *, by: Any, reason: str) -> PollReset:
        """Destroy all ballots and begin anew; what is left is a line that says who did it, when and why.

        Raises PermissionDenied, and TransitionError without a reason or where there is nothing to destroy.
        """
        if by is not None and not by.has_perm(self.permission("publish")):
            raise PermissionDenied(f"Bạn không có quyền xóa phiếu của «{self}».")
        if not reason.strip():
            raise TransitionError("Hãy ghi lý do xóa phiếu.")
        with transaction.atomic():
            # Who is casting a ballot holds on to this row: he is before it or after it.
            held = Poll._base_manager.select_for_update().get(pk=self.pk)
            if not held.ballots_count:
                raise TransitionError("Thăm dò này chưa có phiếu nào.")
            # Straight in the database: a cascade in Python would read a hundred thousand rows first.
            ballots = Ballot.objects.filter(poll=self)
            ballots._raw_delete(ballots.db)
            Choice.objects.filter(poll=self).update(votes=0)
            Poll._base_manager.filter(pk=self.pk).update(ballots_count=0)
            # Who votes anew is asked for no more work than the first time.
            Limit.objects.forget(f"{self.LIMITED_AS}:{self.pk}")
            made = PollReset.objects.create(
                poll=self, ballots=held.ballots_count, reset_by=by, reason=reason.strip()
            )
            self.touch_pages()
        return made


class Choice(TextModel):
    """One answer; where there are votes for it, it can be retired but not deleted."""

    cache_tags = Poll.cache_tags

    poll = models.ForeignKey(Poll, models.CASCADE, verbose_name="thăm dò", related_name="choices")
    text = models.CharField("lựa chọn", max_length=200)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_retired = models.BooleanField(
        "đã rút", default=False, help_text="Không chọn được nữa; phiếu đã bỏ cho mục này vẫn tính."
    )

    votes = Tally("số phiếu", default=0, editable=False)

    class Meta:
        verbose_name = "lựa chọn"
        verbose_name_plural = "lựa chọn"
        ordering = ("order", "pk")
        default_permissions = ()  # By the right on the poll.
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "text"],
                name="stats_choice_text_once",
                violation_error_message="Hai lựa chọn giống nhau.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="stats_choice_has_text",
                violation_error_message="Lựa chọn phải có chữ.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def after_save(self) -> None:
        super().after_save()
        self.poll.refresh_entry()

    def delete(self, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            # Nobody casts a ballot meanwhile.
            Poll._base_manager.select_for_update().get(pk=self.poll_id)
            if Choice.objects.filter(pk=self.pk, votes__gt=0).exists():
                raise ProtectedError(f"«{self}» đã có phiếu: rút được, không xóa được.", {self})
            deleted = super().delete(**kwargs)
            self.poll.refresh_entry()
        return deleted

    def retire(self) -> None:
        """Have it chosen no more; its votes stay."""
        self.is_retired = True
        self.save(update_fields=["is_retired"])


class BallotQuerySet(models.QuerySet):
    def cast_by(self, poll: Poll, voter: bytes) -> bool:
        """Write down that a voter has voted, and tell whether he had not before.

        ON CONFLICT DO NOTHING: of two at once one waits for the other, and finds its ballot.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO stats_ballot (id, poll_id, voter, cast_on) VALUES (%s, %s, %s, %s)
                ON CONFLICT (poll_id, voter) DO NOTHING
                """,
                [uuid.uuid4(), poll.pk, voter, timezone.localdate()],
            )
            return cursor.rowcount == 1


class Ballot(models.Model):
    """That somebody has voted, not for what. Who: a hash of this poll alone. When: the day, no finer.

    Keys are random: numbers that count up would say who came after whom.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, verbose_name="thăm dò", related_name="ballots")
    voter = models.BinaryField("người bỏ phiếu")
    cast_on = models.DateField("ngày bỏ phiếu")

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = "phiếu"
        verbose_name_plural = "phiếu"
        default_permissions = ()  # In no admin: nobody looks at ballots one by one.
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "voter"],
                name="stats_ballot_one_voice",
                violation_error_message="Phiếu này đã được ghi.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.poll_id}, {self.cast_on}"


class PollReset(models.Model):
    """That all ballots of a poll were destroyed; nobody changes it, and it goes only with the poll."""

    poll = models.ForeignKey(Poll, models.CASCADE, verbose_name="thăm dò", related_name="resets")
    ballots = models.PositiveIntegerField("số phiếu đã xóa")
    reset_at = models.DateTimeField("lúc", auto_now_add=True)
    reset_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người xóa", null=True, related_name="+"
    )
    reason = models.CharField("lý do", max_length=500)

    class Meta:
        verbose_name = "lần xóa phiếu"
        verbose_name_plural = "các lần xóa phiếu"
        ordering = ("-reset_at",)
        default_permissions = ()  # Read on the poll's own form.
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="stats_pollreset_has_reason",
                violation_error_message="Hãy ghi lý do xóa phiếu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.poll_id}: {self.ballots}"
