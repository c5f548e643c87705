"""Where the site's map names an object."""

from django.db.models import Model

from core.sitemaps import PAGE_SIZE


def sitemap_of(section: str, obj: Model) -> str:
    """Return the address of the part of the map that has an object when it is public: parts go by keys."""
    return f"/sitemap-{section}-{obj.pk // PAGE_SIZE + 1}.xml"
