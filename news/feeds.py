"""The newest posts for feed readers, as RSS and Atom: of all, of a category, a topic, a tag."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from core import cache, public
from core.feeds import FORMATS, PublishedFeed
from core.models import Tree
from core.text import strip_controls
from news.addresses import find_category, find_name
from news.listing import Listing
from news.models import Article, Category, NewsName, Tag, Topic

FEED_SIZE = 30
NAMES: dict[str, type[NewsName]] = {"chu-de": Topic, "the": Tag}


@dataclass(frozen=True)
class Addresses:
    """Where the feeds of a list are."""

    title: str
    rss: str
    atom: str


def addresses_of_all() -> Addresses:
    return Addresses("Tin tức", *(reverse("news:feed", args=[form]) for form in FORMATS))


def addresses_of(subject: Category | NewsName) -> Addresses:
    """Return where the feeds of a category, a topic or a tag are."""
    return Addresses(subject.name, *(_address(subject, form) for form in FORMATS))


class ArticleFeed(PublishedFeed):
    """The newest posts of a list. ``what`` is its name, ``page`` the address for people."""

    GUIDS = "tin-tuc"

    def __init__(self, request: HttpRequest, form: str, *, what: str, page: str, listing: Listing) -> None:
        super().__init__(request, form)
        self.what = what
        self.page = page
        self.listing = listing

    def title(self) -> str:
        words = render_to_string("news/feed_title.txt", {"what": self.what}, self.request)
        return strip_controls(words.strip())

    def description(self) -> str:
        return "Bài mới đăng trên cổng, bài đăng sau đứng trước."

    subtitle = description  # The same in Atom.

    def link(self) -> str:
        return self.page

    def items(self) -> list[Article]:
        return self.listing.newest(FEED_SIZE)

    def item_title(self, item: Article) -> str:
        return strip_controls(item.title)

    def item_description(self, item: Article) -> SafeString:
        """HTML, as both formats expect."""
        picture = ""
        if item.cover:
            address = self.request.build_absolute_uri(item.cover.url)
            picture = format_html('<p><img src="{}" alt="{}"></p>', address, strip_controls(item.cover_alt))
        return format_html("{}<p>{}</p>", picture, strip_controls(item.summary))

    def item_author_name(self, item: Article) -> str:
        names = [author.name for author in item.authors.all()]
        return strip_controls(", ".join(filter(None, [*names, item.author_text]))) or None

    def item_categories(self, item: Article) -> list[str]:
        return [strip_controls(name) for name in (item.category.name, *(tag.name for tag in item.tags.all()))]


def _kept(view: Any) -> Any:
    """Keep the answers of a feed. They are not for the index of a search engine: the posts have pages."""

    def wrapper(request: HttpRequest, **kwargs: str) -> HttpResponse:
        response = view(request, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return require_safe(cache.page("news", "categories", "site")(wrapper))


@_kept
def feed(request: HttpRequest, form: str) -> HttpResponse:
    """The newest of all posts."""
    page = reverse("news:article-list")
    return ArticleFeed(request, form, what="Tin tức", page=page, listing=Article.listing())(request)


@_kept
def category_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The newest posts of a category and of those below it."""
    tree = Tree.of(Category)
    category = find_category(tree, slug)
    return _of(request, form, slug, category, Article.listing_of(tree.descendants(category)))


@_kept
def name_feed(request: HttpRequest, kind: str, slug: str, form: str) -> HttpResponse:
    """The newest posts of a topic or a tag; one without posts has none, as it has no page."""
    name = find_name(NAMES[kind], slug)
    return _of(request, form, slug, name, name.listing)


def _of(
    request: HttpRequest, form: str, slug: str, subject: Category | NewsName, listing: Listing
) -> HttpResponse:
    if subject.slug != slug:
        return public.moved(_address(subject, form))
    page = subject.get_absolute_url()
    return ArticleFeed(request, form, what=subject.name, page=page, listing=listing)(request)


def _address(subject: Category | NewsName, form: str) -> str:
    if isinstance(subject, Category):
        return reverse("news:category-feed", args=[subject.slug, form])
    kind = next(kind for kind, model in NAMES.items() if isinstance(subject, model))
    return reverse("news:name-feed", args=[kind, subject.slug, form])
