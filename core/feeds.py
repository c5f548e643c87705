"""What all feeds of what is published have in common, as RSS 2.0 and as Atom (RFC 4287)."""

from datetime import datetime
from typing import ClassVar

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from core.models import Publishable
from core.text import strip_controls

FORMATS: dict[str, type[SyndicationFeed]] = {"xml": Rss201rev2Feed, "atom": Atom1Feed}


class PublishedFeed(Feed):
    """A feed of one request, in one of FORMATS. ``GUIDS`` is the part of an app in the ids of its entries."""

    GUIDS: ClassVar[str]

    language = "vi"
    ttl = 60  # minutes
    item_guid_is_permalink = False

    def __init__(self, request: HttpRequest, form: str) -> None:
        self.request = request
        self.feed_type = FORMATS[form]
        self.host = split_domain_port(request.get_host())[0]

    def author_name(self) -> str:
        """Who answers for what names no author; Atom asks for somebody (RFC 4287, 4.1.1)."""
        return strip_controls(render_to_string("feeds/publisher.txt", request=self.request).strip())

    def feed_url(self) -> str:
        return self.request.path

    def feed_guid(self) -> str:
        return self.request.build_absolute_uri(self.feed_url())

    def item_guid(self, item: Publishable) -> str:
        # RFC 4151: stays when name and address change.
        return f"tag:{self.host},2026:{self.GUIDS}/{item.pk}"

    def item_pubdate(self, item: Publishable) -> datetime:
        return timezone.localtime(item.published_at)

    def item_updateddate(self, item: Publishable) -> datetime:
        # One that was scheduled came later than its last change.
        return timezone.localtime(max(item.updated_at, item.published_at))
