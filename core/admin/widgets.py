"""Form fields of the admin that the stock ones don't serve."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget, AdminSplitDateTime, AutocompleteMixin
from django.db.models.fields.files import FieldFile


class LabelledSplitDateTime(AdminSplitDateTime):
    """Date and time in two boxes, each with a name for screen readers: the field's label names neither."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        date, time = self.widgets
        date.attrs |= {"aria-label": "Ngày", "placeholder": "ngày/tháng/năm"}
        time.attrs |= {"aria-label": "Giờ", "placeholder": "giờ:phút"}
        time.format = "%H:%M"


class HeldFileInput(AdminFileWidget):
    """A file box that says what became of the file that was chosen before the form came back.

    ``held`` is the upload that the portal keeps (core.models.HeldUpload), ``lost`` the name of one that it
    could not keep.
    """

    held: Any = None
    lost = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"held": self.held, "lost": self.lost}
        return context


class PictureInput(HeldFileInput):
    """A file box that shows the picture which is kept, and at once the one that is chosen."""

    template_name = "admin/widgets/picture_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/jpeg,image/png,image/webp,image/gif", **(attrs or {})})


class AttachmentInput(HeldFileInput):
    """A file box for a file that has no address but that of its row."""

    template_name = "admin/widgets/attachment_input.html"

    def is_initial(self, value: Any) -> bool:
        return isinstance(value, FieldFile) and bool(value)


class SearchedInput(AutocompleteMixin, forms.SelectMultiple):
    """Chosen things as removable words, in a box that searches while one types.

    A subclass says by ``get_url()`` where, and makes in ``optgroups()`` an option of each that is chosen.
    Unlike Django's own it belongs to no foreign key.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(field=None, admin_site=admin.site, attrs=attrs)

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> Any:
        attrs = forms.SelectMultiple.build_attrs(self, base_attrs, extra_attrs)
        return attrs | {
            "class": f"{attrs.get('class', '')} admin-autocomplete".strip(),
            "data-ajax--delay": 250,
            "data-ajax--url": self.get_url(),
            "data-theme": "admin-autocomplete",
            "data-allow-clear": json.dumps(False),
            "data-placeholder": "",
            "lang": self.i18n_name,
        }
