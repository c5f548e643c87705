"""What the register counts documents by, for the entries that were written before it was kept with them."""

from django.db import migrations

BATCH = 2000
READ = ("type", "issuing_body", "year", "effect", "due_on", "areas", "signatures__signer")


def write_facets(apps, schema_editor):
    Document = apps.get_model("documents", "Document")
    entries = apps.get_model("core", "SearchEntry").objects.filter(kind="documents.document")
    pks = list(entries.order_by("object_id").values_list("object_id", flat=True))
    for start in range(0, len(pks), BATCH):
        documents = Document._base_manager.filter(pk__in=pks[start : start + BATCH])
        lines = {}
        for pk, *values in documents.values_list("pk", *READ):
            line = lines.setdefault(pk, [set() for _ in READ])
            for several, value in zip(line, values, strict=True):
                if value is not None:
                    several.add(str(value))
        batch = list(entries.filter(object_id__in=lines).only("object_id"))
        for entry in batch:
            entry.facets = "|".join(",".join(sorted(several)) for several in lines[entry.object_id])
        entries.bulk_update(batch, ["facets"])


class Migration(migrations.Migration):
    dependencies = [("documents", "0009_versions"), ("core", "0015_facets_in_search")]

    operations = [migrations.RunPython(write_facets, migrations.RunPython.noop)]
