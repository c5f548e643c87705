"""Files in the form of the post or document that they belong to."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.admin.rows import OwnedRows
from core.admin.widgets import AttachmentInput
from core.files.fields import PrivateFileField
from core.models import Attachment
from core.text import format_file_size


class AttachmentInline(OwnedRows):
    """The files of an object."""

    readonly_fields = ("link", "facts")
    formfield_overrides = {PrivateFileField: {"widget": AttachmentInput}}
    verbose_name = "tệp"
    verbose_name_plural = "Tệp đính kèm"

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        owner_admin = self.admin_site.get_model_admin(self.parent_model)
        may_edit = obj is None or owner_admin.has_change_permission(request, obj)
        return ("file" if may_edit else "link", "title", "order", "facts")

    def get_extra(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> int:
        """Offer one empty row on a new object; later ones are asked for."""
        return 0 if obj else 1

    @admin.display(description="tệp", empty_value="")
    def link(self, file: Attachment) -> SafeString:
        return format_html('<a href="{}">{}</a>', file.get_absolute_url(), file.original_name)

    @admin.display(description="thông tin tệp", empty_value="")
    def facts(self, file: Attachment) -> SafeString | str:
        if not file.pk:
            return ""
        line = f"{file.extension.upper()}, {format_file_size(file.size)}"
        if file.pages:
            line += f", {file.pages} trang"
        if not file.has_macros:
            return line
        return format_html('{} <strong class="warning-chip">Có macro hoặc mã lệnh</strong>', line)
