"""The sitemap in one: the front of the house, and what each app has for it."""

from datetime import datetime

from django.urls import reverse

from core.sitemaps import PublishedSection, Section
from documents.models import Document
from documents.sitemaps import DocumentSection
from news.models import Article
from news.sitemaps import ArticleSection, AuthorSection, CategorySection, TagSection, TopicSection
from portal.models import Page
from stats.models import Poll
from stats.polls.sitemaps import PollSection


class FrontSection(Section):
    """The home page and the lists under it, each with the date of the newest that stands there."""

    tags = (*Article.cache_tags, *Document.cache_tags, *Poll.cache_tags)

    def numbers(self) -> list[int]:
        return [1]  # There is always a home page.

    def items(self) -> list[tuple[str, datetime | None]]:
        article, document, poll = (
            model.objects.published().newest_first().values_list("published_at", flat=True).first()
            for model in (Article, Document, Poll)
        )
        pages = [
            (reverse("home"), max(filter(None, [article, document]), default=None)),
            (reverse("news:article-list"), article),
            (reverse("documents:document-list"), document),
        ]
        return [*pages, (reverse("stats:poll-list"), poll)] if poll else pages

    def location(self, item: tuple[str, datetime | None]) -> str:
        return item[0]

    def lastmod(self, item: tuple[str, datetime | None]) -> datetime | None:
        return item[1]


class PageSection(PublishedSection):
    model = Page


# By their names in the addresses of the pages: /sitemap-van-ban-1.xml.
SECTIONS: dict[str, Section] = {
    "trang-chu": FrontSection(),
    "chuyen-muc": CategorySection(),
    "tin-tuc": ArticleSection(),
    "chu-de": TopicSection(),
    "the": TagSection(),
    "tac-gia": AuthorSection(),
    "van-ban": DocumentSection(),
    "trang": PageSection(),
    "tham-do": PollSection(),
}
