"""What the sitemap has of the news."""

from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from core.models import Tree
from core.sitemaps import KeyedSection, PublishedSection, Section
from news.models import Article, Author, Category, NewsName, Tag, Topic

NEWS_AGE = timedelta(days=2)
MOST_NEWS = 1000


class CategorySection(Section):
    """The categories in which there is something to read, each with the date of its newest post."""

    tags = Category.cache_tags

    def items(self) -> list[tuple[Category, datetime]]:
        posts = Article.objects.published().filter(category=OuterRef("pk")).newest_first()
        newest = Subquery(posts.values("published_at")[:1])
        tree = Tree(Category.objects.in_order().annotate(newest=newest))
        found = []
        for _, category in tree.walk():
            # The page of a category shows the posts of those below it too.
            dates = [below.newest for below in tree.descendants(category) if below.newest]
            if dates:
                found.append((category, max(dates)))
        return found

    def location(self, item: tuple[Category, datetime]) -> str:
        return item[0].get_absolute_url()

    def lastmod(self, item: tuple[Category, datetime]) -> datetime:
        return item[1]


class ArticleSection(PublishedSection):
    model = Article


class NameSection(KeyedSection):
    """The topics (tags, authors) under which there is something to read, each with its newest post's date."""

    model: type[NewsName]

    def objects(self) -> QuerySet:
        return self.model.objects.with_posts()

    def for_page(self) -> QuerySet:
        return self.objects().with_newest()

    def lastmod(self, obj: NewsName) -> datetime:
        return obj.newest


class TopicSection(NameSection):
    model = Topic


class TagSection(NameSection):
    model = Tag


class AuthorSection(NameSection):
    model = Author


def just_published() -> QuerySet:
    """Return the posts that a news sitemap has: those of the last two days, at most 1,000.

    The rule is Google's (developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap).
    """
    since = timezone.now() - NEWS_AGE
    posts = Article.objects.published().filter(published_at__gt=since).select_related("category")
    return posts.only("title", "published_at", "category__slug").newest_first()[:MOST_NEWS]
