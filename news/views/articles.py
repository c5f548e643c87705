"""The page of a post, and its files."""

from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core import blocks, cache, public, search
from core.links import linked
from core.models import Counter
from core.models.counters import kind_of
from core.models.together import read_together
from news import video
from news.around import around
from news.models import Article, ArticleAttachment, ArticlePhoto, Author, Tag


class ArticleDetailView(public.PublicDetailView):
    model = Article
    template_name = "news/article_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        article: Article = self.object
        search.note_gaps(article.attachments.all())
        belongings = _belongings(article)
        beside = around(article, belongings["tags"])
        return super().get_context_data(
            **belongings,
            newer=beside.newer,
            older=beside.older,
            related=beside.related,
            linked=linked(article, apart_from=kind_of(article)),
            address=self.request.build_absolute_uri(article.get_absolute_url()),
            video_frame=video.frame_address(article.youtube_id) if article.youtube_id else "",
            **kwargs,
        )


def _belongings(article: Article) -> dict[str, Any]:
    """Return the authors, tags and photos of a post, each in their order, and its counts; one query."""
    kind = kind_of(article)
    authors, tags, photos, counters = read_together(
        Author.objects.filter(places__article=article).order_by("places__order", "places__pk"),
        Tag.objects.filter(places__article=article).order_by("places__pk"),
        ArticlePhoto.objects.filter(article=article),
        Counter.objects.filter(kind=kind, object_id=article.pk),
    )
    counter = counters[0] if counters else Counter(kind=kind, object_id=article.pk)
    return {"authors": authors, "tags": tags, "photos": photos, "counter": counter}


_page = cache.page("news", "documents", blocks.tags)(ArticleDetailView.as_view())
# Nobody else's frame but the player of a video, which somebody has to ask for.
article_detail = require_safe(csp_update({"frame-src": [video.FRAMES]})(_page))


@require_safe
def attachment(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A file of a post."""
    return public.attachment(request, ArticleAttachment, pk, name)
