"""A real Chromium for the tests in this folder.

Where there is none they are skipped with a line that says so; REQUIRE_BROWSER=1 makes that a failure.
"""

import os
import shutil
import threading

import pytest
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test import override_settings
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.looking import UNCOUNTED
from tests.conftest import BROWSER

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CANDIDATES)), None)


def pytest_collection_modifyitems(config, items):
    found = chromium_path()
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            # Coverage slows the server down, and other tests reach the same lines.
            item.add_marker(pytest.mark.no_cover)
            if found is None and os.environ.get("REQUIRE_BROWSER") != "1":
                item.add_marker(
                    pytest.mark.skip(
                        reason="không tìm thấy Chromium: cài gói chromium hoặc đặt biến CHROMIUM"
                    )
                )


def pytest_terminal_summary(terminalreporter):
    if chromium_path() is None:
        terminalreporter.write_line(
            "BROWSER TESTS SKIPPED: no Chromium found. Install it (Debian: apt-get install chromium) "
            "or set CHROMIUM to its path."
        )


@pytest.fixture(scope="session")
def browser(django_db_setup):
    """One Chromium for all browser tests."""
    path = chromium_path()
    assert path, "REQUIRE_BROWSER=1, nhưng không tìm thấy Chromium."
    # Playwright runs an event loop in this thread; Django's guard takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()
        connections.close_all()  # A thread with a running loop has connections of its own (asgiref).
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def real_commits(browser, site, committing_db):
    """The server's threads see only what is committed; what a test leaves is deleted after it.

    First what is still being answered comes to its end: a form that has just been closed says so, too.
    """
    yield
    site.thread.httpd.finish()


@pytest.fixture
def context(browser):
    # A browser without a screen says so, and would be a robot.
    with_vietnamese = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", user_agent=BROWSER)
    with_vietnamese.add_init_script(UNCOUNTED)
    yield with_vietnamese
    with_vietnamese.close()


@pytest.fixture
def page(context):
    """A tab that fails the test on an uncaught error of a script."""
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    problems = []
    tab.on("pageerror", lambda error: problems.append(f"pageerror: {error}"))
    yield tab
    assert not problems, problems


class Server(ThreadedWSGIServer):
    """A server that can be waited for."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._answering = set()

    def process_request_thread(self, *args):
        self._answering.add(threading.current_thread())
        try:
            super().process_request_thread(*args)
        finally:
            self._answering.discard(threading.current_thread())

    def finish(self):
        """Wait for the threads of all connections; their browsers must have closed them."""
        for thread in list(self._answering):
            thread.join(30)
            assert not thread.is_alive(), "Một trình duyệt còn giữ kết nối."


@pytest.fixture(scope="session")
def site(tmp_path_factory, django_db_setup):
    """The site on a port of its own, with the static files bundled as production has them.

    Not pytest-django's live_server, which empties every table after each test.
    """
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, DEBUG=False):
        call_command("collectstatic", interactive=False, verbosity=0)
        server = LiveServer("localhost", start=False)
        server.thread.server_class = Server
        server.start()
        yield server
        server.stop()
