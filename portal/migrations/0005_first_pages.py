"""The pages that a new site starts with: those that are true of this software on the portal, the others as
drafts with blanks to fill in.

The models here have no methods: what a save writes beside the page (its version and its address) is
written by hand. The worker adds its search entry (core.tasks.mend_search).
"""

from datetime import datetime

from django.db import migrations

from core.text import TIME_ZONE
from portal.content import FIRST_PAGES, read_pages

PUT_UP = datetime(2026, 11, 1, 8, tzinfo=TIME_ZONE)
# What a version holds beside the page's own values.
NOT_IN_VERSIONS = ("created_at", "created_by", "updated_at", "updated_by")


def make_pages(apps, schema_editor):
    Page = apps.get_model("portal", "Page")
    made = {}
    for text in read_pages(FIRST_PAGES):
        page = Page.objects.create(
            slug=text.slug,
            title=text.title,
            lead=text.lead,
            body=text.body,
            parent=made.get(text.parent),
            order=text.order,
            language=text.language,
            status="published" if text.is_published else "draft",
            published_at=PUT_UP if text.is_published else None,
        )
        made[text.slug] = page
        apps.get_model("portal", "FormerSlug").objects.create(slug=page.slug, page=page)
        write_version(apps.get_model("portal", "HistoricalPage"), page)


def write_version(HistoricalPage, page):
    fields = [field for field in page._meta.concrete_fields if field.name not in NOT_IN_VERSIONS]
    HistoricalPage.objects.create(
        history_date=PUT_UP,
        history_type="+",
        **{field.attname: getattr(page, field.attname) for field in fields},
    )


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_furniture"), ("core", "0003_counted_downloads")]

    # Backwards the pages go with their table.
    operations = [migrations.RunPython(make_pages, migrations.RunPython.noop)]
