"""Files chosen in a form that came back: held for a few hours, so that nobody has to choose them again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import Sum
from django.utils import timezone

from core.files.fields import PrivateFileField
from core.files.storage import discard_on_error, random_path

KEPT = timedelta(hours=6)
MOST_OF_A_PERSON = 40
_signer = signing.Signer(salt="core.held", sep=".")


class HeldUploadQuerySet(models.QuerySet):
    def alive(self) -> Self:
        return self.filter(held_at__gt=timezone.now() - KEPT)

    def by_token(self, token: str, user: Any) -> HeldUpload | None:
        """Return a person's upload; None for a forged token, another's, or one whose time is over."""
        try:
            pk = int(_signer.unsign(token))
        except (signing.BadSignature, ValueError):
            return None
        return self.alive().filter(pk=pk, user=user).first()

    def hold(self, upload: UploadedFile, user: Any) -> HeldUpload | None:
        """Keep a file that came with a form; None where a person has as many already as may be held."""
        upload.seek(0)
        with discard_on_error():
            # Of two files that come at once, the second is counted when the first one is there.
            get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
            own = self.filter(user=user).aggregate(count=models.Count("pk"), size=Sum("size", default=0))
            if own["count"] >= MOST_OF_A_PERSON or own["size"] + upload.size > 4 * settings.UPLOAD_MAX_BYTES:
                return None
            return self.create(
                user=user,
                file=upload,
                original_name=upload.name[:255],
                content_type=(upload.content_type or "")[:100],
                size=upload.size,
            )

    def forget(self) -> int:
        """Delete those whose time is over, with their files; return how many."""
        return self.filter(held_at__lte=timezone.now() - KEPT).delete()[0]


class HeldUpload(models.Model):
    """One file of one person. It is checked like any other when the form comes again."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="người chọn", related_name="+"
    )
    file = PrivateFileField("tệp", upload_to=random_path, max_length=255)
    original_name = models.CharField("tên tệp", max_length=255)
    content_type = models.CharField("loại nội dung", max_length=100)
    size = models.PositiveBigIntegerField("dung lượng")
    held_at = models.DateTimeField("giữ từ lúc", auto_now_add=True)

    objects = HeldUploadQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp giữ tạm"
        verbose_name_plural = "tệp giữ tạm"
        default_permissions = ()  # One's own, and no one else's.

    def __str__(self) -> str:
        return self.original_name

    @property
    def token(self) -> str:
        return _signer.sign(str(self.pk))

    def as_upload(self) -> UploadedFile:
        """Return the file as a form hands it over."""
        content = self.file.open("rb").file
        return UploadedFile(content, self.original_name, self.content_type, self.size)
