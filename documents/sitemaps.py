"""What the sitemap has of the documents."""

from core.sitemaps import PublishedSection
from documents.models import Document


class DocumentSection(PublishedSection):
    model = Document
