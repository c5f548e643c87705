"""Lists of posts: all of them, and those of a category."""

from typing import Any

from django.http import Http404
from django.views.decorators.http import require_safe

from core import blocks, cache, public
from core.models import Tree
from news.models import Article, Category


class ArticleListView(public.PublicListView):
    """All posts, newest first."""

    template_name = "news/article_list.html"
    context_object_name = "articles"

    def get_queryset(self) -> Any:
        return Article.objects.published().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(breadcrumbs=[Article.list_crumb()], **kwargs)


class CategoryDetailView(public.PublicListView):
    """The posts of a category and of those below it."""

    template_name = "news/category_detail.html"
    context_object_name = "articles"

    def get_queryset(self) -> Any:
        self.tree = Tree.of(Category)
        self.category = self.tree.by_slug(self.kwargs["slug"])
        if self.category is None:
            raise Http404
        return Article.objects.published().for_list().in_categories(self.tree.descendants(self.category))

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
