"""The way back from a copy that «backup» made."""

from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.base import CommandParser

from portal import backups


class Command(BaseCommand):
    help = "Khôi phục một bản sao lưu; hãy dừng cổng trước."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="thư mục của bản sao")
        parser.add_argument("--replace", action="store_true", help="thay hết dữ liệu đang có")

    def handle(self, *args: Any, folder: Path, replace: bool, **options: Any) -> None:
        try:
            backups.restore(folder, replace=replace)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        # A copy may be older than this release, and pages of before are no longer right.
        call_command("migrate", interactive=False, verbosity=0)
        cache.clear()
        self.stdout.write(f"Đã khôi phục bản sao {folder.name}.")
