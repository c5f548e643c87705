"""The visits stand below everything else, on the home page and beside the others."""

from django.db import migrations
from django.db.models import Max

KIND = "stats.visits"
REGIONS = {"home": "half", "news-side": "full", "documents-side": "full", "pages-side": "full"}


def make_blocks(apps, schema_editor):
    Block = apps.get_model("portal", "Block")
    for region, width in REGIONS.items():
        last = Block.objects.filter(region=region).aggregate(last=Max("order"))["last"] or 0
        Block.objects.create(region=region, kind=KIND, width=width, options={}, order=last + 1)


class Migration(migrations.Migration):
    dependencies = [("portal", "0008_contact_lines"), ("stats", "0001_counts")]

    operations = [migrations.RunPython(make_blocks, migrations.RunPython.noop)]
