"""Make the smaller copies that pictures lack: the jobs of pictures that come in know of no restored ones."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import storages
from django.core.management.base import BaseCommand

from core.files.checks import BROKEN_IMAGE
from core.files.fields import PictureField
from core.files.renditions import make_renditions
from core.files.storage import file_fields
from core.text import format_number


class Command(BaseCommand):
    """Picture by picture: copies that are there are left alone, so it goes on where it was stopped."""

    help = "Làm những bản nhỏ còn thiếu của ảnh. Dừng lúc nào cũng được; chạy lại thì làm tiếp."

    def handle(self, *args: Any, **options: Any) -> None:
        storage = storages["default"]
        made = 0
        for name in _pictures():
            try:
                made += make_renditions(storage, name)
            except BROKEN_IMAGE as error:  # Gone, or damaged: the others have theirs all the same.
                self.stderr.write(f"{name}: {error}")
        self.stdout.write(f"Đã làm {format_number(made)} bản nhỏ.")


def _pictures() -> Iterator[str]:
    for model, field in file_fields():
        if isinstance(field, PictureField):
            rows = model._base_manager.exclude(**{field.name: ""}).order_by("pk")
            yield from rows.values_list(field.name, flat=True).iterator()
