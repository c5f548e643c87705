"""What those alone set who publish a post (pins, comments, views of the old site) goes nowhere by itself."""

import pytest

from core.models import Counter
from news.models import ArticleScope
from tests.admin_forms import article_form, change, run_action
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
