"""Who may read the statistics: those who publish. Where counting starts, administrators set."""

from importlib import import_module

from django.contrib.auth.management import create_permissions
from django.db import migrations

groups = import_module("portal.migrations.0002_groups")

READERS = ("Biên tập viên", "Văn thư", groups.ADMINISTRATORS)
READ = {"stats": ["view_statistics"]}
SET = {"stats": ["view_countingsettings", "change_countingsettings"]}


def give_rights(apps, schema_editor):
    make_permissions(apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # A group that was renamed or deleted since is the administrators' business.
    for group in Group.objects.filter(name__in=READERS):
        group.permissions.add(*Permission.objects.filter(groups.named(READ)))
    for group in Group.objects.filter(name=groups.ADMINISTRATORS):
        group.permissions.add(*Permission.objects.filter(groups.named(SET)))


def make_permissions(apps):
    """Make the rights of the counts now: Django makes them only after the last migration of all."""
    config = apps.get_app_config("stats")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None


class Migration(migrations.Migration):
    dependencies = [("portal", "0010_poll_rights"), ("stats", "0003_view_statistics")]

    # Backwards the rights go with the model that they are about.
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
