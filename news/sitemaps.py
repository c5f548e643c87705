"""What the sitemap has of the news."""

from datetime import datetime

from django.db.models import OuterRef, Subquery

from core.models import Tree
from core.sitemaps import PublishedSection, Section
from news.models import Article, Category


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
