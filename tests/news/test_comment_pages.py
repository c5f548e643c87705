"""Comments on the page of a post and on their own list: order, rows, cost, freshness."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Comment
from news.models.voices import THREADS, comments_tag
from news.voices.state import voices_of
from tests.factories import make_article, make_comment, make_superuser
from tests.news.voices import comment, rate, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(title="Khai giảng năm học mới")


def read(article):
    return type(article).objects.published().for_page().get(pk=article.pk)


def ago(**time):
    return timezone.now() - timedelta(**time)


def said(page):
    return [text.get_text() for text in page.select(".comment-text")]


def test_newest_conversation_stands_first_and_its_answers_in_their_order(client, article):
    old = make_comment(article, text="Cũ", created_at=ago(days=2))
    make_comment(article, text="Mới", created_at=ago(days=1))
    make_comment(parent=old, text="Trả lời sau", created_at=ago(hours=1))
    make_comment(parent=old, text="Trả lời trước", created_at=ago(hours=2))
    page = soup(client.get(article.get_absolute_url()))
    assert said(page) == ["Mới", "Cũ", "Trả lời trước", "Trả lời sau"]
    assert page.select_one("#ten-y-kien").get_text() == "Ý kiến bạn đọc (4)"


def test_only_what_is_approved_shows_and_answers_go_with_what_they_answer(client, article):
    taken_off = make_comment(article, status="rejected", reason="Lý do.")
    make_comment(parent=taken_off, text="Trả lời ý kiến đã gỡ")
    for status in ("waiting", "spam"):
        make_comment(article, status=status, text=status)
    shown = make_comment(article, text="Đang hiện")
    make_comment(parent=shown, status="waiting", text="Trả lời chờ duyệt")
    for part in ("", "y-kien/"):
        assert said(soup(client.get(f"{article.get_absolute_url()}{part}"))) == ["Đang hiện"]
    assert voices_of(read(article)).count == 1


def test_email_address_shows_nowhere(client, article):
    make_comment(article, email="ha@example.vn")
    for part in ("", "y-kien/", "y-kien/viet/"):
        assert "ha@example.vn" not in client.get(f"{article.get_absolute_url()}{part}").content.decode()


def test_post_shows_the_first_and_leads_to_all(client, article):
    for number in range(THREADS + 5):
        make_comment(article, text=f"Số {number}", created_at=ago(hours=number))
    page = soup(client.get(article.get_absolute_url()))
    assert len(said(page)) == THREADS
    way = page.select_one(f'#y-kien a[href="{article.get_absolute_url()}y-kien/"]')
    assert way.get_text(strip=True) == f"Tất cả {THREADS + 5} ý kiến"
    assert said(soup(client.get(way["href"]))) == said(page)
    rest = soup(client.get(f"{way['href']}?trang=2"))
    assert said(rest) == [f"Số {number}" for number in range(THREADS, THREADS + 5)]
    assert client.get(f"{way['href']}?trang=3").status_code == 404


def test_official_answer_is_marked_and_can_not_be_reported(client, article):
    make_comment(article).answer(by=make_superuser(), text="Sở đã tiếp nhận.", name="Phòng Tiểu học")
    official = soup(client.get(article.get_absolute_url())).select_one(".comment.is-official")
    assert "Phòng Tiểu học" in official.get_text()
    assert official.select_one(".comment-mark").get_text() == "Trả lời của Sở GDĐT"
    assert not official.find("a")


def test_conversations_take_no_query_of_their_own(article, django_assert_num_queries):
    for _ in range(3):
        parent = make_comment(article)
        for _ in range(4):
            make_comment(parent=parent)
    voices_of(read(article))  # The settings are kept from here on.
    with django_assert_num_queries(2):  # The post, and its files.
        assert voices_of(read(article)).count == 15


def test_post_with_comments_and_ratings_takes_few_queries(client, article, django_assert_max_num_queries):
    for _ in range(THREADS + 1):
        make_comment(parent=make_comment(article))
    rate(client, article, 4)
    client.get(make_article().get_absolute_url())  # The furniture is kept from here on.
    with django_assert_max_num_queries(8):
        client.get(article.get_absolute_url())
    client.get(f"{article.get_absolute_url()}y-kien/?trang=2")
    with django_assert_max_num_queries(0):
        client.get(article.get_absolute_url())
        client.get(f"{article.get_absolute_url()}y-kien/?trang=2")


def test_kept_pages_have_no_form_to_post_and_set_no_cookie(client, article):
    make_comment(article)
    for part in ("", "y-kien/"):
        response = client.get(f"{article.get_absolute_url()}{part}")
        assert not response.cookies
        forms = soup(response).find_all("form")
        assert {form.get("method", "get") for form in forms} == {"get"}


@pytest.mark.parametrize("part", ["danh-gia/", "danh-gia/khung/", "y-kien/viet/", "y-kien/viet/khung/"])
def test_pages_with_a_form_are_kept_by_no_cache_and_no_search_engine(client, article, part):
    response = client.get(f"{article.get_absolute_url()}{part}")
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_approval_makes_stale_the_pages_of_this_post_alone(
    client, article, django_capture_on_commit_callbacks, django_assert_num_queries
):
    other = make_article()
    waiting = make_comment(article, status="waiting", text="Vừa được duyệt")
    addresses = [article.get_absolute_url(), f"{article.get_absolute_url()}y-kien/"]
    kept = [other.get_absolute_url(), "/tin-tuc/", "/"]
    for address in (*addresses, *kept):
        client.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        waiting.approve(by=None)
    for address in addresses:
        assert "Vừa được duyệt" in client.get(address).content.decode()
    with django_assert_num_queries(0):
        for address in kept:
            client.get(address)


def test_comment_that_waits_makes_nothing_stale(
    client, article, django_capture_on_commit_callbacks, django_assert_num_queries
):
    client.get(article.get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        comment(client, article)
        rate(client, article, 4)
    assert Comment.objects.exists()
    with django_assert_num_queries(0):
        client.get(article.get_absolute_url())


def test_rejection_and_deletion_take_it_off_the_page_at_once(
    client, article, django_capture_on_commit_callbacks
):
    for act in (lambda each: each.reject(by=None, reason="Nhầm."), lambda each: each.delete()):
        made = make_comment(article, text="Sắp biến mất")
        with django_capture_on_commit_callbacks(execute=True):
            made.save()
        assert "Sắp biến mất" in client.get(article.get_absolute_url()).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            act(made)
        assert "Sắp biến mất" not in client.get(article.get_absolute_url()).content.decode()


def plan(queryset):
    return queryset.explain(format="text")


def test_five_thousand_comments_on_one_post_are_read_by_their_index(article):
    now = timezone.now()
    Comment.objects.bulk_create(
        Comment(
            article=article,
            name="Hà",
            text=f"Ý kiến {number}",
            status="approved",
            created_at=now - timedelta(minutes=number),
        )
        for number in range(5_000)
    )
    for _ in range(20):
        make_comment()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE news_comment")
    # Near the end the planner may sort them all as well, by what the table is like.
    for size in (THREADS + 1, slice(1_000, 1_020)):
        rows = article.comments.threads()
        rows = rows[:size] if isinstance(size, int) else rows[size]
        assert "news_comment_threads" in plan(rows)
        assert "Seq Scan" not in plan(rows)
    voices_of(read(article))  # The settings are kept from here on.
    with CaptureQueriesContext(connection) as queries:
        voices = voices_of(read(article))
    assert len(queries) == 2  # The post with its first conversations and their count, and its files.
    assert (len(voices.threads), voices.count, voices.has_more) == (THREADS, 5_000, True)
    assert sum(float(query["time"]) for query in queries) < 0.5


def test_tag_of_a_post_names_the_post():
    assert comments_tag(7) == "news.comments:7"
