"""The pictures of public posts, which may be chosen for other texts."""

from django.db.models import QuerySet

from core.picture_sources import PictureSource
from news.models import Article, ArticlePhoto


def _covers() -> QuerySet[Article]:
    return Article.objects.published()


def _photos() -> QuerySet[ArticlePhoto]:
    return ArticlePhoto.objects.filter(article__in=Article.objects.published().order_by().values("pk"))


SOURCES = (
    PictureSource(
        model=Article,
        file="cover",
        label="Ảnh đại diện",
        rows=_covers,
        alt="cover_alt",
        width="cover_width",
        height="cover_height",
        person="created_by",
        moment="published_at",
        words=("cover_caption", "title"),
    ),
    PictureSource(
        model=ArticlePhoto,
        file="picture",
        label="Phóng sự ảnh",
        rows=_photos,
        alt="alt",
        width="width",
        height="height",
        person="article__created_by",
        moment="article__published_at",
        words=("caption", "article__title"),
    ),
)
