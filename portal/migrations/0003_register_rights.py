"""The rights of the groups on what the register gained: fields, signers, units, and what hangs on a document."""

from importlib import import_module

from django.db import migrations
from django.db.models import Q

groups = import_module("portal.migrations.0002_groups")

CLERKS = "Văn thư"
# A document's signatures and relations go by the right on the document itself.
CLERKS_ALSO = {
    "documents": [
        "add_area",
        "change_area",
        "view_area",
        "add_signer",
        "change_signer",
        "view_signer",
        "add_sendingunit",
        "change_sendingunit",
        "view_sendingunit",
    ],
}
NEW_MODELS = ["area", "signer", "signature", "sendingunit", "relation"]


def give_rights(apps, schema_editor):
    groups.make_permissions(apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # A group that was renamed or deleted since is the administrators' business.
    for clerks in Group.objects.filter(name=CLERKS):
        clerks.permissions.add(*Permission.objects.filter(groups.named(CLERKS_ALSO)))
    new = Q(content_type__app_label="documents", content_type__model__in=NEW_MODELS)
    for administrators in Group.objects.filter(name=groups.ADMINISTRATORS):
        administrators.permissions.add(*Permission.objects.filter(new))


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_groups"), ("documents", "0003_register")]

    # Backwards the rights go with the models that they are about.
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
