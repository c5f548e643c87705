"""docker-compose.yml, Dockerfile and nginx.conf: parsed and held together, as tests have no Docker engine."""

import http.client
import re
import subprocess
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml

from tests.conftest import BROWSER
from tests.deploy.servers import ROOT, needs_nginx, nginx, nginx_config
from tests.processes import wait_until


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_has_every_part(compose):
    assert set(compose["services"]) == {"web", "worker", "nginx", "db", "redis"}
    assert compose["services"]["db"]["image"].startswith("postgres:18")


def test_compose_names_only_what_it_defines(compose):
    for name, service in compose["services"].items():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            known = (ROOT / source).exists() if source.startswith(".") else source in compose["volumes"]
            assert known, (name, volume)
        for other in service.get("depends_on", {}):
            assert "healthcheck" in compose["services"][other], (name, other)


def test_compose_holds_no_secret(compose):
    environment = compose["services"]["web"]["environment"]
    for name in ("SECRET_KEY", "ALLOWED_HOSTS"):
        assert environment[name].startswith("${" + name + ":?")
    assert "${POSTGRES_PASSWORD:?" in environment["DATABASE_URL"]


def test_every_variable_of_compose_is_documented():
    used = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    documented = (ROOT / ".env.example").read_text()
    assert {name for name in used if name not in documented} == set()


def test_image_runs_unprivileged_and_copies_what_exists():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert lines.index("USER portal") < next(n for n, line in enumerate(lines) if line.startswith("CMD"))
    assert (ROOT / "deploy/start-web.sh").exists()


@needs_nginx
def test_nginx_accepts_its_configuration(tmp_path):
    config = nginx_config(tmp_path)
    result = subprocess.run(["nginx", "-t", "-c", str(config)], capture_output=True, text=True, timeout=30)
    assert result.returncode == 0, result.stderr


class _Application(BaseHTTPRequestHandler):
    """Answers everything as what nginx may keep for a minute, and notes what it was asked for."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Cache-Control", "public, max-age=0, s-maxage=60")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_POST = do_GET

    def log_message(self, *args):
        """Keep quiet."""


@pytest.fixture
def through_nginx(tmp_path):
    """Return a function that fetches paths through nginx, and says which of them the application saw."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Application) as application:
        application.asked = []
        threading.Thread(target=application.serve_forever, daemon=True).start()
        with nginx(tmp_path, application=f"http://127.0.0.1:{application.server_port}") as port:
            yield lambda *paths, **browser: _seen(application, port, paths, **browser)
        application.shutdown()


def _seen(
    application: ThreadingHTTPServer,
    port: int,
    paths: tuple[str, ...],
    browser: str = BROWSER,
    method: str = "GET",
) -> list[str]:
    for path in paths:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as client:
            client.request(method, path, headers={"User-Agent": browser})
            assert client.getresponse().read() == b"ok"
    return application.asked


@needs_nginx
def test_nginx_keeps_pages(through_nginx):
    assert through_nginx("/van-ban/", "/van-ban/") == ["/van-ban/"]


@needs_nginx
@pytest.mark.parametrize("browser", ["Mozilla/5.0 (compatible; Googlebot/2.1)", "curl/8.5.0", ""])
def test_nginx_lets_the_application_see_each_robot(through_nginx, browser):
    assert through_nginx("/van-ban/", "/van-ban/", browser=browser) == ["/van-ban/", "/van-ban/"]


@needs_nginx
@pytest.mark.parametrize("path", ["/van-ban/xuat/danh-sach.csv?x=1", "/van-ban/xuat/danh-sach.xlsx"])
def test_nginx_keeps_no_export(through_nginx, tmp_path, path):
    assert through_nginx(path, path) == [path, path]
    assert not [file for file in (tmp_path / "portal-cache").rglob("*") if file.is_file()]


@needs_nginx
def test_nginx_writes_no_line_that_says_who_voted_when(through_nginx, tmp_path):
    through_nginx("/tham-do/7/", "/tham-do/7/phieu/", "/van-ban/")
    logged = (tmp_path / "access.log").read_text()
    assert "/van-ban/" in logged
    assert "/tham-do/" not in logged


POST_ = "/tin-tuc/tuyen-sinh/lich-thi-12/"
FORMS = ["/tham-do/7/", *(f"{POST_}{part}/" for part in ("danh-gia", "y-kien/viet", "y-kien/7/bao-vi-pham"))]


@needs_nginx
def test_nginx_writes_no_line_that_says_who_wrote_when(through_nginx, tmp_path):
    through_nginx(*FORMS, f"{POST_}y-kien/viet/khung/", f"{POST_}y-kien/")
    logged = (tmp_path / "access.log").read_text()
    assert logged.count("lich-thi-12") == 1
    assert f"{POST_}y-kien/ " in logged.replace('"', " ")


@needs_nginx
@pytest.mark.parametrize("path", FORMS)
def test_nginx_keeps_no_form(through_nginx, path):
    assert through_nginx(path, path) == [path, path]


@needs_nginx
def test_nginx_keeps_lists_of_comments(through_nginx):
    assert through_nginx(f"{POST_}y-kien/", f"{POST_}y-kien/") == [f"{POST_}y-kien/"]


@needs_nginx
def test_nginx_writes_no_address_of_a_preview_and_keeps_none(through_nginx, tmp_path):
    address = "/xem-truoc/1.chu-ky/"
    assert through_nginx(address, address) == [address, address]
    assert "/xem-truoc/" not in (tmp_path / "access.log").read_text()


@needs_nginx
def test_nginx_slows_down_who_asks_for_polls_without_end(through_nginx):
    with pytest.raises(AssertionError):  # Not «ok»: 429.
        through_nginx(*["/tham-do/7/"] * 400)
    assert 201 <= len(through_nginx()) < 400


@needs_nginx
def test_nginx_slows_down_who_tries_passwords_without_end(through_nginx):
    with pytest.raises(AssertionError):  # Not «ok»: 429.
        through_nginx(*["/dang-nhap/"] * 80, method="POST")
    assert 31 <= len(through_nginx()) < 80


@needs_nginx
def test_nginx_lets_a_whole_school_open_the_page_for_signing_in(through_nginx):
    assert len(through_nginx(*["/dang-nhap/"] * 80)) == 80


@needs_nginx
def test_nginx_writes_no_address_that_sets_a_password(through_nginx, tmp_path):
    through_nginx("/dang-nhap/mat-khau-moi/MQ/chu-ky/", "/dang-nhap/")
    log = tmp_path / "access.log"
    wait_until(log.read_text)  # It is written after the answer.
    logged = log.read_text()
    assert "/dang-nhap/ " in logged.replace('"', " ")
    assert "mat-khau-moi" not in logged
