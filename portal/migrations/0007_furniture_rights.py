"""The rights of the groups on the furniture: pages, blocks, menus, announcements, banners, links."""

from importlib import import_module

from django.db import migrations

groups = import_module("portal.migrations.0002_groups")

# What editors put aside they hide; to delete for good is the administrators'.
EDITORS_ALSO = {
    "portal": [
        "add_page",
        "change_page",
        "view_page",
        "publish_page",
        *(
            f"{action}_{model}"
            for model in ("block", "menuitem", "announcement", "banner", "linklist", "link")
            for action in ("add", "change", "view")
        ),
        "delete_link",
    ],
}
ADMINISTRATORS_ALSO = {
    "portal": [
        "publish_page",
        *(
            f"{action}_{model}"
            for model in ("page", "block", "menuitem", "announcement", "banner", "linklist", "link")
            for action in ("add", "change", "delete", "view")
        ),
    ],
}


def give_rights(apps, schema_editor):
    groups.make_permissions(apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # A group that was renamed or deleted since is the administrators' business.
    for name, rights in (("Biên tập viên", EDITORS_ALSO), (groups.ADMINISTRATORS, ADMINISTRATORS_ALSO)):
        for group in Group.objects.filter(name=name):
            group.permissions.add(*Permission.objects.filter(groups.named(rights)))


class Migration(migrations.Migration):
    dependencies = [("portal", "0006_default_blocks")]

    # Backwards the rights go with the models that they are about.
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
