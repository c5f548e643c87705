"""Moves the former addresses of pages to where those of all other things are."""

from django.db import migrations

KIND = "portal.page"


def move(apps, schema_editor):
    here = apps.get_model("portal", "FormerSlug").objects.values_list("slug", "page_id")
    there = apps.get_model("core", "FormerSlug").objects
    there.bulk_create(there.model(kind=KIND, slug=slug, object_id=page) for slug, page in here)


def move_back(apps, schema_editor):
    there = apps.get_model("core", "FormerSlug").objects.filter(kind=KIND)
    pages = set(apps.get_model("portal", "Page").objects.values_list("pk", flat=True))
    here = apps.get_model("portal", "FormerSlug").objects
    rows = there.filter(object_id__in=pages).values_list("slug", "object_id")
    here.bulk_create(here.model(slug=slug, page_id=page) for slug, page in rows)
    there.delete()


class Migration(migrations.Migration):
    dependencies = [("portal", "0011_statistics_rights"), ("core", "0008_former_slugs")]

    operations = [migrations.RunPython(move, move_back), migrations.DeleteModel(name="FormerSlug")]
