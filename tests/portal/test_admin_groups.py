"""The groups that the portal starts with: who may open what, by address."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from core.models import Picture
from documents.models import DocumentType
from tests.factories import (
    image_bytes,
    make_article,
    make_body,
    make_category,
    make_document,
    make_user,
    upload,
)

pytestmark = pytest.mark.django_db

GROUPS = ("Cộng tác viên", "Biên tập viên", "Văn thư", "Quản trị")
# What each group may do, in the order of GROUPS: view, add, change, delete; "-" is nothing.
TABLE = {
    "news/article": ("vac", "vac", "-", "vac"),
    "news/category": ("v", "v", "-", "vacd"),
    "documents/document": ("-", "-", "vac", "vac"),
    "documents/issuingbody": ("-", "-", "vac", "vacd"),
    "documents/documenttype": ("-", "-", "vac", "vacd"),
    "core/picture": ("a", "vac", "vac", "vacd"),
    "core/job": ("-", "-", "-", "v"),
    "auth/user": ("-", "-", "-", "vacd"),
    "auth/group": ("-", "-", "-", "vacd"),
}
CELLS = [
    pytest.param(kind, group, "" if rights == "-" else rights, id=f"{kind}-{group}")
    for kind, row in TABLE.items()
    for group, rights in zip(GROUPS, row, strict=True)
]


def make_object(kind, user):
    """Make an object of a kind; posts and documents as drafts of the person's own."""
    match kind:
        case "news/article":
            return make_article(published=False, created_by=user)
        case "news/category":
            return make_category()
        case "documents/document":
            return make_document(published=False, created_by=user)
        case "documents/issuingbody":
            return make_body()
        case "documents/documenttype":
            return DocumentType.objects.create(name="Loại thử nghiệm")
        case "core/picture":
            return Picture.objects.create(file=upload("anh.png", image_bytes()))
        case "auth/user":
            return make_user()
        case "auth/group":
            return Group.objects.create(name="Nhóm thử nghiệm")
    return None


def is_changeable(response):
    return response.status_code == 200 and response.context["has_change_permission"]


@pytest.mark.parametrize(("kind", "group", "rights"), CELLS)
def test_group_may_do_what_the_table_says_and_no_more(client, kind, group, rights):
    user = make_user(groups=(group,))
    client.force_login(user)
    obj = make_object(kind, user)
    home = f"/quan-tri/{kind}/"
    assert (client.get(home).status_code == 200) == ("v" in rights)
    assert (client.get(f"{home}add/").status_code == 200) == ("a" in rights)
    if obj is not None:
        assert is_changeable(client.get(f"{home}{obj.pk}/change/")) == ("c" in rights)
        assert (client.get(f"{home}{obj.pk}/delete/").status_code == 200) == ("d" in rights)


@pytest.mark.parametrize(
    ("group", "may"),
    [("Cộng tác viên", False), ("Biên tập viên", False), ("Văn thư", False), ("Quản trị", True)],
)
def test_only_administrators_set_the_site(client, group, may):
    client.force_login(make_user(groups=(group,)))
    response = client.get("/quan-tri/portal/sitesettings/")
    assert (response.status_code == 200) == may


@pytest.mark.parametrize(
    ("group", "article", "document"),
    [
        ("Cộng tác viên", False, False),
        ("Biên tập viên", True, False),
        ("Văn thư", False, True),
        ("Quản trị", True, True),
    ],
)
def test_who_publishes_what(group, article, document):
    user = make_user(groups=(group,))
    assert make_article(published=False).may("publish", user) == article
    assert make_document(published=False).may("publish", user) == document


@pytest.mark.parametrize(
    ("group", "may"),
    [("Cộng tác viên", False), ("Biên tập viên", False), ("Văn thư", False), ("Quản trị", True)],
)
def test_who_deletes_for_good_from_the_trash(client, group, may):
    client.force_login(make_user(groups=(group,)))
    article = make_article(published=False)
    article.trash(by=None)
    assert (client.get(f"/quan-tri/news/article/{article.pk}/delete/").status_code == 200) == may


def test_making_the_groups_again_changes_nothing():
    def rights():
        return {
            group.name: set(group.permissions.values_list("codename", flat=True))
            for group in Group.objects.all()
        }

    before = rights()
    importlib.import_module("portal.migrations.0002_groups").make_groups(apps, None)
    assert rights() == before
    assert set(before) == set(GROUPS)
