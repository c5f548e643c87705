"""Topics, tags and authors: their pages, their addresses for ever, what becomes of them."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from core.models import FormerSlug, Job, SearchEntry
from core.search import find
from core.tasks import reindex_objects, reindex_related
from news.models import Article, ArticleTag, Author, Category, Tag, Topic
from tests.factories import at, make_article, make_author, make_category, make_topic, make_user, tag, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def run_jobs():
    """Run what waits of the jobs that keep search right, as a worker would."""

    def run():
        for job in (reindex_related, reindex_objects):
            for waiting in Job.objects.filter(task_path=job.module_path):
                job.call(*waiting.args_kwargs["args"])

    return run


def under_topic(article, name="Tuyển sinh"):
    article.topic = make_topic(name=name)
    article.save()
    return article.topic


def under_tag(article, name="Tuyển sinh"):
    return tag(article, name)[0]


def under_author(article, name="Tuyển sinh"):
    author = make_author(name=name)
    write(article, author)
    return author


UNDER = [under_topic, under_tag, under_author]


def rename(name, slug):
    name.slug = slug
    name.save()


def titles(response):
    return [article.title for article in response.context["articles"]]


@pytest.mark.parametrize("under", UNDER)
def test_page_lists_what_stands_under_the_name_and_nothing_else(client, under):
    name = under(make_article(title="Bài có tên"))
    make_article(title="Bài khác")
    response = client.get(name.get_absolute_url())
    assert titles(response) == ["Bài có tên"]
    assert "Tuyển sinh" in response.content.decode()


@pytest.mark.parametrize("under", UNDER)
@pytest.mark.parametrize("state", ["draft", "withdrawn", "scheduled", "expired", "trashed"])
def test_name_over_nothing_public_has_no_page_and_no_feed(client, under, state, time_machine):
    time_machine.move_to(at(2026, 3, 2), tick=False)
    article = make_article(published=state != "draft" and state != "trashed")
    name = under(article)
    match state:
        case "withdrawn":
            article.withdraw(by=None, note="Nhầm")
        case "scheduled":
            article.published_at = at(2026, 3, 3)
            article.save()
        case "expired":
            article.unpublish_at = at(2026, 3, 2, 9)
            article.save()
            time_machine.move_to(at(2026, 3, 2, 10), tick=False)
        case "trashed":
            article.trash(by=None)
    assert client.get(name.get_absolute_url()).status_code == 404
    for kind in ("chu-de", "the"):
        assert client.get(f"/rss/{kind}/{name.slug}.xml").status_code == 404
    assert name.slug not in client.get("/rss/").content.decode()
    for section in ("chu-de", "the", "tac-gia"):
        assert f"sitemap-{section}-" not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("under", UNDER)
def test_withdrawn_post_leaves_the_list_and_comes_back(client, under):
    kept, other = make_article(title="Còn"), make_article(title="Gỡ")
    name = under(kept)
    if isinstance(name, Topic):
        other.topic = name
        other.save()
    elif isinstance(name, Tag):
        tag(other, name.name)
    else:
        write(other, name)
    other.withdraw(by=None, note="Nhầm")
    assert titles(client.get(name.get_absolute_url())) == ["Còn"]
    other.publish(by=None)
    cache.clear()  # As the commit does.
    assert set(titles(client.get(f"{name.get_absolute_url()}?trang=1"))) == {"Còn", "Gỡ"}


@pytest.mark.parametrize("kind", ["chu-de", "the", "tac-gia"])
def test_unknown_name_is_not_found(client, kind):
    assert client.get(f"/tin-tuc/{kind}/khong-co/").status_code == 404


@pytest.mark.parametrize("under", [*UNDER, lambda article: article.category])
def test_every_former_address_redirects_for_ever(client, under):
    name = under(make_article())
    first = name.get_absolute_url()
    rename(name, "thu-hai")
    second = name.get_absolute_url()
    rename(name, "thu-ba")
    for address in (first, second):
        response = client.get(address)
        assert (response.status_code, response.headers["Location"]) == (301, name.get_absolute_url())
    rename(name, "thu-hai")
    cache.clear()  # As the commit does.
    assert client.get(second).status_code == 200


@pytest.mark.parametrize("under", [under_topic, under_tag, lambda article: article.category])
def test_former_address_of_a_feed_redirects_too(client, under):
    name = under(make_article())
    kind = {Topic: "chu-de", Tag: "the", Category: "tin-tuc"}[type(name)]
    old = name.slug
    rename(name, "moi")
    response = client.get(f"/rss/{kind}/{old}.atom")
    assert (response.status_code, response.headers["Location"]) == (301, f"/rss/{kind}/moi.atom")


def test_address_goes_to_the_new_one_that_asks_for_it_by_name(client):
    old = under_topic(make_article(), "Cũ")
    rename(old, "cu-hon")
    article = make_article(title="Bài mới")
    article.topic = make_topic(name="Khác", slug="cu")
    article.save()
    assert titles(client.get("/tin-tuc/chu-de/cu/")) == ["Bài mới"]
    rename(article.topic, "khac")
    cache.clear()  # As the commit does.
    assert client.get("/tin-tuc/chu-de/cu/").headers["Location"] == "/tin-tuc/chu-de/khac/"


def test_slug_made_from_a_name_takes_nobodys_former_address():
    old = make_category(name="Tuyển sinh")
    rename(old, "tuyen-sinh-cu")
    assert make_category(name="Tuyển sinh").slug == "tuyen-sinh-2"


def test_slugs_of_one_sort_do_not_lead_to_another(client):
    topic = under_topic(make_article())
    rename(topic, "moi")
    assert client.get("/tin-tuc/the/tuyen-sinh/").status_code == 404


def test_addresses_go_with_the_name_that_is_deleted(client):
    topic = under_topic(make_article())
    topic.delete()
    assert not FormerSlug.objects.of(Topic).exists()
    assert Article.objects.get().topic is None


def test_author_with_posts_cannot_be_deleted():
    author = under_author(make_article())
    with pytest.raises(ProtectedError), transaction.atomic():
        author.delete()
    assert Author.objects.exists()


def test_two_tags_may_not_differ_in_capitals_alone():
    Tag.objects.create(name="Thi cử")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name="thi Cử")
    assert Tag.objects.create(name="thị cự").slug == "thi-cu-2"


def test_tag_with_a_comma_is_refused():
    with pytest.raises(ValidationError, match="dấu phẩy"):
        Tag(name="thi, cử").full_clean()


@pytest.mark.parametrize("under", UNDER)
def test_post_is_found_by_the_name(under):
    article = make_article()
    under(article, "Xylophon")
    article.refresh_entry()
    assert [hit.obj for hit in find("xylophon").hits] == [article]


@pytest.mark.parametrize("under", UNDER)
def test_new_name_reaches_the_search_of_its_posts(under, run_jobs):
    article = make_article()
    name = under(article, "Xylophon")
    article.refresh_entry()
    name.name = "Mandolin"
    name.save()
    run_jobs()
    assert find("xylophon").total == 0
    assert find("mandolin").total == 1


def test_post_is_not_found_by_a_tag_that_was_deleted(run_jobs):
    article = make_article()
    under_tag(article, "Xylophon")
    article.refresh_entry()
    Tag.objects.get().delete()
    run_jobs()
    assert find("xylophon").total == 0
    assert SearchEntry.objects.filter(kind="news.article").count() == 1


def test_rename_of_a_name_that_nobody_uses_makes_no_job():
    topic = make_topic()
    topic.name = "Tên khác"
    topic.save()
    assert not Job.objects.exists()


@pytest.mark.parametrize("under", UNDER)
def test_merged_names_are_one_and_their_addresses_lead_there(client, under):
    first, second = (
        make_article(title="Thứ nhất", at=at(2026, 3, 1)),
        make_article(title="Thứ hai", at=at(2026, 3, 2)),
    )
    kept, other = under(first, "Thi cử"), under(second, "Thi")
    old = other.get_absolute_url()
    kept.take_in(other)
    assert client.get(old).headers["Location"] == kept.get_absolute_url()
    assert titles(client.get(kept.get_absolute_url())) == ["Thứ hai", "Thứ nhất"]
    assert not type(kept).objects.filter(pk=other.pk).exists()


def test_post_that_has_both_merged_tags_keeps_one():
    article = make_article()
    kept, other = tag(article, "thi cử", "thi")
    kept.take_in(other)
    assert [place.tag for place in ArticleTag.objects.all()] == [kept]
    assert kept.listing.count == 1


def test_post_is_found_by_what_its_author_is_as_soon_as_that_is_written(run_jobs):
    author = under_author(make_article(), "Nguyễn Thị Hà")
    Author.objects.get().refresh_from_db()
    author.post = "Hiệu trưởng Xylophon"
    author.save()
    run_jobs()
    assert find("xylophon").total == 1


def test_author_inherits_account_and_biography_of_those_who_go_up_in_them():
    account = make_user()
    kept = make_author(name="Nguyễn Hà")
    other = make_author(name="Nguyễn Thị Hà", account=account, biography="Viết báo từ năm 2010.")
    kept.take_in(other)
    kept.refresh_from_db()
    assert (kept.account, kept.biography) == (account, "Viết báo từ năm 2010.")


def test_name_that_went_up_in_another_meanwhile_takes_in_nothing():
    kept, other, third = (make_topic(name=name) for name in ("Thi", "Thi cử", "Kỳ thi"))
    stale = Topic.objects.get(pk=kept.pk)
    third.take_in(kept)
    with pytest.raises(ValidationError, match="vừa được gộp"):
        stale.take_in(other)
    assert Topic.objects.filter(pk=other.pk).exists()
