"""A copy of a portal, and the way back from it."""

import stat
import tarfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from news.models import Article
from portal import backups
from tests.factories import image_bytes, make_article, make_article_attachment, upload


@pytest.fixture
def other_database(committing_db):
    """An empty database, and the way to have the commands that follow use it."""
    name, other = connection.settings_dict["NAME"], f"{connection.settings_dict['NAME']}_restored"

    def use(database):
        connection.close()
        connection.settings_dict["NAME"] = database

    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{other}"')
        cursor.execute(f'CREATE DATABASE "{other}" TEMPLATE template0')
    yield lambda: use(other)
    use(name)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{other}"')


def files_in(settings):
    roots = (Path(settings.MEDIA_ROOT), Path(settings.ATTACHMENTS_ROOT))
    return {path: path.read_bytes() for root in roots for path in root.rglob("*") if path.is_file()}


def test_copy_brings_back_the_database_and_the_files(other_database, settings, tmp_path):
    article = make_article(title="Còn nguyên", cover=upload("a.png", image_bytes()), cover_alt="Ảnh")
    make_article_attachment(article, file=upload("Kế hoạch.pdf"))
    before = files_in(settings)
    call_command("backup", str(tmp_path / "copies"))
    for path in before:
        path.unlink()
    [folder] = (tmp_path / "copies").iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    other_database()
    call_command("restore", str(folder))
    assert Article.objects.get().title == "Còn nguyên"
    assert files_in(settings) == before

    Article.objects.all().delete()
    call_command("restore", str(folder), "--replace")
    assert Article.objects.get().title == "Còn nguyên"


def test_copy_that_is_damaged_leaves_the_database_as_it_was(other_database, tmp_path):
    make_article(title="Còn nguyên")
    call_command("backup", str(tmp_path))
    [folder] = tmp_path.iterdir()
    other_database()
    call_command("restore", str(folder))
    dump = folder / backups.DATABASE
    dump.write_bytes(dump.read_bytes()[: dump.stat().st_size // 2])
    with pytest.raises(CommandError, match="không làm được"):
        call_command("restore", str(folder), "--replace")
    assert Article.objects.get().title == "Còn nguyên"


def test_copy_that_the_database_takes_in_part_leaves_it_as_it_was(other_database, tmp_path):
    make_article(title="Còn nguyên")
    call_command("backup", str(tmp_path / "good"))
    with connection.cursor() as cursor:
        # A restore knows no table by its bare name, so this row is not let in again.
        cursor.execute(
            "CREATE FUNCTION has_posts() RETURNS boolean LANGUAGE plpgsql"
            " AS 'BEGIN RETURN EXISTS (SELECT FROM news_article); END';"
            "CREATE TABLE news_checked (id integer CHECK (has_posts()));"
            "INSERT INTO news_checked VALUES (1)"
        )
    call_command("backup", str(tmp_path / "bad"))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE news_checked; DROP FUNCTION has_posts")
    other_database()
    call_command("restore", *map(str, (tmp_path / "good").iterdir()))
    with pytest.raises(CommandError, match="psql không làm được"):
        call_command("restore", *map(str, (tmp_path / "bad").iterdir()), "--replace")
    assert Article.objects.get().title == "Còn nguyên"
    assert "news_checked" not in connection.introspection.table_names()


def test_database_with_something_in_it_is_not_replaced_unasked(committing_db, tmp_path):
    for name in (backups.DATABASE, backups.FILES):
        (tmp_path / name).touch()
    with pytest.raises(CommandError, match="đang có dữ liệu"):
        call_command("restore", str(tmp_path))
    assert connection.introspection.table_names()


def test_folder_that_is_no_whole_copy_is_refused(committing_db, tmp_path):
    (tmp_path / backups.DATABASE).touch()
    with pytest.raises(CommandError, match="không phải một bản sao lưu"):
        call_command("restore", str(tmp_path), "--replace")
    assert connection.introspection.table_names()


def test_copy_that_failed_leaves_nothing(committing_db, monkeypatch, tmp_path):
    monkeypatch.setenv("PGOPTIONS", "--no-such-option")
    with pytest.raises(CommandError, match="pg_dump không làm được"):
        call_command("backup", str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_file_that_would_lie_elsewhere_is_refused(committing_db, tmp_path):
    with tarfile.open(tmp_path / backups.FILES, "w") as archive:
        archive.addfile(tarfile.TarInfo("public/../../elsewhere"))
    with pytest.raises(backups.BackupError, match="elsewhere"):
        backups._unpack(tmp_path / backups.FILES)
