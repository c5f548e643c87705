"""A comment that was thanked for is there, though its process is killed in the same moment."""

import contextlib
import http.client
import os
import re
import signal
from urllib.parse import urlencode

import pytest

from news.models import Comment, RatingSum
from tests.conftest import BROWSER
from tests.factories import make_article

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("committing_db")]


class Reader:
    """A browser without scripts, at one process."""

    def __init__(self, port):
        self.port = port
        self.cookies = {}

    def ask(self, method, path, **data):
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {
            "User-Agent": BROWSER,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with contextlib.closing(client):
            client.request(method, path, urlencode(data), headers)
            response = client.getresponse()
            for cookie in response.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return response.status, response.read().decode()


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def test_what_was_thanked_for_outlives_a_kill(web):
    site = web(WEB_CONCURRENCY="1")
    article = make_article()
    address = article.get_absolute_url()
    for number in range(1, 4):
        reader = Reader(site.port)
        _, form = reader.ask("GET", f"{address}y-kien/viet/")
        token = hidden(form, "csrfmiddlewaretoken")
        reader.ask("GET", f"{address}danh-gia/")
        rated, _ = reader.ask("POST", f"{address}danh-gia/", csrfmiddlewaretoken=token, diem=5)
        sent, _ = reader.ask(
            "POST",
            f"{address}y-kien/viet/",
            csrfmiddlewaretoken=token,
            ho_ten="Hà",
            noi_dung=f"Ý kiến {number}.",
            ma=hidden(form, "ma"),
        )
        for pid in site.children():
            os.kill(pid, signal.SIGKILL)
        assert (rated, sent) == (302, 302)
        assert Comment.objects.waiting().filter(text=f"Ý kiến {number}.").count() == 1
        sums = RatingSum.objects.get()
        assert (sums.count, sums.total) == (number, 5 * number)
