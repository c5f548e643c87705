"""``make run``: everything that a site needs to answer, from nothing, and then the site itself."""

import errno
import hashlib
import http.client
import inspect
import json
import os
import secrets
import signal
import socket
import sys
import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.urls import reverse

from portal.management.supervise import Child, end_all, end_with_parent

ADMIN = "admin"
READY_SECONDS = 60


class Stopped(BaseException):
    """Somebody asked the site to end (Ctrl-C, TERM, HUP); not an error."""


class Command(BaseCommand):
    """Prepares the database and the static files, then runs the web server and the jobs' worker."""

    help = "Chuẩn bị mọi thứ rồi chạy cổng: máy chủ web và tiến trình việc nền."
    # Run by `make lint`; here they would only delay the start.
    requires_system_checks = []

    def add_arguments(self, parser):
        """Add the options."""
        parser.add_argument("--no-demo", action="store_true", help="không tạo nội dung mẫu")
        parser.add_argument(
            "--end-with-parent", action="store_true", help="dừng theo tiến trình đã gọi lệnh này (make)"
        )

    def handle(self, *args, no_demo, end_with_parent: bool, **options):
        """Run until somebody asks to end; then end everything that was started here."""
        self.children: list[Child] = []
        self.catch_signals(with_parent=end_with_parent)
        host, port = address()
        try:
            refuse_port_in_use(host, port)
            self.prepare(with_demo=not (no_demo or settings.PRODUCTION))
            self.run_children(host, port)
        except Stopped:
            self.say("Đang dừng…")
        except OperationalError as error:
            raise CommandError(f"Không dùng được cơ sở dữ liệu: {error}") from error
        finally:
            self.end()
        self.say("Đã dừng.")

    def say(self, line: str) -> None:
        """Print a line at once, also into a pipe."""
        self.stdout.write(line)
        self.stdout.flush()

    def catch_signals(self, *, with_parent: bool) -> None:
        """Turn the signals that end a program into Stopped, once."""
        self.is_stopping = False

        def stop(number, frame):
            ignore_signals()
            # Kept as well: an exception out of a handler is lost where Python is cleaning up an object.
            self.is_stopping = True
            raise Stopped

        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup
            signal.signal(signal.SIGHUP, stop)
        if with_parent:
            end_with_parent(os.getppid())

    def prepare(self, *, with_demo: bool) -> None:
        """Bring database and files to where the site can answer; quick when they are there already."""
        connection.ensure_connection()
        self.say(f"Cơ sở dữ liệu: PostgreSQL {describe_database()}.")
        self.migrate(with_demo=with_demo)
        self.create_demo(is_wanted=with_demo)
        self.create_administrator()
        self.collect_static()
        # The web server and the worker open their own; this process only keeps the server alive.
        connection.close()

    def migrate(self, *, with_demo: bool) -> None:
        """Apply the migrations that are missing, and note when this is a new database."""
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if with_demo and not executor.loader.applied_migrations:
            # Before the work: what a kill interrupts now, the next start goes on with.
            demo_marker().write_text(json.dumps(database_name()))
        if plan:
            self.say(f"Cấu trúc dữ liệu: đang cập nhật {len(plan)} bước…")
            call_command("migrate", interactive=False, verbosity=0)
        else:
            self.say("Cấu trúc dữ liệu: đã mới nhất.")

    def create_demo(self, *, is_wanted: bool) -> None:
        """Fill a database that was new, once; where that is not wanted, not by a later start either."""
        if not is_demo_pending():
            return
        if is_wanted:
            self.say("Nội dung mẫu: đang tạo (chỉ lần đầu)…")
            call_command("demo", stdout=self.stdout)
        demo_marker().unlink()

    def create_administrator(self) -> None:
        """Create the first account, with a password that nobody knew before."""
        users = get_user_model().objects
        if users.filter(Q(is_superuser=True) | Q(username=ADMIN)).exists():
            self.say("Tài khoản quản trị: đã có.")
            return
        password = secrets.token_urlsafe(12)
        path = password_file()
        path.unlink(missing_ok=True)
        # Written first: a password that was lost between the two could not be read again.
        with open(path, "x", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            file.write(password + "\n")
        users.create_superuser(ADMIN, password=password)
        self.say(f"Tài khoản quản trị: đã tạo {ADMIN}, mật khẩu {password}")

    def collect_static(self) -> None:
        """Collect static files when a source changed: there are thousands, nearly all the editor's."""
        stamp = settings.VAR_DIR / "static-fingerprint"
        fingerprint = static_fingerprint()
        if settings.STATIC_ROOT.is_dir() and stamp.exists() and stamp.read_text() == fingerprint:
            self.say("Tệp tĩnh: không đổi.")
            return
        self.say("Tệp tĩnh: đang gom…")
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(fingerprint)

    def run_children(self, host: str, port: int) -> None:
        """Run the web server and the worker, and watch over them until Stopped."""
        self.say("Đang khởi động máy chủ web và tiến trình việc nền…")
        env = {**os.environ, "HOST": host, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
        config = str(settings.BASE_DIR / "portal" / "gunicorn.py")
        web = Child("Máy chủ web", [sys.executable, "-m", "gunicorn", "--config", config], env)
        manage = str(settings.BASE_DIR / "manage.py")
        worker = Child("Tiến trình việc nền", [sys.executable, manage, "worker"], env)
        self.children = [web, worker]
        for child in self.children:
            child.start()
        self.wait_until_ready(web, host, port)
        self.say_where(host, port)
        while not self.is_stopping:
            for child in self.children:
                child.revive(self.say)
            time.sleep(0.2)
        raise Stopped

    def wait_until_ready(self, web: Child, host: str, port: int) -> None:
        """Wait for the first good answer, so that what is printed then is true."""
        until = time.monotonic() + READY_SECONDS
        status = None
        while time.monotonic() < until and not self.is_stopping:
            if web.exit_code is not None:
                raise CommandError("Máy chủ web không khởi động được; lý do ở các dòng trên.")
            status = health(host, port)
            if status == 200:
                return
            time.sleep(0.05)
        raise CommandError(f"Sau {READY_SECONDS} giây /healthz vẫn chưa trả lời 200 (mã cuối: {status}).")

    def say_where(self, host: str, port: int) -> None:
        """Print the addresses, and where the password is."""
        site = f"http://{in_url(reachable(host))}:{port}"
        if password_file().exists():
            password = f"mật khẩu lần đầu ở {short(password_file())}"
        else:
            password = f"đặt lại mật khẩu: .venv/bin/python manage.py changepassword {ADMIN}"
        self.say(
            f"\nCổng đang chạy ở {site}/\n"
            f"Trang quản trị  {site}{reverse('admin:index')} (tài khoản {ADMIN}; {password})\n"
            "Dừng bằng Ctrl-C."
        )

    def end(self) -> None:
        """End the children, then the embedded PostgreSQL unless another process uses it."""
        ignore_signals()
        end_all(self.children)
        connection.close()
        server = getattr(connection, "server", None)
        if server is not None:
            server.leave()


def ignore_signals() -> None:
    """Let nothing interrupt the ending."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def address() -> tuple[str, int]:
    """Return the host and the port to listen on, from HOST and PORT."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CommandError(f"PORT phải là số từ 1 đến 65535, không phải «{text}».")
    return os.environ.get("HOST") or "127.0.0.1", int(text)


def refuse_port_in_use(host: str, port: int) -> None:
    """Raise CommandError when the web server could not listen there."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen(1)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise CommandError(f"Không mở được cổng {port} trên {host}: {error.strerror}.") from error
        raise CommandError(
            f"Cổng {port} trên {host} đang có chương trình khác dùng. Hãy dừng chương trình đó, hoặc chọn "
            f"cổng khác, ví dụ: PORT={port % 65535 + 1} make run"
        ) from error


def reachable(host: str) -> str:
    """Return the address by which this machine reaches a server that listens on ``host``."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)


def in_url(host: str) -> str:
    """Return a host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def health(host: str, port: int) -> int | None:
    """Return the status of ``/healthz``, None when nobody answers."""
    name = settings.ALLOWED_HOSTS[0].lstrip(".")
    headers = {} if name == "*" else {"Host": name}
    client = http.client.HTTPConnection(reachable(host), port, timeout=5)
    try:
        client.request("GET", "/healthz", headers=headers)
        return client.getresponse().status
    except (OSError, http.client.HTTPException):
        return None  # not up yet
    finally:
        client.close()


def describe_database() -> str:
    """Return version and place of the database, for people."""
    major, minor = divmod(connection.pg_version, 10000)
    server = getattr(connection, "server", None)
    place = f"nhúng, dữ liệu ở {short(server.data)}" if server else f"ở {database_name()}"
    return f"{major}.{minor} {place}"


def database_name() -> str:
    """Return what tells one database from another, without its password."""
    return "{HOST}:{PORT}/{NAME}".format_map(connection.settings_dict)


def demo_marker() -> Path:
    """Return the file that stands from the first migration until the demo content is whole."""
    settings.VAR_DIR.mkdir(exist_ok=True)
    return settings.VAR_DIR / "demo-pending.json"


def is_demo_pending() -> bool:
    """Tell whether the demo content of this database is still to be made."""
    marker = demo_marker()
    # The name is compared: the marker of one database must never fill another.
    return marker.exists() and json.loads(marker.read_text()) == database_name()


def password_file() -> Path:
    """Return the file of the first administrator's first password."""
    settings.VAR_DIR.mkdir(exist_ok=True)
    return settings.VAR_DIR / "admin-password.txt"


def short(path: Path) -> str:
    """Return a path as people type it: relative inside the checkout."""
    return str(path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path)


def static_fingerprint() -> str:
    """Return a digest that changes when collecting static files would give something else."""
    storage = settings.STORAGES["staticfiles"]
    digest = hashlib.sha256(repr((settings.STATIC_URL, settings.STATIC_ROOT, storage)).encode())
    sources = [inspect.getfile(staticfiles_storage.__class__)]
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    for finder in get_finders():
        sources += [folder.path(name) for name, folder in finder.list(ignored)]
    for source in sorted(sources):
        found = os.stat(source)
        digest.update(f"{source}\0{found.st_mtime_ns}\0{found.st_size}\n".encode())
    return digest.hexdigest()
