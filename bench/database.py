"""The database that is measured: the benchmark's own, filled when needed, or one that is given."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

from bench.client import BenchError

NAME = "bench"


def use_own() -> dict[str, str]:
    """Turn this process to the benchmark's own database; return the variables that lead others there.

    The database is made on the embedded server, which runs as long as this process does.
    """
    folder = settings.VAR_DIR / "bench"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {NAME}")
    connection.close()
    place = connection.settings_dict
    place["NAME"] = NAME
    return {
        "DATABASE_URL": socket_url(place["HOST"], place["PORT"], place["USER"], NAME),
        "ATTACHMENTS_ROOT": str(folder / "private"),
        "MEDIA_ROOT": str(folder / "public"),
    }


def socket_url(folder: str, port: str, user: str, name: str) -> str:
    """Return the address of a database whose server is reached by a socket in a folder."""
    return f"postgres://{user}@:{port}/{folder}/{name}"


def fill(env: dict[str, str], documents: int, articles: int) -> None:
    """Bring the database up to date, and to so many documents and posts."""
    manage(env, "migrate", "--verbosity", "0")
    manage(env, "demo", f"--documents={documents}", f"--articles={articles}")


def manage(env: dict[str, str], *arguments: str) -> None:
    """Run a command of manage.py. Raises BenchError when it fails; it has said why."""
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *arguments]
    if subprocess.run(command, env={**os.environ, **env}, check=False).returncode:  # noqa: S603 - our own
        raise BenchError(f"Lệnh manage.py {arguments[0]} không xong; lý do ở các dòng trên.")
