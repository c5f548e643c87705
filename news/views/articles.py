"""The page of a post, and its files."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from core import blocks, cache, mentions, public, search
from core.links import linked
from core.models import Counter
from core.models.counters import kind_of
from core.models.together import read_together
from news.around import around
from news.models import Article, ArticleAttachment, ArticlePhoto, Author, Tag
from news.models.voices import VoiceSettings, comments_tag
from news.voices.state import voices_of


class ArticleDetailView(public.PublicDetailView):
    model = Article
    template_name = "news/article_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        article: Article = self.object
        search.note_gaps(article.attachments.all())
        authors, tags, photos, counter = _beside_the_text(article)
        # Both are HTML by now: the lead was escaped, the body sanitised when it was saved.
        lead, body = map(
            mark_safe, mentions.link_together(article.lead, article.body, article.get_absolute_url())
        )
        beside = around(article, tags)
        return super().get_context_data(
            lead=lead,
            body=body,
            counter=counter,
            authors=authors,
            tags=tags,
            photos=photos,
            newer=beside.newer,
            older=beside.older,
            related=beside.related,
            linked=linked(article, apart_from=kind_of(article)),
            address=self.request.build_absolute_uri(article.get_absolute_url()),
            video_frame=article.video_card.frame if article.video_card else "",
            voices=voices_of(article),
            **kwargs,
        )


def _beside_the_text(article: Article) -> tuple[list[Author], list[Tag], list[ArticlePhoto], Counter]:
    """Return the authors, tags and photos of a post, each in their order, and its counts; one query."""
    authors, tags, photos, counters = read_together(
        Author.objects.filter(places__article=article).order_by("places__order", "places__pk"),
        Tag.objects.filter(places__article=article).order_by("places__pk"),
        ArticlePhoto.objects.filter(article=article),
        Counter.objects.filter(kind=kind_of(article), object_id=article.pk),
    )
    known = {"kind": kind_of(article), "object_id": article.pk}
    return authors, tags, photos, counters[0] if counters else Counter(**known)


article_detail = require_safe(
    cache.page("news", VoiceSettings.TAG, comments_tag("{pk}"), "documents", blocks.tags)(
        ArticleDetailView.as_view()
    )
)


@require_safe
def attachment(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A file of a post."""
    return public.attachment(request, ArticleAttachment, pk, name)
