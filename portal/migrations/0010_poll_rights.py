"""The rights of the groups on polls."""

from importlib import import_module

from django.contrib.auth.management import create_permissions
from django.db import migrations

groups = import_module("portal.migrations.0002_groups")

# What editors put aside goes to the trash; to delete for good is the administrators'.
EDITORS_ALSO = {"stats": ["add_poll", "change_poll", "view_poll", "publish_poll"]}
ADMINISTRATORS_ALSO = {"stats": ["add_poll", "change_poll", "delete_poll", "view_poll", "publish_poll"]}


def give_rights(apps, schema_editor):
    # Django makes the rights only after the last migration of all.
    config = apps.get_app_config("stats")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # A group that was renamed or deleted since is the administrators' business.
    for name, rights in (("Biên tập viên", EDITORS_ALSO), (groups.ADMINISTRATORS, ADMINISTRATORS_ALSO)):
        for group in Group.objects.filter(name=name):
            group.permissions.add(*Permission.objects.filter(groups.named(rights)))


class Migration(migrations.Migration):
    dependencies = [("portal", "0009_visits_blocks"), ("stats", "0002_polls")]

    # Backwards the rights go with the models that they are about.
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
