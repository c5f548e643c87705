"""What those alone set who publish a post (pins, comments, views of the old site) goes nowhere by itself."""

import pytest

from core.models import Counter
from news.models import Article, ArticleScope
from tests.admin_forms import address, article_form, change, messages_of, run_action
from tests.factories import at, make_article, make_category, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return make_category(name="Mầm non")


@pytest.fixture
def foreign():
    return make_category(name="Trung học")


@pytest.fixture
def editor(mine):
    user = make_user(groups=("Biên tập viên",))
    ArticleScope.objects.create(user=user, category=mine)
    return user


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def writer():
    return make_user(groups=("Cộng tác viên",))


OF_PUBLISHERS = {
    "pinned_until_0": "01/01/2030",
    "pinned_until_1": "08:00",
    "commenting": "open",
    "is_rating_closed": "on",
    "carried_over": "5000",
}


def test_own_draft_is_not_moved_elsewhere_with_what_publishers_set(as_editor, editor, mine, foreign):
    article = make_article(category=mine, published=False, created_by=editor)
    assert change(as_editor, article, article_form(article) | OF_PUBLISHERS).status_code == 302
    article.refresh_from_db()
    assert article.pinned_until
    page = change(as_editor, article, article_form(article, category=foreign.pk) | OF_PUBLISHERS)
    assert page.context["adminform"].form.errors.keys() == {
        "pinned_until",
        "commenting",
        "is_rating_closed",
        "carried_over",
    }
    assert "Chỉ người phụ trách «Trung học» đặt được mục này." in page.content.decode()
    article.refresh_from_db()
    assert article.category == mine


def test_own_draft_is_moved_elsewhere_once_that_is_taken_away(as_editor, editor, mine, foreign):
    article = make_article(category=mine, published=False, created_by=editor)
    change(as_editor, article, article_form(article) | OF_PUBLISHERS)
    article.refresh_from_db()
    assert change(as_editor, article, article_form(article, category=foreign.pk)).status_code == 302
    article.refresh_from_db()
    assert (article.category, article.pinned_until, article.commenting) == (foreign, None, "")
    assert Counter.objects.of(article).carried_over == 0


@pytest.mark.parametrize("way", ["form", "action"])
def test_writer_takes_no_pin_to_another_category(client, writer, mine, foreign, way):
    """Who pinned it was in charge there alone."""
    pin = {"pinned_until": at(2030, 1, 1), "commenting": "open"}
    article = make_article(category=mine, published=False, created_by=writer, **pin)
    client.force_login(writer)
    change(client, article, article_form(article, lead="Khác"))
    article.refresh_from_db()
    assert article.pinned_until  # It has not moved.
    if way == "form":
        assert change(client, article, article_form(article, category=foreign.pk)).status_code == 302
    else:
        run_action(client, "move_selected", article, _moved="1", category=str(foreign.pk))
    article.refresh_from_db()
    assert (article.category, article.pinned_until, article.commenting) == (foreign, None, "")


# Versions


def version_with(article, **fields):
    """Return the version that a save with these fields leaves; the post is afterwards as it was."""
    before = {name: getattr(article, name) for name in fields}
    for values in (fields, before):
        for name, value in values.items():
            setattr(article, name, value)
        article.save()
    return article.versions.order_by("-history_id")[1]


def test_version_brings_a_writer_nothing_that_publishers_set(writer):
    article = make_article(published=False, created_by=writer, title="Bài mới")
    version = version_with(article, title="Bài cũ", commenting="open", is_rating_closed=True)
    kept = article.bring_back(version, by=writer)
    article.refresh_from_db()
    assert (article.title, article.commenting, article.is_rating_closed) == ("Bài cũ", "", False)
    assert {field.name for field in kept} == {"commenting", "is_rating_closed"}


def test_version_leaves_a_writer_what_publishers_set_meanwhile(writer):
    article = make_article(published=False, created_by=writer, commenting="closed")
    kept = article.bring_back(version_with(article, title="Bài cũ", commenting=""), by=writer)
    article.refresh_from_db()
    assert (article.title, article.commenting) == ("Bài cũ", "closed")
    assert [field.name for field in kept] == ["commenting"]


def test_version_that_says_the_same_keeps_nothing_back(writer):
    article = make_article(published=False, created_by=writer, commenting="open")
    assert article.bring_back(version_with(article, title="Bài cũ"), by=writer) == []


def test_version_brings_back_what_publishers_set_to_whom_it_falls(editor, mine):
    article = make_article(published=False, category=mine)
    assert article.bring_back(version_with(article, commenting="open"), by=editor) == []
    article.refresh_from_db()
    assert article.commenting == "open"


def test_version_takes_no_pin_to_another_category(editor, mine, foreign):
    """Neither the pin of now nor what the version says of comments."""
    article = make_article(published=False, category=mine, created_by=editor, pinned_until=at(2030, 1, 1))
    version = version_with(article, category=foreign, commenting="open")
    article.bring_back(version, by=editor)
    article.refresh_from_db()
    assert (article.category, article.pinned_until, article.commenting) == (foreign, None, "")


def test_history_says_which_field_only_publishers_set(client, writer):
    article = make_article(published=False, created_by=writer)
    version = version_with(article, title="Bài cũ", commenting="open")
    client.force_login(writer)
    told = messages_of(client.post(address(Article, "bring_back", article.pk, version.pk)))
    assert "Không lấy ý kiến bạn đọc của bản cũ, vì chỉ người xuất bản đặt được." in told
