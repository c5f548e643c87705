"""The rights of the newsroom: lists of chosen posts, the report of posts, links that lead nowhere."""

from importlib import import_module

from django.db import migrations

groups = import_module("portal.migrations.0002_groups")

# Whoever publishes is told which links lead nowhere; each sees only those in what he may see.
LINKS = {"core": ["view_weblink"]}
# To take a post out of a list is no loss; to delete a list is the administrators'.
PICKS = [
    "add_pick",
    "change_pick",
    "delete_pick",
    "view_pick",
    "add_picklist",
    "change_picklist",
    "view_picklist",
]
EDITORS_ALSO = {"news": [*PICKS, "report_article"], **LINKS}
ADMINISTRATORS_ALSO = {"news": [*PICKS, "delete_picklist", "report_article"], **LINKS}


def give_rights(apps, schema_editor):
    groups.make_permissions(apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # A group that was renamed or deleted since is the administrators' business.
    for name, rights in (
        ("Biên tập viên", EDITORS_ALSO),
        ("Văn thư", LINKS),
        (groups.ADMINISTRATORS, ADMINISTRATORS_ALSO),
    ):
        for group in Group.objects.filter(name=name):
            group.permissions.add(*Permission.objects.filter(groups.named(rights)))


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0015_expiring"),
        ("news", "0005_newsroom"),
        ("core", "0009_links_and_previews"),
    ]

    # Backwards the rights go with the models that they are about.
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
