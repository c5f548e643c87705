"""A copy of the database and the files, in a folder of its own."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from portal import backups


class Command(BaseCommand):
    help = "Sao lưu cơ sở dữ liệu và các tệp vào một thư mục mới; cổng vẫn chạy trong lúc đó."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=settings.VAR_DIR / "backups",
            help="nơi đặt thư mục ấy (mặc định: var/backups)",
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            made = backups.back_up(folder)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đã sao lưu vào {made}. Hãy chép thư mục này sang máy khác.")
