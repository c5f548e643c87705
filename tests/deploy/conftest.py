"""Web processes on the database of the test."""

import contextlib
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.deploy.servers import Web


@pytest.fixture(scope="module")
def static(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PORTAL_ENV": "local", "STATIC_ROOT": str(folder)},
        check=True,
    )
    return folder


@pytest.fixture
def web(static, eventually):
    started = []

    def start(**env):
        site = Web(static, **env)
        started.append(site)

        def answers():
            with contextlib.suppress(OSError):
                return site.get("/healthz") == 200

        eventually(answers)
        return site

    yield start
    for site in started:
        site.close()
