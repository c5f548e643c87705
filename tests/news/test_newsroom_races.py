"""Two people in the newsroom at once."""

import threading

from django.db import connection
from django.test import Client

from core.models import Status
from news.models import Article, Tag
from tests.admin_forms import article_form, change, press, run_action
from tests.factories import make_article, make_category, make_superuser


def at_once(*deeds):
    """Do several things at the same moment, each with a browser of its own; return what each gave."""
    start = threading.Barrier(len(deeds))
    given = [None] * len(deeds)

    def do(number, user, deed):
        client = Client()
        client.force_login(user)
        start.wait(5)
        try:
            given[number] = deed(client)
        finally:
            connection.close()

    users = [make_superuser() for _ in deeds]
    threads = [
        threading.Thread(target=do, args=(number, user, deed))
        for number, (user, deed) in enumerate(zip(users, deeds, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return given


def test_two_who_move_the_same_posts_both_come_through(committing_db):
    articles = [make_article() for _ in range(6)]
    one, two = make_category(name="Một"), make_category(name="Hai")

    def move(client, order, target):
        return run_action(client, "move_selected", *order, category=str(target.pk), _moved="1").status_code

    assert at_once(
        lambda client: move(client, articles, one), lambda client: move(client, articles[::-1], two)
    ) == [200, 200]
    assert set(Article.objects.values_list("category__name", flat=True)) <= {"Một", "Hai"}


def test_of_two_who_publish_despite_the_warnings_one_is_told(committing_db):
    article = make_article(published=False, lead="")
    version = article.updated_at.isoformat()

    def publish(client):
        press(client, article, "publish", _despite="1", _version=version)
        return client.get("/quan-tri/news/article/").content.decode()

    pages = at_once(publish, publish)
    assert sorted("chưa xuất bản được" in page for page in pages) == [False, True]
    article.refresh_from_db()
    assert article.status == Status.PUBLISHED


def test_post_is_returned_or_published_and_never_both(committing_db):
    article = make_article(published=False, lead="Tóm tắt.")
    article.submit(by=None)
    at_once(
        lambda client: press(client, article, "publish"),
        lambda client: press(client, article, "return_to_draft", _note="Thiếu số liệu."),
    )
    article.refresh_from_db()
    assert article.status in (Status.PUBLISHED, Status.DRAFT)
    assert (article.status_note == "") == (article.status == Status.PUBLISHED)


def test_tag_that_goes_up_in_another_while_a_post_is_saved_is_not_made_again(committing_db):
    kept, other = (Tag.objects.create(name=name) for name in ("học bạ số", "học bạ điện tử"))
    articles = [make_article() for _ in range(4)]
    forms = [article_form(article, tag_names=["học bạ điện tử"]) for article in articles]

    def save(article, form):
        return lambda client: change(client, article, form).status_code

    def merge(client):
        return run_action(client, "merge_selected", kept, other, _kept=str(kept.pk)).status_code

    saves = [save(*pair) for pair in zip(articles, forms, strict=True)]
    assert at_once(merge, *saves) == [200, 302, 302, 302, 302]
    assert list(Tag.objects.all()) == [kept]
    assert [list(article.tags.all()) for article in articles] == [[kept]] * 4
