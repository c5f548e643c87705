"""What documents are counted by was not kept with their entries: the worker adds it as soon as it starts.

Here it would take as long as to index all documents anew.
"""

from django.db import migrations


def mend_soon(apps, schema_editor):
    apps.get_model("core", "ClockJob").objects.filter(name="core.tasks.mend_search").delete()


class Migration(migrations.Migration):
    dependencies = [("documents", "0009_versions"), ("core", "0015_facets_in_search")]

    operations = [migrations.RunPython(mend_soon, migrations.RunPython.noop)]
