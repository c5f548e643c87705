"""Hostile files and the running site: one web process that takes one request at a time, and the worker."""

import contextlib
import http.client
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client

from core.models import FileText
from core.models.jobs import Job
from documents.models import Document
from news.models import ArticleAttachment
from tests.admin_forms import add, document_form, with_files
from tests.core.file_samples import (
    as_upload,
    bare_docx_bytes,
    long_pdf_bytes,
    pdf_bomb_bytes,
    script_pdf_bytes,
)
from tests.deploy.servers import free_port
from tests.factories import make_article_attachment, make_category, make_superuser, make_user
from tests.processes import wait_until

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("committing_db")]

MEGABYTE = 1024 * 1024
TOKEN = "a" * 32
# A command of the project on the database of the tests.
ON_TEST_DATABASE = """
import sys
import django
from django.db import connections

django.setup()
connections.settings["default"]["NAME"] = sys.argv.pop(1)
"""
SERVE = ON_TEST_DATABASE + "from gunicorn.app.wsgiapp import run\nrun()"
WORK = ON_TEST_DATABASE + "from django.core.management import call_command\ncall_command('worker')"
COLLECT = "import django\ndjango.setup()\nfrom django.core.management import call_command\n"
COLLECT += "call_command('collectstatic', interactive=False, verbosity=0)"


def environment(folder, **more):
    ours = {name: str(folder / name.lower()) for name in ("STATIC_ROOT", "MEDIA_ROOT", "TMPDIR")}
    ours |= {"ATTACHMENTS_ROOT": str(folder / "private"), "REDIS_URL": ""}
    return {**os.environ, **ours, **more}


@contextlib.contextmanager
def running(script, *arguments, env):
    command = [sys.executable, "-c", script, connection.settings_dict["NAME"], *arguments]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=env)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


class Site:
    """The running site; ``folder`` holds all that it writes."""

    def __init__(self, process, port, folder):
        self.process = process
        self.port = port
        self.folder = folder

    def connect(self):
        return contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60))

    def get(self, path):
        with self.connect() as client:
            client.request("GET", path)
            answer = client.getresponse()
            return answer.status, answer.read().decode()

    def status(self, path):
        return self.get(path)[0]

    def is_up(self):
        with contextlib.suppress(ConnectionRefusedError):
            return self.status("/healthz") == 200

    def peak_memory(self):
        """Return the most that any of its processes has used so far, in bytes."""
        own = self.process.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        return max(self._peak_of(pid) for pid in [own, *children])

    def _peak_of(self, pid):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "tmpdir").mkdir()
    subprocess.run(
        [sys.executable, "-c", COLLECT], cwd=settings.BASE_DIR, env=environment(folder), check=True
    )
    return folder


@pytest.fixture
def site(collected, committing_db):
    port = free_port()
    env = environment(collected, PORT=str(port), HOST="127.0.0.1", WEB_CONCURRENCY="1", WEB_THREADS="1")
    with running(SERVE, "--config", "portal/gunicorn.py", env=env) as process:
        site = Site(process, port, collected)
        wait_until(site.is_up)
        yield site


def job_statuses():
    """Return how it stands with the jobs that read the files."""
    jobs = Job.objects.filter(task_path="core.tasks.extract_file_text")
    return set(jobs.values_list("status", flat=True))


def read_files_while_the_site_answers(site, tmp_path):
    """Have the worker read what is attached; the site must answer all the time."""
    answered = 0
    with running(WORK, env=environment(site.folder, ATTACHMENTS_ROOT=str(tmp_path / "private"))):
        wait_until(lambda: "RUNNING" in job_statuses())
        while job_statuses() & {"READY", "RUNNING"}:
            assert site.status("/") == 200
            answered += 1
    assert answered > 3
    assert job_statuses() == {"SUCCESSFUL"}


def test_site_answers_while_a_hostile_file_is_read(site, tmp_path):
    # It passes the checks of an upload, and takes seconds to read.
    make_article_attachment(file=as_upload(bare_docx_bytes(b"<w>" + b"<a/>" * 3_000_000 + b"</w>"), "a.docx"))
    read_files_while_the_site_answers(site, tmp_path)
    assert FileText.objects.get().status == FileText.Status.EMPTY


def test_hostile_files_of_a_document_are_read_or_said_to_be_unread(site, tmp_path):
    clerk = Client()
    clerk.force_login(make_user(groups=("Văn thư",)))
    files = {
        "bom": pdf_bomb_bytes(200_000_000),
        "dai": long_pdf_bytes(10_000),
        "lenh": script_pdf_bytes(b"while(true){}"),
    }
    uploads = (as_upload(content, f"{name}.pdf") for name, content in files.items())
    add(clerk, Document, document_form(body="", _verb="publish") | with_files("files", *uploads))
    path = Document.objects.get().get_absolute_url()
    assert site.status(path) == 200  # From now on the page is kept, until something is known of its files.
    read_files_while_the_site_answers(site, tmp_path)

    wait_until(lambda: "10.000 trang" in site.get(path)[1])
    page = BeautifulSoup(site.get(path)[1], "html.parser")
    bomb, long, script = (" ".join(row.get_text(" ").split()) for row in page.select(".attachment"))
    assert "Cổng không đọc được chữ trong tệp này" in bomb
    assert "tìm kiếm chỉ thấy nội dung của 2.000 trang đầu" in long
    assert "Tệp có macro hoặc mã lệnh" in script
    assert "tìm kiếm" not in script
    assert FileText.objects.filter(text="Chu").exists()


def test_upload_of_600_megabytes_is_refused_and_leaves_nothing(site):
    browser = Client()
    browser.force_login(make_superuser())
    fields = {
        "csrfmiddlewaretoken": TOKEN,
        "title": "Thông báo",
        "category": make_category().pk,
        "attachments-TOTAL_FORMS": 1,
        "attachments-INITIAL_FORMS": 0,
    }
    head = "".join(
        f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += '--B\r\nContent-Disposition: form-data; name="attachments-0-file"; filename="a.pdf"\r\n\r\n'
    tail = b"\r\n--B--\r\n"
    piece, pieces = b"\0" * MEGABYTE, 600
    assert site.status("/") == 200
    before = site.peak_memory()
    with site.connect() as client:
        client.putrequest("POST", "/quan-tri/news/article/add/")
        session = browser.cookies[settings.SESSION_COOKIE_NAME].value
        client.putheader(
            "Cookie", f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        )
        client.putheader("Content-Type", "multipart/form-data; boundary=B")
        client.putheader("Content-Length", str(len(head.encode()) + pieces * MEGABYTE + len(tail)))
        client.endheaders(head.encode())
        for _ in range(pieces):
            client.send(piece)
        client.send(tail)
        answer = client.getresponse()
        page = answer.read().decode()
    assert answer.status == 200
    assert "Tệp nặng 600 MB, vượt mức 50 MB cho phép." in page
    assert site.peak_memory() - before < 50 * MEGABYTE
    wait_until(lambda: not any((site.folder / "tmpdir").iterdir()))  # It goes once the answer is out.
    assert not (site.folder / "private").exists()
    assert not ArticleAttachment.objects.exists()
