"""Fills in the pages that a new site starts with, as the fictional department has them."""

from pathlib import Path

from portal.content import read_pages
from portal.models import Page

FOLDER = Path(__file__).parent / "content" / "pages"


def publish_pages() -> int:
    """Put the demo's texts into the pages of these addresses and publish them; return how many."""
    made: dict[str, Page] = {}
    texts = read_pages(FOLDER)
    for text in texts:
        page = Page.objects.filter(slug=text.slug).first() or Page(slug=text.slug)
        page.title, page.lead, page.body = text.title, text.lead, text.body
        page.parent, page.order, page.language = made.get(text.parent), text.order, text.language
        with page.recorded(by=None, reason="Nội dung mẫu"):
            page.save()
        if page.status == Page.Status.DRAFT:
            page.publish(by=None)
        made[text.slug] = page
    return len(texts)
