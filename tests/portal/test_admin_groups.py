"""The groups that the portal starts with: who may open what, by address."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from core.models import Picture
from documents.models import DocumentType
from news.models import Pick, PickList
from tests.factories import (
    image_bytes,
    make_area,
    make_article,
    make_body,
    make_category,
    make_comment,
    make_document,
    make_poll,
    make_signer,
    make_user,
    upload,
)

pytestmark = pytest.mark.django_db

GROUPS = ("Cộng tác viên", "Biên tập viên", "Văn thư", "Quản trị")
# What each group may do, in the order of GROUPS: view, add, change, delete; "-" is nothing.
TABLE = {
    "news/article": ("vac", "vac", "-", "vac"),
    "news/category": ("v", "v", "-", "vacd"),
    "news/comment": ("-", "v", "-", "vd"),
    "documents/document": ("-", "-", "vac", "vac"),
    "documents/issuingbody": ("-", "-", "vac", "vacd"),
    "documents/documenttype": ("-", "-", "vac", "vacd"),
    "documents/area": ("-", "-", "vac", "vacd"),
    "documents/signer": ("-", "-", "vac", "vacd"),
    "news/picklist": ("-", "vac", "-", "vacd"),
    "news/pick": ("-", "vacd", "-", "vacd"),
    "stats/poll": ("-", "vac", "-", "vac"),
    "core/weblink": ("-", "v", "v", "v"),
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
        case "news/comment":
            return make_comment()
        case "documents/document":
            return make_document(published=False, created_by=user)
        case "documents/issuingbody":
            return make_body()
        case "documents/documenttype":
            return DocumentType.objects.create(name="Loại thử nghiệm")
        case "documents/area":
            return make_area()
        case "documents/signer":
            return make_signer()
        case "news/picklist":
            return PickList.objects.create(title="Danh sách thử nghiệm")
        case "news/pick":
            picks = PickList.objects.create(title="Danh sách thử nghiệm")
            return Pick.objects.create(list=picks, article=make_article())
        case "stats/poll":
            return make_poll(published=False, created_by=user)
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


def test_who_reads_the_statistics_and_who_sets_where_counting_starts():
    held = rights()
    assert [group for group in GROUPS if "view_statistics" in held[group]] == list(GROUPS[1:])
    assert [group for group in GROUPS if "change_countingsettings" in held[group]] == ["Quản trị"]


def test_who_moderates_and_who_sets_the_rules_for_it():
    held = rights()
    assert [group for group in GROUPS if "moderate_comment" in held[group]] == ["Biên tập viên", "Quản trị"]
    assert [group for group in GROUPS if "change_voicesettings" in held[group]] == ["Quản trị"]


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


def rights():
    """Return the rights of each group by their code names."""
    return {
        group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()
    }


# A document's files, signatures and relations go by the right on the document.
REGISTER = ("document", "issuingbody", "documenttype", "area", "signer", "sendingunit")
ROWS = ("documentfile", "signature", "relation")


def test_clerks_have_the_rights_on_the_register_and_no_more():
    register = {name for name in rights()["Văn thư"] if not name.endswith("_picture")} - {
        "view_statistics",
        "view_weblink",
    }
    assert register == {f"{action}_{kind}" for action in ("add", "change", "view") for kind in REGISTER} | {
        "publish_document"
    }


def test_administrators_have_every_right_on_the_register():
    every = {
        f"{action}_{kind}" for action in ("add", "change", "delete", "view") for kind in (*REGISTER, *ROWS)
    }
    assert every <= rights()["Quản trị"]


@pytest.mark.parametrize("group", ["Cộng tác viên", "Biên tập viên"])
def test_writers_have_no_right_on_the_register(group):
    assert not {name for name in rights()[group] if name.partition("_")[2] in (*REGISTER, *ROWS)}


def test_making_the_groups_again_changes_nothing():
    before = rights()
    importlib.import_module("portal.migrations.0002_groups").make_groups(apps, None)
    importlib.import_module("portal.migrations.0003_register_rights").give_rights(apps, None)
    importlib.import_module("portal.migrations.0010_poll_rights").give_rights(apps, None)
    importlib.import_module("portal.migrations.0014_voice_rights").give_rights(apps, None)
    assert rights() == before
    assert set(before) == {*GROUPS, "Biên tập chuyên mục"}


def test_group_that_was_deleted_does_not_come_back():
    Group.objects.filter(name="Văn thư").delete()
    importlib.import_module("portal.migrations.0003_register_rights").give_rights(apps, None)
    assert not Group.objects.filter(name="Văn thư").exists()


def test_site_of_before_the_register_gets_the_rights():
    for group in Group.objects.all():
        group.permissions.remove(
            *Permission.objects.filter(content_type__model__in=[*REGISTER[3:], *ROWS[1:]])
        )
    importlib.import_module("portal.migrations.0003_register_rights").give_rights(apps, None)
    assert {"add_area", "change_signer", "view_sendingunit"} <= rights()["Văn thư"]
    assert {"delete_area", "delete_relation", "delete_signature"} <= rights()["Quản trị"]


def test_editors_of_categories_have_the_rights_over_posts_and_none_that_hold_everywhere():
    rights = set(
        Permission.objects.filter(group__name="Biên tập chuyên mục").values_list(
            "content_type__app_label", "codename"
        )
    )
    assert {("news", "publish_article"), ("news", "moderate_comment"), ("core", "add_picture")} <= rights
    assert {app for app, _ in rights} <= {"news", "core", "stats"}
    assert ("news", "add_picklist") not in rights
    editors = Permission.objects.filter(group__name="Biên tập viên")
    assert rights < set(editors.values_list("content_type__app_label", "codename"))
