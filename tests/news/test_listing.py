"""Lists of posts: nothing twice, nothing left out, read from an index alone, and never what is not public."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.models import Status
from news.models import Article, ArticleAuthor, ArticleTag, Tag
from tests.factories import at, make_article, make_author, make_category, make_topic, tag, write

pytestmark = pytest.mark.django_db

NUMBER = 45


@pytest.fixture
def category():
    """A category below another; forty-five posts, many of the same moment, under all sorts of names."""
    parent = make_category()
    child = make_category(parent=parent)
    topic, author = make_topic(), make_author()
    posts = Article.objects.bulk_create(
        Article(
            category=(parent, child)[number % 2],
            title=f"Bài {number}",
            status=Status.PUBLISHED,
            published_at=at(2026, 1, 1 + number % 5),
            topic=topic,
        )
        for number in range(NUMBER)
    )
    word = Tag.objects.create(name="thi")
    ArticleTag.objects.bulk_create(ArticleTag(article=post, tag=word) for post in posts)
    ArticleAuthor.objects.bulk_create(ArticleAuthor(article=post, author=author) for post in posts)
    return parent


def lists():
    tag, article = Tag.objects.get(), Article.objects.first()
    author = ArticleAuthor.objects.first().author
    return ["/tin-tuc/", *(each.get_absolute_url() for each in (tag, author, article.topic))]


def test_pages_together_hold_every_post_once_the_newest_first(client, category):
    expected = list(Article.objects.newest_first().values_list("pk", flat=True))
    for address in [*lists(), category.get_absolute_url()]:
        pages = [client.get(f"{address}?trang={page}").context["articles"] for page in (1, 2, 3)]
        assert [len(page) for page in pages] == [20, 20, 5], address
        assert [post.pk for page in pages for post in page] == expected, address


@pytest.mark.parametrize("page", ["4", "0", "01", "-1", "x", "last", "1000000", "٢"])
def test_page_out_of_range_is_404(client, category, page):
    assert {client.get(f"{address}?trang={page}").status_code for address in lists()} == {404}


def test_paged_list_names_its_own_address_as_canonical(client, category):
    for address in [*lists(), category.get_absolute_url()]:
        page = client.get(f"{address}?trang=2&utm_source=x").content.decode()
        assert f'<link rel="canonical" href="http://testserver{address}?trang=2">' in page


def test_lists_are_read_from_an_index_in_its_order(client, category):
    with connection.cursor() as cursor:
        # The tables are small here: another way, or the index for staff, would do as well.
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("DROP INDEX news_article_recent")
    for address in lists():
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{address}?trang=2")
        keys = next(query["sql"] for query in queries if "OFFSET" in query["sql"])
        with transaction.atomic(), connection.cursor() as cursor:
            if "/chu-de/" in address:  # Every post here is of the topic: the index of all would do as well.
                cursor.execute("DROP INDEX news_article_listed")
            cursor.execute(f"EXPLAIN {keys}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            transaction.set_rollback(True)
        assert "Index Only Scan" in plan, address
        assert "Sort" not in plan, address


def test_lists_take_few_queries(client, category, django_assert_max_num_queries):
    for address in [*lists(), category.get_absolute_url()]:
        client.get(address)
        with django_assert_max_num_queries(4):  # the name, how many, which, what they are
            client.get(f"{address}?trang=2")


def agrees():
    """Tell whether the places of posts say what ``published()`` says, now and later."""
    for model in (ArticleTag, ArticleAuthor):
        for moment in (timezone.now(), timezone.now() + timedelta(days=3)):
            listed = set(model.objects.published(moment).values_list("article", flat=True))
            public = set(Article.objects.published(moment).values_list("pk", flat=True))
            if listed != public:
                return False
    return True


VERBS = st.lists(
    st.sampled_from(["publish", "withdraw", "trash", "restore", "later", "ends", "names"]), max_size=6
)


@given(VERBS)
def test_places_agree_with_what_is_published_whatever_happens(steps):
    Article.objects.all().delete()
    author = make_author()
    article = make_article(published=False)
    write(article, author)
    tag(article, "thi")
    for step in steps:
        match step:
            case "later":
                article.published_at = timezone.now() + timedelta(days=2)
                article.save()
            case "ends":
                article.unpublish_at = timezone.now() + timedelta(days=2, hours=1)
                article.save()
            case "names":
                article.tags.set([Tag.objects.create(name=f"thẻ {Tag.objects.count()}")])
            case verb if article.may(verb, None):
                getattr(article, verb)(by=None, **({"note": "Nhầm"} if verb == "withdraw" else {}))
        assert agrees(), step


def test_tag_that_is_put_on_a_public_post_lists_it_at_once():
    article = make_article(at=at(2026, 3, 2))
    article.tags.add(Tag.objects.create(name="thi"))
    assert ArticleTag.objects.get().published_at == at(2026, 3, 2)
