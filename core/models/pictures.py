"""Pictures that staff put into texts."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from core.files.fields import PictureField
from core.files.pictures import clean_picture
from core.files.storage import discard_on_error, random_path
from core.models.base import TextModel
from core.richtext.tree import images_in

LONGEST_ALT = 250  # characters


class PictureQuerySet(models.QuerySet):
    def describe_from(self, html: str) -> int:
        """Give pictures without a description the one that a sanitised text gives them; return how many."""
        said = {
            picture.attrs["src"].removeprefix(settings.MEDIA_URL): picture.attrs["alt"]
            for picture in images_in(html)
            if picture.attrs.get("alt")
        }
        pictures = list(self.filter(file__in=said, alt="")) if said else []
        for picture in pictures:
            picture.alt = said[picture.file.name][:LONGEST_ALT]
        self.bulk_update(pictures, ["alt"])
        return len(pictures)

    def adopt(self, file: FieldFile, *, alt: str, by: Any) -> Picture:
        """Return the picture that names a stored file of another row; there is one after the first call.

        Lock that row before: whoever gives its file up looks for other rows that name it. The picture is as
        new, so that it is not taken for one that was left over.
        """
        picture = self.select_for_update().filter(file=file.name).first()
        if picture is None:
            return self.create(file=file.name, alt=alt[:LONGEST_ALT], uploaded_by=by)
        picture.created_at = timezone.now()
        picture.save(update_fields=["created_at"])
        return picture


class Picture(TextModel):
    """A public picture, uploaded through the editor or chosen for it; texts name it by its address."""

    file = PictureField(
        "ảnh",
        upload_to=random_path,
        width_field="width",
        height_field="height",
        help_text="JPEG, PNG, WebP hoặc GIF. Vị trí và thông tin máy chụp trong ảnh được xóa.",
    )
    alt = models.CharField(
        "mô tả ảnh",
        max_length=LONGEST_ALT,
        blank=True,
        help_text="Cho người không nhìn thấy ảnh: trong ảnh có ai, làm gì, ở đâu.",
    )
    width = models.PositiveIntegerField("rộng", editable=False)
    height = models.PositiveIntegerField("cao", editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="người tải lên",
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField("tải lên lúc", auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = "ảnh trong bài"
        verbose_name_plural = "ảnh trong bài"
        ordering = ("-created_at", "-pk")
        # Who gives up a stored file asks whether a row still names it.
        indexes = [models.Index(fields=["file"], name="core_picture_file")]

    def __str__(self) -> str:
        return self.alt or f"Ảnh {self.pk}"

    def save(self, **kwargs: Any) -> None:
        with discard_on_error():
            if self.file and not self.file._committed:
                self.file = clean_picture(self.file.file)
                self.sha256 = hashlib.sha256(self.file.read()).hexdigest()
                self.file.seek(0)
            elif self.file and not self.sha256:
                with self.file.open() as content:
                    self.sha256 = hashlib.file_digest(content, "sha256").hexdigest()
            super().save(**kwargs)
