"""The page of a post, and its files."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core import blocks, cache, public, search
from news.models import Article, ArticleAttachment
from news.models.voices import VoiceSettings, comments_tag
from news.voices.state import voices_of

NEWER, OLDER = 3, 5


class ArticleDetailView(public.PublicDetailView):
    model = Article
    template_name = "news/article_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search.note_gaps(self.object.attachments.all())
        newer, older = self._neighbours()
        return super().get_context_data(
            newer=newer,
            older=older,
            voices=voices_of(self.object),
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


article_detail = require_safe(
    cache.page("news", VoiceSettings.TAG, comments_tag("{pk}"), "documents", blocks.tags)(
        ArticleDetailView.as_view()
    )
)


@require_safe
def attachment(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A file of a post."""
    return public.attachment(request, ArticleAttachment, pk, name)
