"""The rights of the groups on topics, tags and authors."""

from importlib import import_module

from django.db import migrations

groups = import_module("portal.migrations.0002_groups")

MODELS = ("topic", "tag", "author")
# Who writes chooses among what there is; who publishes makes new ones.
WRITERS_ALSO = {"news": [f"view_{model}" for model in MODELS]}
EDITORS_ALSO = {"news": [f"{verb}_{model}" for verb in ("add", "change", "view") for model in MODELS]}
ADMINISTRATORS_ALSO = {
    "news": [f"{verb}_{model}" for verb in ("add", "change", "delete", "view") for model in MODELS]
}


def give_rights(apps, schema_editor):
    groups.make_permissions(apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # A group that was renamed or deleted since is the administrators' business.
    for name, rights in (
        ("Cộng tác viên", WRITERS_ALSO),
        ("Biên tập viên", EDITORS_ALSO),
        (groups.ADMINISTRATORS, ADMINISTRATORS_ALSO),
    ):
        for group in Group.objects.filter(name=name):
            group.permissions.add(*Permission.objects.filter(groups.named(rights)))


class Migration(migrations.Migration):
    dependencies = [("portal", "0012_former_slugs"), ("news", "0003_reading")]

    # Backwards the rights go with the models that they are about.
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
