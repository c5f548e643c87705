"""Posts that stand first for a time."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.listing import MAX_PINNED
from news.models import Article
from news.tasks import refresh_pinned_posts
from tests.admin_forms import add, article_form, change
from tests.factories import at, make_article, make_category, make_user
from tests.portal.blocks import only, soup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(at(2026, 3, 10), tick=False)


def pinned(days=7, **kwargs):
    kwargs.setdefault("at", at(2026, 1, 1))
    return make_article(pinned_until=timezone.now() + timedelta(days=days), **kwargs)


def titles(client, address):
    return [link.get_text() for link in soup(client.get(address)).main.select(".title-link")]


def test_pinned_post_stands_first_in_its_lists(client):
    category = make_category(name="Tuyển sinh")
    make_article(title="Mới nhất", category=category)
    make_article(title="Cũ", category=category, at=at(2026, 2, 1))
    pinned(title="Ghim", category=category)
    for address in ("/tin-tuc/", category.get_absolute_url()):
        assert titles(client, address) == ["Ghim", "Mới nhất", "Cũ"], address


def test_pinned_post_stands_first_in_the_category_above_too(client):
    above = make_category()
    make_article(title="Mới nhất", category=above)
    pinned(title="Ghim", category=make_category(parent=above))
    assert titles(client, above.get_absolute_url()) == ["Ghim", "Mới nhất"]


def test_pin_of_another_category_changes_nothing(client):
    category = make_category()
    make_article(title="Mới nhất", category=category)
    pinned(title="Ghim")
    assert titles(client, category.get_absolute_url()) == ["Mới nhất"]


def test_featured_block_begins_with_what_is_pinned(client):
    only("news.featured", number=3)
    for number in range(4):
        make_article(title=f"Bài {number}", at=at(2026, 3, 1 + number))
    pinned(title="Ghim")
    assert titles(client, "/")[:3] == ["Ghim", "Bài 3", "Bài 2"]


def test_block_of_the_newest_goes_by_the_date_alone(client):
    only("news.category", category=None, layout="list", number=2)
    make_article(title="Mới nhất")
    pinned(title="Ghim")
    assert titles(client, "/") == ["Tin mới", "Mới nhất", "Ghim"]


@pytest.mark.parametrize(
    "fields",
    [
        {"pinned_until": at(2026, 3, 9)},
        {"pinned_from": at(2026, 3, 11), "pinned_until": at(2026, 3, 12)},
    ],
    ids=["over", "not begun"],
)
def test_post_outside_of_its_time_stands_where_its_date_puts_it(client, fields):
    make_article(title="Mới nhất")
    article = make_article(title="Cũ", at=at(2026, 1, 1), **fields)
    assert titles(client, "/tin-tuc/") == ["Mới nhất", "Cũ"]
    assert not article.is_pinned


def test_draft_is_pinned_by_nobody(client):
    make_article(published=False, pinned_until=at(2026, 4, 1))
    assert not Article.objects.pinned().exists()


def test_each_post_is_on_one_page_once(client):
    category = make_category()
    made = {make_article(category=category, at=at(2026, 2, 1)).pk for _ in range(43)}
    made |= {pinned(category=category).pk for _ in range(2)}
    for address in ("/tin-tuc/", category.get_absolute_url()):
        pages = [client.get(f"{address}?trang={number}").context["page_obj"] for number in (1, 2, 3)]
        assert [len(page) for page in pages] == [20, 20, 5]
        assert {article.pk for page in pages for article in page} == made
    assert client.get("/tin-tuc/?trang=4").status_code == 404


def test_more_pins_than_stand_first_stand_by_their_dates(client):
    for number in range(MAX_PINNED + 1):
        pinned(title=f"Ghim {number}", at=at(2026, 1, 1 + number))
    make_article(title="Mới nhất")
    found = titles(client, "/tin-tuc/")
    assert found[MAX_PINNED:] == ["Mới nhất", "Ghim 0"]


def test_kept_pages_change_when_a_pin_begins_and_ends(
    client, time_machine, django_capture_on_commit_callbacks
):
    make_article(title="Mới nhất")
    make_article(
        title="Ghim", at=at(2026, 1, 1), pinned_from=at(2026, 3, 10, 9), pinned_until=at(2026, 3, 10, 10)
    )
    for hour, minute, expected in (
        (8, 59, ["Mới nhất", "Ghim"]),
        (9, 1, ["Ghim", "Mới nhất"]),
        (10, 1, ["Mới nhất", "Ghim"]),
    ):
        time_machine.move_to(at(2026, 3, 10, hour, minute), tick=False)
        with django_capture_on_commit_callbacks(execute=True):
            refresh_pinned_posts.call()
        assert titles(client, "/tin-tuc/") == expected, hour


def test_clock_touches_nothing_where_no_pin_changes():
    pinned()
    assert refresh_pinned_posts.call() is False


@pytest.mark.parametrize(
    "fields",
    [
        {"pinned_from": at(2026, 3, 11)},
        {"pinned_from": at(2026, 3, 11), "pinned_until": at(2026, 3, 11)},
    ],
)
def test_pin_has_an_end_after_its_beginning(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(**fields)
    with pytest.raises(ValidationError, match="Ghim phải có giờ kết thúc"):
        Article(title="A", body="<p>B</p>", category=make_category(), **fields).validate_constraints()


PIN = {"pinned_until_0": "20/03/2026", "pinned_until_1": "08:00"}


@pytest.mark.parametrize(
    ("group", "may"), [("Cộng tác viên", False), ("Biên tập viên", True), ("Quản trị", True)]
)
def test_who_pins(client, group, may):
    user = make_user(groups=(group,))
    client.force_login(user)
    assert ("pinned_until" in client.get("/quan-tri/news/article/add/").content.decode()) == may
    add(client, Article, article_form(**PIN))
    assert (Article.objects.get().pinned_until is not None) == may


def test_save_of_a_writer_leaves_an_editors_pin_alone(client):
    writer = make_user(groups=("Cộng tác viên",))
    client.force_login(writer)
    article = make_article(published=False, created_by=writer, pinned_until=at(2026, 3, 20))
    change(client, article, article_form(article, title="Tiêu đề mới"))
    article.refresh_from_db()
    assert (article.title, article.pinned_until) == ("Tiêu đề mới", at(2026, 3, 20))


# Long lists


@pytest.fixture
def many():
    """Twelve thousand posts in three categories, straight in the database."""
    categories = [make_category() for _ in range(3)]
    first = make_article(category=categories[0], at=at(2020, 1, 1))
    with connection.cursor() as cursor:
        columns = [field.column for field in Article._meta.concrete_fields if not field.primary_key]
        values = {
            **{column: f'"{column}"' for column in columns},
            "category_id": f"(ARRAY{[category.pk for category in categories]})[1 + n % 3]",
            "published_at": "published_at + n * interval '1 hour'",
        }
        names = ", ".join(f'"{column}"' for column in columns)
        cursor.execute(
            f"INSERT INTO news_article ({names}) "  # noqa: S608 - names of columns and numbers
            f"SELECT {', '.join(values[column] for column in columns)} "
            f"FROM news_article, generate_series(1, 12000) n WHERE id = {first.pk}"
        )
        cursor.execute("ANALYZE news_article")
    pinned(category=categories[0])
    return categories


def plans(queries):
    found = []
    with connection.cursor() as cursor:
        for query in queries:
            # How many there are is counted once after a save, from an index where the table is looked after.
            if 'FROM "news_article"' in query["sql"] and "COUNT(" not in query["sql"]:
                cursor.execute(f"EXPLAIN (COSTS OFF) {query['sql']}")
                found.append("\n".join(row[0] for row in cursor.fetchall()))
    return found


@pytest.mark.parametrize("page", [1, 200, 590])
def test_no_page_of_a_list_reads_the_whole_table(client, many, page):
    for address in ("/tin-tuc/", many[0].get_absolute_url()):
        number = page if address == "/tin-tuc/" else max(page // 3, 1)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{address}?trang={number}").status_code == 200
        for plan in plans(asked):
            assert "Seq Scan on news_article" not in plan, plan


def test_list_takes_the_same_queries_on_every_page(client, many):
    def cost(address):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    client.get("/tin-tuc/")
    assert cost("/tin-tuc/?trang=2") == cost("/tin-tuc/?trang=500")
