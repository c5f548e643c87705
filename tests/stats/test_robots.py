"""Robots are seen when they ask for a page, told by name, and are in no total."""

import pytest
from django.urls import reverse

from core.models import Counter
from stats import agents, visits
from stats.buffer import buffer
from stats.models import HourCount, Measure
from tests.factories import make_article

GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"


def robots():
    buffer.flush()
    return dict(HourCount.objects.filter(measure=Measure.BOTS).values_list("name", "count"))


@pytest.mark.parametrize(
    ("browser", "name"),
    [
        (GOOGLE, "Googlebot"),
        (
            "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/bot)",
            "coccocbot-web",
        ),
        ("Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2; +https://openai.com/gptbot)", "GPTBot"),
        ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "bingbot"),
        ("curl/8.5.0", "curl"),
        ("python-requests/2.32.3", "python-requests"),
        ("", agents.NAMELESS),
        ("   ", agents.NAMELESS),
    ],
)
def test_robot_is_known_by_name(browser, name):
    assert agents.look(browser).bot == name


@pytest.mark.parametrize(
    ("browser", "device"),
    [
        (CHROME, agents.COMPUTER),
        (
            "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
            agents.PHONE,
        ),
        (
            "Mozilla/5.0 (Linux; Android 13; SM-X200) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
            agents.TABLET,
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148", agents.PHONE),
        ("Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148", agents.TABLET),
        (
            "Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/118.0 Chrome/112.0",
            agents.COMPUTER,
        ),
        (
            "Mozilla/5.0 (Linux; Android 12) Chrome/110.0 Mobile Zalo android/12100675",
            agents.PHONE,
        ),
    ],
)
def test_person_is_known_by_device(browser, device):
    assert agents.look(browser) == ("", device)


@pytest.mark.django_db
def test_page_that_a_robot_reads_is_the_robots(client):
    article = make_article()
    client.get(article.get_absolute_url(), headers={"User-Agent": GOOGLE})
    assert robots() == {"Googlebot": 1}
    assert Counter.objects.of(article).views == 0
    now = visits._read()
    assert (now.robots, now.online, now.total) == (1, 1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/khong-co/", "/quan-tri/", "/dang-nhap/", "/robots.txt", "/healthz"])
def test_only_public_pages_count(client, path):
    client.get(path, headers={"User-Agent": GOOGLE})
    assert robots() == {}


@pytest.mark.django_db
def test_page_that_a_person_reads_costs_nothing(client, django_assert_num_queries):
    url = reverse("news:article-list")
    client.get(url, headers={"User-Agent": CHROME})
    with django_assert_num_queries(0):
        client.get(url, headers={"User-Agent": CHROME})
    assert not buffer._waiting
