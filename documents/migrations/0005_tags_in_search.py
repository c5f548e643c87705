"""Entries of documents written before there were tags: written anew by the worker, as soon as it starts."""

from django.db import migrations


def forget_entries(apps, schema_editor):
    apps.get_model("core", "SearchEntry").objects.filter(kind="documents.document").delete()
    apps.get_model("core", "ClockJob").objects.filter(name="core.tasks.mend_search").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_register_indexes"),
        ("core", "0005_file_text"),
    ]

    operations = [migrations.RunPython(forget_entries, migrations.RunPython.noop)]
