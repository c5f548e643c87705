"""The page that lists the feeds, for people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import blocks, cache
from core.crumbs import Crumb
from core.models import Tree
from news import feeds
from news.models import Category, Topic

# The topics with something new; a site that has run for years has hundreds.
TOPICS = 50


@require_safe
@cache.page("news", "categories", blocks.tags)
def feed_list(request: HttpRequest) -> HttpResponse:
    """Show where the feeds are."""
    topics = Topic.objects.with_newest().exclude(newest=None).order_by("-newest")[:TOPICS]
    documents = feeds.Addresses("Văn bản", reverse("documents:feed-rss"), reverse("documents:feed-atom"))
    groups = [
        ("Toàn cổng", [feeds.addresses_of_all(), documents]),
        ("Theo chuyên mục", [feeds.addresses_of(category) for _, category in Tree.of(Category).walk()]),
        ("Theo dòng sự kiện", [feeds.addresses_of(topic) for topic in topics]),
    ]
    breadcrumbs = [Crumb("Nguồn tin RSS", reverse("feeds"))]
    return render(request, "portal/feeds.html", {"groups": groups, "breadcrumbs": breadcrumbs})
