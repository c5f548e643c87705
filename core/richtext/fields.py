"""The model field for rich text. There is no way to the database that passes the sanitiser by."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Field as FormField

from core.richtext.sanitiser import sanitise
from core.richtext.widgets import RichTextWidget
from core.text import format_file_size

# A long report is 200 KB. More is a picture that was pasted into the text instead of uploaded.
MAX_BYTES = 1024 * 1024


class CleanHTML(str):
    """What :meth:`RichTextField.pre_save` made, so that the same save doesn't do the work twice."""

    __slots__ = ()


def validate_size(html: str) -> None:
    """Refuse rich text over the limit with a sentence that says what to do."""
    size = len(html.encode(errors="replace"))
    if size > MAX_BYTES:
        raise ValidationError(
            "Nội dung quá dài: %(size)s, giới hạn là %(limit)s. Nếu trong bài có ảnh dán trực tiếp, "
            "hãy xóa ảnh đó rồi tải ảnh lên bằng nút Hình ảnh.",
            code="rich_text_too_long",
            params={"size": format_file_size(size), "limit": format_file_size(MAX_BYTES)},
        )


class RichTextField(models.TextField):
    """HTML that staff write in the editor, sanitised by every way to the database.

    ``save()`` puts what was stored on the instance too; ``update()``, ``bulk_create()`` and fixtures
    are sanitised as well. Templates may therefore mark the value safe.
    """

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        # An editor's empty page is "<p>&nbsp;</p>": only sanitised text can be told to be blank.
        if isinstance(value, str):
            validate_size(value)
            value = sanitise(value)
        return super().clean(value, model_instance)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if not isinstance(value, str):
            return value
        clean = sanitise(value)
        setattr(model_instance, self.attname, clean)
        return CleanHTML(clean)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, CleanHTML):
            value = str(value)
        elif isinstance(value, str):
            value = sanitise(value)
        return super().get_db_prep_save(value, connection)

    def formfield(self, **kwargs: Any) -> FormField | None:
        # The admin asks for a plain text area in every TextField's form.
        return super().formfield(**{**kwargs, "widget": RichTextWidget})
