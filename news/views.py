"""Public pages of the news."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core import cache, public, search
from core.models import Tree
from news.models import Article, ArticleAttachment, Category


class ArticleListView(public.PublicListView):
    """All posts, newest first."""

    template_name = "news/article_list.html"
    context_object_name = "articles"

    def get_queryset(self) -> Any:
        return Article.objects.published().for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(breadcrumbs=[("Tin tức", "")], **kwargs)


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
        above = [
            (category.name, category.get_absolute_url()) for category in self.tree.ancestors(self.category)
        ]
        return super().get_context_data(
            category=self.category,
            children=self.tree.children(self.category),
            breadcrumbs=[*above, (self.category.name, "")],
            **kwargs,
        )


class ArticleDetailView(public.PublicDetailView):
    model = Article
    template_name = "news/article_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        article = self.object
        tree = Tree.of(Category)
        path = [*tree.ancestors(article.category), article.category]
        search.note_gaps(article.attachments.all())
        siblings = Article.objects.published().for_list().filter(category=article.category)
        return super().get_context_data(
            breadcrumbs=[(category.name, category.get_absolute_url()) for category in path],
            newer=siblings.after(article)[:3],
            older=siblings.before(article)[:5],
            **kwargs,
        )


article_list = require_safe(
    cache.page("news", "documents", "site", params=["trang"])(ArticleListView.as_view())
)
category_detail = require_safe(
    cache.page("news", "documents", "site", params=["trang"])(CategoryDetailView.as_view())
)
article_detail = require_safe(cache.page("news", "documents", "site")(ArticleDetailView.as_view()))


@require_safe
def attachment(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A file of a post."""
    return public.attachment(request, ArticleAttachment, pk, name)
