"""docker-compose.yml, Dockerfile and nginx.conf: parsed and held together, as tests have no Docker engine."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


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


@pytest.mark.skipif(shutil.which("nginx") is None, reason="không có nginx (Debian: gói nginx-light)")
def test_nginx_accepts_its_configuration(tmp_path):
    config = (ROOT / "deploy/nginx.conf").read_text()
    # Outside a container: a port of our own, and files for what goes to its output.
    config = config.replace("listen 80;", "listen 127.0.0.1:8199;")
    config = config.replace("/tmp/", f"{tmp_path}/").replace("/dev/stdout", f"{tmp_path}/access.log")
    config = config.replace("/dev/stderr", f"{tmp_path}/error.log")
    (tmp_path / "nginx.conf").write_text(config)
    result = subprocess.run(
        ["nginx", "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True, timeout=30
    )
    assert result.returncode == 0, result.stderr
