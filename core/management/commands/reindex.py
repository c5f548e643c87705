"""Write the search entries of all objects anew."""

from typing import Any

from django.core.management.base import BaseCommand

from core import search


class Command(BaseCommand):
    help = "Lập lại chỉ mục tìm kiếm cho mọi bài viết và văn bản."

    def handle(self, *args: Any, **options: Any) -> None:
        for kind, count in search.reindex():
            self.stdout.write(f"{kind}: {count}")
