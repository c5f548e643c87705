"""RSS, Atom and the news sitemap: what programs get, after the rules of each format."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.http import quote_etag

from news.models import Article
from tests.factories import (
    at,
    image_bytes,
    make_article,
    make_author,
    make_category,
    make_topic,
    tag,
    upload,
    write,
)
from tests.schemas import validated

pytestmark = pytest.mark.django_db

A = "{http://www.w3.org/2005/Atom}"
N = "{http://www.google.com/schemas/sitemap-news/0.9}"
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def article():
    """A post that stands in every sort of list."""
    article = make_article(
        title="Hội nghị giao ban",
        lead="Có 38 điểm cầu.",
        category=make_category(name="Tin hoạt động", parent=make_category(name="Tin tức")),
        topic=make_topic(name="Tuyển sinh"),
        cover=upload("anh.png", image_bytes()),
        cover_alt="Toàn cảnh",
        author_text="Lê Hà",
        at=at(2026, 3, 2, 6, 30),
    )
    tag(article, "thi cử")
    write(article, make_author(name="Trần Minh"))
    return article


FEEDS = ["tin-tuc", "tin-tuc/tin-tuc", "tin-tuc/tin-hoat-dong", "chu-de/tuyen-sinh", "the/thi-cu"]


def rss(client, feed="tin-tuc"):
    response = client.get(f"/rss/{feed}.xml")
    assert response.status_code == 200
    return validated(response.content, "rss").find("channel")


def atom(client, feed="tin-tuc"):
    response = client.get(f"/rss/{feed}.atom")
    assert response.status_code == 200
    return validated(response.content, "atom")


@pytest.mark.parametrize("feed", FEEDS)
def test_every_feed_keeps_to_its_format_and_has_the_post(client, article, feed):
    make_article(title="Bài không có tác giả")
    assert "Hội nghị giao ban" in [title.text for title in rss(client, feed).iterfind("item/title")]
    assert "Hội nghị giao ban" in [title.text for title in atom(client, feed).iterfind(f"{A}entry/{A}title")]


@pytest.mark.parametrize("feed", FEEDS)
def test_page_of_the_list_names_its_feed(client, article, feed):
    channel = rss(client, feed)
    page = BeautifulSoup(client.get(channel.findtext("link")).content, "html.parser")
    named = {link["href"] for link in page.select("link[rel=alternate]")}
    assert {f"/rss/{feed}.xml", f"/rss/{feed}.atom"} <= named


def test_every_page_names_the_feed_of_all_posts(client, article):
    for address in ("/", "/van-ban/", article.get_absolute_url()):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        assert "/rss/tin-tuc.xml" in [link["href"] for link in page.select("link[rel=alternate]")]


def test_item_says_what_the_post_is(client, article):
    item = rss(client).find("item")
    assert item.findtext("link") == f"http://testserver{article.get_absolute_url()}"
    assert item.findtext("description") == (
        f'<p><img src="http://testserver{article.cover.url}" alt="Toàn cảnh"></p><p>Có 38 điểm cầu.</p>'
    )
    assert item.findtext("pubDate") == "Mon, 02 Mar 2026 06:30:00 +0700"
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Trần Minh, Lê Hà"
    assert [each.text for each in item.iterfind("category")] == ["Tin hoạt động", "thi cử"]


def test_item_keeps_its_identity_when_title_and_category_change(client, article):
    before = rss(client).findtext("item/guid")
    article.title, article.category = "Tên mới", make_category()
    article.save()
    assert rss(client).findtext("item/guid") == before == f"tag:testserver,2026:tin-tuc/{article.pk}"


def test_feed_is_named_after_its_list_and_the_agency(client, article):
    assert rss(client, "chu-de/tuyen-sinh").findtext("title") == "Tuyển sinh – Sở Giáo dục và Đào tạo"


@pytest.mark.parametrize("feed", FEEDS)
def test_feed_holds_only_what_the_public_may_see(client, article, feed):
    for fields in ({"published": False}, {"at": at(2099, 1, 1)}, {"published": True}):
        hidden = make_article(title="Kín", category=article.category, topic=article.topic, **fields)
        tag(hidden, "thi cử")
        if fields == {"published": True}:
            hidden.withdraw(by=None, note="Nhầm")
    assert "Kín" not in client.get(f"/rss/{feed}.xml").content.decode()
    assert "Kín" not in client.get(f"/rss/{feed}.atom").content.decode()


def test_feed_has_the_thirty_newest(client):
    category = make_category()
    for _ in range(32):
        make_article(category=category)
    assert len(rss(client).findall("item")) == 30


def test_empty_feed_is_a_feed(client):
    assert rss(client).findall("item") == []
    assert atom(client).findall(f"{A}entry") == []


@pytest.mark.parametrize("form", ["xml", "atom"])
def test_hostile_text_cannot_break_the_feed(client, form, article):
    title = ']]></title><script>alert(1)</script>&amp;"\x07\x0b\uffff <!--'
    # Past the model, which would clean it: what a bulk import or an older version left.
    Article.objects.update(title=title, lead=title, author_text=title, cover_alt=title)
    root = rss(client) if form == "xml" else atom(client)
    assert "</title><script>alert(1)</script>&amp;" in "".join(root.itertext())
    assert not list(root.iter("script"))


@pytest.mark.parametrize(
    "feed", ["khong-co", "chu-de/khong-co", "the/khong-co", "tin-tuc/khong-co", "tac-gia/x"]
)
def test_unknown_feed_is_not_found(client, feed):
    assert client.get(f"/rss/{feed}.xml").status_code == 404


def test_feed_says_what_it_is_and_asks_not_to_be_indexed(client):
    for form, kind in (("xml", "application/rss+xml"), ("atom", "application/atom+xml")):
        response = client.get(f"/rss/tin-tuc.{form}")
        assert response.headers["Content-Type"] == f"{kind}; charset=utf-8"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert "Set-Cookie" not in response.headers


def test_reader_that_has_the_feed_gets_304(client, article):
    etag = client.get("/rss/tin-tuc.xml").headers["ETag"]
    again = client.get("/rss/tin-tuc.xml", headers={"If-None-Match": quote_etag(etag)})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("feed", FEEDS)
def test_feed_takes_few_queries_and_none_the_second_time(
    client, article, feed, django_assert_max_num_queries, django_assert_num_queries
):
    for _ in range(3):
        post = make_article(category=article.category, topic=article.topic)
        tag(post, "thi cử", "khác")
        write(post, make_author())
    # the list's name, whether it has any, which, what they are, tags, authors, the name of the site
    with django_assert_max_num_queries(7):
        client.get(f"/rss/{feed}.atom")
    with django_assert_num_queries(0):
        client.get(f"/rss/{feed}.atom?utm_source=x")


def test_page_lists_the_feeds_for_people(client, article):
    page = BeautifulSoup(client.get("/rss/").content, "html.parser")
    links = {link["href"] for link in page.main.find_all("a")}
    assert {f"/rss/{feed}.{form}" for feed in FEEDS[:-1] for form in ("xml", "atom")} <= links
    assert {"/rss/van-ban.xml", "/rss/van-ban.atom"} <= links
    assert {client.get(link).status_code for link in links} == {200}


# The sitemaps


def news_of(client):
    root = validated(client.get("/sitemap-tin-moi.xml").content, "sitemap")
    return [url.findtext(f"{N}news/{N}title") for url in root]


def test_news_sitemap_has_the_public_posts_of_two_days(client):
    now = timezone.now()
    make_article(title="Hôm qua & <hôm kia>", at=now - timedelta(hours=47))
    make_article(title="Quá cũ", at=now - timedelta(hours=49))
    make_article(title="Sắp đăng", at=now + timedelta(hours=1))
    make_article(title="Nháp", published=False)
    make_article(title="Gỡ").withdraw(by=None, note="Nhầm")
    assert news_of(client) == ["Hôm qua & <hôm kia>"]


def test_news_sitemap_names_the_agency_the_language_and_the_day(client):
    article = make_article(at=timezone.now() - timedelta(hours=1))
    url = validated(client.get("/sitemap-tin-moi.xml").content, "sitemap")[0]
    assert url.findtext(f"{S}loc") == f"http://testserver{article.get_absolute_url()}"
    assert url.findtext(f"{N}news/{N}publication/{N}name") == "Sở Giáo dục và Đào tạo"
    assert url.findtext(f"{N}news/{N}publication/{N}language") == "vi"


def test_news_sitemap_ends_at_a_thousand(client, monkeypatch):
    monkeypatch.setattr("news.sitemaps.MOST_NEWS", 2)
    for hours in (1, 2, 3):
        make_article(title=f"{hours} giờ trước", at=timezone.now() - timedelta(hours=hours))
    assert news_of(client) == ["1 giờ trước", "2 giờ trước"]


def test_empty_news_sitemap_is_one(client):
    assert news_of(client) == []


def test_sitemaps_keep_to_the_protocol_and_list_every_name(client, article):
    index = validated(client.get("/sitemap.xml").content, "sitemap")
    listed = set()
    for entry in index:
        page = validated(
            client.get(entry.findtext(f"{S}loc").removeprefix("http://testserver")).content, "sitemap"
        )
        listed |= {url.findtext(f"{S}loc").removeprefix("http://testserver") for url in page}
    assert {
        "/tin-tuc/chu-de/tuyen-sinh/",
        "/tin-tuc/the/thi-cu/",
        "/tin-tuc/tac-gia/tran-minh/",
        article.get_absolute_url(),
    } <= listed
