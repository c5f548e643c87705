"""The groups of staff that a portal starts with. Administrators may change them afterwards."""

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.models import Q

APPS = ("core", "news", "documents", "portal", "auth")

GROUPS = {
    "Cộng tác viên": {
        "news": ["add_article", "change_article", "view_article", "view_category"],
        "core": ["add_picture"],
    },
    "Biên tập viên": {
        "news": ["add_article", "change_article", "view_article", "publish_article", "view_category"],
        "core": ["add_picture", "change_picture", "view_picture"],
    },
    "Văn thư": {
        "documents": [
            "add_document",
            "change_document",
            "view_document",
            "publish_document",
            "add_issuingbody",
            "change_issuingbody",
            "view_issuingbody",
            "add_documenttype",
            "change_documenttype",
            "view_documenttype",
        ],
        "core": ["add_picture", "change_picture", "view_picture"],
    },
}
ADMINISTRATORS = "Quản trị"
# Of other apps; of news, documents and portal they have every right.
ADMINISTRATORS_ALSO = {
    "core": ["add_picture", "change_picture", "delete_picture", "view_picture", "view_job", "rerun_job"],
    "auth": [
        "add_user",
        "change_user",
        "delete_user",
        "view_user",
        "add_group",
        "change_group",
        "delete_group",
        "view_group",
    ],
}


def make_permissions(apps):
    """Make the rights now: Django makes them only after the last migration of all."""
    for label in APPS:
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None


def named(rights):
    query = Q(pk__in=[])
    for app_label, codenames in rights.items():
        query |= Q(content_type__app_label=app_label, codename__in=codenames)
    return query


def make_groups(apps, schema_editor):
    make_permissions(apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, rights in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(named(rights)))
    administrators, _ = Group.objects.get_or_create(name=ADMINISTRATORS)
    every_right = Q(content_type__app_label__in=["news", "documents", "portal"])
    administrators.permissions.add(*Permission.objects.filter(every_right | named(ADMINISTRATORS_ALSO)))


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_initial"),
        ("news", "0001_initial"),
        ("documents", "0001_initial"),
        ("core", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Backwards the groups stay: people are in them.
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
