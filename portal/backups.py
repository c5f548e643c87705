"""A copy of all that a portal keeps, and the way back: the database by PostgreSQL's tools, files as a tar.

The key (``SECRET_KEY`` or ``var/secret-key``) is left out: with it in one place a stolen copy would open the
second factors of staff.
"""

import os
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

DATABASE, FILES = "database.dump", "files.tar"


class BackupError(Exception):
    """It could not be done; the words are for the person at the terminal."""


def roots() -> dict[str, Path]:
    """Return the folders of files, as they are called in a copy."""
    return {"public": Path(settings.MEDIA_ROOT), "private": Path(settings.ATTACHMENTS_ROOT)}


def back_up(parent: Path) -> Path:
    """Write a copy into a new folder named after the moment, and return that. Raises BackupError.

    The database comes first: a file that is uploaded meanwhile is then one too many, and none is missing.
    """
    folder = parent / f"{timezone.localtime():%Y-%m-%d-%H%M%S}"
    unfinished = folder.with_suffix(".partial")
    # For the eyes of its owner: there are drafts and addresses in it.
    unfinished.mkdir(mode=0o700, parents=True)
    with open(unfinished / DATABASE, "wb") as dump:
        _run_on_database("pg_dump", ["--format=custom", "--no-unlogged-table-data"], stdout=dump)
    with tarfile.open(unfinished / FILES, "w") as archive:
        for name, root in roots().items():
            if root.is_dir():
                archive.add(root, name)
    return unfinished.rename(folder)


def restore(folder: Path, *, replace: bool) -> None:
    """Bring a copy back into an empty database, or in the place of what is in it; raises BackupError.

    The database comes back as a whole, or stays as it was. Files that the copy lacks stay.
    """
    if not all((folder / name).is_file() for name in (DATABASE, FILES)):
        raise BackupError(f"«{folder}» không phải một bản sao lưu: thiếu {DATABASE} hoặc {FILES}.")
    before: list[str] = []
    if connection.introspection.table_names():
        if not replace:
            raise BackupError("Cơ sở dữ liệu đang có dữ liệu. Muốn thay tất cả bằng bản sao, thêm --replace.")
        before = [
            "--command=SET client_min_messages = warning",  # Not the name of each table that goes.
            "--command=DROP SCHEMA public CASCADE",
            "--command=CREATE SCHEMA public",
        ]
    connection.close()
    with tempfile.TemporaryDirectory() as place:
        script = f"{place}/database.sql"
        _run(
            [_tool("pg_restore"), "--no-owner", "--no-privileges", f"--file={script}", str(folder / DATABASE)]
        )
        # All in one transaction, which pg_restore by itself cannot begin with something else.
        _run_on_database(
            "psql",
            [
                "--no-psqlrc",
                "--quiet",
                "--output=/dev/null",
                "--set=ON_ERROR_STOP=1",
                "--single-transaction",
                *before,
                f"--file={script}",
            ],
        )
    with tarfile.open(folder / FILES) as archive:
        for member in archive:
            name, _, path = member.name.partition("/")
            if path and name in roots():
                archive.extract(member.replace(name=path, deep=False), roots()[name], filter="data")


def _tool(name: str) -> str:
    """Return one of PostgreSQL's tools: that beside the psql of the database."""
    return str(Path(connection.client.executable_name).with_name(name))


def _run_on_database(tool: str, parameters: list[str], **options: Any) -> None:
    connection.ensure_connection()  # Starts the embedded server.
    (_, *arguments), env = connection.client.settings_to_cmd_args_env(connection.settings_dict, parameters)
    _run([_tool(tool), *arguments], env={**os.environ, **(env or {})}, **options)


def _run(command: list[str], **options: Any) -> None:
    tool = Path(command[0]).name
    try:
        subprocess.run(command, check=True, **options)  # noqa: S603 - our own
    except FileNotFoundError as error:
        raise BackupError(f"Không thấy {tool}; hãy cài postgresql-client.") from error
    except subprocess.CalledProcessError as error:
        raise BackupError(f"{tool} không làm được; lý do ở các dòng trên.") from error
