"""«Phụ trách» on the form of an account, and that nobody gives more, or takes from above, by it."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User

from core.models import AuditEntry
from documents.models import DocumentScope
from news.models import ArticleScope
from portal.accounts import rights
from tests.factories import make_category, make_superuser, make_type, make_user

pytestmark = pytest.mark.django_db

USERS = "/quan-tri/auth/user/"
GROUPS = "/quan-tri/auth/group/"
PASSWORD = "Mật-khẩu-rất-dài-2026"


@pytest.fixture
def mine():
    return make_category(name="Mầm non")


@pytest.fixture
def below(mine):
    return make_category(name="Tuyển sinh", parent=mine)


@pytest.fixture
def foreign():
    return make_category(name="Trung học")


@pytest.fixture
def keeper(mine):
    """An administrator who is himself in charge of one category alone."""
    user = make_user(groups=("Quản trị",), username="quan-tri-mam-non")
    ArticleScope.objects.create(user=user, category=mine)
    return user


@pytest.fixture
def as_keeper(client, keeper):
    client.force_login(keeper)
    return client


@pytest.fixture
def as_boss(client):
    client.force_login(make_superuser())
    return client


def group(name):
    return Group.objects.get(name=name)


def form_of(user, **changes):
    form = {
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "groups": [group.pk for group in user.groups.all()],
        "user_permissions": [permission.pk for permission in user.user_permissions.all()],
        "scope_news_article": [row.category_id for row in user.news_scopes.all()],
        "scope_documents_document": [row.type_id for row in user.documents_scopes.all()],
    }
    form |= {name: "on" for name in ("is_active", "is_staff", "is_superuser") if getattr(user, name)}
    return form | changes


def save(client, user, **changes):
    return client.post(f"{USERS}{user.pk}/change/", form_of(user, **changes))


def editor_of(*categories, **kwargs):
    user = make_user(groups=("Biên tập viên",), **kwargs)
    for category in categories:
        ArticleScope.objects.create(user=user, category=category)
    return user


def categories_of(user):
    return {row.category.name for row in ArticleScope.objects.filter(user=user)}


# The form


def test_scopes_are_chosen_on_the_form_and_noted(as_boss, mine):
    user = make_user(groups=("Biên tập viên",))
    save(as_boss, user, scope_news_article=[mine.pk], scope_documents_document=[make_type("TB").pk])
    assert categories_of(user) == {"Mầm non"}
    assert DocumentScope.objects.get(user=user).type == make_type("TB")
    noted = set(AuditEntry.objects.filter(action="scope.changed").values_list("detail", flat=True))
    assert noted == {"Chuyên mục phụ trách: Mầm non", "Loại văn bản phụ trách: Thông báo"}


def test_form_shows_what_was_chosen_and_can_take_it_away(as_boss, mine):
    user = editor_of(mine)
    page = as_boss.get(f"{USERS}{user.pk}/change/")
    assert page.context["adminform"].form.initial["scope_news_article"] == [mine.pk]
    assert "Ở chuyên mục khác, người này vẫn viết bài của mình" in page.content.decode()
    save(as_boss, user, scope_news_article=[])
    assert categories_of(user) == set()
    assert "Mọi nơi mà nhóm cho phép" in AuditEntry.objects.get(action="scope.changed").detail


def test_saving_without_a_change_notes_nothing(as_boss, mine):
    save(as_boss, editor_of(mine))
    assert not AuditEntry.objects.filter(action="scope.changed").exists()


def test_new_account_gets_its_scopes_at_once(as_boss, mine):
    form = {"username": "moi", "password1": PASSWORD, "password2": PASSWORD}
    form |= {"groups": [group("Biên tập viên").pk], "scope_news_article": [mine.pk]}
    as_boss.post(f"{USERS}add/", form)
    assert categories_of(User.objects.get(username="moi")) == {"Mầm non"}


def test_list_says_what_each_is_in_charge_of(as_boss, mine):
    DocumentScope.objects.create(user=editor_of(mine), type=make_type("TB"))
    make_user(groups=("Cộng tác viên",))
    page = BeautifulSoup(as_boss.get(USERS).content, "html.parser")
    shown = {cell.get_text(strip=True) for cell in page.select("td.field-places")}
    assert shown == {"Mầm non, Thông báo", "Tất cả", "Không"}


def test_category_that_is_not_there_is_refused(as_boss):
    user = make_user()
    assert save(as_boss, user, scope_news_article=["987654"]).status_code == 200
    assert categories_of(user) == set()


# Nobody gives more than he has


def test_bounded_keeper_offers_and_gives_his_own_places_alone(as_keeper, mine, below, foreign):
    user = make_user(groups=("Cộng tác viên",))
    page = as_keeper.get(f"{USERS}{user.pk}/change/")
    offered = {place.name for place in page.context["adminform"].form.fields["scope_news_article"].queryset}
    assert offered == {"Mầm non", "Tuyển sinh"}
    editors = [group("Biên tập viên").pk]
    assert save(as_keeper, user, groups=editors, scope_news_article=[foreign.pk]).status_code == 200
    assert not user.groups.filter(name="Biên tập viên").exists()
    assert save(as_keeper, user, groups=editors, scope_news_article=[below.pk]).status_code == 302
    assert categories_of(user) == {"Tuyển sinh"}


def test_bounded_keeper_makes_nobody_publish_everywhere(as_keeper):
    user = make_user(groups=("Cộng tác viên",))
    page = save(as_keeper, user, groups=[group("Biên tập viên").pk])
    assert "hãy chọn ít nhất một mục" in page.content.decode()
    assert not user.groups.filter(name="Biên tập viên").exists()


@pytest.mark.parametrize("right", ["publish_article", "moderate_comment", "report_article"])
def test_single_right_that_is_bounded_is_given_with_places_alone(as_keeper, mine, right):
    user, right = make_user(), Permission.objects.get(codename=right)
    assert save(as_keeper, user, user_permissions=[right.pk]).status_code == 200
    assert not user.user_permissions.exists()
    save(as_keeper, user, user_permissions=[right.pk], scope_news_article=[mine.pk])
    assert user.user_permissions.get() == right


def test_bounded_keeper_adds_no_account_that_publishes_everywhere(as_keeper, mine):
    form = {"username": "moi", "password1": PASSWORD, "password2": PASSWORD}
    form |= {"groups": [group("Biên tập viên").pk]}
    as_keeper.post(f"{USERS}add/", form)
    assert not User.objects.filter(username="moi").exists()
    as_keeper.post(f"{USERS}add/", form | {"scope_news_article": [mine.pk]})
    assert categories_of(User.objects.get(username="moi")) == {"Mầm non"}


def test_place_of_others_stays_where_a_bounded_keeper_saves(as_keeper, mine, foreign):
    user = make_user(groups=("Cộng tác viên",))
    ArticleScope.objects.create(user=user, category=foreign)
    save(as_keeper, user, scope_news_article=[mine.pk])
    assert categories_of(user) == {"Mầm non", "Trung học"}
    save(as_keeper, user, scope_news_article=[])
    assert categories_of(user) == {"Trung học"}


@pytest.mark.parametrize("chosen", ["nothing", "own"])
def test_bounded_keeper_gives_no_right_where_a_place_of_others_waits(as_keeper, mine, foreign, chosen):
    """Somebody who was an editor elsewhere keeps that place: with a right anew he would publish there."""
    user = make_user(groups=("Cộng tác viên",))
    ArticleScope.objects.create(user=user, category=foreign)
    places = [mine.pk] if chosen == "own" else []
    page = save(as_keeper, user, groups=[group("Biên tập viên").pk], scope_news_article=places)
    assert "«Trung học»" in page.content.decode()
    assert "ngoài phạm vi của bạn" in page.content.decode()
    assert not user.groups.filter(name="Biên tập viên").exists()
    assert categories_of(user) == {"Trung học"}


def test_keeper_without_bounds_gives_the_right_where_a_place_waits(as_boss, mine, foreign):
    user = make_user(groups=("Cộng tác viên",))
    ArticleScope.objects.create(user=user, category=foreign)
    save(as_boss, user, groups=[group("Biên tập viên").pk], scope_news_article=[mine.pk, foreign.pk])
    assert user.groups.filter(name="Biên tập viên").exists()
    assert categories_of(user) == {"Mầm non", "Trung học"}


@pytest.mark.parametrize("page", ["change", "password", "delete", "dang-nhap"])
@pytest.mark.parametrize("who", ["everywhere", "elsewhere"])
def test_account_that_reaches_further_cannot_be_touched(as_keeper, foreign, page, who):
    user = editor_of(*([foreign] if who == "elsewhere" else []))
    data = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true", "post": "yes"}
    response = as_keeper.post(
        f"{USERS}{user.pk}/{page}/", form_of(user, **data, is_active="", viec="lien-ket")
    )
    assert response.status_code == 403
    user.refresh_from_db()
    assert user.is_active
    assert user.check_password("mat-khau-thu-nghiem")


def test_account_within_the_keepers_places_is_kept_by_him(as_keeper, below):
    user = editor_of(below)
    assert save(as_keeper, user, first_name="Mai").status_code == 302
    user.refresh_from_db()
    assert user.first_name == "Mai"
    assert categories_of(user) == {"Tuyển sinh"}


def test_second_factor_of_who_reaches_further_is_not_taken_away(keeper, mine, foreign):
    assert not rights.may_keep(keeper, editor_of(foreign))
    assert not rights.may_keep(keeper, editor_of())
    assert rights.may_keep(keeper, editor_of(mine))


def test_bounded_right_cannot_be_put_into_a_group(as_keeper):
    right = Permission.objects.get(codename="publish_article")
    as_keeper.post(f"{GROUPS}add/", {"name": "Nhóm mới", "permissions": [right.pk]})
    assert not Group.objects.filter(name="Nhóm mới").exists()
    writers = group("Cộng tác viên")
    kept = list(writers.permissions.all())
    form = {"name": writers.name, "permissions": [right.pk, *(each.pk for each in kept)]}
    as_keeper.post(f"{GROUPS}{writers.pk}/change/", form)
    assert right not in writers.permissions.all()


def test_group_with_a_bounded_right_is_not_changed(as_keeper):
    editors = group("Biên tập viên")
    for page, form in (("change", {"name": "Khác"}), ("delete", {"post": "yes"})):
        assert as_keeper.post(f"{GROUPS}{editors.pk}/{page}/", form).status_code == 403
    assert Group.objects.filter(name="Biên tập viên").exists()


# One's own account


@pytest.mark.parametrize("who", ["keeper", "boss"])
def test_nobody_changes_his_own_rights(client, keeper, foreign, who):
    user = keeper if who == "keeper" else make_superuser()
    client.force_login(user)
    before = form_of(user)
    form = form_of(user, groups=[], user_permissions=[], scope_news_article=[foreign.pk], first_name="Mai")
    for name in ("is_active", "is_staff", "is_superuser"):
        form.pop(name, None)
    assert client.post(f"{USERS}{user.pk}/change/", form).status_code == 302
    user = User.objects.get(pk=user.pk)
    assert form_of(user) == before | {"first_name": "Mai"}


def test_own_account_says_what_one_is_in_charge_of(as_keeper, keeper):
    page = as_keeper.get(f"{USERS}{keeper.pk}/change/").content.decode()
    assert "Chuyên mục phụ trách: Mầm non" in page
    assert 'name="scope_news_article"' not in page
    assert 'name="groups"' not in page


# Taking away from those above


def test_group_of_somebody_above_is_neither_changed_nor_deleted(client):
    """A member who has more would lose by it what a weaker person may not take."""
    rights_of_a_keeper = ("auth.view_group", "auth.change_group", "auth.delete_group")
    client.force_login(make_user(*rights_of_a_keeper, groups=("Cộng tác viên",)))
    writers = group("Cộng tác viên")
    above = make_user(groups=("Cộng tác viên", "Quản trị"))
    assert client.post(f"{GROUPS}{writers.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{GROUPS}{writers.pk}/change/", {"name": "Khác"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [writers.pk], "post": "yes"}
    client.post(GROUPS, data)
    assert Group.objects.filter(name="Cộng tác viên").exists()
    above.groups.remove(writers)
    assert client.post(f"{GROUPS}{writers.pk}/change/", {"name": "Khác"}).status_code == 302


@pytest.mark.parametrize("flag", ["is_active", "is_staff"])
def test_flag_of_somebody_above_is_not_taken(client, flag):
    keeper = make_user("auth.view_user", "auth.change_user", groups=("Biên tập viên",))
    client.force_login(keeper)
    user = make_user(groups=("Quản trị",))
    form = form_of(user)
    form.pop(flag)
    assert client.post(f"{USERS}{user.pk}/change/", form).status_code == 403
    user.refresh_from_db()
    assert getattr(user, flag)


def test_bulk_deletion_spares_accounts_that_reach_further(as_keeper, mine, foreign):
    inside, outside = editor_of(mine), editor_of(foreign)
    for user in (outside, inside):
        data = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
        as_keeper.post(USERS, data)
    assert not User.objects.filter(pk=inside.pk).exists()
    assert User.objects.filter(pk=outside.pk).exists()


def test_who_may_not_change_accounts_sees_no_choice_of_places(client, mine):
    client.force_login(make_user("auth.view_user"))
    user = editor_of(mine)
    page = client.get(f"{USERS}{user.pk}/change/").content.decode()
    assert "Chuyên mục phụ trách: Mầm non" in page
    assert 'name="scope_news_article"' not in page
    assert save(client, user, scope_news_article=[]).status_code == 403
