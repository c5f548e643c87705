"""Migrate where several containers start at once."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

# Any number that nothing else here locks by.
LOCK = 30_2020


class Command(BaseCommand):
    help = "Cập nhật cấu trúc dữ liệu; nhiều máy chạy cùng lúc thì lần lượt từng máy."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        # Django takes no lock of its own: two migrations at once fail. This one ends with the session.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            call_command("migrate", interactive=False, verbosity=options["verbosity"])
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
