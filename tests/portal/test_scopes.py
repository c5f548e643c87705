"""Persons who are in charge of some categories, or kinds of documents, alone: what they see and do."""

import json

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import notices, scopes
from core.models import PreviewLink, Status, WebLink
from core.models.weblinks import note_uses
from core.tasks import announce_submission
from documents.models import Document, DocumentScope
from news.models import Article, ArticleScope, Category, Pick, PickList
from news.voices.tasks import tell_moderators
from tests.admin_forms import add, article_form, change, press, run_action
from tests.factories import (
    at,
    make_article,
    make_category,
    make_comment,
    make_superuser,
    make_topic,
    make_type,
    make_user,
)

pytestmark = pytest.mark.django_db

POSTS = "/quan-tri/news/article/"


@pytest.fixture
def mine():
    return make_category(name="Mầm non")


@pytest.fixture
def below(mine):
    return make_category(name="Tuyển sinh mầm non", parent=mine)


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


def titles(response):
    return {str(obj) for obj in response.context["cl"].result_list}


def choices_of(page, name):
    field = page.context["adminform"].form.fields[name]
    return [str(label).strip() for value, label in field.choices if value]


# What a scope is


def test_scope_takes_in_what_is_below(editor, mine, below, foreign):
    lowest = make_category(parent=below)
    assert scopes.within(editor, Article) == {mine.pk, below.pk, lowest.pk}


def test_two_scopes_of_one_person_are_read_apart_and_with_one_query(editor, mine):
    DocumentScope.objects.create(user=editor, type=make_type("QĐ"))
    editor = User.objects.get(pk=editor.pk)
    decision = make_type("QĐ")
    with CaptureQueriesContext(connection) as asked:
        assert scopes.within(editor, Article) == {mine.pk}
        assert scopes.within(editor, Document) == {decision.pk}
    assert len(asked) == 1


def test_without_a_choice_nothing_is_bounded():
    editor = make_user(groups=("Biên tập viên",))
    assert scopes.within(editor, Article) is None
    assert make_article(published=False).may("publish", editor)


def test_superuser_is_never_bounded(mine):
    boss = make_superuser()
    ArticleScope.objects.create(user=boss, category=mine)
    assert make_article(published=False).may("publish", boss)


def test_tree_that_runs_in_a_ring_has_an_end(editor, mine, below):
    Category.objects.filter(pk=mine.pk).update(parent=below)
    assert scopes.within(editor, Article) == {mine.pk, below.pk}


def test_category_that_somebody_is_in_charge_of_cannot_be_deleted(client, editor, mine):
    """He would be left without a row, which means everything."""
    client.force_login(make_superuser())
    page = client.post(f"/quan-tri/news/category/{mine.pk}/delete/", {"post": "yes"}).content.decode()
    assert f"{editor.get_username()} phụ trách «Mầm non»" in page
    assert Category.objects.filter(pk=mine.pk).exists()


def test_database_refuses_a_place_twice(editor, mine):
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleScope.objects.create(user=editor, category=mine)


# What is seen


def test_list_shows_what_falls_to_the_person_and_his_own(as_editor, editor, mine, below, foreign):
    make_article(category=mine, title="Trong")
    make_article(category=below, title="Dưới")
    make_article(category=foreign, title="Ngoài")
    make_article(category=foreign, title="Của mình", published=False, created_by=editor)
    assert titles(as_editor.get(POSTS)) == {"Trong", "Dưới", "Của mình"}
    assert titles(as_editor.get(f"{POSTS}?q=Ngoài")) == set()


def test_foreign_post_is_opened_neither_by_form_nor_by_any_other_address(as_editor, foreign):
    article = make_article(category=foreign, published=False)
    assert as_editor.get(f"{POSTS}{article.pk}/delete/").status_code in (302, 403)
    assert as_editor.get(f"{POSTS}{article.pk}/change/").status_code == 302  # «not there», as Django says.
    assert as_editor.get(f"{POSTS}{article.pk}/history/").status_code == 404
    for step in ("xem-truoc/", "xem-lai/"):
        assert as_editor.get(f"{POSTS}{article.pk}/{step}").status_code == 404
    for verb in ("publish", "submit", "withdraw", "return_to_draft", "trash", "restore"):
        assert press(as_editor, article, verb, _note="Thử.").status_code == 404
    assert as_editor.post(f"{POSTS}{article.pk}/sao-chep/").status_code == 404
    assert as_editor.post(f"{POSTS}{article.pk}/xem-truoc/lien-ket/", {"days": "1"}).status_code == 404
    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_autocomplete_tells_of_no_foreign_post(as_editor, mine, foreign):
    make_article(category=mine, title="Kế hoạch trong")
    make_article(category=foreign, title="Kế hoạch ngoài", published=False)
    query = "app_label=news&model_name=pick&field_name=article&term=hoạch"
    found = json.loads(as_editor.get(f"/quan-tri/autocomplete/?{query}").content)["results"]
    assert [each["text"] for each in found] == ["Kế hoạch trong"]


def test_same_title_tells_of_no_foreign_draft(as_editor, mine, foreign):
    make_article(category=foreign, title="Lịch nghỉ Tết", published=False)
    found = as_editor.get(f"{POSTS}trung-tieu-de/", {"tieu-de": "Lịch nghỉ Tết"}).json()
    assert found == {"twins": []}


def test_calendar_and_first_page_show_what_falls_to_the_person(
    as_editor, editor, mine, foreign, time_machine
):
    time_machine.move_to("2026-03-02 09:00:00+07:00", tick=False)
    for category, words in ((mine, "Trong"), (foreign, "Ngoài")):
        waiting = make_article(category=category, title=f"{words} chờ", published=False)
        waiting.submit(by=None)
        waiting = make_article(category=category, title=f"{words} hẹn", published=False)
        waiting.published_at = at(2026, 3, 10)
        waiting.save()
    own = make_article(category=foreign, title="Của mình chờ", published=False, created_by=editor)
    own.submit(by=editor)
    first = as_editor.get("/quan-tri/")
    boards = {board.title: {row.title for row in board.rows} for board in first.context["boards"]}
    assert boards["Chờ bạn duyệt"] == {"Trong chờ"}
    assert boards["Bạn đã gửi, đang chờ duyệt"] == {"Của mình chờ"}
    page = as_editor.get("/quan-tri/lich/2026-03/").content.decode()
    assert "Trong hẹn" in page
    assert "Ngoài hẹn" not in page


def test_first_page_says_what_the_person_is_in_charge_of(as_editor, mine):
    page = as_editor.get("/quan-tri/").content.decode()
    assert "Bạn phụ trách" in page
    assert "Mầm non" in page


def test_first_page_of_who_is_not_bounded_says_nothing_of_it(client):
    client.force_login(make_user(groups=("Biên tập viên",)))
    assert "Bạn phụ trách" not in client.get("/quan-tri/").content.decode()


def test_report_counts_the_posts_of_the_person(as_editor, mine, foreign):
    make_article(category=mine, title="Trong")
    make_article(category=foreign, title="Ngoài")
    page = as_editor.get("/quan-tri/bao-cao/bai-viet/")
    assert page.context["number"] == 1
    assert "Ngoài" not in page.content.decode()
    file = b"".join(as_editor.get("/quan-tri/bao-cao/bai-viet/bai-viet.csv").streaming_content).decode()
    assert "Trong" in file
    assert "Ngoài" not in file
    assert as_editor.get(f"/quan-tri/bao-cao/bai-viet/?chuyen_muc={foreign.pk}").status_code == 400


def test_broken_links_are_those_of_the_persons_posts(as_editor, mine, foreign):
    for category, address in ((mine, "https://trong.example/"), (foreign, "https://ngoai.example/")):
        WebLink.objects.create(address=address, status=WebLink.Status.BROKEN, reason="không còn")
        note_uses(make_article(category=category, published=False), [address])
    assert titles(as_editor.get("/quan-tri/core/weblink/")) == {"https://trong.example/"}


def test_counts_of_topics_are_those_of_posts_that_one_knows(as_editor, mine, foreign):
    topic = make_topic(name="Tuyển sinh")
    make_article(category=mine, topic=topic, published=False)
    make_article(category=foreign, topic=topic, published=False)
    make_article(category=foreign, topic=topic)
    [shown] = as_editor.get("/quan-tri/news/topic/").context["cl"].result_list
    assert shown.count == 2


# What is changed


def test_editor_publishes_where_he_is_in_charge(as_editor, below):
    article = make_article(category=below, published=False)
    press(as_editor, article, "publish")
    assert article.is_public()


def test_own_draft_elsewhere_is_edited_and_submitted_but_not_published(as_editor, editor, foreign):
    article = make_article(category=foreign, published=False, created_by=editor)
    assert press(as_editor, article, "publish").status_code == 403
    assert change(as_editor, article, article_form(article, title="Sửa rồi")).status_code == 302
    press(as_editor, article, "submit")
    article.refresh_from_db()
    assert (article.title, article.status) == ("Sửa rồi", Status.IN_REVIEW)
    assert change(as_editor, article, article_form(article)).status_code == 403


def test_own_post_that_is_public_elsewhere_is_only_read(as_editor, editor, foreign):
    article = make_article(category=foreign, created_by=editor)
    assert press(as_editor, article, "withdraw", _note="x").status_code == 403
    assert change(as_editor, article, article_form(article)).status_code == 403


def test_new_post_for_elsewhere_is_submitted_and_publishing_it_loses_nothing(as_editor, foreign):
    form = article_form(category=foreign.pk, title="Bài viết dài", _verb="publish")
    page = add(as_editor, Article, form)
    assert page.status_code == 200
    assert "Bạn không phụ trách «Trung học»" in page.content.decode()
    assert "Bài viết dài" in page.content.decode()
    assert not Article.objects.exists()
    add(as_editor, Article, form | {"_verb": "submit"})
    assert Article.objects.get().status == Status.IN_REVIEW


def first_button(response):
    """Return what the first button of a form does."""
    bar = BeautifulSoup(response.content, "html.parser").select_one(".publishing-bar")
    return [button.get_text() for button in bar.select(".is-primary:not([hidden])")]


def test_first_button_is_what_can_be_done_where_a_post_stands(as_editor, editor, mine, foreign):
    own = {"published": False, "created_by": editor}
    here, elsewhere = make_article(category=mine, **own), make_article(category=foreign, **own)
    assert first_button(as_editor.get(f"{POSTS}{here.pk}/change/")) == ["Xuất bản"]
    assert first_button(as_editor.get(f"{POSTS}{elsewhere.pk}/change/")) == ["Gửi duyệt"]
    assert first_button(as_editor.get(f"{POSTS}add/")) == ["Xuất bản"]


def test_first_button_of_a_form_that_came_back_goes_by_what_was_chosen(as_editor, mine, foreign):
    form = article_form(category=foreign.pk, title="", _verb="submit")
    assert first_button(add(as_editor, Article, form)) == ["Gửi duyệt"]
    assert first_button(add(as_editor, Article, form | {"category": mine.pk})) == ["Xuất bản"]


def test_choices_say_where_one_can_only_submit(as_editor, mine, below, foreign):
    shown = choices_of(as_editor.get(f"{POSTS}add/"), "category")
    assert "Mầm non" in shown
    assert "Tuyển sinh mầm non" in shown
    assert "Trung học (chỉ gửi duyệt)" in shown


@pytest.mark.parametrize("public", [True, False])
def test_post_of_others_is_not_moved_out(as_editor, mine, foreign, public):
    article = make_article(category=mine, published=public)
    page = change(as_editor, article, article_form(article, category=foreign.pk))
    assert page.status_code == 200
    assert page.context["adminform"].form.errors.keys() == {"category"}
    assert "Trung học" not in choices_of(page, "category")
    article.refresh_from_db()
    assert article.category == mine


def test_post_is_moved_within(as_editor, mine, below):
    article = make_article(category=mine)
    change(as_editor, article, article_form(article, category=below.pk))
    article.refresh_from_db()
    assert article.category == below


def test_many_are_moved_within_alone(as_editor, editor, mine, below, foreign):
    inside, outside = make_article(category=mine), make_article(category=foreign, created_by=editor)
    run_action(as_editor, "move_selected", inside, outside, _moved="1", category=str(below.pk))
    run_action(as_editor, "move_selected", inside, _moved="1", category=str(foreign.pk))
    for article, category in ((inside, below), (outside, foreign)):
        article.refresh_from_db()
        assert article.category == category


def test_action_on_many_leaves_foreign_posts_alone(as_editor, editor, mine, foreign):
    inside = make_article(category=mine)
    hidden = make_article(category=foreign)
    own = make_article(category=foreign, created_by=editor)
    response = run_action(as_editor, "withdraw_selected", inside, hidden, own, _note="Sai số liệu.")
    told = response.content.decode()
    assert [article.is_public() for article in (inside, hidden, own)] == [False, True, True]
    assert "bạn không có quyền làm việc này" in told


def test_pin_is_not_set_on_a_draft_for_elsewhere(as_editor, foreign):
    form = article_form(category=foreign.pk, pinned_until_0="01/01/2030", pinned_until_1="08:00")
    page = add(as_editor, Article, form)
    assert "Chỉ người phụ trách «Trung học» đặt được mục này." in page.content.decode()
    assert not Article.objects.exists()


def test_pin_of_an_own_draft_elsewhere_is_not_taken(as_editor, editor, foreign):
    article = make_article(category=foreign, published=False, created_by=editor)
    form = article_form(article, pinned_until_0="01/01/2030", pinned_until_1="08:00")
    change(as_editor, article, form)
    article.refresh_from_db()
    assert article.pinned_until is None


def test_deleting_for_good_is_bounded_too(client, mine, foreign):
    administrator = make_user(groups=("Quản trị",))
    ArticleScope.objects.create(user=administrator, category=mine)
    client.force_login(administrator)
    articles = [
        make_article(category=category, published=False, created_by=administrator)
        for category in (mine, foreign)
    ]
    for article in articles:
        article.trash(by=None)
    codes = [client.post(f"{POSTS}{article.pk}/delete/", {"post": "yes"}).status_code for article in articles]
    assert codes == [302, 403]


def test_post_that_was_put_elsewhere_falls_to_the_person_no_more(editor, mine, foreign):
    article = make_article(category=mine)
    assert article.falls_to(editor)
    article.category = foreign
    assert not article.falls_to(editor)


# Picks, comments, letters


def test_picks_are_those_of_the_persons_posts(as_editor, mine, foreign):
    picks = PickList.objects.create(title="Nổi bật")
    inside = Pick.objects.create(list=picks, article=make_article(category=mine))
    outside = Pick.objects.create(list=picks, article=make_article(category=foreign))
    assert list(as_editor.get("/quan-tri/news/pick/").context["cl"].result_list) == [inside]
    assert as_editor.post(f"/quan-tri/news/pick/{outside.pk}/delete/", {"post": "yes"}).status_code == 302
    assert Pick.objects.filter(pk=outside.pk).exists()
    form = {"list": picks.pk, "article": make_article(category=foreign).pk, "is_shown": "on"}
    assert as_editor.post("/quan-tri/news/pick/add/", form).status_code == 200
    assert Pick.objects.count() == 2


def test_comments_are_moderated_on_the_persons_posts(as_editor, editor, mine, foreign):
    inside = make_comment(make_article(category=mine), status="waiting", text="Trong")
    outside = make_comment(make_article(category=foreign), status="waiting", text="Ngoài")
    assert titles(as_editor.get("/quan-tri/news/comment/")) == {"Trong"}
    assert as_editor.post(f"/quan-tri/news/comment/{outside.pk}/approve/").status_code == 404
    as_editor.post(
        "/quan-tri/news/comment/", {"action": "approve_selected", "_selected_action": [outside.pk]}
    )
    assert as_editor.post(f"/quan-tri/news/comment/{inside.pk}/approve/").status_code == 302
    assert [type(each).objects.get(pk=each.pk).status for each in (inside, outside)] == [
        "approved",
        "waiting",
    ]
    assert not outside.may("approve", editor)
    board = next(
        board for board in as_editor.get("/quan-tri/").context["boards"] if "cần xử lý" in board.title
    )
    assert board.rows == []


def test_letters_go_to_those_in_charge(editor, mine, foreign, settings):
    settings.MAIL_NOTICES = True
    User.objects.filter(pk=editor.pk).update(email="mam-non@example.vn")
    make_user(groups=("Biên tập viên",), email="tat-ca@example.vn")
    assert notices.holders("news.publish_article").count() == 2
    sent = []
    for category in (mine, foreign):
        article = make_article(category=category, published=False)
        article.submit(by=None)
        sent.append(announce_submission.func("news.article", article.pk, None))
    assert sent == [2, 1]


def test_letters_of_comments_go_to_those_in_charge(editor, mine, foreign, settings):
    settings.MAIL_NOTICES = True
    User.objects.filter(pk=editor.pk).update(email="mam-non@example.vn")
    make_user(groups=("Biên tập viên",), email="tat-ca@example.vn")
    make_comment(make_article(category=foreign), status="waiting")
    assert tell_moderators.func() == 1
    make_comment(make_article(category=mine), status="waiting")
    assert tell_moderators.func() == 2


# Previews


def test_preview_link_ends_with_the_scope_of_who_made_it(client, editor, mine, foreign):
    article = make_article(category=mine, published=False)
    link = PreviewLink.make(article, by=editor, days=1)
    assert client.get(link.get_absolute_url()).status_code == 200
    ArticleScope.objects.filter(user=editor).update(category=foreign)
    assert client.get(link.get_absolute_url()).status_code == 404


# Categories


def test_bounded_administrator_brings_no_category_below_his_own(client, mine, foreign):
    administrator = make_user(groups=("Quản trị",))
    ArticleScope.objects.create(user=administrator, category=mine)
    client.force_login(administrator)
    form = {"name": foreign.name, "parent": mine.pk, "order": 0, "slug": foreign.slug}
    assert client.post(f"/quan-tri/news/category/{foreign.pk}/change/", form).status_code == 403
    form = {"name": mine.name, "parent": foreign.pk, "order": 0, "slug": mine.slug}
    client.post(f"/quan-tri/news/category/{mine.pk}/change/", form)
    client.post("/quan-tri/news/category/add/", {"name": "Cấp một", "parent": "", "order": 0})
    client.post("/quan-tri/news/category/add/", {"name": "Dưới", "parent": mine.pk, "order": 0})
    places = dict(Category.objects.values_list("name", "parent__name"))
    assert places == {"Mầm non": None, "Trung học": None, "Dưới": "Mầm non"}


# Speed


def test_list_of_a_bounded_person_asks_as_often_as_that_of_others(client, editor, mine):
    for _ in range(5):
        make_article(category=make_category(parent=mine))

    def asked(user):
        client.force_login(user)
        client.get(POSTS)
        with CaptureQueriesContext(connection) as queries:
            client.get(POSTS)
        return len(queries)

    assert asked(editor) == asked(make_user(groups=("Biên tập viên",)))


def test_list_of_a_bounded_person_goes_by_an_index(editor, mine, foreign):
    Article.objects.bulk_create(
        Article(title=f"Bài {number}", category=mine if number % 4 else foreign) for number in range(4000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE news_article")
    rows = Article.objects.seen_by(editor).order_by("-updated_at", "-pk")[:50]
    assert "news_article_edited" in rows.explain()
