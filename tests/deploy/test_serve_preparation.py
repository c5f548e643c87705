"""What `manage.py serve` does before it serves: each step once, and again only where it must."""

import io
import json
import os
import shutil
import signal
import socket
import stat
import time

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError

from news.models import Category
from portal.management.commands import serve


@pytest.fixture
def command(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    return serve.Command(stdout=io.StringIO())


@pytest.fixture
def static_source(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.txt").write_text("một")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    return source


def output(command):
    return command.stdout.getvalue()


def password_of(settings):
    return (settings.VAR_DIR / "admin-password.txt").read_text().strip()


ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@pytest.fixture
def own_handlers():
    """Leave pytest's handlers of signals as they were."""
    before = {number: signal.getsignal(number) for number in ENDING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", ENDING)
def test_each_signal_that_ends_a_program_stops_the_site(command, own_handlers, number):
    command.catch_signals(with_parent=False)
    with pytest.raises(serve.Stopped):
        signal.raise_signal(number)


def test_second_signal_does_not_disturb_the_ending(command, own_handlers):
    command.catch_signals(with_parent=False)
    with pytest.raises(serve.Stopped):
        signal.raise_signal(signal.SIGINT)
    for number in ENDING:
        signal.raise_signal(number)
    assert command.is_stopping


def test_closed_terminal_does_not_end_a_site_started_with_nohup(command, own_handlers):
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    command.catch_signals(with_parent=False)
    signal.raise_signal(signal.SIGHUP)
    assert not command.is_stopping


@pytest.mark.django_db
def test_first_administrator_signs_in_with_the_password_in_the_file(command, settings, client):
    command.create_administrator()
    assert client.login(username="admin", password=password_of(settings))


@pytest.mark.django_db
def test_password_file_is_readable_by_its_owner_only(command, settings):
    command.create_administrator()
    assert stat.S_IMODE((settings.VAR_DIR / "admin-password.txt").stat().st_mode) == 0o600


@pytest.mark.django_db
def test_no_administrator_is_created_where_a_superuser_exists(command, settings):
    get_user_model().objects.create_superuser("giamdoc", password="không quan trọng")
    command.create_administrator()
    assert get_user_model().objects.count() == 1
    assert not (settings.VAR_DIR / "admin-password.txt").exists()


def test_static_files_are_collected_once(command, static_source, settings):
    settings.VAR_DIR.mkdir()
    command.collect_static()
    (settings.STATIC_ROOT / "a.txt").unlink()
    command.collect_static()
    assert not (settings.STATIC_ROOT / "a.txt").exists()
    assert "Tệp tĩnh: không đổi." in output(command)


def test_changed_static_file_is_collected_again(command, static_source, settings):
    settings.VAR_DIR.mkdir()
    command.collect_static()
    (static_source / "a.txt").write_text("hai và ba")
    # collectstatic compares whole seconds.
    os.utime(static_source / "a.txt", (time.time() + 2, time.time() + 2))
    command.collect_static()
    assert (settings.STATIC_ROOT / "a.txt").read_text() == "hai và ba"


def test_static_files_are_collected_again_when_they_were_deleted(command, static_source, settings):
    settings.VAR_DIR.mkdir()
    command.collect_static()
    shutil.rmtree(settings.STATIC_ROOT)
    command.collect_static()
    assert (settings.STATIC_ROOT / "a.txt").exists()


@pytest.mark.django_db
def test_up_to_date_database_gets_no_migration_and_no_demo(command):
    command.migrate(with_demo=True)
    assert "Cấu trúc dữ liệu: đã mới nhất." in output(command)
    assert not serve.demo_marker().exists()


@pytest.mark.django_db
def test_demo_never_fills_another_database_than_the_new_one(command):
    serve.demo_marker().write_text(json.dumps("elsewhere:5432/portal"))
    command.create_demo(is_wanted=True)
    assert serve.demo_marker().exists()
    assert not output(command)


@pytest.mark.django_db
def test_demo_that_an_earlier_start_left_is_called_off_where_none_is_wanted(command):
    serve.demo_marker().write_text(json.dumps(serve.database_name()))
    command.create_demo(is_wanted=False)
    assert not output(command)
    assert not serve.demo_marker().exists()
    assert not Category.objects.exists()


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1"])
def test_port_that_is_no_port_is_refused(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(CommandError, match="PORT phải là số"):
        serve.address()


def test_port_in_use_is_refused_in_plain_words():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Cổng {port} trên 127.0.0.1 đang có chương trình khác dùng"):
            serve.refuse_port_in_use("127.0.0.1", port)


def test_free_port_is_left_free():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve.refuse_port_in_use("127.0.0.1", port)
    serve.refuse_port_in_use("127.0.0.1", port)


def test_address_to_open_is_one_that_a_browser_reaches():
    assert serve.in_url(serve.reachable("0.0.0.0")) == "127.0.0.1"  # noqa: S104
    assert serve.in_url(serve.reachable("::")) == "[::1]"
