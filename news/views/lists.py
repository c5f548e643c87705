"""Lists of posts: all of them, and those of a category."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.views.decorators.http import require_safe

from core import blocks, cache, public
from core.models import Tree
from core.paging import LatePaginator
from news.models import Article, ArticleQuerySet, Category

# Of more, the others stand where their dates put them.
MAX_PINNED = 5


class PostListView(public.PublicListView):
    """Posts: what is pinned before all others, then the newest first.

    ``count_key`` names the list in the cache, where it keeps how many there are.
    """

    context_object_name = "articles"
    count_key: str

    def list_of(self) -> ArticleQuerySet:
        """Return the public posts of the list."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet:
        articles = self.list_of()
        pinned = articles.pinned().newest_first().values_list("pk", flat=True)
        self.first = list(pinned[:MAX_PINNED])
        return articles.exclude(pk__in=self.first).newest_first()

    def get_paginator(self, queryset: QuerySet, per_page: int, **kwargs: Any) -> LatePaginator:
        count = cache.remember(f"news:count:{self.count_key}", Article.cache_tags, lambda: self._count())
        return LatePaginator(
            queryset,
            per_page,
            rows=Article.objects.published().for_list(),
            # The count is of the clock's last minute; it can't be less than what stands first.
            count=max(count[0], len(self.first)),
            first=self.first,
        )

    def _count(self) -> tuple[int]:
        return (self.list_of().count(),)


class ArticleListView(PostListView):
    """All posts."""

    template_name = "news/article_list.html"
    count_key = "all"

    def list_of(self) -> ArticleQuerySet:
        return Article.objects.published()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(breadcrumbs=[Article.list_crumb()], **kwargs)


class CategoryDetailView(PostListView):
    """The posts of a category and of those below it."""

    template_name = "news/category_detail.html"

    def get_queryset(self) -> QuerySet:
        self.tree = Tree.of(Category)
        self.category = self.tree.by_slug(self.kwargs["slug"])
        if self.category is None:
            raise Http404
        self.count_key = f"{self.category.pk}"
        return super().get_queryset()

    def list_of(self) -> ArticleQuerySet:
        return Article.objects.published().in_categories(self.tree.descendants(self.category))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            category=self.category,
            children=self.tree.children(self.category),
            breadcrumbs=self.category.trail,
            **kwargs,
        )


article_list = require_safe(cache.page("news", blocks.tags, params=["trang"])(ArticleListView.as_view()))
category_detail = require_safe(
    cache.page("news", blocks.tags, params=["trang"])(CategoryDetailView.as_view())
)
