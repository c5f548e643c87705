"""Lists of what is published: who sees what, the trash, actions by the verbs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.admin.verbs import MAX_REFUSALS
from core.models import SearchEntry, Status
from news.models import Article
from tests.admin_forms import address, press, run_action
from tests.factories import make_article, make_document, make_poll, make_superuser, make_user

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/news/article/"
IN_TRASH = "?trang_thai=thung-rac"


@pytest.fixture
def as_editor(client):
    client.force_login(make_user(groups=("Biên tập viên",)))
    return client


@pytest.fixture
def administrator():
    return make_user(groups=("Quản trị",))


@pytest.fixture
def as_administrator(client, administrator):
    client.force_login(administrator)
    return client


def titles(response):
    return {article.title for article in response.context["cl"].result_list}


def trashed(**kwargs):
    article = make_article(published=False, **kwargs)
    article.trash(by=None)
    return article


def test_writer_sees_only_own_posts(client):
    writer = make_user(groups=("Cộng tác viên",))
    make_article(title="Của tôi", published=False, created_by=writer)
    make_article(title="Của người khác", published=False, created_by=make_user())
    client.force_login(writer)
    assert titles(client.get(LIST)) == {"Của tôi"}


def test_editor_sees_everybodys_posts(as_editor):
    make_article(title="Một", published=False, created_by=make_user())
    make_article(title="Hai")
    assert titles(as_editor.get(LIST)) == {"Một", "Hai"}


def test_trash_shows_only_when_asked_for(as_editor):
    trashed(title="Đã bỏ")
    make_article(title="Còn")
    assert titles(as_editor.get(LIST)) == {"Còn"}
    assert titles(as_editor.get(LIST, {"trang_thai": "thung-rac"})) == {"Đã bỏ"}


def states():
    now = timezone.now()
    make_article(title="nhap", published=False)
    make_article(title="cho-duyet", published=False).submit(by=None)
    make_article(title="hen-gio", at=now + timedelta(days=1))
    make_article(title="dang-dang")
    make_article(title="het-han", at=now - timedelta(days=2), unpublish_at=now - timedelta(days=1))
    make_article(title="da-go").withdraw(by=None, note="Sai.")
    trashed(title="thung-rac")


@pytest.mark.parametrize(
    "state", ["nhap", "cho-duyet", "hen-gio", "dang-dang", "het-han", "da-go", "thung-rac"]
)
def test_filter_by_state_shows_that_state_and_no_other(as_editor, state):
    states()
    response = as_editor.get(LIST, {"trang_thai": state})
    assert titles(response) == {state}
    assert f"state-chip-{state}" in response.content.decode()


@pytest.mark.parametrize("query", ["tuyển sinh", "TUYEN SINH", "đầu cấp", "dau cap"])
def test_search_finds_with_and_without_diacritics(as_editor, query):
    make_article(title="Hướng dẫn tuyển sinh đầu cấp")
    make_article(title="Hội khỏe Phù Đổng")
    assert titles(as_editor.get(LIST, {"q": query})) == {"Hướng dẫn tuyển sinh đầu cấp"}


def test_list_asks_the_database_the_same_number_of_times_for_many_rows(
    as_editor, django_assert_max_num_queries
):
    for _ in range(4):
        make_article(created_by=make_user())
    with django_assert_max_num_queries(13):
        as_editor.get(LIST)


def test_publish_action_reports_each_refusal(as_editor):
    fit, unfit = make_article(published=False), make_article(title="Rỗng", body="<p></p>", published=False)
    seen = " ".join(f"{article.pk}:{article.updated_at.isoformat()}" for article in (fit, unfit))
    response = run_action(as_editor, "publish_selected", fit, unfit, _despite="1", _seen=seen)
    page = response.content.decode()
    assert "Đã xuất bản: 1 bài viết." in page
    assert "Không được 1:<ul><li>«Rỗng»: Bài viết chưa có nội dung" in page
    assert fit.is_public()
    assert not unfit.is_public()


def test_many_refusals_are_counted_not_listed(as_editor):
    articles = [make_article(published=True) for _ in range(MAX_REFUSALS + 2)]
    page = run_action(as_editor, "publish_selected", *articles).content.decode()
    assert "… và 2 bài viết khác." in page


def test_withdraw_action_asks_for_the_reason_first(as_editor):
    article = make_article(title="Cần gỡ")
    page = run_action(as_editor, "withdraw_selected", article).content.decode()
    assert "Cần gỡ" in page
    assert 'name="_note"' in page
    assert article.is_public()


def test_withdraw_action_asks_again_for_a_blank_reason(as_editor):
    article = make_article()
    page = run_action(as_editor, "withdraw_selected", article, _note="  ").content.decode()
    assert "Hãy ghi lý do." in page
    assert article.is_public()


def test_withdraw_action_gives_every_post_the_reason(as_editor):
    articles = [make_article(), make_article()]
    run_action(as_editor, "withdraw_selected", *articles, _note="Đăng trùng.")
    assert (
        list(Article.objects.values_list("status", "status_note")) == [(Status.WITHDRAWN, "Đăng trùng.")] * 2
    )


def test_return_action_gives_posts_back_with_the_reason(as_editor):
    article = make_article(published=False)
    article.submit(by=None)
    run_action(as_editor, "return_selected", article, _note="Thiếu ảnh.")
    article.refresh_from_db()
    assert (article.status, article.status_note) == (Status.DRAFT, "Thiếu ảnh.")


def test_writer_is_offered_no_action_of_editors(client):
    writer = make_user(groups=("Cộng tác viên",))
    article = make_article(published=False, created_by=writer)
    client.force_login(writer)
    assert "publish_selected" not in client.get(LIST).content.decode()
    run_action(client, "publish_selected", article)
    assert not article.is_public()


def test_writer_cannot_act_on_posts_of_others(client):
    client.force_login(make_user(groups=("Cộng tác viên",)))
    article = make_article(published=False, created_by=make_user())
    run_action(client, "submit_selected", article)
    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_action_names_what_a_person_may_not_do(as_editor):
    # Editors lack the right to delete: only their own drafts go to the trash.
    article = make_article(title="Của người khác", published=False, created_by=make_user())
    page = run_action(as_editor, "trash_selected", article).content.decode()
    assert "«Của người khác»: bạn không có quyền làm việc này." in page


def actions_of(client, query=""):
    """Return what the list offers to do with many."""
    form = client.get(LIST + query).context["action_form"]
    return dict(form.fields["action"].choices[1:])


@pytest.mark.parametrize("group", ["Cộng tác viên", "Biên tập viên"])
def test_who_may_not_delete_is_told_that_actions_are_for_own_drafts(client, group):
    client.force_login(make_user(groups=(group,)))
    trashed()
    make_article()
    assert actions_of(client)["trash_selected"] == "Đưa vào thùng rác (chỉ bản nháp của bạn)"
    assert actions_of(client, IN_TRASH) == {
        "restore_selected": "Khôi phục thành bản nháp (chỉ bản bạn đã bỏ)"
    }


def test_who_may_delete_is_offered_the_trash_for_all(as_administrator):
    assert actions_of(as_administrator)["trash_selected"] == "Đưa vào thùng rác"
    assert actions_of(as_administrator, IN_TRASH) == {
        "restore_selected": "Khôi phục thành bản nháp",
        "delete_selected": "Xóa vĩnh viễn",
    }


def test_who_only_reads_is_offered_no_action(client):
    client.force_login(make_user("news.view_article"))
    make_article()
    assert client.get(LIST).context["action_form"] is None


def test_deleting_is_no_action_of_who_publishes_nothing(client):
    client.force_login(make_user("news.view_article", "news.change_article", "news.delete_article"))
    assert "delete_selected" not in actions_of(client, IN_TRASH)


def test_writer_takes_back_own_drafts_from_the_trash(client):
    writer = make_user(groups=("Cộng tác viên",))
    article = make_article(published=False, created_by=writer)
    article.trash(by=writer)
    client.force_login(writer)
    run_action(client, "restore_selected", article, query=IN_TRASH)
    article.refresh_from_db()
    assert article.deleted_at is None


def test_writer_puts_an_own_draft_into_the_trash(client):
    writer = make_user(groups=("Cộng tác viên",))
    article = make_article(published=False, created_by=writer)
    client.force_login(writer)
    response = press(client, article, "trash")
    article.refresh_from_db()
    assert article.deleted_at is not None
    assert response.url == LIST


def test_administrator_restores_from_the_trash(as_administrator):
    article = trashed()
    run_action(as_administrator, "restore_selected", article, query=IN_TRASH)
    article.refresh_from_db()
    assert (article.deleted_at, article.status) == (None, Status.DRAFT)


def test_public_post_is_deleted_by_nobody(client):
    client.force_login(make_superuser())
    article = make_article()
    assert client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Article.objects.exists()


def test_deleting_is_no_action_outside_of_the_trash(as_administrator):
    article = make_article(published=False)
    assert "Xóa vĩnh viễn" not in as_administrator.get(LIST).content.decode()
    run_action(as_administrator, "delete_selected", article, post="yes")
    assert Article.objects.exists()


def test_administrator_empties_the_trash(as_administrator):
    article = trashed()
    run_action(as_administrator, "delete_selected", article, query=IN_TRASH, post="yes")
    assert not Article.objects.exists()
    assert not SearchEntry.objects.exists()


def test_editor_cannot_empty_the_trash(as_editor):
    article = trashed()
    run_action(as_editor, "delete_selected", article, query=IN_TRASH, post="yes")
    assert as_editor.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Article.objects.exists()


def test_object_in_the_trash_can_only_be_read(as_administrator):
    article = trashed(title="Đã bỏ")
    page = as_administrator.get(f"{LIST}{article.pk}/change/").content.decode()
    assert "Khôi phục thành bản nháp" in page
    assert 'name="title"' not in page


def test_empty_list_says_so(as_editor):
    assert "Không có mục nào ở đây." in as_editor.get(LIST).content.decode()


@pytest.mark.parametrize("make", [make_article, make_document, make_poll])
def test_list_says_how_it_stands_until_somebody_sorts_it(client, administrator, make):
    client.force_login(administrator)
    model = type([make(), make()][0])
    url = address(model, "changelist")
    page = client.get(url).content.decode()
    assert page.index('class="list-order"') < page.index('id="result_list"')
    assert "mới sửa đứng trên." not in client.get(f"{url}?o=1").content.decode()
