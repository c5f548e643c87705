"""The embedded PostgreSQL, with real processes that start, share and kill it.

Each test has a checkout folder of its own, so nothing here touches the server that runs the other tests.
"""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from portal.embedded_postgres import server as embedded

pytestmark = pytest.mark.thorough

# A process that uses the server until its standard input ends, without Django.
USER_PROGRAM = """
import importlib.util, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("server", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
server = module.Server(Path(sys.argv[2]))
print(server.ensure_running(), flush=True)
sys.stdin.read()
"""


def wait_until(condition, what, seconds=15):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"waited {seconds} s in vain: {what}"
        time.sleep(0.02)


def postmaster_pid(server):
    return int((server.data / "postmaster.pid").read_text().split("\n", 1)[0])


def is_running(pid):
    """Whether a process runs; one that ended but was not reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def query(server, sql):
    connection = psycopg2.connect(
        host=str(server.socket_folder), port=embedded.PORT, user=embedded.ROLE, dbname=embedded.DATABASE
    )
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


def kill_postmaster(server):
    pid = postmaster_pid(server)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not is_running(pid), "the postmaster is dead")
    return pid


def start_stranger():
    """Start a process of the server's own account: PostgreSQL takes another account's for dead."""
    account = {"user": embedded.ACCOUNT, "extra_groups": []} if os.geteuid() == 0 else {}
    return subprocess.Popen(["sleep", "60"], cwd="/", **account)


@contextlib.contextmanager
def temporary_base(checkout):
    (checkout / "var").mkdir(parents=True)
    base = embedded.locate(checkout)
    yield base
    # The socket's folder is outside where the path of the test is long.
    for folder in (base, embedded.Server(base).socket_folder):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def used_base(tmp_path_factory):
    """A folder whose cluster is made by the first test that needs it: making one takes a second."""
    with temporary_base(tmp_path_factory.mktemp("embedded") / "a checkout, with 'odd' letters") as base:
        yield base


@pytest.fixture(scope="module")
def parent_modes(used_base):
    return {parent: parent.stat().st_mode for parent in used_base.parents}


@pytest.fixture
def server(used_base, parent_modes):
    server = embedded.Server(used_base)
    yield server
    # Whatever the test left behind, the next one finds the server stopped.
    server.ensure_running()
    server.leave()


@pytest.fixture
def new_server(tmp_path):
    with temporary_base(tmp_path / "checkout") as base:
        server = embedded.Server(base)
        yield server
        server.leave()


@pytest.fixture
def start_user(server):
    """Return a function that starts one more process that uses the server."""
    with contextlib.ExitStack() as stack:

        def start():
            process = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", USER_PROGRAM, embedded.__file__, str(server.base)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            stack.callback(process.kill)
            return process

        yield start


def test_first_of_several_processes_starts_the_server_and_the_others_share_it(server, start_user):
    processes = [start_user() for _ in range(4)]
    answers = sorted(process.stdout.readline().strip() for process in processes)
    assert answers == ["False", "False", "False", "True"]
    assert query(server, "SELECT 1") == 1


def test_server_stops_when_its_last_user_was_killed(server, start_user):
    process = start_user()
    process.stdout.readline()
    pid = postmaster_pid(server)
    process.kill()
    process.wait()
    wait_until(lambda: not is_running(pid), "the server ends by itself")


def test_server_stays_while_another_process_uses_it(server, start_user):
    first, second = start_user(), start_user()
    first.stdout.readline(), second.stdout.readline()
    first.kill()
    first.wait()
    server.ensure_running()
    server.leave()
    assert query(server, "SELECT 1") == 1


def test_forked_child_that_outlives_its_parent_keeps_the_server(server):
    server.ensure_running()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(writing)
        os.read(reading, 1)
        os._exit(0)
    os.close(reading)
    server.leave()
    alive_meanwhile = query(server, "SELECT 1")
    os.close(writing)
    os.waitpid(child, 0)
    assert alive_meanwhile == 1


def test_leaving_as_the_last_user_stops_the_server_at_once(server):
    server.ensure_running()
    pid = postmaster_pid(server)
    server.leave()
    assert not (server.data / "postmaster.pid").exists()
    wait_until(lambda: not is_running(pid), "the process ends", seconds=2)


def test_killed_postmaster_is_replaced_and_nothing_is_lost(server):
    server.ensure_running()
    query(server, "DROP TABLE IF EXISTS kept")
    query(server, "CREATE TABLE kept AS SELECT 'còn nguyên' AS text")
    kill_postmaster(server)
    assert server.ensure_running() is True
    assert query(server, "SELECT text FROM kept") == "còn nguyên"


def test_dead_servers_process_id_taken_by_another_program_does_not_matter(server, start_user):
    server.ensure_running()
    old_pid = kill_postmaster(server)
    stranger = start_stranger()
    try:
        pid_file = server.data / "postmaster.pid"
        pid_file.write_text(pid_file.read_text().replace(str(old_pid), str(stranger.pid), 1))
        assert server.ensure_running() is True
        server.leave()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_killed_initialisation_is_begun_anew(new_server):
    half_made = new_server.base / "data.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    new_server.ensure_running()
    assert query(new_server, "SELECT 1") == 1


def test_folder_that_was_deleted_while_the_server_ran_is_made_anew(new_server):
    new_server.ensure_running()
    old_pid = postmaster_pid(new_server)
    shutil.rmtree(new_server.base)
    try:
        assert new_server.ensure_running() is True
        assert query(new_server, "SELECT 1") == 1
    finally:
        # It ends by itself within a minute of losing its folder; a test does not wait for that.
        with contextlib.suppress(ProcessLookupError):
            os.kill(old_pid, signal.SIGQUIT)


def test_only_the_servers_account_reaches_data_and_socket(server):
    server.ensure_running()
    for folder in (server.data, server.socket_folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_no_parent_folder_changes_its_permissions(server, parent_modes):
    server.ensure_running()
    assert {parent: parent.stat().st_mode for parent in parent_modes} == parent_modes


def test_server_knows_vietnamese_letters(server):
    server.ensure_running()
    assert query(server, "SELECT lower('ĐẠI HỘI')") == "đại hội"
    query(server, "CREATE EXTENSION IF NOT EXISTS pg_trgm")
    assert query(server, "SELECT similarity('ĐƯỜNG', 'đường')") == 1


def test_deep_checkout_gets_a_short_socket_path(tmp_path):
    deep = embedded.Server(tmp_path.joinpath(*["thư-mục"] * 10))
    path = deep.socket_folder / f".s.PGSQL.{embedded.PORT}"
    assert len(os.fsencode(path)) <= embedded.SOCKET_PATH_BYTES


def test_socket_folder_of_somebody_else_is_refused(new_server):
    new_server.base.mkdir(parents=True)
    new_server.socket_folder.symlink_to("/tmp")
    with pytest.raises(embedded.ServerError, match="không phải là thư mục riêng"):
        new_server.ensure_running()


def test_server_that_does_not_start_says_why(server, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setitem(embedded.SETTINGS, "shared_buffers", "nhiều")
        with pytest.raises(embedded.ServerError, match="shared_buffers"):
            server.ensure_running()
