"""Accounts and groups: nobody hands on, or takes over, what they don't have."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType

from tests.factories import make_superuser, make_user

pytestmark = pytest.mark.django_db

USERS = "/quan-tri/auth/user/"
GROUPS = "/quan-tri/auth/group/"
PASSWORD = "Mật-khẩu-rất-dài-2026"


@pytest.fixture
def keeper():
    """Someone who keeps accounts and writes news, but has nothing to do with documents."""
    return make_user(
        "auth.view_user",
        "auth.add_user",
        "auth.change_user",
        "auth.delete_user",
        "auth.view_group",
        "auth.add_group",
        "auth.change_group",
        "auth.delete_group",
        groups=("Biên tập viên",),
    )


@pytest.fixture
def as_keeper(client, keeper):
    client.force_login(keeper)
    return client


def group(name):
    return Group.objects.get(name=name)


def right(codename):
    return Permission.objects.get(codename=codename)


def account_form(user, **changes):
    form = {
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "groups": [group.pk for group in user.groups.all()],
        "user_permissions": [permission.pk for permission in user.user_permissions.all()],
    }
    form |= {name: "on" for name in ("is_active", "is_staff", "is_superuser") if getattr(user, name)}
    return form | changes


def new_account(**changes):
    return {"username": "moi", "password1": PASSWORD, "password2": PASSWORD, **changes}


def test_new_account_may_sign_in_to_the_admin(as_keeper):
    as_keeper.post(f"{USERS}add/", new_account(groups=[group("Cộng tác viên").pk]))
    user = User.objects.get(username="moi")
    assert user.is_staff
    assert [group.name for group in user.groups.all()] == ["Cộng tác viên"]


def test_group_beyond_ones_rights_is_neither_offered_nor_taken(as_keeper):
    page = as_keeper.get(f"{USERS}add/").content.decode()
    assert "Cộng tác viên" in page
    assert "Văn thư" not in page
    response = as_keeper.post(f"{USERS}add/", new_account(groups=[group("Văn thư").pk]))
    assert response.status_code == 200
    assert not User.objects.filter(username="moi").exists()


def test_right_beyond_ones_own_is_not_taken(as_keeper):
    user = make_user()
    right = Permission.objects.get(codename="publish_document")
    response = as_keeper.post(f"{USERS}{user.pk}/change/", account_form(user, user_permissions=[right.pk]))
    assert response.status_code == 200
    assert not user.user_permissions.exists()


def test_right_of_ones_own_can_be_given(as_keeper):
    user = make_user()
    right = Permission.objects.get(codename="publish_article")
    as_keeper.post(f"{USERS}{user.pk}/change/", account_form(user, user_permissions=[right.pk]))
    assert list(user.user_permissions.all()) == [right]


@pytest.mark.parametrize("page", ["change", "password", "delete"])
@pytest.mark.parametrize("who", ["superuser", "clerk", "locked clerk"])
def test_stronger_account_cannot_be_touched(as_keeper, page, who):
    match who:
        case "superuser":
            user = make_superuser()
        case "clerk":
            user = make_user(groups=("Văn thư",))
        case _:
            user = make_user(groups=("Văn thư",), is_active=False)
    data = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true", "post": "yes"}
    response = as_keeper.post(f"{USERS}{user.pk}/{page}/", account_form(user, **data))
    assert response.status_code == 403
    user.refresh_from_db()
    assert user.check_password("mat-khau-thu-nghiem")


def test_account_within_ones_rights_can_be_edited(as_keeper):
    user = make_user(groups=("Cộng tác viên",))
    as_keeper.post(f"{USERS}{user.pk}/change/", account_form(user, first_name="Mai"))
    user.refresh_from_db()
    assert user.first_name == "Mai"
    assert [group.name for group in user.groups.all()] == ["Cộng tác viên"]


def test_nobody_but_a_superuser_makes_superusers(as_keeper, keeper):
    for user in (make_user(), keeper):
        as_keeper.post(f"{USERS}{user.pk}/change/", account_form(user, is_superuser="on"))
        user.refresh_from_db()
        assert not user.is_superuser


def test_nobody_deletes_their_own_account(as_keeper, keeper):
    assert as_keeper.post(f"{USERS}{keeper.pk}/delete/", {"post": "yes"}).status_code == 403


def test_bulk_deletion_spares_stronger_accounts(as_keeper):
    user = make_superuser()
    data = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
    as_keeper.post(USERS, data)
    assert User.objects.filter(pk=user.pk).exists()


def test_group_beyond_ones_rights_cannot_be_changed(as_keeper):
    clerks = group("Văn thư")
    response = as_keeper.post(f"{GROUPS}{clerks.pk}/change/", {"name": "Văn thư", "permissions": []})
    assert response.status_code == 403
    assert clerks.permissions.exists()


def test_right_beyond_ones_own_cannot_be_put_into_a_group(as_keeper):
    writers = group("Cộng tác viên")
    right = Permission.objects.get(codename="publish_document")
    form = {"name": "Cộng tác viên", "permissions": [right.pk]}
    assert as_keeper.post(f"{GROUPS}{writers.pk}/change/", form).status_code == 200
    assert right not in writers.permissions.all()


def test_administrators_may_give_every_group(client):
    client.force_login(make_user(groups=("Quản trị",)))
    page = client.get(f"{USERS}add/").content.decode()
    for name in ("Cộng tác viên", "Biên tập viên", "Văn thư", "Quản trị"):
        assert name in page


def test_superuser_may_do_all_of_it(client):
    client.force_login(make_superuser())
    user = make_user()
    client.post(f"{USERS}{user.pk}/change/", account_form(user, is_superuser="on"))
    user.refresh_from_db()
    assert user.is_superuser


def rights_table(client):
    return BeautifulSoup(client.get(f"{GROUPS}add/").content, "html.parser").select_one(".rights")


def test_rights_stand_in_a_table_by_subject_named_in_vietnamese(client):
    client.force_login(make_superuser())
    table = rights_table(client)
    subjects = [caption.get_text() for caption in table.select("caption")]
    assert subjects[:4] == ["Tài khoản và quyền", "Nền tảng", "Văn bản", "Tin tức"]
    news = table.find("caption", string="Tin tức").find_parent("table")
    columns = [head.get_text() for head in news.select("thead th")]
    assert columns == ["Loại", "Xem", "Thêm", "Sửa", "Xóa", "Xuất bản"]
    row = news.find("th", string="Bài viết").find_parent("tr")
    assert [box.get_text(strip=True) for box in row.select("td")] == [
        "bài viết: xem",
        "bài viết: thêm",
        "bài viết: sửa",
        "bài viết: xóa",
        "bài viết: Được xuất bản, trả lại, gỡ bài viết",
    ]
    assert row.find_next_sibling("tr").get_text(strip=True) == "Được xem báo cáo bài viết"
    assert "Can add" not in table.get_text()


def test_rights_of_an_app_that_is_gone_are_not_offered(client):
    client.force_login(make_superuser())
    gone = ContentType.objects.create(app_label="gone", model="thing")
    Permission.objects.create(content_type=gone, codename="use_thing", name="Được dùng thứ đã bỏ")
    assert "thứ đã bỏ" not in rights_table(client).get_text()


def test_every_right_has_one_box_and_stays_where_a_group_is_saved(client):
    client.force_login(make_superuser())
    boxes = [box["value"] for box in rights_table(client).select("input")]
    assert len(boxes) == len(set(boxes))
    administrators = group("Quản trị")
    before = set(administrators.permissions.all())
    page = BeautifulSoup(client.get(f"{GROUPS}{administrators.pk}/change/").content, "html.parser")
    chosen = [box["value"] for box in page.select(".rights input[checked]")]
    client.post(f"{GROUPS}{administrators.pk}/change/", {"name": "Quản trị", "permissions": chosen})
    assert set(administrators.permissions.all()) == before


def test_box_of_a_right_that_one_may_not_give_is_closed(as_keeper):
    def box(codename):
        return rights_table(as_keeper).select_one(f"input[value='{right(codename).pk}']")

    assert not box("publish_article").has_attr("disabled")
    assert box("publish_document").has_attr("disabled")


def test_form_of_a_group_costs_few_queries(client, django_assert_max_num_queries):
    client.force_login(make_superuser())
    with django_assert_max_num_queries(10):
        client.get(f"{GROUPS}add/")


def test_list_of_accounts_costs_the_same_for_many_rows(client, django_assert_max_num_queries):
    for _ in range(4):
        make_user(groups=("Cộng tác viên",))
    client.force_login(make_superuser())
    with django_assert_max_num_queries(10):
        client.get(USERS)
