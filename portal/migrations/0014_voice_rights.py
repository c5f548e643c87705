"""Who moderates what readers say: those who publish posts. The rules for it, administrators set."""

from importlib import import_module

from django.db import migrations
from django.db.models import Q

groups = import_module("portal.migrations.0002_groups")

MODERATORS = ("Biên tập viên", groups.ADMINISTRATORS)
MODERATE = {"news": ["view_comment", "moderate_comment"]}
EVERY = Q(content_type__app_label="news", content_type__model__in=["comment", "voicesettings"])


def give_rights(apps, schema_editor):
    groups.make_permissions(apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # A group that was renamed or deleted since is the administrators' business.
    for group in Group.objects.filter(name__in=MODERATORS):
        group.permissions.add(*Permission.objects.filter(groups.named(MODERATE)))
    for group in Group.objects.filter(name=groups.ADMINISTRATORS):
        group.permissions.add(*Permission.objects.filter(EVERY))


class Migration(migrations.Migration):
    dependencies = [("portal", "0013_reading_rights"), ("news", "0004_voices")]

    # Backwards the rights go with the models that they are about.
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
