"""Public pages of the news."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core import blocks, cache, public, search
from core.models import Tree
from news.models import Article, ArticleAttachment, Category

NEWER, OLDER = 3, 5


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


class ArticleDetailView(public.PublicDetailView):
    model = Article
    template_name = "news/article_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search.note_gaps(self.object.attachments.all())
        newer, older = self._neighbours()
        return super().get_context_data(
            newer=newer,
            older=older,
            **kwargs,
        )

    def _neighbours(self) -> tuple[list[Article], list[Article]]:
        """Return the next posts and those before of the same category, the nearest first; in one query."""
        article = self.object
        siblings = Article.objects.published().for_list().filter(category=article.category)
        place = (article.published_at, article.pk)
        found = {
            (each.published_at, each.pk): each
            for each in siblings.after(article)[:NEWER].union(siblings.before(article)[:OLDER], all=True)
        }
        return (
            [found[each] for each in sorted(found) if each > place],
            [found[each] for each in sorted(found, reverse=True) if each < place],
        )


article_list = require_safe(cache.page("news", blocks.tags, params=["trang"])(ArticleListView.as_view()))
category_detail = require_safe(
    cache.page("news", blocks.tags, params=["trang"])(CategoryDetailView.as_view())
)
article_detail = require_safe(cache.page("news", "documents", blocks.tags)(ArticleDetailView.as_view()))


@require_safe
def attachment(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A file of a post."""
    return public.attachment(request, ArticleAttachment, pk, name)
