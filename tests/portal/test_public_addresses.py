"""What holds for every public page: safe headers, no cookie, no inline code, few queries, lean."""

import re

import pytest
from bs4 import BeautifulSoup

from core.models import Counter
from core.models.counters import kind_of
from portal import icons
from portal.models import SiteSettings
from tests.factories import (
    at,
    image_bytes,
    make_article,
    make_article_attachment,
    make_author,
    make_body,
    make_category,
    make_document,
    make_document_file,
    make_photo,
    make_topic,
    tag,
    upload,
    write,
)
from tests.sitemaps import sitemap_of

pytestmark = pytest.mark.django_db

WARM_QUERIES = 8
COLD_QUERIES = 20


@pytest.fixture
def addresses():
    """Every kind of public page, over several rows that touch their relations."""
    parent = make_category(name="Tin hoạt động")
    child = make_category(name="Mầm non", parent=parent)
    others = [make_category() for _ in range(5)]
    articles = [
        make_article(
            category=category,
            at=at(2026, 1, 1 + number),
            cover=upload("anh.png", image_bytes()),
            cover_alt="Học sinh trong sân trường",
            lead="Tóm tắt",
            author_text="Lê Hà",
            source_name="Báo Sơn Hà",
        )
        for number, category in enumerate([child, child, parent, *others, child, child])
    ]
    attachments = [make_article_attachment(articles[1]) for _ in range(3)]
    body = make_body(successor=make_body())
    documents = [make_document(issuing_body=body) for _ in range(10)]
    files = [make_document_file(document) for document in documents[:4] for _ in range(2)]
    topic = make_topic()
    for article in articles[:4]:
        article.topic = topic
        article.save()
        tag(article, "thi", "tuyển sinh")
        write(article, make_author(), make_author())
        make_photo(article)
    gone = make_article(category=child)
    gone.withdraw(by=None, note="Số liệu chưa chính xác")
    Counter.objects.add(kind_of(articles[1]), articles[1].pk, views=12_345)
    return {
        "home": "/",
        "news": "/tin-tuc/",
        "category": child.get_absolute_url(),
        "article": articles[1].get_absolute_url(),
        "topic": topic.get_absolute_url(),
        "tag": "/tin-tuc/the/thi/",
        "author": articles[1].authors.first().get_absolute_url(),
        "feeds": "/rss/",
        "feed of posts": "/rss/tin-tuc.xml",
        "feed of a tag": "/rss/the/thi.atom",
        "news sitemap": "/sitemap-tin-moi.xml",
        "documents": "/van-ban/",
        "document": documents[0].get_absolute_url(),
        "search": "/tim-kiem/?q=thu+nghiem",
        "search nothing": "/tim-kiem/?q=khongcogi",
        "search empty": "/tim-kiem/",
        "attachment": attachments[0].get_absolute_url(),
        "file": files[0].get_absolute_url(),
        "picture": articles[0].cover.url,
        "gone": gone.get_absolute_url(),
        "not found": "/khong-co-trang-nay/",
        "bad search": "/tim-kiem/?loai=x",
        "health": "/healthz",
        "robots": "/robots.txt",
        "sitemap": "/sitemap.xml",
        "sitemap of posts": sitemap_of("tin-tuc", articles[0]),
        "favicon": "/favicon.ico",
        "manifest": "/site.webmanifest",
        "icon": icons.address(SiteSettings.load(), "icon-192.png"),
    }


PAGES = [
    "home",
    "news",
    "category",
    "article",
    "topic",
    "tag",
    "author",
    "feeds",
    "documents",
    "document",
    "search",
    "search nothing",
    "search empty",
]
# Made once and kept, as pages are.
FOR_PROGRAMS = [
    "robots",
    "sitemap",
    "sitemap of posts",
    "news sitemap",
    "feed of posts",
    "feed of a tag",
    "favicon",
    "manifest",
]
ANSWERS = {"gone": 410, "not found": 404, "bad search": 400}


def ask(client, address):
    """Get an address and read the answer to its end, as a browser does."""
    answer = client.get(address)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer


def test_every_address_answers(client, addresses):
    answers = {name: ask(client, address).status_code for name, address in addresses.items()}
    assert answers == {name: ANSWERS.get(name, 200) for name in addresses}


def test_every_address_is_the_same_for_all_and_strict(client, addresses):
    for name, address in addresses.items():
        for _ in range(2):  # The second answer comes from the cache.
            answer = ask(client, address)
            assert not answer.cookies, name
            assert "cookie" not in answer.headers.get("Vary", "").lower(), name
            policy = answer.headers["Content-Security-Policy"]
            assert "unsafe" not in policy, name
            assert "default-src 'none'" in policy, name
            assert answer.headers["X-Content-Type-Options"] == "nosniff", name


def test_no_page_has_inline_code_or_a_third_party(client, addresses):
    for name in [*PAGES, *ANSWERS]:
        soup = BeautifulSoup(client.get(addresses[name]).content, "html.parser")
        assert not soup.find_all("style"), name
        assert not soup.find_all(style=True), name
        # Facts for search engines are data: no browser runs them.
        code = [script for script in soup.find_all("script") if script.get("type") != "application/ld+json"]
        assert all(script.get("src") and not script.string for script in code), name
        for element in soup.find_all(True):
            assert not [attribute for attribute in element.attrs if attribute.startswith("on")], name
            for attribute in ("src", "srcset", "href"):
                value = str(element.get(attribute, ""))
                if element.name in ("script", "img", "link", "source", "iframe") and element.get("rel") != [
                    "canonical"
                ]:
                    assert not re.match(r"(https?:)?//", value), (name, value)
        for form in soup.find_all("form"):
            assert form.get("method", "get").lower() == "get", name


def test_pages_take_few_queries(client, addresses, django_assert_max_num_queries):
    from django.core.cache import cache

    for name in [*PAGES, *FOR_PROGRAMS]:
        cache.clear()
        with django_assert_max_num_queries(COLD_QUERIES):
            client.get(addresses[name])
        # Warm: the furniture is kept, the page itself is not (another page number, another search).
        with django_assert_max_num_queries(WARM_QUERIES):
            separator = "&" if "?" in addresses[name] else "?"
            client.get(f"{addresses[name]}{separator}trang=1")


def test_kept_page_takes_no_query(client, addresses, django_assert_num_queries):
    for name in [*PAGES, *FOR_PROGRAMS]:
        if name.startswith("search"):
            continue
        client.get(addresses[name])
        with django_assert_num_queries(0):
            client.get(addresses[name])


def test_article_page_takes_few_queries_with_warm_furniture(client, addresses, django_assert_max_num_queries):
    for address in ("/van-ban/", "/tin-tuc/", make_document().get_absolute_url()):
        client.get(address)
    for name in ("article", "document", "gone", "not found"):
        with django_assert_max_num_queries(WARM_QUERIES):
            client.get(addresses[name])


def test_pages_are_lean(client, addresses):
    for name in PAGES:
        assert len(client.get(addresses[name]).content) < 60_000, name


def test_pages_say_what_they_are(client, addresses):
    for name in [*PAGES, *ANSWERS]:
        soup = BeautifulSoup(client.get(addresses[name]).content, "html.parser")
        assert soup.html["lang"] == "vi", name
        assert len(soup.find_all("h1")) == 1, name
        assert soup.title.string.strip(), name
        assert soup.find("meta", {"name": "viewport"}), name


def test_nothing_takes_a_post(client, addresses):
    for name, address in addresses.items():
        assert client.post(address).status_code in (403, 404, 405), name


def test_change_shows_on_the_next_request(client, addresses, django_capture_on_commit_callbacks):
    client.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        article = make_article(title="Tin vừa đăng xong")
    assert "Tin vừa đăng xong" in client.get("/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        article.withdraw(by=None, note="Nhầm")
    assert "Tin vừa đăng xong" not in client.get("/").content.decode()
