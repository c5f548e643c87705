"""Production starts with everything chosen, or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "mot-chuoi-ngau-nhien-du-dai-cho-kiem-thu-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "sogddt.example.vn",
    "DATABASE_URL": "postgres://portal@localhost/portal",
}


def check(**environment):
    # The browser tests set the last one for their own process; production's check objects to it.
    own = {*COMPLETE, "DJANGO_ALLOW_ASYNC_UNSAFE"}
    kept = {name: value for name, value in os.environ.items() if name not in own}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_complete_production_passes_djangos_own_check():
    result = check(**COMPLETE)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_what_is_missing_stops_the_start_with_a_sentence(missing):
    result = check(**(COMPLETE | {missing: ""}))
    assert result.returncode != 0
    assert f"Thiếu biến môi trường {missing}" in result.stderr


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"DEBUG": "1"}, "DEBUG không được bật"),
        ({"DATABASE_URL": "sqlite:///x.db"}, "phải trỏ tới PostgreSQL"),
        ({"PORTAL_ENV": "prod"}, "phải là «local» hoặc «production»"),
        ({"MAIL_NOTICES": "true"}, "phải đặt SITE_URL"),
        ({"MAIL_NOTICES": "true", "SITE_URL": "sogddt.example.vn"}, "phải đặt SITE_URL"),
    ],
)
def test_what_does_not_fit_stops_the_start_with_a_sentence(environment, sentence):
    result = check(**(COMPLETE | environment))
    assert result.returncode != 0
    assert sentence in result.stderr
