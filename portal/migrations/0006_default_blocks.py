"""The blocks that a new portal starts with. Staff may change them all afterwards."""

from django.db import migrations

NEWEST_DOCUMENTS = {"query": "", "number": 6, "show_files": False, "show_search": False}

# Not there at all while there is no picture to show.
PICTURES = [("portal.banners", "full", {"place": "side"}), ("portal.advertising", "full", {})]

# By region: kind, width, options.
BLOCKS = {
    "home": [
        ("news.featured", "full", {"category": None, "number": 7}),
        (
            "documents.newest",
            "two-thirds",
            {"query": "", "number": 8, "show_files": True, "show_search": True},
        ),
        ("documents.due", "third", {"number": 6}),
        ("portal.banners", "full", {"place": "home"}),
        ("news.sections", "full", {"sections": 4, "number": 4}),
        ("portal.partners", "full", {}),
    ],
    "news-side": [("documents.newest", "full", NEWEST_DOCUMENTS), *PICTURES],
    "documents-side": [
        ("documents.due", "full", {"number": 5}),
        ("documents.newest", "full", NEWEST_DOCUMENTS),
        *PICTURES,
    ],
    "pages-side": [("documents.newest", "full", NEWEST_DOCUMENTS), *PICTURES],
}


def make_blocks(apps, schema_editor):
    Block = apps.get_model("portal", "Block")
    if Block.objects.exists():
        return
    Block.objects.bulk_create(
        Block(region=region, kind=kind, width=width, options=options, order=order)
        for region, blocks in BLOCKS.items()
        for order, (kind, width, options) in enumerate(blocks, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("portal", "0005_first_pages")]

    # Backwards the table itself goes.
    operations = [migrations.RunPython(make_blocks, migrations.RunPython.noop)]
