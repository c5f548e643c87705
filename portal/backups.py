"""A copy of all that a portal keeps, and the way back: the database by PostgreSQL's tools, files as a tar.

The key (``SECRET_KEY`` or ``var/secret-key``) is left out: with it in one place a stolen copy would open the
second factors of staff.
"""

import os
import shutil
import subprocess
import tarfile
import tempfile
from contextlib import suppress
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

    The database comes first: a file that is uploaded meanwhile is then one too many. What is deleted for good
    in that time may be missing.
    """
    folder = parent / f"{timezone.localtime():%Y-%m-%d-%H%M%S}"
    unfinished = folder.with_suffix(".partial")
    # For the eyes of its owner: there are drafts and addresses in it.
    unfinished.mkdir(mode=0o700, parents=True)
    try:
        with open(unfinished / DATABASE, "wb") as dump:
            _run_on_database("pg_dump", ["--format=custom", "--no-unlogged-table-data"], stdout=dump)
        _pack(unfinished / FILES)
    except BaseException as error:
        shutil.rmtree(unfinished)  # Or what fails each night would fill the disk.
        if isinstance(error, OSError):
            raise BackupError(f"Không ghi được bản sao: {error}.") from error
        raise
    return unfinished.rename(folder)


def _pack(target: Path) -> None:
    with tarfile.open(target, "w") as archive:
        for name, root in roots().items():
            for path in sorted(root.rglob("*")):
                with suppress(FileNotFoundError):  # Deleted a moment ago.
                    archive.add(path, f"{name}/{path.relative_to(root)}", recursive=False)


def _unpack(source: Path) -> None:
    """Write the files of a copy to their places, over those that are there."""
    with tarfile.open(source) as archive:
        for member in archive:
            name, _, path = member.name.partition("/")
            root = roots().get(name)
            if root is None or not member.isfile():
                continue
            target = (root / path).resolve()
            if not target.is_relative_to(root.resolve()):
                raise BackupError(f"«{source}» không phải một bản sao lưu: có tệp «{member.name}».")
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.extractfile(member) as content, open(target, "wb") as file:
                shutil.copyfileobj(content, file)


def restore(folder: Path, *, replace: bool) -> None:
    """Bring a copy back into an empty database, or in the place of what is in it; raises BackupError.

    The database comes back as a whole, or stays as it was. Then come the files; what the copy lacks stays.
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
    _unpack(folder / FILES)


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
