"""Files attached to posts and documents."""

import unicodedata
from pathlib import PurePath
from typing import Any, ClassVar
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import models

from core.files.checks import FileFacts, inspect_upload
from core.files.fields import PrivateFileField
from core.files.kinds import KINDS, Kind, kind_of
from core.files.storage import discard_on_error, random_path
from core.models.base import TextModel
from core.models.filetext import FileText
from core.paths import address
from core.text import format_file_size


class Attachment(TextModel):
    """A file that belongs to one object, kept under a random name and handed out under its own.

    A subclass has a foreign key to the object, names it in ``OWNER_FIELD``, and the route to its files in
    ``ROUTE``. What the row says of the file is read from the file itself whenever
    a new one is saved; its text is read by a job of the same transaction.
    """

    OWNER_FIELD: ClassVar[str]
    ROUTE: ClassVar[str]
    # What a version holds of a row: under the same key it has the same address again.
    KEPT: ClassVar[tuple[str, ...]] = (
        "id",
        "file",
        "title",
        "order",
        "original_name",
        "content_type",
        "size",
        "sha256",
        "has_macros",
    )

    # The address of a preview, below which the file is to be had as long as that one opens (core.previews).
    shown_at = ""

    file = PrivateFileField(
        "tệp",
        upload_to=random_path,
        max_length=255,
        help_text="PDF, Word, Excel, PowerPoint, ODT, ODS, ảnh, ZIP hoặc RAR.",
    )
    title = models.CharField(
        "tên hiển thị", max_length=250, blank=True, help_text="Để trống: hiện tên của tệp."
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Số nhỏ đứng trước.")
    original_name = models.CharField("tên tệp", max_length=255, editable=False)
    content_type = models.CharField("loại nội dung", max_length=100, editable=False)
    size = models.PositiveBigIntegerField("dung lượng", editable=False, help_text="Tính bằng byte.")
    sha256 = models.CharField("SHA-256", max_length=64, editable=False, db_index=True)
    has_macros = models.BooleanField("có macro", default=False, editable=False)
    pages = models.PositiveIntegerField(
        "số trang", null=True, blank=True, editable=False, help_text="Biết được khi đọc chữ trong tệp."
    )
    created_at = models.DateTimeField("tải lên lúc", auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.display_title

    def clean(self) -> None:
        super().clean()
        if self._has_new_file():
            try:
                self._inspect()
            except ValidationError as error:
                raise ValidationError({"file": error}) from error

    def save(self, **kwargs: Any) -> None:
        with discard_on_error():
            is_new_file = self._has_new_file()
            if is_new_file:
                self._take_facts(self._inspect())
            super().save(**kwargs)
            if is_new_file:
                self._read_text_later()

    def delete(self, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with discard_on_error():
            deleted = super().delete(**kwargs)
            self.owner.refresh_entry()
        return deleted

    def after_save(self) -> None:
        super().after_save()
        # The object was indexed, and its pages made stale, before its files were saved.
        self.owner.refresh_entry()

    def came_back(self) -> None:
        """Have the text of a file that an earlier version brought back read again: it may be forgotten."""
        self._read_text_later()

    def get_absolute_url(self) -> str:
        if self.shown_at:
            return f"{self.shown_at}tep/{self.pk}/{quote(self.original_name)}"
        return address(self.ROUTE, self.pk, self.original_name)

    @staticmethod
    def in_words(row: dict[str, Any]) -> str:
        """Return a row of a version as people read it."""
        name = row["original_name"]
        title = f"{row['title']}: " if row["title"] else ""
        return f"{title}{name} ({format_file_size(row['size'])})"

    @property
    def owner(self) -> models.Model:
        """The object that the file belongs to; its state decides who may download the file."""
        return getattr(self, self.OWNER_FIELD)

    @property
    def display_title(self) -> str:
        return self.title or PurePath(self.original_name).stem

    @property
    def kind(self) -> Kind:
        """What kind of file it is; by the name it is kept under, whose extension fits its content."""
        return kind_of(self.file.name)

    @property
    def extension(self) -> str:
        """The extension in lower case, such as "pdf"."""
        return self.kind.extension

    def _has_new_file(self) -> bool:
        return bool(self.file) and not self.file._committed

    def _inspect(self) -> FileFacts:
        """Return the facts of the new file; a form asks first and save() again, so they are kept."""
        file = self.file.file
        kept_of, facts = getattr(self, "_facts", (None, None))
        if kept_of is not file:
            facts = inspect_upload(file)
            self._facts = (file, facts)
        return facts

    def _take_facts(self, facts: FileFacts) -> None:
        self.original_name = unicodedata.normalize("NFC", self.file.name)
        self.content_type = facts.content_type
        self.size = facts.size
        self.sha256 = facts.sha256
        self.has_macros = facts.has_macros

    def _read_text_later(self) -> None:
        from core.tasks import extract_file_text  # Its module imports the models.

        if KINDS[self.extension].has_text:
            # The same content may be coming in elsewhere at this moment; one row serves both.
            FileText.objects.bulk_create([FileText(sha256=self.sha256)], ignore_conflicts=True)
            extract_file_text.enqueue(self._meta.label_lower, self.pk, self.sha256)
