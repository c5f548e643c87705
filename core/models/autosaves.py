"""What somebody has typed into a form and not saved, and who has which object open."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual
from django.http import QueryDict
from django.utils import timezone

from core.models.counters import kind_of
from core.people import name_of
from core.richtext.text import beginning

KEPT = timedelta(days=30)
A_DAY = timedelta(days=1)
# A page says every twenty seconds that it is open; one in the background, once a minute.
PRESENT = timedelta(seconds=100)
MOST_OF_A_PERSON = 50
# Characters of a text, with its HTML, that are read to say how it begins.
BEGINNING = 1000


class _Path(models.Func):
    """What a query in a path of JSON gives of the values that were typed into some fields."""

    template = "%(function)s(%(expressions)s::jsonpath)"

    def __init__(self, condition: str, **extra: Any) -> None:
        super().__init__(models.F("data"), models.Value(f"strict $[*] ? ({condition}) [1]"), **extra)


class AutosaveQuerySet(models.QuerySet):
    def of(self, model: type[models.Model], pk: int | None) -> Self:
        """Forms of an object, or of new ones of a model."""
        return self.filter(kind=kind_of(model), object_id=pk)

    def drafts(self) -> Self:
        """Those in which something was typed that is still kept."""
        return self.filter(data__isnull=False, saved_at__gt=timezone.now() - KEPT)

    def open_now(self) -> Self:
        return self.filter(seen_at__gt=timezone.now() - PRESENT)

    def with_beginnings(self, names: Iterable[str]) -> Self:
        """Bring along what was typed as a name, and how the text begins, without the rest of a draft."""
        chosen = " || ".join(f'@[0] == "{name}"' for name in sorted(names))
        return self.defer("data").annotate(
            names=_Path(chosen, function="jsonb_path_query_array", output_field=models.JSONField()),
            text_begins=_Path(
                '@[0] == "body"',
                function="jsonb_path_query_first",
                template=f"left({_Path.template} #>> '{{}}', {BEGINNING})",
                output_field=models.TextField(),
            ),
        )

    def trim(self, user: Any) -> None:
        """Delete a person's oldest drafts and oldest forms without a word, beyond what is kept of each."""
        own = self.filter(user=user)
        drafts = own.filter(data__isnull=False).order_by("-saved_at", "-pk")
        others = own.filter(data__isnull=True).order_by(Coalesce("done_at", "opened_at").desc(), "-pk")
        for rows in (drafts, others):
            self.filter(pk__in=list(rows.values_list("pk", flat=True)[MOST_OF_A_PERSON:])).delete()

    def finish(self, user: Any, token: str) -> None:
        """Let go of what was typed into a form that was saved, and take note that it was."""
        nothing = {"data": None, "saved_at": None, "seen_at": None, "done_at": timezone.now()}
        _, is_new = self.defer("data").update_or_create(user=user, token=token, defaults=nothing)
        if is_new:
            self.trim(user)

    def forget(self) -> int:
        """Delete what is too old, and forms without a word that are open no more; return how many."""
        now = timezone.now()
        over = models.Q(saved_at__lte=now - KEPT)
        last = Coalesce("done_at", "opened_at")
        closed = models.Q(data__isnull=True) & LessThanOrEqual(last, now - A_DAY)
        closed &= models.Q(seen_at__isnull=True) | models.Q(seen_at__lte=now - PRESENT)
        return self.filter(over | closed).delete()[0]


class Autosave(models.Model):
    """One form in one tab of one person, and what was typed there last; nobody else ever sees that.

    ``object_id`` is None in the form of a new object. ``data`` are names and values as the browser sends
    them, without files; rich text passed the sanitiser. Where nothing was typed there are none, and the row
    says only that the form is open, or for a day that it was saved.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="người soạn", related_name="+"
    )
    token = models.CharField("mã của biểu mẫu", max_length=32)
    kind = models.CharField("loại", max_length=60)
    object_id = models.BigIntegerField("mã đối tượng", null=True)
    version = models.CharField("soạn trên bản", max_length=40, blank=True)
    data = models.JSONField("những gì đã nhập", null=True)
    opened_at = models.DateTimeField("mở lúc", default=timezone.now)
    seen_at = models.DateTimeField("còn mở lúc", null=True)
    saved_at = models.DateTimeField("tự lưu lúc", null=True)
    # A form that was saved: what it sent before, and what comes in later, is no draft.
    done_at = models.DateTimeField("đã lưu lúc", null=True)

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        verbose_name = "bản soạn dở"
        verbose_name_plural = "bản soạn dở"
        default_permissions = ()  # One's own, and no one else's.
        constraints = [models.UniqueConstraint(fields=["user", "token"], name="core_autosave_once")]
        indexes = [models.Index(fields=["kind", "object_id"], name="core_autosave_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id or '(mới)'}, {name_of(self.user)}"

    @property
    def name(self) -> str:
        """What was typed as a name; of rows that :meth:`AutosaveQuerySet.with_beginnings` brought."""
        return next((name.strip() for name in self.names or [] if name.strip()), "")

    @property
    def first_words(self) -> str:
        """How the text begins that was typed; of the same rows."""
        return beginning(self.text_begins or "")

    @staticmethod
    def new_token() -> str:
        return secrets.token_hex(16)

    def as_post(self) -> QueryDict:
        """Return what was typed as a form that was sent."""
        post = QueryDict(mutable=True)
        for name, value in self.data or []:
            post.appendlist(name, value)
        return post
