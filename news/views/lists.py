"""Lists of posts: all of them, those of a category, a topic, a tag, an author."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core import blocks, cache, public
from core.models import Tree
from core.paging import LatePaginator
from news import feeds
from news.addresses import find_category, find_name
from news.listing import Listing
from news.models import Article, Author, Category, NewsName, Tag, Topic


class ListingView(public.PublicListView):
    """A list of posts; a subclass says which."""

    context_object_name = "articles"
    listing: Listing

    def get_queryset(self) -> QuerySet:
        return self.listing.ordered

    def get_paginator(self, queryset: QuerySet, per_page: int, **kwargs: Any) -> LatePaginator:
        return self.listing.paginator(per_page)


class ArticleListView(ListingView):
    """All posts, newest first."""

    template_name = "news/article_list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.listing = Article.listing()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            breadcrumbs=[Article.list_crumb()], feed=feeds.addresses_of_all(), **kwargs
        )


class CategoryDetailView(ListingView):
    """The posts of a category and of those below it."""

    template_name = "news/category_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.tree = Tree.of(Category)
        self.category = find_category(self.tree, kwargs["slug"])
        if self.category.slug != kwargs["slug"]:
            return public.moved(self.category)
        self.listing = Article.listing_of(self.tree.descendants(self.category))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            category=self.category,
            children=self.tree.children(self.category),
            breadcrumbs=self.category.trail,
            feed=feeds.addresses_of(self.category),
            **kwargs,
        )


class NameDetailView(ListingView):
    """The posts under a name. One without any is not there: it may be that of something still to come."""

    model: type[NewsName]
    has_feed: ClassVar[bool] = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.name = find_name(self.model, kwargs["slug"])
        if self.name.slug != kwargs["slug"]:
            return public.moved(self.name)
        self.listing = self.name.listing
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            name=self.name,
            breadcrumbs=self.name.trail,
            feed=feeds.addresses_of(self.name) if self.has_feed else None,
            **kwargs,
        )


class TopicDetailView(NameDetailView):
    model = Topic
    template_name = "news/topic_detail.html"


class TagDetailView(NameDetailView):
    model = Tag
    template_name = "news/tag_detail.html"


class AuthorDetailView(NameDetailView):
    model = Author
    template_name = "news/author_detail.html"
    has_feed = False


def _kept(view: type[ListingView]) -> Any:
    return require_safe(cache.page("news", blocks.tags, params=["trang"])(view.as_view()))


article_list = _kept(ArticleListView)
category_detail = _kept(CategoryDetailView)
topic_detail = _kept(TopicDetailView)
tag_detail = _kept(TagDetailView)
author_detail = _kept(AuthorDetailView)
