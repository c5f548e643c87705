"""Form fields of the admin that the stock ones don't serve."""

from typing import Any

from django.contrib.admin.widgets import AdminFileWidget, AdminSplitDateTime
from django.db.models.fields.files import FieldFile


class LabelledSplitDateTime(AdminSplitDateTime):
    """Date and time in two boxes, each with a name for screen readers: the field's label names neither."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        date, time = self.widgets
        date.attrs |= {"aria-label": "Ngày", "placeholder": "ngày/tháng/năm"}
        time.attrs |= {"aria-label": "Giờ", "placeholder": "giờ:phút"}
        time.format = "%H:%M"


class PictureInput(AdminFileWidget):
    """A file box that shows the picture which is kept, and at once the one that is chosen."""

    template_name = "admin/widgets/picture_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/jpeg,image/png,image/webp,image/gif", **(attrs or {})})


class AttachmentInput(AdminFileWidget):
    """A file box for a file that has no address but that of its row."""

    template_name = "admin/widgets/attachment_input.html"

    def is_initial(self, value: Any) -> bool:
        return isinstance(value, FieldFile) and bool(value)
