"""What the sitemap has of polls."""

from core.sitemaps import PublishedSection
from stats.models import Poll


class PollSection(PublishedSection):
    model = Poll
