"""What `manage.py serve` finds out about the running site, and says of it."""

import http.server
import io
import sys
import threading

import pytest
from django.core.management import CommandError
from django.db import connection

from portal.management.commands import serve
from portal.management.supervise import Child


class Healthy(http.server.BaseHTTPRequestHandler):
    """Answers 200 to the host names that the site knows, as Django does."""

    def do_GET(self):
        """Answer."""
        self.send_response(200 if self.headers["Host"] == "cong.example.vn" else 400)
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def healthy_port():
    with http.server.HTTPServer(("127.0.0.1", 0), Healthy) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture
def command(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    return serve.Command(stdout=io.StringIO())


def test_health_is_asked_by_a_name_that_the_site_answers_to(settings, healthy_port):
    settings.ALLOWED_HOSTS = [".cong.example.vn", "localhost"]
    assert serve.health("127.0.0.1", healthy_port) == 200


def test_health_of_a_site_that_is_not_up_is_unknown(healthy_port):
    assert serve.health("127.0.0.2", healthy_port) is None


def test_web_server_that_ends_before_it_answers_is_an_error(command, healthy_port):
    command.is_stopping = False
    web = Child("Máy chủ web", [sys.executable, "-c", "raise SystemExit(3)"], {})
    web.start()
    with pytest.raises(CommandError, match="Máy chủ web không khởi động được"):
        command.wait_until_ready(web, "127.0.0.2", healthy_port)


def test_closing_lines_name_site_admin_and_password_file(command):
    serve.password_file().write_text("bí mật")
    command.say_where("0.0.0.0", 8123)  # noqa: S104
    said = command.stdout.getvalue()
    assert "http://127.0.0.1:8123/\n" in said
    assert "http://127.0.0.1:8123/quan-tri/" in said
    assert str(serve.password_file()) in said
    assert "bí mật" not in said


def test_closing_lines_say_how_to_get_a_password_when_the_file_is_gone(command):
    command.say_where("127.0.0.1", 8123)
    assert "manage.py changepassword admin" in command.stdout.getvalue()


@pytest.mark.django_db
def test_description_of_the_database_has_its_version_and_no_password(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "rất bí mật")
    described = serve.describe_database()
    assert described.startswith(f"{connection.pg_version // 10000}.")
    assert "rất bí mật" not in described
